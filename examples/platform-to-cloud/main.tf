# Confluent Platform ──▶ Confluent Cloud, opened by Confluent Platform
#
# The data centre opens the only connection, outwards: no hole in its firewall. So the link is
# source-initiated and has two halves. The half in the cloud waits; the half on Confluent
# Platform connects, and logs in at both ends: in the cloud with an API key, at home with a
# certificate.

provider "clink" {
  kafka_clusters = {
    (var.platform.id) = {
      rest_endpoint = var.platform.rest_endpoint
      api_key       = var.platform.username
      api_secret    = var.platform_password
    }
    (var.cloud.id) = {
      rest_endpoint = var.cloud.rest_endpoint
      api_key       = var.cloud.api_key
      api_secret    = var.cloud_api_secret
    }
  }
}

# First the half that waits. Settings about arriving data, such as offset sync, belong here.
resource "clink_cluster_link" "in_the_cloud" {
  kafka_cluster_id  = var.cloud.id
  remote_cluster_id = var.platform.id
  link_name         = var.link_name
  link_mode         = "DESTINATION"
  connection_mode   = "INBOUND"

  config = {
    "consumer.offset.sync.enable" = "true"
    "consumer.offset.group.filters" = jsonencode({
      groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }]
    })
  }
}

# Then the half that connects: it takes its name from the other one, and so comes second.
resource "clink_cluster_link" "at_home" {
  kafka_cluster_id         = var.platform.id
  remote_cluster_id        = var.cloud.id
  link_name                = clink_cluster_link.in_the_cloud.link_name
  link_mode                = "SOURCE"
  remote_bootstrap_servers = var.cloud.bootstrap

  remote_authentication = {
    sasl = {
      username            = var.link_api_key.key
      password_wo         = var.link_api_secret
      password_wo_version = var.link_api_key.secret_version
    }
  }

  # In PEM and in line: there is no file that has to be on every broker.
  local_authentication = {
    tls = {
      truststore_certificates    = var.platform_ca_certificate
      keystore_certificate_chain = var.link_certificate.chain
      keystore_key_wo            = var.link_private_key
      keystore_wo_version        = var.link_certificate.key_version
    }
  }

  # Which of its own listeners the link uses at home.
  config = var.platform.listener == null ? null : {
    "local.listener.name" = var.platform.listener
  }
}

# The mirrors live in the cloud, and wait for the half that is made last.
resource "clink_mirror_topic" "topics" {
  for_each = var.topics

  kafka_cluster_id  = var.cloud.id
  link_name         = clink_cluster_link.at_home.link_name
  source_topic_name = each.key
}
