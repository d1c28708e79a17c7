# <environment_id>/<id>
terraform import clink_network_link_endpoint.west env-west1/nle-abc123
