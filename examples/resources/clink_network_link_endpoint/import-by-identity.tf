import {
  to = clink_network_link_endpoint.west
  identity = {
    environment_id = "env-west1"
    id             = "nle-abc123"
  }
}
