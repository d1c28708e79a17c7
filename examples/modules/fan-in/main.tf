# Each source has a link of its own, and each link a prefix of its own: two sources may well
# have topics of one name.
module "link" {
  source   = "../destination-link"
  for_each = var.sources

  link_name           = each.key
  source_cluster      = { id = each.value.id, bootstrap = each.value.bootstrap, api_key = each.value.api_key, secret_version = each.value.secret_version }
  source_api_secret   = var.source_api_secrets[each.key]
  destination_cluster = { id = var.destination_cluster_id }
  prefix              = each.value.prefix
  config              = merge(var.config, each.value.config)
}

module "topics" {
  source   = "../mirror-topics"
  for_each = var.sources

  kafka_cluster_id = module.link[each.key].kafka_cluster_id
  link_name        = module.link[each.key].link_name
  topics           = each.value.topics
}

data "clink_cluster_link" "this" {
  for_each = var.sources

  kafka_cluster_id = var.destination_cluster_id
  link_name        = module.link[each.key].link_name

  depends_on = [module.link]
}

data "clink_mirror_topics" "this" {
  for_each = var.sources

  kafka_cluster_id = var.destination_cluster_id
  link_name        = module.link[each.key].link_name
  max_lag          = var.max_lag

  depends_on = [module.topics]
}

locals {
  problems = {
    for name in keys(var.sources) : name => concat(data.clink_cluster_link.this[name].problems, data.clink_mirror_topics.this[name].problems)
  }
}
