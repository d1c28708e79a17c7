provider "clink" {
  kafka_clusters = {
    "platform" = {
      rest_endpoint = var.rest_endpoint
      api_key       = "admin"
      api_secret    = var.admin_password
    }
  }
}
