variable "rest_endpoint" {
  description = "REST endpoint as the proxy finds it."
  type        = string
  default     = "http://127.0.0.1:8090"
}

variable "proxy_url" {
  description = "Proxy on the way to the cluster."
  type        = string
  default     = "http://127.0.0.1:3128"
}

variable "api_secret" {
  description = "Secret of the API key DRKEY."
  type        = string
  sensitive   = true
  ephemeral   = true
}
