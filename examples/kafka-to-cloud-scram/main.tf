# Apache Kafka or Amazon MSK ──▶ Confluent Cloud
#
# One link, on the Confluent Cloud cluster: it connects to the brokers of the source, logs in
# with SCRAM over TLS, and pulls. Nothing is installed or configured on the source.

provider "clink" {
  kafka_clusters = {
    (var.destination.id) = {
      rest_endpoint = var.destination.rest_endpoint
      api_key       = var.destination.api_key
      api_secret    = var.destination_api_secret
    }
  }
}

locals {
  every_group = {
    groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }]
  }
}

resource "clink_cluster_link" "kafka_to_cloud" {
  kafka_cluster_id         = var.destination.id
  remote_cluster_id        = var.source_cluster.id
  link_name                = var.link_name
  remote_bootstrap_servers = var.source_cluster.bootstrap

  # SASL_SSL follows from sasl. Brokers of Amazon MSK have certificates that every cluster
  # trusts; those of a private authority need its certificate.
  remote_authentication = {
    sasl = {
      mechanism           = var.source_cluster.mechanism
      username            = var.source_cluster.username
      password_wo         = var.source_password
      password_wo_version = var.source_cluster.password_version
    }
    tls = var.source_ca_certificate == null ? null : {
      truststore_certificates = var.source_ca_certificate
    }
  }

  # Consumers that move to the destination go on where they were.
  config = {
    "consumer.offset.sync.enable"   = "true"
    "consumer.offset.group.filters" = jsonencode(local.every_group)
  }
}

# To move the producers over: stop them, apply with mirror_status = "PROMOTED", start them at the
# destination. Promoting waits until everything has arrived.
resource "clink_mirror_topic" "topics" {
  for_each = var.topics

  kafka_cluster_id  = var.destination.id
  link_name         = clink_cluster_link.kafka_to_cloud.link_name
  source_topic_name = each.key
  status            = var.mirror_status
}
