# What would be lost: terraform apply -invoke action.clink_failover_mirror_topics.rehearsal
action "clink_failover_mirror_topics" "rehearsal" {
  config {
    kafka_cluster_id          = "lkc-east"
    link_name                 = "west-to-east"
    mirror_topic_name_pattern = ".*"
    confirm                   = "west-to-east"
    dry_run                   = true
  }
}

# The region is gone: terraform apply -invoke action.clink_failover_mirror_topics.all
action "clink_failover_mirror_topics" "all" {
  config {
    kafka_cluster_id          = "lkc-east"
    link_name                 = "west-to-east"
    mirror_topic_name_pattern = ".*"
    confirm                   = "west-to-east"
  }
}
