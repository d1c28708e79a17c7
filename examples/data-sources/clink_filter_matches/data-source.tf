# What a link from west to east would do, before it has these filters.
locals {
  topic_filters = jsonencode({ topicFilters = [{ name = "orders", patternType = "PREFIXED", filterType = "INCLUDE" }] })
  acl_filters = jsonencode({ aclFilters = [{
    resourceFilter = { resourceType = "topic", patternType = "literal", name = "orders" }
    accessFilter   = { operation = "any", permissionType = "any" }
  }] })
}

data "clink_filter_matches" "west" {
  kafka_cluster_id = "lkc-west"
  topic_filters    = local.topic_filters
  acl_filters      = local.acl_filters
}

data "clink_filter_matches" "east" {
  kafka_cluster_id = "lkc-east"
  acl_filters      = local.acl_filters
}

output "would_be_mirrored" {
  value = data.clink_filter_matches.west.topics
}

# The sync makes the east equal to the west in what the filters select.
output "would_be_deleted" {
  value = setsubtract(data.clink_filter_matches.east.acls, data.clink_filter_matches.west.acls)
}
