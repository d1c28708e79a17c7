# In a file whose name ends in .tfquery.hcl, such as links.tfquery.hcl.
# terraform query -generate-config-out=links.tf
list "clink_cluster_link" "east" {
  provider         = clink
  include_resource = true

  config {
    kafka_cluster_id = "lkc-east"
  }
}
