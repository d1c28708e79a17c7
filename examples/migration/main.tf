#  data centre                                 Confluent Cloud
# ┌──────────────────┐        moving         ┌───────────┐
# │ orders, payments │ ────────────────────▶ │ lkc-cloud │    until a topic is in `moved`
# │ (Platform 7.6)   │ ◀──────────────────── │           │    after that
# └──────────────────┘   opened from here    └───────────┘
#
# Both clusters have every topic during the whole move: first the cloud mirrors the data
# centre, then, topic by topic, the data centre mirrors the cloud. So producers move first,
# consumers when they like, and each step can be taken back.
#
# The guide "Migration" walks through it.

provider "clink" {
  kafka_clusters = {
    (var.old.id) = {
      rest_endpoint = var.old.rest_endpoint
      api_key       = var.old.username
      api_secret    = var.old_password
    }
    (var.new.id) = {
      rest_endpoint = var.new.rest_endpoint
      api_key       = var.new.api_key
      api_secret    = var.new_api_secret
    }
  }
}

locals {
  config = {
    "consumer.offset.sync.enable"   = "true"
    "consumer.offset.group.filters" = jsonencode({ groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }] })
  }
}

module "link" {
  source = "../modules/bidirectional-link"

  link_name    = var.link_name
  opened_by    = "a"
  cluster_a    = { id = var.old.id, api_key = var.old.username, config = local.config }
  a_api_secret = var.old_password
  cluster_b    = { id = var.new.id, bootstrap = var.new.bootstrap, api_key = var.new.api_key, secret_version = var.new.secret_version, config = local.config }
  b_api_secret = var.new_api_secret
}

# Everything is mirrored to the new cluster; what has moved is not, any more.
resource "clink_mirror_topic" "to_new" {
  for_each = var.topics

  kafka_cluster_id  = var.new.id
  link_name         = module.link.link_name
  source_topic_name = each.key
  status            = contains(var.moved, each.key) ? "PROMOTED" : "ACTIVE"
}

# What has moved is mirrored back, for the consumers that are still there.
resource "clink_mirror_topic" "to_old" {
  for_each = var.moved

  kafka_cluster_id  = var.old.id
  link_name         = module.link.link_name
  source_topic_name = each.key
  deletion_policy   = "ABANDON"
}

data "clink_mirror_topics" "to_new" {
  kafka_cluster_id = var.new.id
  link_name        = module.link.link_name
  mirror_statuses  = ["ACTIVE"]

  depends_on = [clink_mirror_topic.to_new]
}
