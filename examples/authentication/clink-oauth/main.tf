provider "clink" {
  # For every cluster that names no other way, and for the networking API: that one takes
  # Confluent's own tokens, for which these are exchanged.
  oauth = {
    token_url        = var.token_url
    client_id        = "app"
    client_secret    = var.client_secret
    identity_pool_id = "pool-a"
  }

  kafka_clusters = {
    "lkc-jump" = {
      rest_endpoint = var.rest_endpoint
    }
    "lkc-dr" = {
      rest_endpoint = var.rest_endpoint
      oauth = {
        token_url        = var.token_url
        client_id        = "dr-app"
        client_secret    = var.dr_client_secret
        identity_pool_id = "pool-dr"
      }
    }
  }

  cloud = {
    endpoint = var.rest_endpoint
  }
}
