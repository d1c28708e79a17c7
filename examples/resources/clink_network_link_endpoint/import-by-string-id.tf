import {
  to = clink_network_link_endpoint.west
  id = "env-west1/nle-abc123"
}
