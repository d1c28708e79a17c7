import {
  to = clink_mirror_topic.orders
  id = "lkc-east/west-to-east/orders"
}
