output "link_name" {
  description = "Name of the link, known to those who refer to it when both halves are there: mirror topics on either cluster that take it wait for the link."
  value       = clink_cluster_link.a.link_name
}

output "cluster_link_ids" {
  description = "Id of the half on each cluster, by cluster id."
  value = {
    (var.cluster_a.id) = clink_cluster_link.a.cluster_link_id
    (var.cluster_b.id) = clink_cluster_link.b.cluster_link_id
  }
}

output "healthy" {
  description = "Whether both halves of the link work. False as well for a half whose cluster cannot be reached (on_unreachable = \"keep\")."
  value       = length(local.problems) == 0
}

output "problems" {
  description = "What is wrong, a sentence each; empty when healthy."
  value       = local.problems
}
