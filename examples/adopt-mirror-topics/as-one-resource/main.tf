# The mirror topics of ../main.tf, with its state, as one resource: they are forgotten at their old addresses and imported
# at the new one.
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
  topics = jsondecode(file("${path.module}/../topics.json"))
}

removed {
  from = clink_mirror_topic.adopted

  lifecycle {
    destroy = false
  }
}

import {
  to = clink_mirror_topics.all
  id = "lkc-dr/jump-to-dr/*"
}

resource "clink_mirror_topics" "all" {
  kafka_cluster_id   = "lkc-dr"
  link_name          = "jump-to-dr"
  source_topic_names = [for topic in local.topics : topic.source_topic_name]
}
