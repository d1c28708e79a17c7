# The network of the service is opened to the network of the endpoint, from which clusters then
# reach those behind the service.
resource "clink_network_link_service" "this" {
  environment_id = var.service.environment_id
  network_id     = var.service.network_id
  display_name   = var.service.display_name
  description    = var.service.description

  accept = {
    network_ids     = setunion([var.endpoint.network_id], var.also_accept.network_ids)
    environment_ids = length(var.also_accept.environment_ids) > 0 ? var.also_accept.environment_ids : null
  }
}

resource "clink_network_link_endpoint" "this" {
  environment_id          = var.endpoint.environment_id
  network_id              = var.endpoint.network_id
  display_name            = var.endpoint.display_name
  description             = var.endpoint.description
  network_link_service_id = clink_network_link_service.this.id
}
