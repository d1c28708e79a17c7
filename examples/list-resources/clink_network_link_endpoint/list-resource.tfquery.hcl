# In a file whose name ends in .tfquery.hcl, such as endpoints.tfquery.hcl.
list "clink_network_link_endpoint" "west" {
  provider = clink

  config {
    environment_id = "env-west1"
  }
}
