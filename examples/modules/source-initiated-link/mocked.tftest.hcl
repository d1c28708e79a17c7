# Without any cluster: nothing is called, and what the provider would compute is made up.
# What a test relies on is given here; the rest is random text, zero or false.
mock_provider "clink" {
  mock_resource "clink_cluster_link" {
    defaults = {
      cluster_link_id = "qz0HDEV-Qz2B5aPFpcWQJQ"
      validate_link   = true
    }
  }
}

variables {
  link_name              = "primary-to-jump"
  source_cluster         = { id = "lkc-primary", api_key = "PRIMARYKEY" }
  source_api_secret      = "made up"
  destination_cluster    = { id = "lkc-jump", bootstrap = "pkc-jump.eastus.azure.confluent.cloud:9092", api_key = "JUMPKEY" }
  destination_api_secret = "made up"
}

run "two_halves_of_one_link" {
  assert {
    condition     = clink_cluster_link.source.link_name == clink_cluster_link.destination.link_name
    error_message = "The halves have different names."
  }

  assert {
    condition     = clink_cluster_link.destination.connection_mode == "INBOUND" && clink_cluster_link.destination.remote_authentication == null
    error_message = "The destination waits, and logs in nowhere."
  }

  assert {
    condition     = output.kafka_cluster_id == "lkc-jump" && output.cluster_link_id == "qz0HDEV-Qz2B5aPFpcWQJQ"
    error_message = "The outputs are those of the destination half."
  }
}

run "a_name_with_a_blank" {
  command = plan

  variables {
    link_name = "primary to jump"
  }

  expect_failures = [var.link_name]
}
