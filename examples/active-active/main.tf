#   lkc-west                            lkc-east
# ┌─────────────┐      both-ways      ┌─────────────┐
# │ orders      │ ──────────────────▶ │ west.orders │
# │ east.orders │ ◀────────────────── │ orders      │
# └─────────────┘                     └─────────────┘
#
# Each region writes to its own topics, and reads both. The prefixes say where a mirror
# comes from, and keep the mirror of `orders` from meeting the region's own topic `orders`.

provider "clink" {
  kafka_clusters = {
    (var.west.id) = {
      rest_endpoint  = var.west.rest_endpoint
      api_key        = var.west.api_key
      api_secret     = var.west_api_secret
      on_unreachable = "keep"
    }
    (var.east.id) = {
      rest_endpoint  = var.east.rest_endpoint
      api_key        = var.east.api_key
      api_secret     = var.east_api_secret
      on_unreachable = "keep"
    }
  }
}

locals {
  # What arrives in a region is the offsets of the other region's groups. Were a group to
  # consume in both, the sync would set back what it has read here.
  offsets_of = {
    for region in ["west", "east"] : region => {
      "consumer.offset.sync.enable"   = "true"
      "consumer.offset.group.filters" = jsonencode({ groupFilters = [{ name = "${region}.", patternType = "PREFIXED", filterType = "INCLUDE" }] })
    }
  }
}

module "link" {
  source = "../modules/bidirectional-link"

  link_name    = "both-ways"
  cluster_a    = merge(var.west, { prefix = "east.", config = local.offsets_of["east"] })
  a_api_secret = var.west_api_secret
  cluster_b    = merge(var.east, { prefix = "west.", config = local.offsets_of["west"] })
  b_api_secret = var.east_api_secret
}

module "west_on_east" {
  source = "../modules/mirror-topics"

  kafka_cluster_id = var.east.id
  link_name        = module.link.link_name
  topics           = var.topics
}

module "east_on_west" {
  source = "../modules/mirror-topics"

  kafka_cluster_id = var.west.id
  link_name        = module.link.link_name
  topics           = var.topics
}

check "link" {
  assert {
    condition     = module.link.healthy
    error_message = join("\n", module.link.problems)
  }
}
