output "agent_pool_id" {
  description = "Pool to make an agent token for: under Settings, Agents, of the organization."
  value       = tfe_agent_pool.private.id
}

output "subject" {
  description = "What the token says of a run, for the filter of the identity pool."
  value       = "organization:${var.organization}:project:<project>:workspace:${var.workspace_name}:run_phase:<plan or apply>"
}
