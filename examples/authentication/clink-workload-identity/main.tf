# No secret at all: the platform proves who runs Terraform, in a file that it renews.
provider "clink" {
  oauth = {
    token_url        = var.token_url
    client_id        = "app"
    token_file       = var.token_file
    identity_pool_id = "pool-a"
  }

  kafka_clusters = {
    "lkc-dr" = {
      rest_endpoint = var.rest_endpoint
    }
  }
}
