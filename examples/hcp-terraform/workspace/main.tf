# Makes the workspace for ../links: its runs are carried out by agents in your network, and each
# run gets a token that says which workspace it is. Run it by hand, or from a workspace that
# manages others.

resource "tfe_agent_pool" "private" {
  name                = var.agent_pool_name
  organization        = var.organization
  organization_scoped = false # not for every workspace: who runs here reaches the private clusters
}

resource "tfe_workspace" "links" {
  name              = var.workspace_name
  organization      = var.organization
  terraform_version = ">= 1.11"
}

resource "tfe_agent_pool_allowed_workspaces" "links" {
  agent_pool_id         = tfe_agent_pool.private.id
  allowed_workspace_ids = [tfe_workspace.links.id]
}

# Taking the pool from the permission makes the permission come first.
resource "tfe_workspace_settings" "links" {
  workspace_id   = tfe_workspace.links.id
  execution_mode = "agent"
  agent_pool_id  = tfe_agent_pool_allowed_workspaces.links.id
}

# HCP Terraform then sets TFC_WORKLOAD_IDENTITY_TOKEN_CLINK in each run.
resource "tfe_variable" "audience" {
  workspace_id = tfe_workspace.links.id
  category     = "env"
  key          = "TFC_WORKLOAD_IDENTITY_AUDIENCE_CLINK"
  value        = var.audience
  description  = "Audience that the identity provider of Confluent Cloud expects in the token"
}

# A run goes on without the clusters of a region that is down.
resource "tfe_variable" "on_unreachable" {
  workspace_id = tfe_workspace.links.id
  category     = "env"
  key          = "CLINK_ON_UNREACHABLE"
  value        = "keep"
  description  = "Leave alone what is on a cluster that gives no answer"
}

resource "tfe_variable" "identity_pool_id" {
  workspace_id = tfe_workspace.links.id
  category     = "terraform"
  key          = "identity_pool_id"
  value        = var.identity_pool_id
}

# The secret that the link logs in with is not made here, where it would be in state: set
# source_api_secret in the workspace by hand, as a sensitive variable.
