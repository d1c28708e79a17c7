# <environment_id>/<id>
terraform import clink_network_link_service.east env-east1/nls-abc123
