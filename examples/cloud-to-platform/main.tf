# Confluent Cloud ──▶ Confluent Platform
#
# One link, on Confluent Platform: it connects to Confluent Cloud and pulls. Confluent Platform
# opens the connection, so nothing in the data centre has to be reachable from outside.

provider "clink" {
  kafka_clusters = {
    (var.platform.id) = {
      rest_endpoint = var.platform.rest_endpoint
      api_key       = var.platform.username
      api_secret    = var.platform_password
    }
  }
}

resource "clink_cluster_link" "cloud_to_platform" {
  kafka_cluster_id         = var.platform.id
  remote_cluster_id        = var.cloud.id
  link_name                = var.link_name
  remote_bootstrap_servers = var.cloud.bootstrap

  remote_authentication = {
    sasl = {
      username            = var.cloud.api_key
      password_wo         = var.cloud_api_secret
      password_wo_version = var.cloud.secret_version
    }
  }

  # Confluent Platform leaves more to its users than Confluent Cloud, where some of these are read-only.
  config = merge({
    "consumer.offset.sync.enable" = "true"
    "consumer.offset.group.filters" = jsonencode({
      groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }]
    })
  }, var.link_tuning)
}

resource "clink_mirror_topic" "topics" {
  for_each = var.topics

  kafka_cluster_id   = var.platform.id
  link_name          = clink_cluster_link.cloud_to_platform.link_name
  source_topic_name  = each.key
  replication_factor = var.replication_factor
}
