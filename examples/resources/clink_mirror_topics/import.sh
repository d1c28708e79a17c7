# <kafka_cluster_id>/<link_name>/<glob of source topics>
terraform import clink_mirror_topics.shipping 'lkc-east/west-to-east/ship*'

# Several globs or names are separated by commas. Without any, all mirror topics of the link are meant.
terraform import clink_mirror_topics.shipping lkc-east/west-to-east/shipments,returns,carriers
