# The defaults are those of world.json. Secrets have none: give them as TF_VAR_old_password and
# TF_VAR_new_api_secret.

variable "batch" {
  description = "Topics that this step is about."
  type        = set(string)
}

variable "max_lag" {
  description = "The most messages that a topic may be behind to be moved."
  type        = number
  default     = 100
}

variable "old" {
  description = "The cluster to leave."
  type = object({
    id            = string
    rest_endpoint = string
    username      = string
  })
  default = {
    id            = "0gXf5xg8Sp2G4FlxNriNaA"
    rest_endpoint = "http://127.0.0.1:8090"
    username      = "mover"
  }
}

variable "old_password" {
  description = "Password of `old.username`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "new" {
  description = "The cluster to move to."
  type = object({
    id            = string
    rest_endpoint = string
    api_key       = string
  })
  default = {
    id            = "lkc-cloud"
    rest_endpoint = "http://127.0.0.1:8090"
    api_key       = "MOVERKEY"
  }
}

variable "new_api_secret" {
  description = "Secret of `new.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "link_name" {
  description = "Name of the link, the same on both clusters."
  type        = string
  default     = "moving"
}
