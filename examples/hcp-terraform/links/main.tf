# Runs in the workspace of ../workspace. Clink logs in with the token of the run: it has no secret
# of its own. The link does, as it works when no run is there.

provider "clink" {
  oauth = {
    token_env        = "TFC_WORKLOAD_IDENTITY_TOKEN_CLINK"
    identity_pool_id = var.identity_pool_id
  }

  kafka_clusters = {
    (var.destination_cluster.id) = { rest_endpoint = var.destination_cluster.rest_endpoint }
  }
}

resource "clink_cluster_link" "orders" {
  kafka_cluster_id         = var.destination_cluster.id
  remote_cluster_id        = var.source_cluster.id
  link_name                = "orders"
  remote_bootstrap_servers = var.source_cluster.bootstrap

  remote_authentication = {
    sasl = {
      username            = var.source_cluster.api_key
      password_wo         = var.source_api_secret
      password_wo_version = var.source_cluster.secret_version
    }
  }
}

resource "clink_mirror_topic" "orders" {
  kafka_cluster_id  = clink_cluster_link.orders.kafka_cluster_id
  link_name         = clink_cluster_link.orders.link_name
  source_topic_name = var.topic

  # A promotion waits until all is copied. Longer than this, and it goes on in the next run.
  timeouts = {
    update = "1h"
  }
}
