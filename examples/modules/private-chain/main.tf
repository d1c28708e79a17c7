# primary ──▶ jump ──▶ dr
#
# Both ends are private and cannot reach each other. The jump cluster is public, so every
# connection is opened towards it: primary → jump by the source, jump → dr by the destination.

locals {
  all_groups = {
    groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }]
  }

  # The listed topics have resources of their own: auto-create leaves them alone.
  other_topics = {
    topicFilters = concat(
      [for prefix in var.auto_create_prefixes : { name = prefix, patternType = "PREFIXED", filterType = "INCLUDE" }],
      [for topic in var.topics : { name = topic, patternType = "LITERAL", filterType = "EXCLUDE" }],
    )
  }

  # Settings of both hops.
  hop_config = merge(
    var.sync_consumer_offsets ? {
      "consumer.offset.sync.enable"   = "true"
      "consumer.offset.group.filters" = jsonencode(local.all_groups)
    } : {},
    length(var.auto_create_prefixes) > 0 ? {
      "auto.create.mirror.topics.enable"  = "true"
      "auto.create.mirror.topics.filters" = jsonencode(local.other_topics)
    } : {},
  )

  any_resource = { resourceType = "any", patternType = "any" }
  any_access   = { operation = "any", permissionType = "any" }
}

module "primary_to_jump" {
  source = "../source-initiated-link"

  link_name              = var.link_names.primary_to_jump
  source_cluster         = var.primary_cluster
  source_api_secret      = var.primary_api_secret
  destination_cluster    = var.jump_cluster
  destination_api_secret = var.jump_api_secret

  config = merge(local.hop_config, var.sync_acls ? {
    "acl.sync.enable" = "true"
    "acl.filters" = jsonencode({
      aclFilters = [{ resourceFilter = local.any_resource, accessFilter = local.any_access }]
    })
  } : {})
}

module "jump_to_dr" {
  source = "../destination-link"

  link_name           = var.link_names.jump_to_dr
  source_cluster      = var.jump_cluster
  source_api_secret   = var.jump_api_secret
  destination_cluster = var.dr_cluster

  # What the first link brought to jump is passed on only by a filter that names that link.
  config = merge(local.hop_config, var.sync_acls ? {
    "acl.sync.enable" = "true"
    "acl.filters" = jsonencode({
      aclFilters = [{
        resourceFilter = local.any_resource
        accessFilter   = merge(local.any_access, { clusterLinkIds = [module.primary_to_jump.cluster_link_id] })
      }]
    })
  } : {})
}

module "topics_on_jump" {
  source = "../mirror-topics"

  kafka_cluster_id = module.primary_to_jump.kafka_cluster_id
  link_name        = module.primary_to_jump.link_name
  topics           = var.topics
}

module "topics_on_dr" {
  source = "../mirror-topics"

  kafka_cluster_id = module.jump_to_dr.kafka_cluster_id
  link_name        = module.jump_to_dr.link_name

  # The source of a mirror on dr is the mirror on jump: referring to those makes dr wait for them.
  topics = toset(keys(module.topics_on_jump.mirror_topics))

  # The way out when what lies before dr is lost. The mirrors on jump need nothing.
  status = var.dr_status
}

data "clink_cluster_link" "halves" {
  for_each = {
    primary = { cluster = var.primary_cluster.id, link = module.primary_to_jump.link_name }
    jump    = { cluster = var.jump_cluster.id, link = module.primary_to_jump.link_name }
    dr      = { cluster = var.dr_cluster.id, link = module.jump_to_dr.link_name }
  }

  kafka_cluster_id = each.value.cluster
  link_name        = each.value.link

  depends_on = [module.primary_to_jump, module.jump_to_dr]
}

data "clink_mirror_topics" "hops" {
  for_each = {
    jump = { cluster = var.jump_cluster.id, link = module.primary_to_jump.link_name }
    dr   = { cluster = var.dr_cluster.id, link = module.jump_to_dr.link_name }
  }

  kafka_cluster_id = each.value.cluster
  link_name        = each.value.link
  max_lag          = var.max_lag

  depends_on = [module.topics_on_jump, module.topics_on_dr]
}

locals {
  problems = concat(
    flatten([for name, half in data.clink_cluster_link.halves : [for problem in half.problems : "Link ${half.link_name} on ${name}: ${problem}"]]),
    flatten([for name, hop in data.clink_mirror_topics.hops : [for problem in hop.problems : "Mirror topics on ${name}: ${problem}"]]),
  )
}
