# From one clink_mirror_topics for all to one clink_mirror_topic for each topic.
removed {
  from = clink_mirror_topics.shipping

  lifecycle {
    destroy = false
  }
}

# The id ends in the name of the mirror topic: the link's prefix, if it has one, stands in front of each.key.
import {
  for_each = toset(local.shipping_topics)
  to       = clink_mirror_topic.shipping[each.key]
  id       = "lkc-east/west-to-east/${each.key}"
}

resource "clink_mirror_topic" "shipping" {
  for_each = toset(local.shipping_topics)

  kafka_cluster_id  = "lkc-east"
  link_name         = clink_cluster_link.west_to_east.link_name
  source_topic_name = each.key
}
