# The defaults are the world that the simulator starts with. Secrets have none: give them as
# TF_VAR_primary_api_secret and so on, at plan and again at apply, as they are stored nowhere.

variable "primary_cluster" {
  description = "The private cluster where the data is written. `rest_endpoint` must be reachable from where Terraform runs; raise `secret_version` whenever the secret changes."
  type = object({
    id             = string
    rest_endpoint  = string
    api_key        = string
    secret_version = optional(number, 1)
  })
  default = {
    id            = "lkc-primary"
    rest_endpoint = "http://127.0.0.1:8090"
    api_key       = "PRIMARYKEY"
  }
}

variable "primary_api_secret" {
  description = "Secret of `primary_cluster.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "jump_cluster" {
  description = "The public cluster in the middle: both private clusters reach its `bootstrap`, it reaches neither."
  type = object({
    id             = string
    bootstrap      = string
    rest_endpoint  = string
    api_key        = string
    secret_version = optional(number, 1)
  })
  default = {
    id            = "lkc-jump"
    bootstrap     = "pkc-jump:9092"
    rest_endpoint = "http://127.0.0.1:8090"
    api_key       = "JUMPKEY"
  }
}

variable "jump_api_secret" {
  description = "Secret of `jump_cluster.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "dr_cluster" {
  description = "The private cluster that takes over in a disaster, in a network of its own. Its key is for Terraform alone: the link to it needs none."
  type = object({
    id            = string
    rest_endpoint = string
    api_key       = string
  })
  default = {
    id            = "lkc-dr"
    rest_endpoint = "http://127.0.0.1:8090"
    api_key       = "DRKEY"
  }
}

variable "dr_api_secret" {
  description = "Secret of `dr_cluster.api_key`."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "topics" {
  description = "Topics of the primary cluster that are mirrored over both hops, each as a resource of its own."
  type        = set(string)
  default     = ["orders", "payments"]
  nullable    = false
}

variable "auto_create_prefixes" {
  description = "Topics whose names begin with one of these are mirrored as soon as they appear, without a resource. An empty set turns that off."
  type        = set(string)
  default     = ["events-"]
  nullable    = false

  validation {
    condition     = !contains(var.auto_create_prefixes, "")
    error_message = "An empty prefix would mirror every topic."
  }
}

variable "sync_consumer_offsets" {
  description = "Whether consumer groups find their position on the jump and the dr cluster."
  type        = bool
  default     = true
  nullable    = false
}

variable "sync_acls" {
  description = "Whether ACLs travel along. Both ends of a link must be Confluent Cloud clusters of one organisation."
  type        = bool
  default     = false
  nullable    = false
}

variable "dr_status" {
  description = "What the mirror topics on dr are to be: ACTIVE, PAUSED, PROMOTED (a planned move) or FAILED_OVER (what lies before dr is lost). The last two are final."
  type        = string
  default     = "ACTIVE"
  nullable    = false
}
