# The defaults are those of world.json. Secrets have none: give them as TF_VAR_primary_api_secret
# and TF_VAR_standby_api_secret, at plan and again at apply, as they are stored nowhere.

variable "active" {
  description = "The side that is written to, `primary` or `standby`. Changing it to `standby` fails all topics over."
  type        = string
  default     = "primary"
}

variable "primary_mirrors" {
  description = "Whether the topics on the primary are mirrors now: after they were restored, or after a planned change of sides."
  type        = bool
  default     = false
}

variable "primary" {
  description = "The cluster that is written to in quiet times. Raise `secret_version` whenever its secret changes."
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

variable "primary_api_secret" {
  description = "Secret of `primary.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "standby" {
  description = "The cluster that takes over. Raise `secret_version` whenever its secret changes."
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

variable "standby_api_secret" {
  description = "Secret of `standby.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "link_name" {
  description = "Name of the link, the same on both clusters."
  type        = string
  default     = "both-ways"
}

variable "topics" {
  description = "Topics to mirror. Add and remove topics while the primary is active."
  type        = set(string)
  default     = ["orders", "payments"]
  nullable    = false
}

variable "max_lag" {
  description = "The most messages that a mirror topic may be behind before the check of the pair warns."
  type        = number
  default     = 10000
}
