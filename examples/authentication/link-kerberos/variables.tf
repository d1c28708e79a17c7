variable "rest_endpoint" {
  description = "REST endpoint of the cluster that hosts the link."
  type        = string
  default     = "http://127.0.0.1:8090"
}

variable "admin_password" {
  description = "Password of the user admin, with which Clink calls the hosting cluster."
  type        = string
  sensitive   = true
  ephemeral   = true
}
