output "network_link_endpoint" {
  description = "The network link endpoint and how far it is."
  value = {
    id    = clink_network_link_endpoint.west.id
    phase = clink_network_link_endpoint.west.phase
  }
}

output "cluster_link_id" {
  description = "Id of the link east-to-west."
  value       = module.east_to_west.cluster_link_id
}

output "mirror_topics" {
  description = "For each topic the name and the status of its mirror in the west."
  value       = module.topics.mirror_topics
}
