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
  link_name          = "both-ways"
  primary            = { id = "lkc-west", bootstrap = "pkc-west.us-west-2.aws.confluent.cloud:9092", api_key = "WESTKEY" }
  standby            = { id = "lkc-east", bootstrap = "pkc-east.us-east-1.aws.confluent.cloud:9092", api_key = "EASTKEY" }
  primary_api_secret = "WESTSECRET"
  standby_api_secret = "EASTSECRET"
  topics             = ["orders", "payments"]
}

run "quiet_times" {
  assert {
    condition     = output.healthy && output.lag == 0 && length(output.failed_over) == 0
    error_message = join("\n", output.problems)
  }

  assert {
    condition     = output.active_cluster.id == "lkc-west"
    error_message = "The primary is active."
  }
}

run "the_active_side_does_not_mirror" {
  command = plan

  variables {
    primary_mirrors = true
  }

  expect_failures = [var.primary_mirrors]
}

run "sides_have_names" {
  command = plan

  variables {
    active = "east"
  }

  expect_failures = [var.active]
}

run "topics_have_names" {
  command = plan

  variables {
    topics = ["orders and payments"]
  }

  expect_failures = [var.topics]
}

run "failover" {
  variables {
    active = "standby"
  }

  assert {
    condition     = toset(keys(output.failed_over)) == toset(["orders", "payments"]) && output.active_cluster.id == "lkc-east"
    error_message = "All topics are failed over to the standby, which is active now."
  }

  assert {
    condition     = !output.healthy && output.lag == null && strcontains(join("", output.problems), "Nothing mirrors lkc-east")
    error_message = "Without a copy the pair is not healthy."
  }
}
