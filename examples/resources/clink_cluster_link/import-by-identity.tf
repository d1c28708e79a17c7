import {
  to = clink_cluster_link.west_to_east
  identity = {
    kafka_cluster_id = "lkc-east"
    link_name        = "west-to-east"
  }
}
