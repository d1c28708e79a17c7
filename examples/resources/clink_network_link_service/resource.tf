resource "clink_network_link_service" "east" {
  environment_id = "env-east1"
  network_id     = "n-east01"
  display_name   = "east"
  description    = "Lets clusters in the west link to clusters in the east"

  accept = {
    network_ids = ["n-west01"]
  }
}
