# terraform apply -invoke action.clink_pause_mirror_topics.all
action "clink_pause_mirror_topics" "all" {
  config {
    kafka_cluster_id          = "lkc-east"
    link_name                 = "west-to-east"
    mirror_topic_name_pattern = ".*"
  }
}
