variable "topic_prefix" {
  description = "Topics whose names begin with this are to be read by the link."
  type        = string
  default     = "shop."
}

variable "link_key_version" {
  description = "Raise it when the link's API key is replaced, as its id and so the user name of the link change then, too."
  type        = number
  default     = 1
}
