# terraform apply -invoke action.clink_promote_mirror_topics.orders
action "clink_promote_mirror_topics" "orders" {
  config {
    kafka_cluster_id   = "lkc-east"
    link_name          = "west-to-east"
    mirror_topic_names = ["orders"]
    max_lag            = 1000 # messages
  }
}
