# east ──▶ west
#
# Two AWS PrivateLink networks see nothing of each other. A network link service opens the network
# in the east to the one in the west, a network link endpoint in the west connects to it, and over
# that the cluster in the west reaches the one in the east. A link over a network link is always
# opened by the destination.

provider "clink" {
  cloud = {
    endpoint   = var.cloud.endpoint
    api_key    = var.cloud.api_key
    api_secret = var.cloud_api_secret
  }

  kafka_clusters = {
    (var.east.cluster_id) = {
      rest_endpoint = var.east.rest_endpoint
      api_key       = var.east.api_key
      api_secret    = var.east_api_secret
    }
    (var.west.cluster_id) = {
      rest_endpoint = var.west.rest_endpoint
      api_key       = var.west.api_key
      api_secret    = var.west_api_secret
    }
  }
}

resource "clink_network_link_service" "east" {
  environment_id = var.east.environment_id
  network_id     = var.east.network_id
  display_name   = "east"
  description    = "Lets clusters in the west link to clusters in the east"

  accept = {
    network_ids = [var.west.network_id]
  }
}

resource "clink_network_link_endpoint" "west" {
  environment_id          = var.west.environment_id
  network_id              = var.west.network_id
  display_name            = "west-to-east"
  description             = "The way of clusters in the west to clusters in the east"
  network_link_service_id = clink_network_link_service.east.id
}

module "east_to_west" {
  source = "../modules/destination-link"

  link_name         = "east-to-west"
  source_api_secret = var.east_api_secret

  source_cluster = {
    id             = var.east.cluster_id
    bootstrap      = var.east.bootstrap
    api_key        = var.east.api_key
    secret_version = var.east.secret_version
  }

  destination_cluster = {
    id = var.west.cluster_id
  }

  # Nothing in the link refers to the endpoint, yet it cannot connect without: it comes after it
  # and goes before it.
  depends_on = [clink_network_link_endpoint.west]
}

module "topics" {
  source = "../modules/mirror-topics"

  kafka_cluster_id = module.east_to_west.kafka_cluster_id
  link_name        = module.east_to_west.link_name
  topics           = var.topics
}
