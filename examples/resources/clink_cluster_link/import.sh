# <kafka_cluster_id>/<link_name>. How the link logs in is not imported, because the server does not tell:
# the first apply with an authentication block sends it once.
terraform import clink_cluster_link.west_to_east lkc-east/west-to-east
