variable "link_name" {
  description = "Name of the link, the same on both clusters."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.link_name))
    error_message = "A link name consists of letters, digits, dots, underscores and hyphens."
  }
}

variable "source_cluster" {
  description = "Where the data comes from. This cluster opens the connection and can be private. `api_key` lets the link read it; raise `secret_version` whenever `source_api_secret` changes."
  type = object({
    id             = string
    api_key        = string
    secret_version = optional(number, 1)
  })

  validation {
    condition     = var.source_cluster.id != "" && var.source_cluster.api_key != ""
    error_message = "The source cluster needs an id and an api_key."
  }
}

variable "source_api_secret" {
  description = "Secret of `source_cluster.api_key`. Never stored; give it at plan and at apply."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "destination_cluster" {
  description = "Where the data arrives. The source cluster must be able to reach `bootstrap`. `api_key` lets the link log in there; raise `secret_version` whenever `destination_api_secret` changes."
  type = object({
    id             = string
    bootstrap      = string
    api_key        = string
    secret_version = optional(number, 1)
  })

  validation {
    condition     = var.destination_cluster.id != "" && var.destination_cluster.api_key != ""
    error_message = "The destination cluster needs an id and an api_key."
  }

  validation {
    condition     = can(regex(":[0-9]+$", var.destination_cluster.bootstrap))
    error_message = "The bootstrap address of the destination cluster ends in a port, such as pkc-12345.eastus.azure.confluent.cloud:9092."
  }
}

variable "destination_api_secret" {
  description = "Secret of `destination_cluster.api_key`. Never stored; give it at plan and at apply."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "prefix" {
  description = "Put before the name of each mirror topic. It cannot be changed later."
  type        = string
  default     = null
}

variable "config" {
  description = "Settings of the link, such as consumer offset sync and auto-created mirror topics. They belong where the data arrives, so this module gives them to the destination half."
  type        = map(string)
  default     = {}
  nullable    = false
}
