# Against the simulator, with the world of ../../disaster-recovery:
#
#   go run ./internal/simulator/clinksim -listen 127.0.0.1:8090 -world examples/disaster-recovery/world.json

provider "clink" {
  kafka_clusters = {
    "lkc-west" = { rest_endpoint = "http://127.0.0.1:8090", api_key = "WESTKEY", api_secret = "WESTSECRET" }
    "lkc-east" = { rest_endpoint = "http://127.0.0.1:8090", api_key = "EASTKEY", api_secret = "EASTSECRET" }
  }
}

variables {
  link_name    = "both-ways"
  cluster_a    = { id = "lkc-west", bootstrap = "pkc-west.us-west-2.aws.confluent.cloud:9092", api_key = "WESTKEY" }
  cluster_b    = { id = "lkc-east", bootstrap = "pkc-east.us-east-1.aws.confluent.cloud:9092", api_key = "EASTKEY" }
  a_api_secret = "WESTSECRET"
  b_api_secret = "EASTSECRET"
}

run "each_opens_a_connection" {
  assert {
    condition     = output.healthy && length(output.problems) == 0
    error_message = join("\n", output.problems)
  }

  assert {
    condition     = data.clink_cluster_link.a.connection_mode == "OUTBOUND" && data.clink_cluster_link.b.connection_mode == "OUTBOUND"
    error_message = "Both halves open a connection by default."
  }
}

run "names_are_judged" {
  command = plan

  variables {
    link_name = "both ways"
  }

  expect_failures = [var.link_name]
}

run "a_needs_an_address" {
  command = plan

  variables {
    cluster_a = { id = "lkc-west", api_key = "WESTKEY" }
  }

  expect_failures = [var.cluster_a]
}

run "two_clusters_are_two" {
  command = plan

  variables {
    cluster_b = { id = "lkc-west", bootstrap = "pkc-west.us-west-2.aws.confluent.cloud:9092", api_key = "WESTKEY" }
  }

  expect_failures = [var.cluster_b]
}

run "one_opens_them_all" {
  variables {
    link_name = "from-the-west"
    opened_by = "a"
    cluster_a = { id = "lkc-west", api_key = "WESTKEY" }
  }

  assert {
    condition     = output.healthy && output.link_name == "from-the-west"
    error_message = join("\n", output.problems)
  }

  assert {
    condition     = data.clink_cluster_link.a.connection_mode == "OUTBOUND" && data.clink_cluster_link.b.connection_mode == "INBOUND"
    error_message = "Only cluster A opens the connection."
  }
}
