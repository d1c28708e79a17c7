# The link and the mirror topics that a ClusterLink of Confluent for Kubernetes has made. Hand it over first: two owners
# of one link undo each other's work.
terraform {
  required_version = ">= 1.11"

  required_providers {
    clink = {
      source = "clusterlinking/clink"
    }
  }
}

variable "dr_api_secret" {
  type      = string
  ephemeral = true
}

provider "clink" {
  kafka_clusters = {
    "lkc-dr" = { rest_endpoint = "http://127.0.0.1:8090", api_key = "DRKEY", api_secret = var.dr_api_secret }
  }
}

locals {
  manifest = provider::clink::parse_cluster_link_manifest(file("${path.module}/link.yaml"))
  link     = local.manifest.cluster_link
}

# Without remote_authentication the link goes on with the credentials that it has.
resource "clink_cluster_link" "this" {
  kafka_cluster_id         = local.link.kafka_cluster_id
  remote_cluster_id        = local.link.remote_cluster_id
  link_name                = local.link.link_name
  link_mode                = local.link.link_mode
  connection_mode          = local.link.connection_mode
  prefix                   = local.link.prefix
  remote_bootstrap_servers = local.link.remote_bootstrap_servers
  config                   = local.link.config
}

resource "clink_mirror_topic" "this" {
  for_each = local.manifest.mirror_topics

  kafka_cluster_id   = clink_cluster_link.this.kafka_cluster_id
  link_name          = clink_cluster_link.this.link_name
  source_topic_name  = each.value.source_topic_name
  status             = each.value.status
  replication_factor = each.value.replication_factor
  config             = each.value.config
}

import {
  to = clink_cluster_link.this
  id = "${local.link.kafka_cluster_id}/${local.link.link_name}"
}

import {
  for_each = local.manifest.mirror_topics
  to       = clink_mirror_topic.this[each.key]
  id       = "${local.link.kafka_cluster_id}/${local.link.link_name}/${each.key}"
}

output "to_do_by_hand" {
  value = { secrets = local.manifest.secrets, left_out = local.manifest.left_out }
}
