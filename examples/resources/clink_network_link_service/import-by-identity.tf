import {
  to = clink_network_link_service.east
  identity = {
    environment_id = "env-east1"
    id             = "nls-abc123"
  }
}
