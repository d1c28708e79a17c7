provider "clink" {
  kafka_clusters = {
    "lkc-dr" = {
      rest_endpoint = var.rest_endpoint
      api_key       = "DRKEY"
      api_secret    = var.api_secret
    }
  }

  # Only for network links. Without an endpoint it is https://api.confluent.cloud.
  cloud = {
    endpoint   = var.rest_endpoint
    api_key    = "CLOUDKEY"
    api_secret = var.cloud_api_secret
  }
}
