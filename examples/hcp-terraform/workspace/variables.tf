variable "organization" {
  description = "Organization in HCP Terraform or Terraform Enterprise."
  type        = string
}

variable "workspace_name" {
  description = "Name of the workspace, the same as in ../links/cloud.tf."
  type        = string
  default     = "kafka-links"
}

variable "agent_pool_name" {
  description = "Name of the pool of the agents that reach the REST endpoints of your clusters."
  type        = string
  default     = "kafka-private"
}

variable "audience" {
  description = "Audience that the identity provider in Confluent Cloud expects."
  type        = string
  default     = "confluent.cloud"
}

variable "identity_pool_id" {
  description = "Identity pool of Confluent Cloud that lets in the runs of this workspace."
  type        = string
  default     = "pool-a"
}
