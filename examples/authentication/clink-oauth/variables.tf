variable "rest_endpoint" {
  description = "REST endpoint of the clusters."
  type        = string
  default     = "http://127.0.0.1:8090"
}

variable "token_url" {
  description = "Token endpoint of the identity provider."
  type        = string
  default     = "http://127.0.0.1:8090/oauth/token"
}

variable "client_secret" {
  description = "Secret of the OAuth client."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "dr_client_secret" {
  description = "Secret of the OAuth client that is for lkc-dr alone."
  type        = string
  sensitive   = true
  ephemeral   = true
}
