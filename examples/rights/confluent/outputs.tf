output "source_cluster" {
  description = "The cluster that is read."
  value = {
    id        = confluent_kafka_cluster.source.id
    bootstrap = confluent_kafka_cluster.source.bootstrap_endpoint
  }
}

output "destination_cluster" {
  description = "The cluster on which the link lives."
  value = {
    id            = confluent_kafka_cluster.destination.id
    rest_endpoint = confluent_kafka_cluster.destination.rest_endpoint
  }
}

output "terraform_key" {
  description = "Terraform's API key for the destination cluster."
  sensitive   = true
  value = {
    id     = confluent_api_key.terraform["destination"].id
    secret = confluent_api_key.terraform["destination"].secret
  }
}

output "link_key" {
  description = "The link's API key for the source cluster. Who takes it waits for the rights of its account."
  sensitive   = true
  value = {
    id     = confluent_api_key.link.id
    secret = confluent_api_key.link.secret
  }

  depends_on = [confluent_kafka_acl.link]
}

output "topic" {
  description = "The topic to mirror."
  value       = confluent_kafka_topic.orders.topic_name
}
