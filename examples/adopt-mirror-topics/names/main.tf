# What mirror topics a link has, as the file that ../main.tf reads:
#
#   terraform apply && terraform output -json topics > ../topics.json
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

data "clink_mirror_topics" "there" {
  kafka_cluster_id = "lkc-dr"
  link_name        = "jump-to-dr"
}

output "topics" {
  value = {
    for name, topic in data.clink_mirror_topics.there.mirror_topics : name => {
      source_topic_name = topic.source_topic_name
      # A topic that has ended is STOPPED; promoted or failed over is the same from here on.
      status = lookup({ PAUSED = "PAUSED", STOPPED = "PROMOTED" }, topic.mirror_status, "ACTIVE")
    }
  }
}
