# The defaults are those of world.json. Secrets have none: give them as TF_VAR_west_api_secret
# and TF_VAR_east_api_secret, at plan and again at apply, as they are stored nowhere.

variable "west" {
  description = "One region. Raise `secret_version` whenever its secret changes."
  type = object({
    id             = string
    bootstrap      = string
    rest_endpoint  = string
    api_key        = string
    secret_version = optional(number, 1)
  })
  default = {
    id            = "lkc-west"
    bootstrap     = "pkc-west.us-west-2.aws.confluent.cloud:9092"
    rest_endpoint = "http://127.0.0.1:8090"
    api_key       = "WESTKEY"
  }
}

variable "west_api_secret" {
  description = "Secret of `west.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "east" {
  description = "The other region. Raise `secret_version` whenever its secret changes."
  type = object({
    id             = string
    bootstrap      = string
    rest_endpoint  = string
    api_key        = string
    secret_version = optional(number, 1)
  })
  default = {
    id            = "lkc-east"
    bootstrap     = "pkc-east.us-east-1.aws.confluent.cloud:9092"
    rest_endpoint = "http://127.0.0.1:8090"
    api_key       = "EASTKEY"
  }
}

variable "east_api_secret" {
  description = "Secret of `east.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "topics" {
  description = "Topics that each region has and the other one reads."
  type        = set(string)
  default     = ["orders"]
  nullable    = false
}
