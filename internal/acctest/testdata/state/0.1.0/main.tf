# Every resource that this release has, with each argument that state keeps in a form of its own.
terraform {
  required_providers {
    clink = {
      source = "clusterlinking/clink"
    }
  }
}

variable "primary_api_secret" {
  type      = string
  ephemeral = true
}

variable "jump_api_secret" {
  type      = string
  ephemeral = true
}

variable "dr_api_secret" {
  type      = string
  ephemeral = true
}

variable "cloud_api_secret" {
  type      = string
  ephemeral = true
}

provider "clink" {
  kafka_clusters = {
    "lkc-primary" = { rest_endpoint = "http://127.0.0.1:8090", api_key = "PRIMARYKEY", api_secret = var.primary_api_secret }
    "lkc-jump"    = { rest_endpoint = "http://127.0.0.1:8090", api_key = "JUMPKEY", api_secret = var.jump_api_secret }
    "lkc-dr"      = { rest_endpoint = "http://127.0.0.1:8090", api_key = "DRKEY", api_secret = var.dr_api_secret }
  }

  cloud = { endpoint = "http://127.0.0.1:8090", api_key = "CLOUDKEY", api_secret = var.cloud_api_secret }
}

resource "clink_cluster_link" "waits" {
  kafka_cluster_id  = "lkc-jump"
  remote_cluster_id = "lkc-primary"
  link_name         = "primary-to-jump"
  link_mode         = "destination"
  connection_mode   = "inbound"
  config = {
    "consumer.offset.sync.enable"   = "true"
    "consumer.offset.group.filters" = jsonencode({ groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }] })
  }
  timeouts = { create = "10m" }
}

resource "clink_cluster_link" "connects" {
  kafka_cluster_id         = "lkc-primary"
  remote_cluster_id        = "lkc-jump"
  link_name                = clink_cluster_link.waits.link_name
  link_mode                = "SOURCE"
  remote_bootstrap_servers = "SASL_SSL://pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = var.jump_api_secret, password_wo_version = 2 } }
  local_authentication     = { sasl = { username = "PRIMARYKEY", password_wo = var.primary_api_secret }, security_protocol = "SASL_SSL" }
}

resource "clink_cluster_link" "oauth" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "with-oauth"
  prefix                   = "oauth."
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication = {
    oauth = { token_endpoint_url = "http://127.0.0.1:8090/oauth/token", client_id = "app", client_secret_wo = "s", client_secret_wo_version = 1, identity_pool_id = "pool-a" }
  }
}

# The names in config_wo are in private state.
resource "clink_cluster_link" "secret_config" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "jump-to-dr"
  remote_bootstrap_servers = "pkc-jump:9092"
  config                   = { "security.protocol" = "SASL_SSL", "sasl.mechanism" = "PLAIN" }
  config_wo = {
    "sasl.jaas.config" = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"JUMPKEY\" password=\"${var.jump_api_secret}\";"
  }
  config_wo_version = 1
  force_destroy     = true
}

resource "clink_mirror_topic" "mirrors" {
  kafka_cluster_id   = "lkc-jump"
  link_name          = clink_cluster_link.connects.link_name
  source_topic_name  = "orders"
  replication_factor = 3
  config             = { "confluent.value.schema.validation" = "true" }
}

resource "clink_mirror_topic" "paused" {
  kafka_cluster_id  = "lkc-jump"
  link_name         = clink_cluster_link.connects.link_name
  source_topic_name = "payments"
  status            = "paused"
}

# That it has ended is in private state.
resource "clink_mirror_topic" "ended" {
  kafka_cluster_id  = "lkc-dr"
  link_name         = clink_cluster_link.oauth.link_name
  source_topic_name = clink_mirror_topic.mirrors.mirror_topic_name
  status            = "FAILED_OVER"
  deletion_policy   = "DELETE"
}

resource "clink_mirror_topics" "many" {
  kafka_cluster_id   = "lkc-dr"
  link_name          = clink_cluster_link.secret_config.link_name
  source_topic_names = [clink_mirror_topic.paused.mirror_topic_name, clink_mirror_topic.mirrors.mirror_topic_name]
}

resource "clink_network_link_service" "east" {
  environment_id = "env-east"
  network_id     = "n-east"
  display_name   = "east"
  accept         = { network_ids = ["n-west"] }
}

resource "clink_network_link_endpoint" "west" {
  environment_id          = "env-west"
  network_id              = "n-west"
  display_name            = "west-to-east"
  description             = "The way to the east"
  network_link_service_id = clink_network_link_service.east.id
}
