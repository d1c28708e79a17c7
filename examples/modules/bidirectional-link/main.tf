locals {
  # Whether only cluster A opens the connection, which cluster B then waits for.
  one_way = var.opened_by == "a"
}

# The half on B is created first: when only A opens the connection, it has to be there before.
resource "clink_cluster_link" "b" {
  kafka_cluster_id         = var.cluster_b.id
  remote_cluster_id        = var.cluster_a.id
  link_name                = var.link_name
  link_mode                = "BIDIRECTIONAL"
  connection_mode          = local.one_way ? "INBOUND" : "OUTBOUND"
  prefix                   = var.cluster_b.prefix
  config                   = var.cluster_b.config
  remote_bootstrap_servers = local.one_way ? null : var.cluster_a.bootstrap

  remote_authentication = local.one_way ? null : {
    sasl = {
      mechanism           = var.cluster_a.mechanism
      username            = var.cluster_a.api_key
      password_wo         = var.a_api_secret
      password_wo_version = var.cluster_a.secret_version
    }
  }
}

# Taking its name from the other half makes it second on the way up and first on the way down.
resource "clink_cluster_link" "a" {
  kafka_cluster_id         = var.cluster_a.id
  remote_cluster_id        = var.cluster_b.id
  link_name                = clink_cluster_link.b.link_name
  link_mode                = "BIDIRECTIONAL"
  remote_connection_mode   = local.one_way ? "INBOUND" : null
  prefix                   = var.cluster_a.prefix
  config                   = var.cluster_a.config
  remote_bootstrap_servers = var.cluster_b.bootstrap

  remote_authentication = {
    sasl = {
      mechanism           = var.cluster_b.mechanism
      username            = var.cluster_b.api_key
      password_wo         = var.b_api_secret
      password_wo_version = var.cluster_b.secret_version
    }
  }

  # B reads A over the connection that A has opened, so A holds both logins.
  local_authentication = local.one_way ? {
    sasl = {
      mechanism           = var.cluster_a.mechanism
      username            = var.cluster_a.api_key
      password_wo         = var.a_api_secret
      password_wo_version = var.cluster_a.secret_version
    }
  } : null
}

data "clink_cluster_link" "a" {
  kafka_cluster_id = var.cluster_a.id
  link_name        = clink_cluster_link.a.link_name
}

data "clink_cluster_link" "b" {
  kafka_cluster_id = var.cluster_b.id
  link_name        = clink_cluster_link.a.link_name
}

locals {
  problems = concat(
    [for problem in data.clink_cluster_link.a.problems : "Half on ${var.cluster_a.id}: ${problem}"],
    [for problem in data.clink_cluster_link.b.problems : "Half on ${var.cluster_b.id}: ${problem}"],
  )
}
