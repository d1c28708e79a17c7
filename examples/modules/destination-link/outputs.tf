output "link_name" {
  description = "Name of the link: mirror topics that take it wait for the link."
  value       = clink_cluster_link.this.link_name
}

output "cluster_link_id" {
  description = "Id of the link, for instance for the clusterLinkIds of another link's ACL filters."
  value       = clink_cluster_link.this.cluster_link_id
}

output "kafka_cluster_id" {
  description = "The cluster on which mirror topics of this link live."
  value       = clink_cluster_link.this.kafka_cluster_id
}
