# What a day of disaster needs beside the plan, to invoke one by one. Actions need Terraform 1.14
# or newer, so they are a configuration of their own: the pair itself runs with any. It has no
# state, and works from any machine.

provider "clink" {
  kafka_clusters = {
    (var.primary.id) = {
      rest_endpoint = var.primary.rest_endpoint
      api_key       = var.primary.api_key
      api_secret    = var.primary_api_secret
    }
    (var.standby.id) = {
      rest_endpoint = var.standby.rest_endpoint
      api_key       = var.standby.api_key
      api_secret    = var.standby_api_secret
    }
  }
}

# What a failover would lose now, topic by topic. Nothing is changed.
action "clink_failover_mirror_topics" "rehearsal" {
  config {
    kafka_cluster_id   = var.standby.id
    link_name          = var.link_name
    mirror_topic_names = var.topics
    confirm            = var.link_name
    dry_run            = true
  }
}

# The primary is back: how many messages the other side never got, and would be dropped.
action "clink_truncate_and_restore_mirror_topics" "rehearsal" {
  config {
    kafka_cluster_id   = var.primary.id
    link_name          = var.link_name
    mirror_topic_names = var.topics
    confirm            = var.link_name
    dry_run            = true
  }
}

# Drop them, and make the topics on the primary mirrors.
action "clink_truncate_and_restore_mirror_topics" "primary" {
  config {
    kafka_cluster_id   = var.primary.id
    link_name          = var.link_name
    mirror_topic_names = var.topics
    confirm            = var.link_name
  }
}

# Turn the direction without loss, while both regions work: back to the primary after a
# disaster, or over to the standby on a day of your choice.
action "clink_reverse_mirror_topics" "to_primary" {
  config {
    kafka_cluster_id   = var.primary.id
    link_name          = var.link_name
    mirror_topic_names = var.topics
    max_lag            = 1000 # messages
  }
}

action "clink_reverse_mirror_topics" "to_standby" {
  config {
    kafka_cluster_id   = var.standby.id
    link_name          = var.link_name
    mirror_topic_names = var.topics
    max_lag            = 1000 # messages
  }
}
