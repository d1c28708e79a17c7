variable "rest_endpoint" {
  description = "REST endpoint of the cluster that hosts the link."
  type        = string
  default     = "https://127.0.0.1:8090"
}

variable "ca_certificate" {
  description = "Authority that signed the certificate of the REST endpoint, in PEM."
  type        = string
}

variable "client_certificate" {
  description = "Certificate that Clink logs in with, in PEM."
  type        = string
}

variable "client_key" {
  description = "Key of `client_certificate`, in PEM."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "admin_password" {
  description = "Password of the user admin."
  type        = string
  sensitive   = true
  ephemeral   = true
}
