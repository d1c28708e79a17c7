output "links" {
  description = "Name and id of the link of each hop."
  value = {
    primary_to_jump = {
      link_name       = module.primary_to_jump.link_name
      cluster_link_id = module.primary_to_jump.cluster_link_id
    }
    jump_to_dr = {
      link_name       = module.jump_to_dr.link_name
      cluster_link_id = module.jump_to_dr.cluster_link_id
    }
  }
}

output "mirror_topics" {
  description = "For each topic the name and the status of its mirrors on jump and on dr."
  value = {
    jump = module.topics_on_jump.mirror_topics
    dr   = module.topics_on_dr.mirror_topics
  }
}

output "healthy" {
  description = "Whether both links work and all mirror topics are healthy. False as well while a cluster cannot be reached (on_unreachable = \"keep\")."
  value       = length(local.problems) == 0
}

output "problems" {
  description = "What is wrong, a sentence each; empty when healthy."
  value       = local.problems
}

output "lag" {
  description = "How many messages the mirror topics on dr are behind those on jump together."
  value       = data.clink_mirror_topics.hops["dr"].lag
}

output "failover" {
  description = "What an action such as clink_failover_mirror_topics takes to end the mirroring on dr without an apply of this module."
  value = {
    kafka_cluster_id   = module.jump_to_dr.kafka_cluster_id
    link_name          = module.jump_to_dr.link_name
    mirror_topic_names = [for mirror in module.topics_on_dr.mirror_topics : mirror.name]
  }
}
