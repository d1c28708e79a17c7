# The link and the mirror topics of a ClusterLink of Confluent for Kubernetes.
locals {
  manifest = provider::clink::parse_cluster_link_manifest(file("${path.module}/link.yaml"))
  link     = local.manifest.cluster_link
}

variable "west_api_secret" {
  type      = string
  ephemeral = true
}

resource "clink_cluster_link" "from_manifest" {
  kafka_cluster_id         = "lkc-east"
  remote_cluster_id        = local.link.remote_cluster_id
  link_name                = local.link.link_name
  prefix                   = local.link.prefix
  remote_bootstrap_servers = local.link.remote_bootstrap_servers
  config                   = local.link.config

  # local.manifest.secrets says in which Kubernetes secret user name and password are.
  remote_authentication = {
    sasl = { username = "WESTKEY", password_wo = var.west_api_secret, password_wo_version = 1 }
  }
}

resource "clink_mirror_topic" "from_manifest" {
  for_each = local.manifest.mirror_topics

  kafka_cluster_id  = clink_cluster_link.from_manifest.kafka_cluster_id
  link_name         = clink_cluster_link.from_manifest.link_name
  source_topic_name = each.value.source_topic_name
  status            = each.value.status
  config            = each.value.config
}

output "to_do_by_hand" {
  value = { secrets = local.manifest.secrets, left_out = local.manifest.left_out }
}
