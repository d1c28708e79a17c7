output "mirror_topics" {
  description = "For each topic the status of its mirror."
  value       = { for topic, mirror in clink_mirror_topic.topics : topic => mirror.mirror_status }
}
