variable "rest_endpoint" {
  description = "REST endpoint of the cluster that hosts the link."
  type        = string
  default     = "http://127.0.0.1:8090"
}

variable "api_secret" {
  description = "Secret of the API key DRKEY."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "cloud_api_secret" {
  description = "Secret of the Cloud API key CLOUDKEY."
  type        = string
  sensitive   = true
  ephemeral   = true
}
