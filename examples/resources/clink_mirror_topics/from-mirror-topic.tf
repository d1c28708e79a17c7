# From one clink_mirror_topic for each topic to one clink_mirror_topics for all. The resource block that was there
# is taken out; Terraform forgets it, and no topic is touched.
removed {
  from = clink_mirror_topic.shipping

  lifecycle {
    destroy = false
  }
}

# The glob has to select the topics that the list names, and no others. "*" is every mirror topic of the link.
import {
  to = clink_mirror_topics.shipping
  id = "lkc-east/west-to-east/*"
}

resource "clink_mirror_topics" "shipping" {
  kafka_cluster_id   = "lkc-east"
  link_name          = clink_cluster_link.west_to_east.link_name
  source_topic_names = local.shipping_topics
}
