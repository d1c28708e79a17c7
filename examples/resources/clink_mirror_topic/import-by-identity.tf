import {
  to = clink_mirror_topic.orders
  identity = {
    kafka_cluster_id  = "lkc-east"
    link_name         = "west-to-east"
    mirror_topic_name = "orders"
  }
}
