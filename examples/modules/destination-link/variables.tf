variable "link_name" {
  description = "Name of the link."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.link_name))
    error_message = "A link name consists of letters, digits, dots, underscores and hyphens."
  }
}

variable "source_cluster" {
  description = "Where the data comes from. The destination cluster must be able to reach `bootstrap`. `api_key` lets the link log in there; raise `secret_version` whenever `source_api_secret` changes."
  type = object({
    id             = string
    bootstrap      = string
    api_key        = string
    secret_version = optional(number, 1)
  })

  validation {
    condition     = var.source_cluster.id != "" && var.source_cluster.api_key != ""
    error_message = "The source cluster needs an id and an api_key."
  }

  validation {
    condition     = can(regex(":[0-9]+$", var.source_cluster.bootstrap))
    error_message = "The bootstrap address of the source cluster ends in a port, such as pkc-12345.eastus.azure.confluent.cloud:9092."
  }
}

variable "source_api_secret" {
  description = "Secret of `source_cluster.api_key`. Never stored; give it at plan and at apply."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "destination_cluster" {
  description = "Where the data arrives. This cluster opens the connection and can be private."
  type = object({
    id = string
  })

  validation {
    condition     = var.destination_cluster.id != ""
    error_message = "The destination cluster needs an id."
  }
}

variable "prefix" {
  description = "Put before the name of each mirror topic. It cannot be changed later."
  type        = string
  default     = null
}

variable "config" {
  description = "Settings of the link, such as consumer offset sync and auto-created mirror topics."
  type        = map(string)
  default     = {}
  nullable    = false
}
