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

variable "ca_certificate" {
  description = "Authority that signed the certificates of the source cluster, in PEM."
  type        = string
}

variable "link_certificate" {
  description = "Certificate of the link, and after it those that lead to its authority, in PEM."
  type        = string
}

variable "link_key" {
  description = "Key of `link_certificate`: PKCS#8 in PEM, from BEGIN PRIVATE KEY on."
  type        = string
  sensitive   = true
  ephemeral   = true
}
