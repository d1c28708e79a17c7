# <kafka_cluster_id>/<link_name>
terraform import clink_cluster_link.west_to_east lkc-east/west-to-east
