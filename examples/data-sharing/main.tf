# One organisation's Confluent Cloud ──▶ another's
#
# Each organisation makes a service account for the link, with no more rights than the link
# needs, and an API key of it. Terraform itself calls each cluster with a key of its own, which
# never enters the link.
#
# The source opens the connection, so that its cluster can be private and its owner decides.

provider "clink" {
  kafka_clusters = {
    (var.source_cluster.id) = {
      rest_endpoint = var.source_cluster.rest_endpoint
      api_key       = var.source_cluster.terraform_api_key
      api_secret    = var.source_terraform_secret
    }
    (var.destination.id) = {
      rest_endpoint = var.destination.rest_endpoint
      api_key       = var.destination.terraform_api_key
      api_secret    = var.destination_terraform_secret
    }
  }
}

resource "clink_cluster_link" "destination" {
  kafka_cluster_id  = var.destination.id
  remote_cluster_id = var.source_cluster.id
  link_name         = var.link_name
  link_mode         = "DESTINATION"
  connection_mode   = "INBOUND"
  prefix            = var.prefix
}

resource "clink_cluster_link" "source" {
  kafka_cluster_id         = var.source_cluster.id
  remote_cluster_id        = var.destination.id
  link_name                = clink_cluster_link.destination.link_name
  link_mode                = "SOURCE"
  remote_bootstrap_servers = var.destination.bootstrap

  # The service account of the other organisation, which lets the link connect there.
  remote_authentication = {
    sasl = {
      username            = var.destination.link_api_key
      password_wo         = var.destination_link_secret
      password_wo_version = var.destination.link_secret_version
    }
  }

  # Our own service account, which reads the topics that are shared.
  local_authentication = {
    sasl = {
      username            = var.source_cluster.link_api_key
      password_wo         = var.source_link_secret
      password_wo_version = var.source_cluster.link_secret_version
    }
  }
}

resource "clink_mirror_topic" "shared" {
  for_each = var.shared_topics

  kafka_cluster_id  = var.destination.id
  link_name         = clink_cluster_link.source.link_name
  source_topic_name = each.key
}
