variable "topic_prefix" {
  description = "Topics whose names begin with this are to be read by the link."
  type        = string
}

variable "cloud" {
  description = "Cloud provider of both clusters."
  type        = string
  default     = "AWS"
}

variable "source_region" {
  description = "Region of the source cluster."
  type        = string
  default     = "us-east-1"
}

variable "destination_region" {
  description = "Region of the destination cluster."
  type        = string
  default     = "us-west-2"
}
