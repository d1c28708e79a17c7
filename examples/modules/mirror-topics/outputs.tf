output "mirror_topics" {
  description = "For each source topic the name and the status of its mirror."
  value = {
    for source_topic, mirror in clink_mirror_topic.this : source_topic => {
      name   = mirror.mirror_topic_name
      status = mirror.mirror_status
    }
  }
}
