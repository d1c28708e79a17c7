# The defaults are those of world.json. Secrets have none: give them as TF_VAR_platform_password and
# TF_VAR_cloud_api_secret, at plan and again at apply, as they are stored nowhere.

variable "platform" {
  description = "The Confluent Platform cluster (7.0 or newer) where the data goes. `rest_endpoint` is that of its brokers, or, as here, of a REST Proxy with its path; `username` logs in there and needs ALTER on the cluster."
  type = object({
    id            = string
    rest_endpoint = string
    username      = string
  })
  default = {
    id            = "0gXf5xg8Sp2G4FlxNriNaA"
    rest_endpoint = "http://127.0.0.1:8090/v3"
    username      = "terraform"
  }
}

variable "platform_password" {
  description = "Password of `platform.username`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "cloud" {
  description = "The Confluent Cloud cluster where the data is. `api_key` is what the link logs in with; raise `secret_version` whenever its secret changes."
  type = object({
    id             = string
    bootstrap      = string
    api_key        = string
    secret_version = optional(number, 1)
  })
  default = {
    id        = "lkc-cloud"
    bootstrap = "pkc-cloud.us-east-1.aws.confluent.cloud:9092"
    api_key   = "LINKKEY"
  }
}

variable "cloud_api_secret" {
  description = "Secret of `cloud.api_key`. Its owner needs DESCRIBE on the cluster, READ and DESCRIBE_CONFIGS on the topics, and, for consumer offsets, DESCRIBE_CONFIGS on the cluster and DESCRIBE on the groups."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "link_name" {
  description = "Name of the link."
  type        = string
  default     = "cloud-to-platform"
}

variable "link_tuning" {
  description = "Further settings of the link."
  type        = map(string)
  default = {
    "num.cluster.link.fetchers" = "4"
    "replica.fetch.max.bytes"   = "10485760"
  }
  nullable = false
}

variable "topics" {
  description = "Topics to mirror."
  type        = set(string)
  default     = ["orders"]
  nullable    = false
}

variable "replication_factor" {
  description = "Replication factor of the mirrors, which Confluent Platform leaves free. By default that of the brokers."
  type        = number
  default     = 2
}
