#   lkc-west                        lkc-east
#  (primary)       both-ways       (standby)
# ┌──────────┐                    ┌──────────┐
# │  orders  │ ─────────────────▶ │  orders  │     active = "primary"
# │ payments │ ─────────────────▶ │ payments │
# └──────────┘                    └──────────┘
#
#       ✗                          written to      active = "standby"
#
#  mirrors again ◀───────────────  written to      active = "standby", primary_mirrors = true
#
# The guide "Disaster recovery" walks through it.

provider "clink" {
  # A region that is down is left alone, so that the other can be worked on.
  kafka_clusters = {
    (var.primary.id) = {
      rest_endpoint  = var.primary.rest_endpoint
      api_key        = var.primary.api_key
      api_secret     = var.primary_api_secret
      on_unreachable = "keep"
    }
    (var.standby.id) = {
      rest_endpoint  = var.standby.rest_endpoint
      api_key        = var.standby.api_key
      api_secret     = var.standby_api_secret
      on_unreachable = "keep"
    }
  }
}

module "pair" {
  source = "../modules/dr-pair"

  link_name          = var.link_name
  primary            = var.primary
  primary_api_secret = var.primary_api_secret
  standby            = var.standby
  standby_api_secret = var.standby_api_secret
  topics             = var.topics
  max_lag            = var.max_lag

  active          = var.active
  primary_mirrors = var.primary_mirrors
}

# Each plan tells when the copy is not what it should be.
check "pair" {
  assert {
    condition     = module.pair.healthy
    error_message = join("\n", module.pair.problems)
  }
}
