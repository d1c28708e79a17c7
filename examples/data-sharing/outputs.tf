output "mirror_topics" {
  description = "For each shared topic its name on the other cluster."
  value       = { for topic, mirror in clink_mirror_topic.shared : topic => mirror.mirror_topic_name }
}
