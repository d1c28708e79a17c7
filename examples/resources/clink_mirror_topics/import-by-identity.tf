import {
  to = clink_mirror_topics.shipping
  identity = {
    kafka_cluster_id  = "lkc-east"
    link_name         = "west-to-east"
    source_topic_glob = "shipments,returns,carriers"
  }
}
