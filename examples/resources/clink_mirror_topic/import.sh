# <kafka_cluster_id>/<link_name>/<mirror_topic_name>
terraform import clink_mirror_topic.orders lkc-east/west-to-east/orders
