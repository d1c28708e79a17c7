variable "cloud_api_secret" {
  type      = string
  sensitive = true
}

variable "primary_api_secret" {
  type      = string
  sensitive = true
}

variable "jump_api_secret" {
  type      = string
  sensitive = true
}

variable "dr_api_secret" {
  type      = string
  sensitive = true
}

variable "east_api_secret" {
  type      = string
  sensitive = true
}

variable "west_api_secret" {
  type      = string
  sensitive = true
}
