output "active_cluster" {
  description = "Id and bootstrap address of the cluster that producers and consumers belong on now."
  value = {
    id        = var.active == "primary" ? var.primary.id : var.standby.id
    bootstrap = var.active == "primary" ? var.primary.bootstrap : var.standby.bootstrap
  }
}

output "link_name" {
  description = "Name of the link, the same on both clusters, for actions on its mirror topics."
  value       = module.link.link_name
}

output "healthy" {
  description = "Whether the link works, and the other side has a copy that is recent enough."
  value       = length(local.problems) == 0
}

output "problems" {
  description = "What is wrong, a sentence each; empty when healthy."
  value       = local.problems
}

output "lag" {
  description = "How many messages the mirror topics are behind together: what a failover would lose now. Null while nothing mirrors."
  value       = one(data.clink_mirror_topics.mirroring[*].lag)
}

output "failed_over" {
  description = "For each topic that was failed over to the standby: when, how many messages it was behind, and which source offsets it had fetched last, by partition."
  value = {
    for topic, mirror in clink_mirror_topic.on_standby : topic => {
      at      = mirror.stopped_at
      lag     = mirror.lag
      offsets = mirror.last_source_fetch_offsets
    } if mirror.stopped_at != null
  }
}
