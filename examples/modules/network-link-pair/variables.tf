variable "service" {
  description = "The AWS PrivateLink network that others reach: the one of the source cluster. A network has one network link service at most."
  type = object({
    environment_id = string
    network_id     = string
    display_name   = optional(string)
    description    = optional(string)
  })

  validation {
    condition     = startswith(var.service.environment_id, "env-") && startswith(var.service.network_id, "n-")
    error_message = "The environment id begins with env-, the network id with n-."
  }
}

variable "endpoint" {
  description = "The AWS PrivateLink network from which the service is reached: the one of the destination cluster, which opens the connection of the link."
  type = object({
    environment_id = string
    network_id     = string
    display_name   = optional(string)
    description    = optional(string)
  })

  validation {
    condition     = startswith(var.endpoint.environment_id, "env-") && startswith(var.endpoint.network_id, "n-")
    error_message = "The environment id begins with env-, the network id with n-."
  }

  validation {
    condition     = var.endpoint.network_id != var.service.network_id
    error_message = "A network link joins two networks."
  }
}

variable "also_accept" {
  description = "Further networks, and environments with all their networks, whose endpoints the service accepts: taking one away disconnects it."
  type = object({
    network_ids     = optional(set(string), [])
    environment_ids = optional(set(string), [])
  })
  default  = {}
  nullable = false
}
