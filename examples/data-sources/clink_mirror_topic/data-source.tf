check "orders" {
  data "clink_mirror_topic" "orders" {
    kafka_cluster_id  = "lkc-east"
    link_name         = clink_mirror_topic.orders.link_name
    mirror_topic_name = clink_mirror_topic.orders.mirror_topic_name
    max_lag           = 10000 # messages
  }

  assert {
    condition     = data.clink_mirror_topic.orders.healthy
    error_message = join("\n", data.clink_mirror_topic.orders.problems)
  }
}
