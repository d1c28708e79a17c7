output "active_cluster" {
  description = "Where producers and consumers belong now."
  value       = module.pair.active_cluster
}

output "healthy" {
  description = "Whether the link works, and the other side has a copy that is recent enough."
  value       = module.pair.healthy
}

output "problems" {
  description = "What is wrong, a sentence each."
  value       = module.pair.problems
}

output "lag" {
  description = "How many messages a failover would lose now; null while nothing mirrors."
  value       = module.pair.lag
}

output "failed_over" {
  description = "For each topic that was failed over: when, and what was lost."
  value       = module.pair.failed_over
}
