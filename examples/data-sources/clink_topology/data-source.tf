data "clink_topology" "all" {
  depends_on = [clink_mirror_topic.orders]
}

# For a README: ```mermaid ... ```
output "picture" {
  value = data.clink_topology.all.mermaid
}
