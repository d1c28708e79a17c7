# The defaults are those of world.json. Secrets have none: give them as TF_VAR_platform_password and
# so on, at plan and again at apply, as they are stored nowhere.

variable "platform" {
  description = "The Confluent Platform cluster (7.1 or newer) where the data is. `rest_endpoint` is that of its brokers, or of a REST Proxy with its path (`http://proxy:8082/v3`); `username` logs in there; `listener` is the name of the listener by which the link reads the cluster."
  type = object({
    id            = string
    rest_endpoint = string
    username      = string
    listener      = optional(string)
  })
  default = {
    id            = "0gXf5xg8Sp2G4FlxNriNaA"
    rest_endpoint = "http://127.0.0.1:8090"
    username      = "terraform"
    listener      = "SSL"
  }
}

variable "platform_password" {
  description = "Password of `platform.username`. It needs ALTER on the cluster."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "platform_ca_certificate" {
  description = "Authority that signed the brokers' certificates, in PEM."
  type        = string
}

variable "link_certificate" {
  description = "Certificate with which the link reads the Confluent Platform cluster, in PEM, followed by those that lead to its authority. Raise `key_version` when the key changes and the certificate does not. Its principal needs DESCRIBE on the cluster, READ and DESCRIBE_CONFIGS on the topics."
  type = object({
    chain       = string
    key_version = optional(number, 1)
  })
}

variable "link_private_key" {
  description = "Key of `link_certificate`: PKCS#8 in PEM, from BEGIN PRIVATE KEY on."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "cloud" {
  description = "The Confluent Cloud cluster where the data goes. Confluent Platform must reach `bootstrap`, Terraform `rest_endpoint`."
  type = object({
    id            = string
    bootstrap     = string
    rest_endpoint = string
    api_key       = string
  })
  default = {
    id            = "lkc-cloud"
    bootstrap     = "pkc-cloud.us-east-1.aws.confluent.cloud:9092"
    rest_endpoint = "http://127.0.0.1:8090"
    api_key       = "CLOUDADMINKEY"
  }
}

variable "cloud_api_secret" {
  description = "Secret of `cloud.api_key`, with which Terraform creates the half in the cloud and the mirrors."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "link_api_key" {
  description = "API key of the Confluent Cloud cluster with which the link connects. Its owner needs CloudClusterAdmin, or ALTER on the cluster. Raise `secret_version` whenever the secret changes."
  type = object({
    key            = string
    secret_version = optional(number, 1)
  })
  default = {
    key = "LINKKEY"
  }
}

variable "link_api_secret" {
  description = "Secret of `link_api_key.key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "link_name" {
  description = "Name of the link, the same on both clusters."
  type        = string
  default     = "platform-to-cloud"
}

variable "topics" {
  description = "Topics to mirror."
  type        = set(string)
  default     = ["orders", "payments"]
  nullable    = false
}
