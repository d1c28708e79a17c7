# One object, on the cluster where the data arrives: it connects to the source and pulls.
resource "clink_cluster_link" "this" {
  kafka_cluster_id         = var.destination_cluster.id
  remote_cluster_id        = var.source_cluster.id
  link_name                = var.link_name
  link_mode                = "DESTINATION"
  connection_mode          = "OUTBOUND"
  remote_bootstrap_servers = var.source_cluster.bootstrap
  prefix                   = var.prefix
  config                   = var.config

  remote_authentication = {
    sasl = {
      username            = var.source_cluster.api_key
      password_wo         = var.source_api_secret
      password_wo_version = var.source_cluster.secret_version
    }
  }
}
