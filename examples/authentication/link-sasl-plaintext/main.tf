resource "clink_cluster_link" "this" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "kafka-plaintext"
  link_name                = "from-sasl-plaintext"
  remote_bootstrap_servers = "plaintext.internal:9095"

  # The password travels unencrypted: for networks that are private from end to end.
  remote_authentication = {
    security_protocol = "SASL_PLAINTEXT"
    sasl = {
      username            = "link"
      password_wo         = var.link_password
      password_wo_version = 1
    }
  }
}
