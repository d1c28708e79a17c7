# Everything in one apply, from the environment to the mirror topic. The confluent provider makes
# clusters, accounts, rights and keys; Clink makes what links them. When it is planned first, none
# of the ids, addresses and keys is known: Clink plans all the same.

provider "clink" {
  kafka_clusters = {
    (module.confluent.destination_cluster.id) = {
      rest_endpoint = module.confluent.destination_cluster.rest_endpoint
      api_key       = module.confluent.terraform_key.id
      api_secret    = module.confluent.terraform_key.secret
    }
  }
}

module "confluent" {
  source = "./confluent"

  topic_prefix = var.topic_prefix
}

resource "clink_cluster_link" "orders" {
  kafka_cluster_id         = module.confluent.destination_cluster.id
  remote_cluster_id        = module.confluent.source_cluster.id
  link_name                = "orders"
  remote_bootstrap_servers = module.confluent.source_cluster.bootstrap

  config = {
    "consumer.offset.sync.enable"   = "true"
    "consumer.offset.group.filters" = jsonencode({ groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }] })
  }

  remote_authentication = {
    sasl = {
      username            = module.confluent.link_key.id
      password_wo         = module.confluent.link_key.secret
      password_wo_version = var.link_key_version
    }
  }
}

resource "clink_mirror_topic" "orders" {
  kafka_cluster_id  = clink_cluster_link.orders.kafka_cluster_id
  link_name         = clink_cluster_link.orders.link_name
  source_topic_name = module.confluent.topic
}
