variable "rest_endpoint" {
  description = "REST endpoint of the cluster that hosts the link."
  type        = string
  default     = "http://127.0.0.1:8090"
}

variable "dr_api_secret" {
  description = "Secret of the API key DRKEY, with which Clink calls lkc-dr."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "client_secret" {
  description = "Secret of the OAuth client, with which the link gets its tokens."
  type        = string
  sensitive   = true
  ephemeral   = true
}
