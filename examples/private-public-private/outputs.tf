output "links" {
  description = "Name and id of the link of each hop."
  value       = module.chain.links
}

output "mirror_topics" {
  description = "For each topic the name and the status of its mirrors on jump and on dr."
  value       = module.chain.mirror_topics
}

output "healthy" {
  description = "Whether both links and all mirror topics are healthy."
  value       = module.chain.healthy
}

output "problems" {
  description = "What is wrong, a sentence each."
  value       = module.chain.problems
}
