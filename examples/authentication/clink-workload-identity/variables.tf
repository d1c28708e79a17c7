variable "rest_endpoint" {
  description = "REST endpoint of the cluster that hosts the link."
  type        = string
  default     = "http://127.0.0.1:8090"
}

variable "token_url" {
  description = "Token endpoint of the identity provider."
  type        = string
  default     = "http://127.0.0.1:8090/oauth/token"
}

variable "token_file" {
  description = "File in which the platform that Terraform runs on keeps a token of this workload."
  type        = string
}
