output "read" {
  description = "For each topic what a consumer subscribes to, in each region."
  value = {
    for topic in var.topics : topic => {
      west = [topic, module.east_on_west.mirror_topics[topic].name]
      east = [topic, module.west_on_east.mirror_topics[topic].name]
    }
  }
}

output "healthy" {
  description = "Whether both halves of the link work."
  value       = module.link.healthy
}

output "problems" {
  description = "What is wrong, a sentence each."
  value       = module.link.problems
}
