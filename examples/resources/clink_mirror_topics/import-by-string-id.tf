import {
  to = clink_mirror_topics.shipping
  id = "lkc-east/west-to-east/shipments,returns,carriers"
}
