# The defaults are those of world.json. Secrets have none: give them as TF_VAR_old_password and
# TF_VAR_new_api_secret, at plan and again at apply, as they are stored nowhere.

variable "topics" {
  description = "All topics that are to move."
  type        = set(string)
  default     = ["orders", "payments"]
  nullable    = false
}

variable "moved" {
  description = "Topics that have moved: they were reversed (see actions), and are written to on the new cluster."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.moved, var.topics)) == 0
    error_message = "Topics in `moved` have to be in `topics` as well."
  }
}

variable "old" {
  description = "The cluster to leave: Confluent Platform 7.5 or later, in a network that the new cluster cannot reach."
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
  description = "The cluster to move to. Raise `secret_version` whenever its secret changes."
  type = object({
    id             = string
    bootstrap      = string
    rest_endpoint  = string
    api_key        = string
    secret_version = optional(number, 1)
  })
  default = {
    id            = "lkc-cloud"
    bootstrap     = "pkc-cloud.eu-west-1.aws.confluent.cloud:9092"
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
