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
  default     = "https://127.0.0.1:8090"
}

variable "ca_certificate" {
  description = "Authority that signed the certificate of the REST endpoint, in PEM."
  type        = string
}

variable "client_certificate" {
  description = "Certificate that Clink logs in with, in PEM."
  type        = string
}

variable "client_key" {
  description = "Key of `client_certificate`, in PEM."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "admin_password" {
  description = "Password of the user admin."
  type        = string
  sensitive   = true
  ephemeral   = true
}

provider "clink" {
  kafka_clusters = {
    "platform" = {
      rest_endpoint      = var.rest_endpoint
      ca_certificate     = var.ca_certificate
      tls_server_name    = "kafka.internal" # only where the certificate has another name than the endpoint
      client_certificate = var.client_certificate
      client_key         = var.client_key

      # Where the certificate is not enough, with Basic on top. Leave both out where it is.
      api_key    = "admin"
      api_secret = var.admin_password
    }
  }
}

# Whatever Clink manages will do: this half of a link waits for the other one to connect.
resource "clink_cluster_link" "waiting" {
  kafka_cluster_id  = "platform"
  remote_cluster_id = "lkc-jump"
  link_name         = "with-mtls"
  connection_mode   = "INBOUND"
}
