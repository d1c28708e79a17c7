# lkc-west was the source once, and the mirror on lkc-east was failed over.
# terraform apply -invoke action.clink_truncate_and_restore_mirror_topics.orders
action "clink_truncate_and_restore_mirror_topics" "orders" {
  config {
    kafka_cluster_id   = "lkc-west"
    link_name          = "both-ways"
    mirror_topic_names = ["orders"]
    confirm            = "both-ways"
  }
}
