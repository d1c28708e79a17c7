# The mirror topics are on lkc-east; afterwards they are on the cluster at the other end.
# terraform apply -invoke action.clink_reverse_mirror_topics.orders
action "clink_reverse_mirror_topics" "orders" {
  config {
    kafka_cluster_id   = "lkc-east"
    link_name          = "both-ways"
    mirror_topic_names = ["orders"]
    max_lag            = 1000 # messages
  }
}
