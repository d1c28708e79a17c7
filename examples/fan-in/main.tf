# lkc-oslo   sales, stock ─┐
#                          ├─▶ lkc-hub   oslo.sales, oslo.stock, tokyo.sales
# lkc-tokyo  sales ────────┘
#
# Only the hub is called by Terraform, and only the hub opens connections: the sources may be
# of any kind, Apache Kafka included, and know nothing of all this but an API key that reads.

provider "clink" {
  kafka_clusters = {
    (var.hub.id) = {
      rest_endpoint = var.hub.rest_endpoint
      api_key       = var.hub.api_key
      api_secret    = var.hub_api_secret
    }
  }
}

module "fan_in" {
  source = "../modules/fan-in"

  destination_cluster_id = var.hub.id
  sources                = var.sources
  source_api_secrets     = var.source_api_secrets
  max_lag                = var.max_lag
}

check "sources" {
  assert {
    condition     = alltrue(values(module.fan_in.healthy))
    error_message = join("\n", flatten([for name, problems in module.fan_in.problems : [for problem in problems : "${name}: ${problem}"]]))
  }
}
