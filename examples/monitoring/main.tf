# Looks at all links of a cluster and at all mirror topics on it. It changes nothing: a pipeline
# applies it every few minutes, and takes its outputs to where alarms are made.

provider "clink" {
  kafka_clusters = {
    (var.cluster.id) = {
      rest_endpoint = var.cluster.rest_endpoint
      api_key       = var.cluster.api_key
      api_secret    = var.api_secret
    }
  }
}

data "clink_cluster_links" "all" {
  kafka_cluster_id = var.cluster.id
}

data "clink_mirror_topics" "all" {
  kafka_cluster_id = var.cluster.id
  max_lag          = var.max_lag
}

locals {
  links  = data.clink_cluster_links.all.cluster_links
  topics = data.clink_mirror_topics.all.mirror_topics

  # Prometheus' text format: one line for each value.
  lines = concat(
    ["# TYPE kafka_cluster_link_healthy gauge"],
    [for name, link in local.links : "kafka_cluster_link_healthy{cluster=\"${var.cluster.id}\",link=\"${name}\"} ${link.healthy ? 1 : 0}"],
    ["# TYPE kafka_mirror_topic_lag_messages gauge"],
    [for name, topic in local.topics : "kafka_mirror_topic_lag_messages{cluster=\"${var.cluster.id}\",link=\"${topic.link_name}\",topic=\"${name}\"} ${topic.lag}" if topic.lag != null],
  )
}

check "links" {
  assert {
    condition     = data.clink_cluster_links.all.healthy
    error_message = join("\n", data.clink_cluster_links.all.problems)
  }
}

check "mirror_topics" {
  assert {
    condition     = data.clink_mirror_topics.all.healthy
    error_message = join("\n", data.clink_mirror_topics.all.problems)
  }
}
