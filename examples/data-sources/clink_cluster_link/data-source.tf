check "west_to_east" {
  data "clink_cluster_link" "west_to_east" {
    kafka_cluster_id = "lkc-east"
    link_name        = clink_cluster_link.west_to_east.link_name
  }

  assert {
    condition     = data.clink_cluster_link.west_to_east.healthy
    error_message = join("\n", data.clink_cluster_link.west_to_east.problems)
  }
}
