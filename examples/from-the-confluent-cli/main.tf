# A source-initiated link that the CLI has made from two .config files, with a mirror topic:
#
#   confluent kafka link create primary-to-jump --cluster lkc-jump --source-cluster lkc-primary --config primary-to-jump.jump.config
#   confluent kafka link create primary-to-jump --cluster lkc-primary --destination-cluster lkc-jump --config primary-to-jump.primary.config
#   confluent kafka mirror create orders --cluster lkc-jump --link primary-to-jump
terraform {
  required_version = ">= 1.11"

  required_providers {
    clink = {
      source = "clusterlinking/clink"
    }
  }
}

variable "primary_api_secret" {
  type      = string
  ephemeral = true
}

variable "jump_api_secret" {
  type      = string
  ephemeral = true
}

provider "clink" {
  kafka_clusters = {
    "lkc-primary" = { rest_endpoint = "http://127.0.0.1:8090", api_key = "PRIMARYKEY", api_secret = var.primary_api_secret }
    "lkc-jump"    = { rest_endpoint = "http://127.0.0.1:8090", api_key = "JUMPKEY", api_secret = var.jump_api_secret }
  }
}

locals {
  jump    = provider::clink::parse_properties(file("${path.module}/primary-to-jump.jump.config"))
  primary = provider::clink::parse_properties(file("${path.module}/primary-to-jump.primary.config"))
}

resource "clink_cluster_link" "jump" {
  kafka_cluster_id  = "lkc-jump"
  remote_cluster_id = "lkc-primary"
  link_name         = "primary-to-jump"
  link_mode         = local.jump.link_mode
  connection_mode   = local.jump.connection_mode
  config            = local.jump.config
}

# Without authentication blocks the link goes on with the credentials that it has.
resource "clink_cluster_link" "primary" {
  kafka_cluster_id         = "lkc-primary"
  remote_cluster_id        = "lkc-jump"
  link_name                = clink_cluster_link.jump.link_name
  link_mode                = local.primary.link_mode
  connection_mode          = local.primary.connection_mode
  remote_bootstrap_servers = local.primary.remote_bootstrap_servers
  config                   = local.primary.config
}

resource "clink_mirror_topic" "orders" {
  kafka_cluster_id  = "lkc-jump"
  link_name         = clink_cluster_link.primary.link_name
  source_topic_name = "orders"
}

import {
  to = clink_cluster_link.jump
  id = "lkc-jump/primary-to-jump"
}

import {
  to = clink_cluster_link.primary
  id = "lkc-primary/primary-to-jump"
}

import {
  to = clink_mirror_topic.orders
  id = "lkc-jump/primary-to-jump/orders"
}
