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

variable "ca_certificate" {
  description = "Authority that signed the certificates of the source cluster, in PEM."
  type        = string
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
  remote_cluster_id        = "kafka-private-ca"
  link_name                = "from-private-ca"
  remote_bootstrap_servers = "private-ca.example.com:9094"

  # security_protocol follows from what is given: tls alone is SSL, with sasl or oauth it is SASL_SSL.
  remote_authentication = {
    sasl = {
      mechanism           = "SCRAM-SHA-256"
      username            = "link"
      password_wo         = var.link_password
      password_wo_version = 1
    }
    tls = {
      truststore_certificates = var.ca_certificate
    }
  }
}
