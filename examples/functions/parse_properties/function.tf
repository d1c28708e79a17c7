# The link that a .config file of Confluent's CLI describes.
locals {
  file = provider::clink::parse_properties(file("${path.module}/link.config"))
}

resource "clink_cluster_link" "from_file" {
  kafka_cluster_id         = "lkc-east"
  remote_cluster_id        = "lkc-west"
  link_name                = "from-file"
  prefix                   = local.file.prefix
  remote_bootstrap_servers = local.file.remote_bootstrap_servers
  remote_authentication    = local.file.remote_authentication
  config                   = local.file.config
}
