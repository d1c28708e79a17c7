# All mirror topics of a link that do not mirror as they should.
data "clink_mirror_topics" "failed" {
  kafka_cluster_id = "lkc-east"
  link_name        = clink_cluster_link.west_to_east.link_name
  mirror_statuses  = ["FAILED", "LINK_FAILED", "SOURCE_UNAVAILABLE"]
}

output "failed_topics" {
  value = keys(data.clink_mirror_topics.failed.mirror_topics)
}
