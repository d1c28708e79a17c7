# The defaults are those of world.json; the values of the pair itself fit as they are. Secrets have
# none: give them as TF_VAR_primary_api_secret and TF_VAR_standby_api_secret.

variable "primary" {
  description = "The cluster that is written to in quiet times."
  type = object({
    id            = string
    rest_endpoint = string
    api_key       = string
  })
  default = {
    id            = "lkc-west"
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
  description = "The cluster that takes over."
  type = object({
    id            = string
    rest_endpoint = string
    api_key       = string
  })
  default = {
    id            = "lkc-east"
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
  description = "Topics to act on."
  type        = set(string)
  default     = ["orders", "payments"]
  nullable    = false
}
