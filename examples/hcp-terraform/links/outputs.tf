output "mirror_topic" {
  description = "Name and status of the mirror topic."
  value = {
    name   = clink_mirror_topic.orders.mirror_topic_name
    status = clink_mirror_topic.orders.mirror_status
  }
}
