# The half on the destination cluster is created first and waits to be connected to.
resource "clink_cluster_link" "destination" {
  kafka_cluster_id  = var.destination_cluster.id
  remote_cluster_id = var.source_cluster.id
  link_name         = var.link_name
  link_mode         = "DESTINATION"
  connection_mode   = "INBOUND"
  prefix            = var.prefix
  config            = var.config
}

# The half on the source cluster opens the connection, so it holds both sets of credentials.
# Taking its name from the other half makes it second on the way up and first on the way down.
resource "clink_cluster_link" "source" {
  kafka_cluster_id         = var.source_cluster.id
  remote_cluster_id        = var.destination_cluster.id
  link_name                = clink_cluster_link.destination.link_name
  link_mode                = "SOURCE"
  connection_mode          = "OUTBOUND"
  remote_bootstrap_servers = var.destination_cluster.bootstrap

  remote_authentication = {
    sasl = {
      username            = var.destination_cluster.api_key
      password_wo         = var.destination_api_secret
      password_wo_version = var.destination_cluster.secret_version
    }
  }

  local_authentication = {
    sasl = {
      username            = var.source_cluster.api_key
      password_wo         = var.source_api_secret
      password_wo_version = var.source_cluster.secret_version
    }
  }
}
