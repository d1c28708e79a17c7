# In a file whose name ends in .tfquery.hcl, such as topics.tfquery.hcl.
# terraform query -generate-config-out=topics.tf
list "clink_mirror_topic" "from_west" {
  provider         = clink
  include_resource = true
  limit            = 1000

  config {
    kafka_cluster_id = "lkc-east"
    link_name        = "west-to-east"
    mirror_statuses  = ["ACTIVE", "PAUSED"]
  }
}
