variable "kafka_cluster_id" {
  description = "The cluster that hosts the link and gets the mirror topics."
  type        = string

  validation {
    condition     = var.kafka_cluster_id != ""
    error_message = "Mirror topics need the id of the cluster they live on."
  }
}

variable "link_name" {
  description = "The link over which the topics are mirrored. Take it from the output of the module that makes the link, so that the topics wait for it."
  type        = string
}

variable "topics" {
  description = "Names of the topics on the source cluster."
  type        = set(string)

  validation {
    condition     = alltrue([for topic in var.topics : can(regex("^[A-Za-z0-9._-]{1,249}$", topic))])
    error_message = "A topic name consists of at most 249 letters, digits, dots, underscores and hyphens."
  }
}

variable "status" {
  description = "What the mirror topics are to be: ACTIVE, PAUSED, PROMOTED (a planned move) or FAILED_OVER (the source is lost). The last two are final."
  type        = string
  default     = "ACTIVE"
  nullable    = false

  validation {
    condition     = contains(["ACTIVE", "PAUSED", "PROMOTED", "FAILED_OVER"], upper(var.status))
    error_message = "The status is ACTIVE, PAUSED, PROMOTED or FAILED_OVER."
  }
}

variable "deletion_policy" {
  description = "What destroying does to the topics: DELETE_UNLESS_LIVE keeps those that hold live data, DELETE deletes always, ABANDON never."
  type        = string
  default     = "DELETE_UNLESS_LIVE"
  nullable    = false

  validation {
    condition     = contains(["DELETE_UNLESS_LIVE", "DELETE", "ABANDON"], var.deletion_policy)
    error_message = "The deletion policy is DELETE_UNLESS_LIVE, DELETE or ABANDON."
  }
}

variable "config" {
  description = "Topic settings of every mirror topic that mirroring does not control."
  type        = map(string)
  default     = {}
  nullable    = false
}
