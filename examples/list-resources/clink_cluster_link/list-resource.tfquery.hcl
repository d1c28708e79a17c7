# terraform query -generate-config-out=links.tf
list "clink_cluster_link" "east" {
  provider         = clink
  include_resource = true

  config {
    kafka_cluster_id = "lkc-east"
  }
}
