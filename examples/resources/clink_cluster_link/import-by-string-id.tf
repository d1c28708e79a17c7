import {
  to = clink_cluster_link.west_to_east
  id = "lkc-east/west-to-east"
}
