terraform {
  required_version = ">= 1.11"

  required_providers {
    clink = {
      source = "clusterlinking/clink"
    }
  }
}

variable "rest_endpoint" {
  description = "REST endpoint of the cluster that hosts the link."
  type        = string
  default     = "http://127.0.0.1:8090"
}

variable "dr_api_secret" {
  description = "Secret of the API key DRKEY, with which Clink calls lkc-dr."
  type        = string
  sensitive   = true
  ephemeral   = true
}

provider "clink" {
  kafka_clusters = {
    "lkc-dr" = {
      rest_endpoint = var.rest_endpoint
      api_key       = "DRKEY"
      api_secret    = var.dr_api_secret
    }
  }
}

resource "clink_cluster_link" "this" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "kafka-open"
  link_name                = "from-without-login"
  remote_bootstrap_servers = "open.internal:9092"

  # No remote_authentication: PLAINTEXT, for a cluster that lets everybody in.
}
