data "clink_network_link_endpoint" "west" {
  environment_id = "env-west1"
  id             = clink_network_link_endpoint.west.id
}

output "endpoint_phase" {
  value = data.clink_network_link_endpoint.west.phase
}
