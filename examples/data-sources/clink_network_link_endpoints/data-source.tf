data "clink_network_link_endpoints" "to_east" {
  environment_id           = "env-west1"
  network_link_service_ids = [clink_network_link_service.east.id]

  depends_on = [clink_network_link_endpoint.west]
}
