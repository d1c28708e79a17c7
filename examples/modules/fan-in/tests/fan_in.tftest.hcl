# Against the simulator, with the world of ../../fan-in:
#
#   go run ./internal/simulator/clinksim -listen 127.0.0.1:8090 -world examples/fan-in/world.json

provider "clink" {
  kafka_clusters = {
    "lkc-hub" = { rest_endpoint = "http://127.0.0.1:8090", api_key = "HUBKEY", api_secret = "HUBSECRET" }
  }
}

variables {
  destination_cluster_id = "lkc-hub"
  sources = {
    oslo  = { id = "lkc-oslo", bootstrap = "pkc-oslo.eu-north-1.aws.confluent.cloud:9092", api_key = "OSLOKEY", prefix = "oslo.", topics = ["sales", "stock"] }
    tokyo = { id = "lkc-tokyo", bootstrap = "pkc-tokyo.ap-northeast-1.aws.confluent.cloud:9092", api_key = "TOKYOKEY", prefix = "tokyo.", topics = ["sales"] }
  }
  source_api_secrets = { oslo = "OSLOSECRET", tokyo = "TOKYOSECRET" }
  max_lag            = 1000
}

run "all_arrive" {
  assert {
    condition     = alltrue(values(output.healthy)) && sum(values(output.lag)) == 0
    error_message = jsonencode(output.problems)
  }

  assert {
    condition     = output.mirror_topics.oslo.sales.name == "oslo.sales" && output.mirror_topics.tokyo.sales.name == "tokyo.sales"
    error_message = "Topics of one name are kept apart by the prefixes."
  }
}

run "prefixes_differ" {
  command = plan

  variables {
    sources = {
      oslo  = { id = "lkc-oslo", bootstrap = "pkc-oslo.eu-north-1.aws.confluent.cloud:9092", api_key = "OSLOKEY", prefix = "eu.", topics = ["sales"] }
      tokyo = { id = "lkc-tokyo", bootstrap = "pkc-tokyo.ap-northeast-1.aws.confluent.cloud:9092", api_key = "TOKYOKEY", prefix = "eu.", topics = ["sales"] }
    }
  }

  expect_failures = [var.sources]
}

run "one_more_source" {
  variables {
    sources = {
      lima  = { id = "lkc-lima", bootstrap = "pkc-lima.sa-east-1.aws.confluent.cloud:9092", api_key = "LIMAKEY", prefix = "lima.", topics = ["sales"] }
      oslo  = { id = "lkc-oslo", bootstrap = "pkc-oslo.eu-north-1.aws.confluent.cloud:9092", api_key = "OSLOKEY", prefix = "oslo.", topics = ["sales", "stock"] }
      tokyo = { id = "lkc-tokyo", bootstrap = "pkc-tokyo.ap-northeast-1.aws.confluent.cloud:9092", api_key = "TOKYOKEY", prefix = "tokyo.", topics = ["sales"] }
    }
    source_api_secrets = { lima = "LIMASECRET", oslo = "OSLOSECRET", tokyo = "TOKYOSECRET" }
  }

  assert {
    condition     = output.healthy.lima && output.mirror_topics.lima.sales.name == "lima.sales"
    error_message = jsonencode(output.problems)
  }
}
