terraform {
  required_version = ">= 1.11"

  required_providers {
    clink = {
      source = "clusterlinking/clink"
    }
  }
}

variable "rest_endpoint" {
  description = "REST endpoint of the clusters."
  type        = string
  default     = "http://127.0.0.1:8090"
}

variable "token_url" {
  description = "Token endpoint of the identity provider."
  type        = string
  default     = "http://127.0.0.1:8090/oauth/token"
}

variable "client_secret" {
  description = "Secret of the OAuth client."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "dr_client_secret" {
  description = "Secret of the OAuth client that is for lkc-dr alone."
  type        = string
  sensitive   = true
  ephemeral   = true
}

provider "clink" {
  # For every cluster that names no other way, and for the networking API: that one takes
  # Confluent's own tokens, for which these are exchanged.
  oauth = {
    token_url        = var.token_url
    client_id        = "app"
    client_secret    = var.client_secret
    identity_pool_id = "pool-a"
  }

  kafka_clusters = {
    "lkc-jump" = {
      rest_endpoint = var.rest_endpoint
    }
    "lkc-dr" = {
      rest_endpoint = var.rest_endpoint
      oauth = {
        token_url        = var.token_url
        client_id        = "dr-app"
        client_secret    = var.dr_client_secret
        identity_pool_id = "pool-dr"
      }
    }
  }

  cloud = {
    endpoint = var.rest_endpoint
  }
}

# Whatever Clink manages will do: these halves of links wait for the others to connect.
resource "clink_cluster_link" "waiting" {
  for_each = toset(["lkc-jump", "lkc-dr"])

  kafka_cluster_id  = each.key
  remote_cluster_id = "lkc-primary"
  link_name         = "with-oauth"
  connection_mode   = "INBOUND"
}
