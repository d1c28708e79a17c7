data "clink_cluster_links" "east" {
  kafka_cluster_id  = "lkc-east"
  remote_cluster_id = "lkc-west"

  depends_on = [clink_cluster_link.west_to_east]
}

output "links_from_west" {
  value = { for name, link in data.clink_cluster_links.east.cluster_links : name => link.link_state }
}
