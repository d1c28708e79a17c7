variable "rest_endpoint" {
  description = "REST endpoint of the cluster that hosts the link."
  type        = string
  default     = "http://127.0.0.1:8090"
}

variable "token" {
  description = "Access token of an identity provider that Confluent Cloud trusts."
  type        = string
  sensitive   = true
  ephemeral   = true
}
