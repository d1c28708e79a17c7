resource "clink_mirror_topic" "orders" {
  kafka_cluster_id  = "lkc-east"
  link_name         = clink_cluster_link.west_to_east.link_name
  source_topic_name = "orders"
}

# Many topics of one link.
resource "clink_mirror_topic" "more" {
  for_each = toset(["payments", "refunds"])

  kafka_cluster_id  = "lkc-east"
  link_name         = clink_cluster_link.west_to_east.link_name
  source_topic_name = each.key
}

# On a source-initiated link the name comes from the half on the source, which is created last.
# Setting the status to PROMOTED ends a planned move, FAILED_OVER a disaster.
resource "clink_mirror_topic" "invoices" {
  kafka_cluster_id  = "lkc-east"
  link_name         = clink_cluster_link.private_to_east_source.link_name
  source_topic_name = "invoices"
  status            = "PAUSED"
}
