provider "clink" {
  kafka_clusters = {
    "lkc-dr" = {
      rest_endpoint    = var.rest_endpoint
      bearer_token     = var.token
      identity_pool_id = "pool-a"
    }
  }
}
