# The defaults are the world that the simulator starts with. Secrets have none: give them as
# TF_VAR_cloud_api_secret and so on, at plan and again at apply, as they are stored nowhere.

variable "cloud" {
  description = "The networking API and the Cloud API key for it. Leave the endpoint out for Confluent Cloud itself."
  type = object({
    endpoint = optional(string)
    api_key  = string
  })
  default = {
    endpoint = "http://127.0.0.1:8090"
    api_key  = "CLOUDKEY"
  }
}

variable "cloud_api_secret" {
  description = "Secret of `cloud.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "east" {
  description = "Where the data comes from: a cluster in an AWS PrivateLink network, in its environment."
  type = object({
    environment_id = string
    network_id     = string
    cluster_id     = string
    bootstrap      = string
    rest_endpoint  = string
    api_key        = string
    secret_version = optional(number, 1)
  })
  default = {
    environment_id = "env-east"
    network_id     = "n-east"
    cluster_id     = "lkc-east"
    bootstrap      = "lkc-east:9092"
    rest_endpoint  = "http://127.0.0.1:8090"
    api_key        = "EASTKEY"
  }
}

variable "east_api_secret" {
  description = "Secret of `east.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "west" {
  description = "Where the data arrives: a cluster in another AWS PrivateLink network."
  type = object({
    environment_id = string
    network_id     = string
    cluster_id     = string
    rest_endpoint  = string
    api_key        = string
  })
  default = {
    environment_id = "env-west"
    network_id     = "n-west"
    cluster_id     = "lkc-west"
    rest_endpoint  = "http://127.0.0.1:8090"
    api_key        = "WESTKEY"
  }
}

variable "west_api_secret" {
  description = "Secret of `west.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "topics" {
  description = "Topics of the cluster in the east that are mirrored in the west."
  type        = set(string)
  default     = ["clicks"]
  nullable    = false
}
