locals {
  path = provider::clink::link_path(
    { kind = "cloud", type = "dedicated", networking = "privatelink", cloud = "azure" },
    { kind = "cloud", type = "dedicated", networking = "public", cloud = "azure" },
  )
}

# possible = true, initiated_by = "source": the link has to be source-initiated.
output "path" {
  value = local.path

  precondition {
    condition     = local.path.possible
    error_message = join("\n", concat(local.path.reasons, local.path.needs))
  }
}
