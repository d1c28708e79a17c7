locals {
  # The standby mirrors while the primary is written to; the primary mirrors once it was
  # restored after a failover. Nothing mirrors in between.
  mirroring = var.active == "primary" ? var.standby.id : var.primary_mirrors ? var.primary.id : null

  config = merge({
    "consumer.offset.sync.enable"   = "true"
    "consumer.offset.group.filters" = jsonencode({ groupFilters = var.consumer_groups })
  }, var.config)
}

module "link" {
  source = "../bidirectional-link"

  link_name    = var.link_name
  opened_by    = var.opened_by == "both" ? "both" : "a"
  cluster_a    = merge(var.opened_by == "standby" ? var.standby : var.primary, { config = local.config })
  a_api_secret = var.opened_by == "standby" ? var.standby_api_secret : var.primary_api_secret
  cluster_b    = merge(var.opened_by == "standby" ? var.primary : var.standby, { config = local.config })
  b_api_secret = var.opened_by == "standby" ? var.primary_api_secret : var.standby_api_secret
}

# Declared all the time: they mirror, are failed over when the standby becomes active, and
# mirror again after the way back.
resource "clink_mirror_topic" "on_standby" {
  for_each = var.topics

  kafka_cluster_id  = var.standby.id
  link_name         = module.link.link_name
  source_topic_name = each.key
  status            = var.active == "primary" ? "ACTIVE" : "FAILED_OVER"
}

# The same topics on the primary, for as long as these are the mirrors. They were there
# before, so they are taken over, and let go untouched.
resource "clink_mirror_topic" "on_primary" {
  for_each = var.active == "standby" && var.primary_mirrors ? var.topics : []

  kafka_cluster_id  = var.primary.id
  link_name         = module.link.link_name
  source_topic_name = each.key
  deletion_policy   = "ABANDON"
}

data "clink_mirror_topics" "mirroring" {
  count = local.mirroring == null ? 0 : 1

  kafka_cluster_id = local.mirroring
  link_name        = module.link.link_name
  max_lag          = var.max_lag

  depends_on = [clink_mirror_topic.on_standby, clink_mirror_topic.on_primary]
}

locals {
  problems = concat(
    module.link.problems,
    local.mirroring == null ? ["Nothing mirrors ${var.standby.id}: restore the topics on ${var.primary.id}, then set primary_mirrors."] : [],
    flatten(data.clink_mirror_topics.mirroring[*].problems),
  )
}
