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
