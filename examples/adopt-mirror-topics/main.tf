# Mirror topics that are there already, however many: imported by one block, whose names stand in a file.
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
  # A map from mirror topic to source topic and status: the output of ./names.
  topics = jsondecode(file("${path.module}/topics.json"))
}

import {
  for_each = local.topics
  to       = clink_mirror_topic.adopted[each.key]
  id       = "lkc-dr/jump-to-dr/${each.key}"
}

resource "clink_mirror_topic" "adopted" {
  for_each = local.topics

  kafka_cluster_id  = "lkc-dr"
  link_name         = "jump-to-dr"
  source_topic_name = each.value.source_topic_name
  status            = each.value.status
}
