provider "clink" {
  kafka_clusters = {
    "lkc-dr" = {
      rest_endpoint = var.rest_endpoint
      proxy_url     = var.proxy_url # else HTTPS_PROXY and NO_PROXY of the environment
      api_key       = "DRKEY"
      api_secret    = var.api_secret
    }
  }
}
