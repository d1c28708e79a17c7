resource "clink_network_link_endpoint" "west" {
  environment_id          = "env-west1"
  network_id              = "n-west01"
  display_name            = "west-to-east"
  network_link_service_id = clink_network_link_service.east.id
}
