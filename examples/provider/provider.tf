terraform {
  required_version = ">= 1.11"

  required_providers {
    clink = {
      source = "clusterlinking/clink"
    }
  }
}

# An ephemeral variable is stored neither in state nor in plan files.
variable "west_api_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

variable "east_api_secret" {
  type      = string
  sensitive = true
  ephemeral = true
}

provider "clink" {
  kafka_clusters = {
    "lkc-west" = {
      rest_endpoint = "https://pkc-11111.us-west-2.aws.confluent.cloud:443"
      api_key       = "WESTKEY"
      api_secret    = var.west_api_secret
    }
    "lkc-east" = {
      rest_endpoint = "https://pkc-22222.us-east-1.aws.confluent.cloud:443"
      api_key       = "EASTKEY"
      api_secret    = var.east_api_secret
    }
  }

  # For network links alone. CONFLUENT_CLOUD_API_KEY and CONFLUENT_CLOUD_API_SECRET do as well.
  # cloud = {
  #   api_key    = "CLOUDKEY"
  #   api_secret = var.cloud_api_secret
  # }
}
