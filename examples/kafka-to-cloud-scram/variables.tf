# The defaults are those of world.json. Secrets have none: give them as TF_VAR_source_password and
# TF_VAR_destination_api_secret, at plan and again at apply, as they are stored nowhere.

variable "source_cluster" {
  description = "The Kafka cluster where the data is. `id` is what `kafka-cluster.sh cluster-id` prints (not the ARN of an MSK cluster); `bootstrap` are the brokers' addresses for SASL/SCRAM, for MSK at port 9096 or, from outside its VPC, 9196; raise `password_version` whenever the password changes."
  type = object({
    id               = string
    bootstrap        = string
    mechanism        = optional(string, "SCRAM-SHA-512")
    username         = string
    password_version = optional(number, 1)
  })
  default = {
    id        = "Xk3vQ7mNTb2sJ9wLp0aRcA"
    bootstrap = "b-1.orders.kafka.us-east-1.amazonaws.com:9196,b-2.orders.kafka.us-east-1.amazonaws.com:9196"
    username  = "cluster-link"
  }
}

variable "source_password" {
  description = "Password of `source_cluster.username`. It needs DESCRIBE on the cluster, READ and DESCRIBE_CONFIGS on the topics, and, for consumer offsets, DESCRIBE_CONFIGS on the cluster and DESCRIBE on the groups."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "source_ca_certificate" {
  description = "Authority that signed the brokers' certificates, in PEM, where it is a private one."
  type        = string
  default     = null
}

variable "destination" {
  description = "The Confluent Cloud cluster where the data goes. `rest_endpoint` must be reachable from where Terraform runs."
  type = object({
    id            = string
    rest_endpoint = string
    api_key       = string
  })
  default = {
    id            = "lkc-orders"
    rest_endpoint = "http://127.0.0.1:8090"
    api_key       = "ORDERSKEY"
  }
}

variable "destination_api_secret" {
  description = "Secret of `destination.api_key`. Its owner needs CloudClusterAdmin, or ALTER on the cluster."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "link_name" {
  description = "Name of the link."
  type        = string
  default     = "msk-to-cloud"
}

variable "topics" {
  description = "Topics to mirror."
  type        = set(string)
  default     = ["orders", "payments"]
  nullable    = false
}

variable "mirror_status" {
  description = "ACTIVE while the topics are mirrored, PROMOTED to move over. That is final."
  type        = string
  default     = "ACTIVE"
  nullable    = false

  validation {
    condition     = contains(["ACTIVE", "PAUSED", "PROMOTED", "FAILED_OVER"], var.mirror_status)
    error_message = "The status is ACTIVE, PAUSED, PROMOTED or FAILED_OVER."
  }
}
