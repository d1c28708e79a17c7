variable "link_name" {
  description = "Name of the link, the same on both clusters."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.link_name))
    error_message = "A link name consists of letters, digits, dots, underscores and hyphens."
  }
}

variable "opened_by" {
  description = "Which cluster opens the connection: `both` (default) open one each; `a` when B cannot reach A, or when A alone is to hold credentials. It cannot be changed later."
  type        = string
  default     = "both"
  nullable    = false

  validation {
    condition     = contains(["both", "a"], var.opened_by)
    error_message = "opened_by is \"both\" or \"a\". Where only B can open the connection, give that cluster as cluster_a."
  }
}

variable "cluster_a" {
  description = "One end; with `opened_by = \"a\"` the private one. `bootstrap` is how B reaches it, not needed then. `api_key` (on Confluent Platform a user, with another `mechanism` if it has to be) lets the link read it; raise `secret_version` whenever `a_api_secret` changes. `prefix` and `config` are those of the half on this cluster: they are about what arrives here."
  type = object({
    id             = string
    bootstrap      = optional(string)
    api_key        = string
    secret_version = optional(number, 1)
    mechanism      = optional(string)
    prefix         = optional(string)
    config         = optional(map(string), {})
  })

  validation {
    condition     = var.cluster_a.id != "" && var.cluster_a.api_key != ""
    error_message = "Cluster A needs an id and an api_key."
  }

  validation {
    condition     = var.opened_by == "a" || can(regex(":[0-9]+$", var.cluster_a.bootstrap))
    error_message = "Cluster B reaches cluster A at cluster_a.bootstrap, which ends in a port, such as pkc-12345.us-west-2.aws.confluent.cloud:9092. Where B cannot reach A, write opened_by = \"a\"."
  }
}

variable "a_api_secret" {
  description = "Secret of `cluster_a.api_key`. Never stored; give it at plan and at apply."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "cluster_b" {
  description = "The other end. `bootstrap` is how A reaches it. `api_key` lets the link read it, and with `opened_by = \"a\"` log in to it; raise `secret_version` whenever `b_api_secret` changes. `prefix` and `config` are those of the half on this cluster: they are about what arrives here."
  type = object({
    id             = string
    bootstrap      = string
    api_key        = string
    secret_version = optional(number, 1)
    mechanism      = optional(string)
    prefix         = optional(string)
    config         = optional(map(string), {})
  })

  validation {
    condition     = var.cluster_b.id != "" && var.cluster_b.api_key != "" && var.cluster_b.id != var.cluster_a.id
    error_message = "Cluster B needs an id other than that of cluster A, and an api_key."
  }

  validation {
    condition     = can(regex(":[0-9]+$", var.cluster_b.bootstrap))
    error_message = "The bootstrap address of cluster B ends in a port, such as pkc-12345.us-east-1.aws.confluent.cloud:9092."
  }
}

variable "b_api_secret" {
  description = "Secret of `cluster_b.api_key`. Never stored; give it at plan and at apply."
  type        = string
  sensitive   = true
  ephemeral   = true
}
