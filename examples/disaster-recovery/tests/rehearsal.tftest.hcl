# A day on which the west is lost, and the day after. Against the simulator:
#
#   go run ./internal/simulator/clinksim -listen 127.0.0.1:8090 -world examples/disaster-recovery/world.json

variables {
  primary_api_secret = "WESTSECRET"
  standby_api_secret = "EASTSECRET"
  simulator          = "http://127.0.0.1:8090"
}

run "quiet_times" {
  assert {
    condition     = output.healthy && output.lag == 0 && output.active_cluster.id == "lkc-west"
    error_message = join("\n", output.problems)
  }
}

run "the_west_is_lost" {
  module {
    source = "./tests/region"
  }

  variables {
    cluster   = "lkc-west"
    reachable = false
    lag       = { "lkc-east/both-ways/orders" = 7 }
  }
}

run "the_plan_says_so" {
  command = plan

  expect_failures = [check.pair]
}

run "failover" {
  variables {
    active = "standby"
  }

  # Nothing mirrors the standby as long as the west is away.
  expect_failures = [check.pair]

  assert {
    condition     = output.active_cluster.bootstrap == "pkc-east.us-east-1.aws.confluent.cloud:9092"
    error_message = "Clients belong on the standby now."
  }

  assert {
    condition     = output.failed_over["orders"].lag == 42 && output.failed_over["payments"].lag == 0
    error_message = "What was lost is not on record: ${jsonencode(output.failed_over)}"
  }
}

run "the_west_is_back" {
  module {
    source = "./tests/region"
  }

  variables {
    cluster   = "lkc-west"
    reachable = true
  }
}

run "nothing_is_undone" {
  command = plan

  variables {
    active = "standby"
  }

  expect_failures = [check.pair]

  assert {
    condition     = output.active_cluster.id == "lkc-east" && output.failed_over["orders"].lag == 42
    error_message = "The old side came back and was taken for the active one."
  }
}
