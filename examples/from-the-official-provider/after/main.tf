provider "clink" {
  kafka_clusters = {
    "lkc-primary" = { rest_endpoint = "http://127.0.0.1:8090", api_key = "PRIMARYKEY", api_secret = var.primary_api_secret }
    "lkc-jump"    = { rest_endpoint = "http://127.0.0.1:8090", api_key = "JUMPKEY", api_secret = var.jump_api_secret }
    "lkc-dr"      = { rest_endpoint = "http://127.0.0.1:8090", api_key = "DRKEY", api_secret = var.dr_api_secret }
    "lkc-east"    = { rest_endpoint = "http://127.0.0.1:8090", api_key = "EASTKEY", api_secret = var.east_api_secret }
    "lkc-west"    = { rest_endpoint = "http://127.0.0.1:8090", api_key = "WESTKEY", api_secret = var.west_api_secret }
  }

  cloud = { endpoint = "http://127.0.0.1:8090", api_key = "CLOUDKEY", api_secret = var.cloud_api_secret }
}

# A source-initiated link, in two halves.
resource "clink_cluster_link" "primary_to_jump" {
  kafka_cluster_id  = "lkc-jump"
  remote_cluster_id = "lkc-primary"
  link_name         = "primary-to-jump"
  link_mode         = "DESTINATION"
  connection_mode   = "INBOUND"

  config = {
    "consumer.offset.sync.enable"   = "true"
    "consumer.offset.group.filters" = jsonencode({ groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }] })
  }
}

resource "clink_cluster_link" "primary_to_jump_source" {
  kafka_cluster_id         = "lkc-primary"
  remote_cluster_id        = "lkc-jump"
  link_name                = clink_cluster_link.primary_to_jump.link_name
  link_mode                = "SOURCE"
  remote_bootstrap_servers = "SASL_SSL://pkc-jump:9092"

  remote_authentication = {
    sasl = { username = "JUMPKEY", password_wo = var.jump_api_secret }
  }

  local_authentication = {
    sasl = { username = "PRIMARYKEY", password_wo = var.primary_api_secret }
  }
}

# A link that its destination opens, with a prefix.
resource "clink_cluster_link" "jump_to_dr" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "jump-to-dr"
  prefix                   = "primary."
  remote_bootstrap_servers = "pkc-jump:9092"

  remote_authentication = {
    sasl = { username = "JUMPKEY", password_wo = var.jump_api_secret }
  }

  config = {
    "acl.sync.ms" = "7000"
  }
}

# A bidirectional link: one object on each cluster, of which one opens the connection.
resource "clink_cluster_link" "both_ways_jump" {
  kafka_cluster_id  = "lkc-jump"
  remote_cluster_id = "lkc-dr"
  link_name         = "both-ways"
  link_mode         = "BIDIRECTIONAL"
  connection_mode   = "INBOUND"
}

resource "clink_cluster_link" "both_ways_dr" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = clink_cluster_link.both_ways_jump.link_name
  link_mode                = "BIDIRECTIONAL"
  remote_connection_mode   = "INBOUND"
  remote_bootstrap_servers = "pkc-jump:9092"

  remote_authentication = {
    sasl = { username = "JUMPKEY", password_wo = var.jump_api_secret }
  }

  local_authentication = {
    sasl = { username = "DRKEY", password_wo = var.dr_api_secret }
  }
}

resource "clink_mirror_topic" "on_jump" {
  for_each = { orders = "ACTIVE", payments = "PAUSED" }

  kafka_cluster_id  = "lkc-jump"
  link_name         = clink_cluster_link.primary_to_jump_source.link_name
  source_topic_name = each.key
  status            = each.value
}

resource "clink_mirror_topic" "on_dr" {
  for_each = { orders = "PROMOTED", payments = "FAILED_OVER" }

  kafka_cluster_id  = "lkc-dr"
  link_name         = clink_cluster_link.jump_to_dr.link_name
  source_topic_name = clink_mirror_topic.on_jump[each.key].mirror_topic_name
  status            = each.value
}

# A network link between two AWS PrivateLink networks, and a link over it.
resource "clink_network_link_service" "east" {
  environment_id = "env-east"
  network_id     = "n-east"
  display_name   = "east"
  description    = "For clusters in the west"
  accept         = { network_ids = ["n-west"] }
}

resource "clink_network_link_endpoint" "west" {
  environment_id          = "env-west"
  network_id              = "n-west"
  display_name            = "west-to-east"
  network_link_service_id = clink_network_link_service.east.id
}

resource "clink_cluster_link" "east_to_west" {
  kafka_cluster_id         = "lkc-west"
  remote_cluster_id        = "lkc-east"
  link_name                = "east-to-west"
  remote_bootstrap_servers = "lkc-east:9092"

  remote_authentication = {
    sasl = { username = "EASTKEY", password_wo = var.east_api_secret }
  }

  depends_on = [clink_network_link_endpoint.west]
}
