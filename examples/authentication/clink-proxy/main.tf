terraform {
  required_version = ">= 1.11"

  required_providers {
    clink = {
      source = "clusterlinking/clink"
    }
  }
}

variable "rest_endpoint" {
  description = "REST endpoint as the proxy finds it."
  type        = string
  default     = "http://127.0.0.1:8090"
}

variable "proxy_url" {
  description = "Proxy on the way to the cluster."
  type        = string
  default     = "http://127.0.0.1:3128"
}

variable "api_secret" {
  description = "Secret of the API key DRKEY."
  type        = string
  sensitive   = true
  ephemeral   = true
}

provider "clink" {
  kafka_clusters = {
    "lkc-dr" = {
      rest_endpoint = var.rest_endpoint
      proxy_url     = var.proxy_url # else HTTPS_PROXY and NO_PROXY of the environment
      api_key       = "DRKEY"
      api_secret    = var.api_secret
    }
  }
}

# Whatever Clink manages will do: this half of a link waits for the other one to connect.
resource "clink_cluster_link" "waiting" {
  kafka_cluster_id  = "lkc-dr"
  remote_cluster_id = "lkc-jump"
  link_name         = "through-proxy"
  connection_mode   = "INBOUND"
}
