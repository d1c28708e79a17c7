# The defaults are those of world.json. Secrets have none: give them as TF_VAR_source_link_secret and
# so on, at plan and again at apply, as they are stored nowhere.

variable "source_cluster" {
  description = "The cluster whose data is shared. `terraform_api_key` is what Terraform calls it with; `link_api_key` belongs to the service account of the link and needs DESCRIBE on the cluster, READ and DESCRIBE_CONFIGS on the shared topics. Raise `link_secret_version` whenever its secret changes."
  type = object({
    id                  = string
    rest_endpoint       = string
    terraform_api_key   = string
    link_api_key        = string
    link_secret_version = optional(number, 1)
  })
  default = {
    id                = "lkc-producer"
    rest_endpoint     = "http://127.0.0.1:8090"
    terraform_api_key = "PRODUCERADMIN"
    link_api_key      = "PRODUCERLINK"
  }
}

variable "source_terraform_secret" {
  description = "Secret of `source_cluster.terraform_api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "source_link_secret" {
  description = "Secret of `source_cluster.link_api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "destination" {
  description = "The cluster of the other organisation. `terraform_api_key` is what Terraform calls it with; `link_api_key` belongs to a service account there and needs CloudClusterAdmin, or ALTER on the cluster. Raise `link_secret_version` whenever its secret changes."
  type = object({
    id                  = string
    bootstrap           = string
    rest_endpoint       = string
    terraform_api_key   = string
    link_api_key        = string
    link_secret_version = optional(number, 1)
  })
  default = {
    id                = "lkc-consumer"
    bootstrap         = "pkc-consumer.eu-west-1.aws.confluent.cloud:9092"
    rest_endpoint     = "http://127.0.0.1:8090"
    terraform_api_key = "CONSUMERADMIN"
    link_api_key      = "CONSUMERLINK"
  }
}

variable "destination_terraform_secret" {
  description = "Secret of `destination.terraform_api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "destination_link_secret" {
  description = "Secret of `destination.link_api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "link_name" {
  description = "Name of the link, the same on both clusters."
  type        = string
  default     = "producer-to-consumer"
}

variable "prefix" {
  description = "Put before the names of the shared topics on the other cluster."
  type        = string
  default     = "producer-"
}

variable "shared_topics" {
  description = "Topics to share."
  type        = set(string)
  default     = ["prices"]
  nullable    = false
}
