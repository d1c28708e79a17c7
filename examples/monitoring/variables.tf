# The defaults are the world that the simulator starts with.

variable "cluster" {
  description = "The cluster that mirror topics live on. The rights to describe are enough."
  type = object({
    id            = string
    rest_endpoint = string
    api_key       = string
  })
  default = {
    id            = "lkc-dr"
    rest_endpoint = "http://127.0.0.1:8090"
    api_key       = "DRKEY"
  }
}

variable "api_secret" {
  description = "Secret of `cluster.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "max_lag" {
  description = "How many messages a mirror topic may be behind its source before that is a problem."
  type        = number
  default     = 10000
}
