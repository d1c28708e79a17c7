# Whatever Clink manages will do: this half of a link waits for the other one to connect.
resource "clink_cluster_link" "waiting" {
  kafka_cluster_id  = "lkc-dr"
  remote_cluster_id = "lkc-jump"
  link_name         = "with-token"
  connection_mode   = "INBOUND"
}
