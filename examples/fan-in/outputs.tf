output "mirror_topics" {
  description = "For each source, and each of its topics, the name and the status of the mirror."
  value       = module.fan_in.mirror_topics
}

output "lag" {
  description = "For each source, how many messages its mirror topics are behind together."
  value       = module.fan_in.lag
}
