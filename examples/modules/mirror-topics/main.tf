resource "clink_mirror_topic" "this" {
  for_each = var.topics

  kafka_cluster_id  = var.kafka_cluster_id
  link_name         = var.link_name
  source_topic_name = each.key
  status            = var.status
  deletion_policy   = var.deletion_policy
  config            = var.config
}
