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

variable "jump_api_secret" {
  description = "Secret of the API key JUMPKEY, with which the link reads lkc-jump."
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
  remote_cluster_id        = "lkc-jump"
  link_name                = "from-plain"
  remote_bootstrap_servers = "pkc-jump:9092"

  remote_authentication = {
    sasl = {
      username            = "JUMPKEY"
      password_wo         = var.jump_api_secret
      password_wo_version = 1 # raise it whenever the secret changes
    }
  }
}
