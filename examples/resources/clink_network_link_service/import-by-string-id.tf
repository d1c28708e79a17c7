import {
  to = clink_network_link_service.east
  id = "env-east1/nls-abc123"
}
