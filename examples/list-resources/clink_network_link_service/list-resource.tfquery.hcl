list "clink_network_link_service" "east" {
  provider = clink

  config {
    environment_id = "env-east1"
  }
}
