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

variable "link_password" {
  description = "Password of the user link, with which the link reads the source."
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
  remote_cluster_id        = "kafka-plaintext"
  link_name                = "from-sasl-plaintext"
  remote_bootstrap_servers = "plaintext.internal:9095"

  # The password travels unencrypted: for networks that are private from end to end.
  remote_authentication = {
    security_protocol = "SASL_PLAINTEXT"
    sasl = {
      username            = "link"
      password_wo         = var.link_password
      password_wo_version = 1
    }
  }
}
