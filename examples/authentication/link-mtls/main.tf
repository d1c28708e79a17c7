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

variable "ca_certificate" {
  description = "Authority that signed the certificates of the source cluster, in PEM."
  type        = string
}

variable "link_certificate" {
  description = "Certificate of the link, and after it those that lead to its authority, in PEM."
  type        = string
}

variable "link_key" {
  description = "Key of `link_certificate`: PKCS#8 in PEM, from BEGIN PRIVATE KEY on."
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
  remote_cluster_id        = "kafka-mtls"
  link_name                = "from-mtls"
  remote_bootstrap_servers = "mtls.example.com:9093"

  remote_authentication = {
    tls = {
      truststore_certificates    = var.ca_certificate
      keystore_certificate_chain = var.link_certificate
      keystore_key_wo            = var.link_key
      keystore_wo_version        = 1
    }
  }
}
