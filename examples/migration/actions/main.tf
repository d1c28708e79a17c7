# Moving a batch of topics, taking it back, and the end of the move. Actions need Terraform 1.14 or newer, so they are
# a configuration of their own, without a state.

provider "clink" {
  kafka_clusters = {
    (var.old.id) = {
      rest_endpoint = var.old.rest_endpoint
      api_key       = var.old.username
      api_secret    = var.old_password
    }
    (var.new.id) = {
      rest_endpoint = var.new.rest_endpoint
      api_key       = var.new.api_key
      api_secret    = var.new_api_secret
    }
  }
}

# The topics of the batch become writable on the new cluster, and mirrors on the old one. What
# is farther behind than max_lag is left alone.
action "clink_reverse_mirror_topics" "move" {
  config {
    kafka_cluster_id   = var.new.id
    link_name          = var.link_name
    mirror_topic_names = var.batch
    max_lag            = var.max_lag
  }
}

# And back again.
action "clink_reverse_mirror_topics" "roll_back" {
  config {
    kafka_cluster_id   = var.old.id
    link_name          = var.link_name
    mirror_topic_names = var.batch
    max_lag            = var.max_lag
  }
}

# The end of the move: the topics on the old cluster stop following the new ones, and stay as
# plain topics. From here on there is no way back.
action "clink_failover_mirror_topics" "end" {
  config {
    kafka_cluster_id   = var.old.id
    link_name          = var.link_name
    mirror_topic_names = var.batch
    confirm            = var.link_name
  }
}
