output "to_move" {
  description = "Topics that have not moved yet, and how many messages each is behind on the new cluster."
  value       = { for name, topic in data.clink_mirror_topics.to_new.mirror_topics : name => topic.lag }
}

output "healthy" {
  description = "Whether both halves of the link work."
  value       = module.link.healthy
}

output "problems" {
  description = "What is wrong, a sentence each."
  value       = module.link.problems
}
