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

variable "client_secret" {
  description = "Secret of the OAuth client, with which the link gets its tokens."
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
  link_name                = "from-oauth"
  remote_bootstrap_servers = "pkc-jump:9092"

  remote_authentication = {
    oauth = {
      token_endpoint_url       = "https://idp.example.com/oauth2/token"
      client_id                = "app"
      client_secret_wo         = var.client_secret
      client_secret_wo_version = 1
      scope                    = "kafka"
      identity_pool_id         = "pool-a"

      # On Confluent Cloud also the cluster: when left out, that of this side of the link.
      logical_cluster_id = "lkc-jump"
    }
  }
}
