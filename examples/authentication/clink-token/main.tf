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

variable "token" {
  description = "Access token of an identity provider that Confluent Cloud trusts."
  type        = string
  sensitive   = true
  ephemeral   = true
}

provider "clink" {
  kafka_clusters = {
    "lkc-dr" = {
      rest_endpoint    = var.rest_endpoint
      bearer_token     = var.token
      identity_pool_id = "pool-a"
    }
  }
}

# Whatever Clink manages will do: this half of a link waits for the other one to connect.
resource "clink_cluster_link" "waiting" {
  kafka_cluster_id  = "lkc-dr"
  remote_cluster_id = "lkc-jump"
  link_name         = "with-token"
  connection_mode   = "INBOUND"
}
