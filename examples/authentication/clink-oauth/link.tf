# Whatever Clink manages will do: these halves of links wait for the others to connect.
resource "clink_cluster_link" "waiting" {
  for_each = toset(["lkc-jump", "lkc-dr"])

  kafka_cluster_id  = each.key
  remote_cluster_id = "lkc-primary"
  link_name         = "with-oauth"
  connection_mode   = "INBOUND"
}
