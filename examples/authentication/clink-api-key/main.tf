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

variable "api_secret" {
  description = "Secret of the API key DRKEY."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "cloud_api_secret" {
  description = "Secret of the Cloud API key CLOUDKEY."
  type        = string
  sensitive   = true
  ephemeral   = true
}

provider "clink" {
  kafka_clusters = {
    "lkc-dr" = {
      rest_endpoint = var.rest_endpoint
      api_key       = "DRKEY"
      api_secret    = var.api_secret
    }
  }

  # Only for network links. Without an endpoint it is https://api.confluent.cloud.
  cloud = {
    endpoint   = var.rest_endpoint
    api_key    = "CLOUDKEY"
    api_secret = var.cloud_api_secret
  }
}

# Whatever Clink manages will do: this half of a link waits for the other one to connect.
resource "clink_cluster_link" "waiting" {
  kafka_cluster_id  = "lkc-dr"
  remote_cluster_id = "lkc-jump"
  link_name         = "with-api-key"
  connection_mode   = "INBOUND"
}
