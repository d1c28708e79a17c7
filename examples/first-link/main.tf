# The smallest real configuration: one link between two Confluent Cloud clusters, one mirror topic.
# The cluster where the data arrives is in the environment: KAFKA_ID, KAFKA_REST_ENDPOINT,
# KAFKA_API_KEY and KAFKA_API_SECRET.

terraform {
  required_version = ">= 1.11"

  required_providers {
    clink = {
      source = "clusterlinking/clink"
    }
  }
}

provider "clink" {}

variable "destination_cluster_id" {
  description = "The cluster where the data arrives, as in KAFKA_ID."
  type        = string
}

variable "source_cluster" {
  description = "The cluster where the data is: its id, its bootstrap server and an API key of it."
  type        = object({ id = string, bootstrap = string, api_key = string })
}

variable "source_api_secret" {
  description = "Secret of `source_cluster.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true # stored neither in state nor in a plan file
}

resource "clink_cluster_link" "example" {
  kafka_cluster_id         = var.destination_cluster_id
  remote_cluster_id        = var.source_cluster.id
  link_name                = "example"
  remote_bootstrap_servers = var.source_cluster.bootstrap
  remote_authentication = {
    sasl = { username = var.source_cluster.api_key, password_wo = var.source_api_secret, password_wo_version = 1 }
  }
}

resource "clink_mirror_topic" "orders" {
  kafka_cluster_id  = clink_cluster_link.example.kafka_cluster_id
  link_name         = clink_cluster_link.example.link_name
  source_topic_name = "orders"
}
