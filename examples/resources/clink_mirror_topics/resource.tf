locals {
  # From wherever the names come: a file, a data source, another configuration.
  shipping_topics = ["shipments", "returns", "carriers"]
}

resource "clink_mirror_topics" "shipping" {
  kafka_cluster_id   = "lkc-east"
  link_name          = clink_cluster_link.west_to_east.link_name
  source_topic_names = local.shipping_topics
}

# The name and the status of each, for example of those that do not mirror.
output "shipping_topics_not_active" {
  value = [for source, mirror in clink_mirror_topics.shipping.mirror_topics : source if mirror.mirror_status != "ACTIVE"]
}
