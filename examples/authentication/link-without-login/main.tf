resource "clink_cluster_link" "this" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "kafka-open"
  link_name                = "from-without-login"
  remote_bootstrap_servers = "open.internal:9092"

  # No remote_authentication: PLAINTEXT, for a cluster that lets everybody in.
}
