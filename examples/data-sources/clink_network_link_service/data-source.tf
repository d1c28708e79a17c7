data "clink_network_link_service" "east" {
  environment_id = "env-east1"
  id             = clink_network_link_service.east.id
}

output "service_phase" {
  value = data.clink_network_link_service.east.phase
}
