output "mirror_topics" {
  description = "For each source, and each of its topics, the name and the status of the mirror."
  value       = { for name, topics in module.topics : name => topics.mirror_topics }
}

output "healthy" {
  description = "For each source, whether its link and all its mirror topics are."
  value       = { for name, problems in local.problems : name => length(problems) == 0 }
}

output "problems" {
  description = "For each source what is wrong, a sentence each; empty when healthy."
  value       = local.problems
}

output "lag" {
  description = "For each source, how many messages its mirror topics are behind together."
  value       = { for name, mirrors in data.clink_mirror_topics.this : name => mirrors.lag }
}
