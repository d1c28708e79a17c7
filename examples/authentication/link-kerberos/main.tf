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

variable "admin_password" {
  description = "Password of the user admin, with which Clink calls the hosting cluster."
  type        = string
  sensitive   = true
  ephemeral   = true
}

provider "clink" {
  kafka_clusters = {
    "platform" = {
      rest_endpoint = var.rest_endpoint
      api_key       = "admin"
      api_secret    = var.admin_password
    }
  }
}

resource "clink_cluster_link" "this" {
  kafka_cluster_id         = "platform"
  remote_cluster_id        = "kafka-kerberos"
  link_name                = "from-kerberos"
  remote_bootstrap_servers = "kerberos.internal:9092"

  config = {
    "security.protocol"          = "SASL_SSL"
    "sasl.mechanism"             = "GSSAPI"
    "sasl.kerberos.service.name" = "kafka"
  }

  # The keytab has to be at this path on every broker of the hosting cluster, and not below /tmp.
  config_wo = {
    "sasl.jaas.config" = "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true storeKey=true keyTab=\"/etc/security/keytabs/link.keytab\" principal=\"link@EXAMPLE.COM\";"
  }
  config_wo_version = 1
}
