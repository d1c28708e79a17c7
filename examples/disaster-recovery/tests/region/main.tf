# Takes a region of the simulator away, or brings it back; what the region was behind by then
# is given as lag, in messages of each partition.

variable "simulator" {
  type = string
}

variable "cluster" {
  type = string
}

variable "reachable" {
  type = bool
}

variable "lag" {
  description = "Mirror topics, as cluster/link/topic, and how far behind they are."
  type        = map(number)
  default     = {}
}

resource "terraform_data" "lag" {
  for_each = var.lag

  triggers_replace = each.value

  provisioner "local-exec" {
    command = "curl -sSf -X PUT ${var.simulator}/simulator/mirrors/${each.key} -d '{\"lag\": ${each.value}}'"
  }
}

resource "terraform_data" "region" {
  triggers_replace = var.reachable
  depends_on       = [terraform_data.lag]

  provisioner "local-exec" {
    command = "curl -sSf -X PUT ${var.simulator}/simulator/clusters/${var.cluster} -d '{\"reachable\": ${var.reachable}}'"
  }
}
