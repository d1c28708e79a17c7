data "clink_network_link_services" "ready" {
  environment_id = "env-east1"
  phases         = ["READY"]

  depends_on = [clink_network_link_service.east]
}
