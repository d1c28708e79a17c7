output "network_link_service_id" {
  description = "Id of the network link service."
  value       = clink_network_link_service.this.id
}

output "network_link_endpoint_id" {
  description = "Id of the network link endpoint. A link that takes something from it, or depends on the module, is created after it and destroyed before it."
  value       = clink_network_link_endpoint.this.id
}

output "phase" {
  description = "Phase of the endpoint; READY when links can be made over it, INACTIVE while its network has no cluster."
  value       = clink_network_link_endpoint.this.phase
}

output "healthy" {
  description = "Whether links can be made over it."
  value       = clink_network_link_endpoint.this.phase == "READY"
}
