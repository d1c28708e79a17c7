output "healthy" {
  description = "Whether nothing is wrong."
  value       = data.clink_cluster_links.all.healthy && data.clink_mirror_topics.all.healthy
}

output "problems" {
  description = "What is wrong, a sentence each."
  value       = concat(data.clink_cluster_links.all.problems, data.clink_mirror_topics.all.problems)
}

output "prometheus" {
  description = "Health and lag in Prometheus' text format."
  value       = join("\n", concat(local.lines, [""]))
}
