variable "link_names" {
  description = "Name of the link of each hop. They cannot be changed later."
  type = object({
    primary_to_jump = optional(string, "primary-to-jump")
    jump_to_dr      = optional(string, "jump-to-dr")
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in values(var.link_names) : can(regex("^[A-Za-z0-9._-]+$", name))])
    error_message = "A link name consists of letters, digits, dots, underscores and hyphens."
  }
}

variable "primary_cluster" {
  description = "The private cluster where the data is written. It opens the connection to jump. `api_key` lets the link read it; raise `secret_version` whenever `primary_api_secret` changes."
  type = object({
    id             = string
    api_key        = string
    secret_version = optional(number, 1)
  })

  validation {
    condition     = var.primary_cluster.id != "" && var.primary_cluster.api_key != ""
    error_message = "The primary cluster needs an id and an api_key."
  }
}

variable "primary_api_secret" {
  description = "Secret of `primary_cluster.api_key`. Never stored; give it at plan and at apply."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "jump_cluster" {
  description = "The public cluster in the middle: both private clusters reach its `bootstrap`, it reaches neither. `api_key` lets both links log in there."
  type = object({
    id             = string
    bootstrap      = string
    api_key        = string
    secret_version = optional(number, 1)
  })

  validation {
    condition     = var.jump_cluster.id != "" && var.jump_cluster.api_key != "" && can(regex(":[0-9]+$", var.jump_cluster.bootstrap))
    error_message = "The jump cluster needs an id, an api_key, and a bootstrap address that ends in a port, such as pkc-12345.eastus.azure.confluent.cloud:9092."
  }
}

variable "jump_api_secret" {
  description = "Secret of `jump_cluster.api_key`. Never stored; give it at plan and at apply."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "dr_cluster" {
  description = "The private cluster that takes over in a disaster. It opens the connection to jump; the link to it needs no key of its own."
  type = object({
    id = string
  })

  validation {
    condition     = var.dr_cluster.id != "" && length(distinct([var.primary_cluster.id, var.jump_cluster.id, var.dr_cluster.id])) == 3
    error_message = "The dr cluster needs an id, and the three clusters of a chain are three."
  }
}

variable "topics" {
  description = "Topics of the primary cluster that are mirrored over both hops, each as a resource of its own."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for topic in var.topics : can(regex("^[A-Za-z0-9._-]{1,249}$", topic))])
    error_message = "A topic name consists of at most 249 letters, digits, dots, underscores and hyphens."
  }
}

variable "auto_create_prefixes" {
  description = "Topics whose names begin with one of these are mirrored as soon as they appear, without a resource. An empty set turns that off."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = !contains(var.auto_create_prefixes, "")
    error_message = "An empty prefix would mirror every topic."
  }
}

variable "sync_consumer_offsets" {
  description = "Whether consumer groups find their position on the jump and the dr cluster."
  type        = bool
  default     = true
  nullable    = false
}

variable "sync_acls" {
  description = "Whether ACLs travel along. Both ends of a link must be Confluent Cloud clusters of one organisation."
  type        = bool
  default     = false
  nullable    = false
}

variable "dr_status" {
  description = "What the mirror topics on dr are to be: ACTIVE, PAUSED, PROMOTED (a planned move) or FAILED_OVER (what lies before dr is lost). The last two are final."
  type        = string
  default     = "ACTIVE"
  nullable    = false

  validation {
    condition     = contains(["ACTIVE", "PAUSED", "PROMOTED", "FAILED_OVER"], upper(var.dr_status))
    error_message = "dr_status is ACTIVE, PAUSED, PROMOTED or FAILED_OVER."
  }
}

variable "max_lag" {
  description = "The most messages that a mirror topic may be behind and be healthy; default: any number."
  type        = number
  default     = null
}
