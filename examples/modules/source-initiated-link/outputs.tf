output "link_name" {
  description = "Name of the link, known to those who refer to it when both halves are there: mirror topics that take it wait for the link to be connected."
  value       = clink_cluster_link.source.link_name
}

output "cluster_link_id" {
  description = "Id of the link on the destination cluster, for instance for the clusterLinkIds of another link's ACL filters."
  value       = clink_cluster_link.destination.cluster_link_id
}

output "kafka_cluster_id" {
  description = "The cluster on which mirror topics of this link live."
  value       = clink_cluster_link.destination.kafka_cluster_id
}
