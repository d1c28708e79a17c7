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
