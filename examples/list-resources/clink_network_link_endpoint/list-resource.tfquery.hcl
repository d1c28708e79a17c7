list "clink_network_link_endpoint" "west" {
  provider = clink

  config {
    environment_id = "env-west1"
  }
}
