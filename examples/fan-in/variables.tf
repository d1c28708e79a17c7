# The defaults are those of world.json. Secrets have none: give them as TF_VAR_hub_api_secret and
# TF_VAR_source_api_secrets='{ oslo = "...", tokyo = "..." }', at plan and again at apply, as they
# are stored nowhere.

variable "hub" {
  description = "The cluster where all data arrives."
  type = object({
    id            = string
    rest_endpoint = string
    api_key       = string
  })
  default = {
    id            = "lkc-hub"
    rest_endpoint = "http://127.0.0.1:8090"
    api_key       = "HUBKEY"
  }
}

variable "hub_api_secret" {
  description = "Secret of `hub.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "sources" {
  description = "Where the data comes from, by the name that the link is to have. Raise `secret_version` whenever the secret of a source changes."
  type = map(object({
    id             = string
    bootstrap      = string
    api_key        = string
    secret_version = optional(number, 1)
    prefix         = string
    topics         = set(string)
  }))
  default = {
    oslo = {
      id        = "lkc-oslo"
      bootstrap = "pkc-oslo.eu-north-1.aws.confluent.cloud:9092"
      api_key   = "OSLOKEY"
      prefix    = "oslo."
      topics    = ["sales", "stock"]
    }
    tokyo = {
      id        = "lkc-tokyo"
      bootstrap = "pkc-tokyo.ap-northeast-1.aws.confluent.cloud:9092"
      api_key   = "TOKYOKEY"
      prefix    = "tokyo."
      topics    = ["sales"]
    }
  }
}

variable "source_api_secrets" {
  description = "Secret of each source's `api_key`, by the name of its link."
  type        = map(string)
  sensitive   = true
  ephemeral   = true
}

variable "max_lag" {
  description = "The most messages that a mirror topic may be behind before the check warns."
  type        = number
  default     = 10000
}
