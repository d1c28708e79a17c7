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

variable "token_url" {
  description = "Token endpoint of the identity provider."
  type        = string
  default     = "http://127.0.0.1:8090/oauth/token"
}

variable "token_file" {
  description = "File in which the platform that Terraform runs on keeps a token of this workload."
  type        = string
}

# No secret at all: the platform proves who runs Terraform, in a file that it renews.
provider "clink" {
  oauth = {
    token_url        = var.token_url
    client_id        = "app"
    token_file       = var.token_file
    identity_pool_id = "pool-a"
  }

  kafka_clusters = {
    "lkc-dr" = {
      rest_endpoint = var.rest_endpoint
    }
  }
}

# Whatever Clink manages will do: this half of a link waits for the other one to connect.
resource "clink_cluster_link" "waiting" {
  kafka_cluster_id  = "lkc-dr"
  remote_cluster_id = "lkc-jump"
  link_name         = "with-workload-identity"
  connection_mode   = "INBOUND"
}
