# What the confluent provider makes: an environment, two clusters, and two service accounts with
# an API key for each cluster that they log in to. One is Terraform's, the other the link's, which
# has no more rights than to read.

resource "confluent_environment" "this" {
  display_name = "cluster-linking"
}

resource "confluent_kafka_cluster" "source" {
  display_name = "source"
  availability = "SINGLE_ZONE"
  cloud        = var.cloud
  region       = var.source_region

  standard {}

  environment {
    id = confluent_environment.this.id
  }
}

# Links arrive on Dedicated and Enterprise clusters.
resource "confluent_kafka_cluster" "destination" {
  display_name = "destination"
  availability = "SINGLE_ZONE"
  cloud        = var.cloud
  region       = var.destination_region

  dedicated {
    cku = 1
  }

  environment {
    id = confluent_environment.this.id
  }
}

locals {
  clusters = {
    source      = confluent_kafka_cluster.source
    destination = confluent_kafka_cluster.destination
  }
}

# Terraform's account: what Clink, and the topic and the ACLs below, log in as.
resource "confluent_service_account" "terraform" {
  display_name = "cluster-linking-terraform"
}

resource "confluent_role_binding" "terraform" {
  for_each = local.clusters

  principal   = "User:${confluent_service_account.terraform.id}"
  role_name   = "CloudClusterAdmin"
  crn_pattern = each.value.rbac_crn
}

resource "confluent_api_key" "terraform" {
  for_each = local.clusters

  display_name = "terraform-${each.key}"

  owner {
    id          = confluent_service_account.terraform.id
    api_version = confluent_service_account.terraform.api_version
    kind        = confluent_service_account.terraform.kind
  }

  managed_resource {
    id          = each.value.id
    api_version = each.value.api_version
    kind        = each.value.kind

    environment {
      id = confluent_environment.this.id
    }
  }

  # A key is of use once its owner may do something.
  depends_on = [confluent_role_binding.terraform]
}

# The link's account: it reads the source cluster.
resource "confluent_service_account" "link" {
  display_name = "cluster-linking-link"
}

locals {
  # As in the table of rights in the guide Authentication, consumer offset sync included.
  rights = {
    cluster_describe = { type = "CLUSTER", name = "kafka-cluster", pattern = "LITERAL", operation = "DESCRIBE" }
    cluster_configs  = { type = "CLUSTER", name = "kafka-cluster", pattern = "LITERAL", operation = "DESCRIBE_CONFIGS" }
    topics_read      = { type = "TOPIC", name = var.topic_prefix, pattern = "PREFIXED", operation = "READ" }
    topics_configs   = { type = "TOPIC", name = var.topic_prefix, pattern = "PREFIXED", operation = "DESCRIBE_CONFIGS" }
    groups_describe  = { type = "GROUP", name = "*", pattern = "LITERAL", operation = "DESCRIBE" }
  }
}

resource "confluent_kafka_acl" "link" {
  for_each = local.rights

  resource_type = each.value.type
  resource_name = each.value.name
  pattern_type  = each.value.pattern
  operation     = each.value.operation
  permission    = "ALLOW"
  principal     = "User:${confluent_service_account.link.id}"
  host          = "*"
  rest_endpoint = confluent_kafka_cluster.source.rest_endpoint

  kafka_cluster {
    id = confluent_kafka_cluster.source.id
  }

  credentials {
    key    = confluent_api_key.terraform["source"].id
    secret = confluent_api_key.terraform["source"].secret
  }
}

resource "confluent_api_key" "link" {
  display_name = "link-source"

  owner {
    id          = confluent_service_account.link.id
    api_version = confluent_service_account.link.api_version
    kind        = confluent_service_account.link.kind
  }

  managed_resource {
    id          = confluent_kafka_cluster.source.id
    api_version = confluent_kafka_cluster.source.api_version
    kind        = confluent_kafka_cluster.source.kind

    environment {
      id = confluent_environment.this.id
    }
  }
}

resource "confluent_kafka_topic" "orders" {
  topic_name    = "${var.topic_prefix}orders"
  rest_endpoint = confluent_kafka_cluster.source.rest_endpoint

  kafka_cluster {
    id = confluent_kafka_cluster.source.id
  }

  credentials {
    key    = confluent_api_key.terraform["source"].id
    secret = confluent_api_key.terraform["source"].secret
  }
}
