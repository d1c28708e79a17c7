# In a file whose name ends in .tfquery.hcl, such as services.tfquery.hcl.
list "clink_network_link_service" "east" {
  provider = clink

  config {
    environment_id = "env-east1"
  }
}
