variable "link_name" {
  description = "Name of the link, the same on both clusters."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.link_name))
    error_message = "A link name consists of letters, digits, dots, underscores and hyphens."
  }
}

variable "primary" {
  description = "The cluster that is written to in quiet times. `api_key` lets the link read it; raise `secret_version` whenever `primary_api_secret` changes."
  type = object({
    id             = string
    bootstrap      = string
    api_key        = string
    secret_version = optional(number, 1)
  })

  validation {
    condition     = var.primary.id != "" && var.primary.api_key != "" && can(regex(":[0-9]+$", var.primary.bootstrap))
    error_message = "The primary needs an id, an api_key, and a bootstrap address that ends in a port."
  }
}

variable "primary_api_secret" {
  description = "Secret of `primary.api_key`. Never stored; give it at plan and at apply."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "standby" {
  description = "The cluster that takes over. `api_key` lets the link read it; raise `secret_version` whenever `standby_api_secret` changes."
  type = object({
    id             = string
    bootstrap      = string
    api_key        = string
    secret_version = optional(number, 1)
  })

  validation {
    condition     = var.standby.id != "" && var.standby.id != var.primary.id && var.standby.api_key != "" && can(regex(":[0-9]+$", var.standby.bootstrap))
    error_message = "The standby needs an id other than that of the primary, an api_key, and a bootstrap address that ends in a port."
  }
}

variable "standby_api_secret" {
  description = "Secret of `standby.api_key`. Never stored; give it at plan and at apply."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "opened_by" {
  description = "Which cluster opens the connection: `both` (default) one each, or `primary` or `standby` where the other cannot. It cannot be changed later."
  type        = string
  default     = "both"
  nullable    = false

  validation {
    condition     = contains(["both", "primary", "standby"], var.opened_by)
    error_message = "opened_by is \"both\", \"primary\" or \"standby\"."
  }
}

variable "topics" {
  description = "Topics to mirror. Add and remove topics while the primary is active."
  type        = set(string)

  validation {
    condition     = alltrue([for topic in var.topics : can(regex("^[A-Za-z0-9._-]{1,249}$", topic))])
    error_message = "A topic name consists of at most 249 letters, digits, dots, underscores and hyphens."
  }
}

variable "active" {
  description = "The side that is written to. Changing it to `standby` fails all topics over."
  type        = string
  default     = "primary"
  nullable    = false

  validation {
    condition     = contains(["primary", "standby"], var.active)
    error_message = "active is \"primary\" or \"standby\"."
  }
}

variable "primary_mirrors" {
  description = "Whether the topics on the primary are mirrors now: true after they were restored (truncate-and-restore) or after a planned change of sides (reverse)."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !(var.primary_mirrors && var.active == "primary")
    error_message = "The primary cannot be written to and mirror at the same time: set primary_mirrors only while active is \"standby\"."
  }
}

variable "consumer_groups" {
  description = "Consumer groups whose offsets go to the other side, each as a group filter; default: all."
  type = list(object({
    name        = string
    patternType = optional(string, "LITERAL")
    filterType  = optional(string, "INCLUDE")
  }))
  default  = [{ name = "*" }]
  nullable = false
}

variable "config" {
  description = "Further settings of both halves of the link."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "max_lag" {
  description = "The most messages that a mirror topic may be behind and be healthy; default: any number."
  type        = number
  default     = null
}
