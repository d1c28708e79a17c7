variable "cloud_api_secret" {
  type      = string
  ephemeral = true
}

variable "primary_api_secret" {
  type      = string
  ephemeral = true
}

variable "jump_api_secret" {
  type      = string
  ephemeral = true
}

variable "dr_api_secret" {
  type      = string
  ephemeral = true
}

variable "east_api_secret" {
  type      = string
  ephemeral = true
}

variable "west_api_secret" {
  type      = string
  ephemeral = true
}
