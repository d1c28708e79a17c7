variable "west_api_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "east_api_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "private_api_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

# A destination-initiated link: one object, on the cluster where the data arrives.
resource "clink_cluster_link" "west_to_east" {
  kafka_cluster_id         = "lkc-east"
  remote_cluster_id        = "lkc-west"
  link_name                = "west-to-east"
  remote_bootstrap_servers = "SASL_SSL://pkc-11111.us-west-2.aws.confluent.cloud:9092"

  remote_authentication = {
    sasl = {
      username            = "WESTKEY"
      password_wo         = var.west_api_secret
      password_wo_version = 1 # raise it to send a changed secret
    }
  }

  config = {
    "consumer.offset.sync.enable" = "true"
    "consumer.offset.group.filters" = jsonencode({
      groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }]
    })
  }
}

# A source-initiated link has two halves. The one on the destination waits to be connected to.
resource "clink_cluster_link" "private_to_east" {
  kafka_cluster_id  = "lkc-east"
  remote_cluster_id = "lkc-private"
  link_name         = "private-to-east"
  link_mode         = "DESTINATION"
  connection_mode   = "INBOUND"
}

# The one on the source connects, and holds both sets of credentials. It is created second, as it
# takes its name from the other; mirror topics take theirs from this one, and so wait for both.
resource "clink_cluster_link" "private_to_east_source" {
  kafka_cluster_id         = "lkc-private"
  remote_cluster_id        = "lkc-east"
  link_name                = clink_cluster_link.private_to_east.link_name
  link_mode                = "SOURCE"
  remote_bootstrap_servers = "SASL_SSL://pkc-22222.us-east-1.aws.confluent.cloud:9092"

  remote_authentication = {
    sasl = {
      username            = "EASTKEY"
      password_wo         = var.east_api_secret
      password_wo_version = 1
    }
  }

  local_authentication = {
    sasl = {
      username            = "PRIVATEKEY"
      password_wo         = var.private_api_secret
      password_wo_version = 1
    }
  }
}
