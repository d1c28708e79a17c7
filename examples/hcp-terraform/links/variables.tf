# The defaults are the world that the simulator starts with.

variable "identity_pool_id" {
  description = "Identity pool of Confluent Cloud that lets in the runs of this workspace."
  type        = string
  default     = "pool-a"
}

variable "destination_cluster" {
  description = "Where the data arrives, and where the link lives. The agents reach its `rest_endpoint`."
  type = object({
    id            = string
    rest_endpoint = string
  })
  default = {
    id            = "lkc-dr"
    rest_endpoint = "http://127.0.0.1:8090"
  }
}

variable "source_cluster" {
  description = "Where the data comes from. `api_key` lets the link read it; raise `secret_version` whenever `source_api_secret` changes."
  type = object({
    id             = string
    bootstrap      = string
    api_key        = string
    secret_version = optional(number, 1)
  })
  default = {
    id        = "lkc-jump"
    bootstrap = "pkc-jump:9092"
    api_key   = "JUMPKEY"
  }
}

variable "source_api_secret" {
  description = "Secret of `source_cluster.api_key`: a sensitive variable of the workspace, which plan and apply both get."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "topic" {
  description = "Topic of the source cluster to mirror."
  type        = string
  default     = "orders"
}
