# Endpoints that wait until the owner of the service accepts them.
data "clink_network_link_service_associations" "waiting" {
  environment_id          = "env-east1"
  network_link_service_id = clink_network_link_service.east.id
  phases                  = ["PENDING_ACCEPT"]
}
