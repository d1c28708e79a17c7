resource "clink_cluster_link" "this" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "kafka-scram"
  link_name                = "from-scram"
  remote_bootstrap_servers = "scram.example.com:9096"

  remote_authentication = {
    sasl = {
      mechanism           = "SCRAM-SHA-512"
      username            = "link"
      password_wo         = var.link_password
      password_wo_version = 1
    }
  }
}
