resource "clink_cluster_link" "this" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "from-plain"
  remote_bootstrap_servers = "pkc-jump:9092"

  remote_authentication = {
    sasl = {
      username            = "JUMPKEY"
      password_wo         = var.jump_api_secret
      password_wo_version = 1 # raise it whenever the secret changes
    }
  }
}
