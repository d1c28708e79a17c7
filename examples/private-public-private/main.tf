# primary ──▶ jump ──▶ dr
#
# Both ends are private and cannot reach each other. The jump cluster is public, so every
# connection is opened towards it: primary → jump by the source, jump → dr by the destination.

provider "clink" {
  kafka_clusters = {
    (var.primary_cluster.id) = {
      rest_endpoint = var.primary_cluster.rest_endpoint
      api_key       = var.primary_cluster.api_key
      api_secret    = var.primary_api_secret
    }
    (var.jump_cluster.id) = {
      rest_endpoint = var.jump_cluster.rest_endpoint
      api_key       = var.jump_cluster.api_key
      api_secret    = var.jump_api_secret
    }
    (var.dr_cluster.id) = {
      rest_endpoint = var.dr_cluster.rest_endpoint
      api_key       = var.dr_cluster.api_key
      api_secret    = var.dr_api_secret
    }
  }
}

module "chain" {
  source = "../modules/private-chain"

  primary_cluster    = var.primary_cluster
  primary_api_secret = var.primary_api_secret
  jump_cluster       = var.jump_cluster
  jump_api_secret    = var.jump_api_secret
  dr_cluster         = var.dr_cluster

  topics                = var.topics
  auto_create_prefixes  = var.auto_create_prefixes
  sync_consumer_offsets = var.sync_consumer_offsets
  sync_acls             = var.sync_acls
  dr_status             = var.dr_status
}
