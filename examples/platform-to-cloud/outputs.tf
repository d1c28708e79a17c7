output "cluster_link_id" {
  description = "Id of the link, the same on both clusters."
  value       = clink_cluster_link.at_home.cluster_link_id
}

output "mirror_topics" {
  description = "For each topic the status of its mirror."
  value       = { for topic, mirror in clink_mirror_topic.topics : topic => mirror.mirror_status }
}
