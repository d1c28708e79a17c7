variable "destination_cluster_id" {
  description = "The cluster where all data arrives. It opens the connections, and has to reach the bootstrap address of every source."
  type        = string

  validation {
    condition     = var.destination_cluster_id != ""
    error_message = "The destination cluster needs an id."
  }
}

variable "sources" {
  description = "Where the data comes from, by the name that the link is to have. `prefix` is put before the names of the topics; no two may be the same. `api_key` lets the link read the source; raise `secret_version` whenever its secret changes."
  type = map(object({
    id             = string
    bootstrap      = string
    api_key        = string
    secret_version = optional(number, 1)
    prefix         = string
    topics         = set(string)
    config         = optional(map(string), {})
  }))

  validation {
    condition     = alltrue([for source in values(var.sources) : can(regex("^[A-Za-z0-9._-]+$", source.prefix))]) && length(distinct(values(var.sources)[*].prefix)) == length(var.sources)
    error_message = "Each source needs a prefix of its own, of letters, digits, dots, underscores and hyphens: else topics of one name would meet in the destination."
  }

  validation {
    condition     = length(distinct(values(var.sources)[*].id)) == length(var.sources)
    error_message = "Each source is another cluster: two have the same id."
  }

  validation {
    condition     = alltrue([for source in values(var.sources) : can(regex(":[0-9]+$", source.bootstrap))])
    error_message = "The bootstrap address of a source ends in a port, such as pkc-12345.us-west-2.aws.confluent.cloud:9092."
  }
}

variable "source_api_secrets" {
  description = "Secret of each source's `api_key`, by the name of its link. Never stored; give it at plan and at apply."
  type        = map(string)
  sensitive   = true
  ephemeral   = true
}

variable "config" {
  description = "Settings of every link, such as consumer offset sync; those of a source come on top."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "max_lag" {
  description = "The most messages that a mirror topic may be behind and be healthy; default: any number."
  type        = number
  default     = null
}
