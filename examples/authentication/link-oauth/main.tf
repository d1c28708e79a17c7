resource "clink_cluster_link" "this" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "from-oauth"
  remote_bootstrap_servers = "pkc-jump:9092"

  remote_authentication = {
    oauth = {
      token_endpoint_url       = "https://idp.example.com/oauth2/token"
      client_id                = "app"
      client_secret_wo         = var.client_secret
      client_secret_wo_version = 1
      scope                    = "kafka"
      identity_pool_id         = "pool-a"

      # On Confluent Cloud also the cluster: when left out, that of this side of the link.
      logical_cluster_id = "lkc-jump"
    }
  }
}
