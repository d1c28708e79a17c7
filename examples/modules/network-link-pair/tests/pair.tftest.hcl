# Against the simulator, with the world that it starts with:
#
#   go run ./internal/simulator/clinksim -listen 127.0.0.1:8090

provider "clink" {
  cloud = { endpoint = "http://127.0.0.1:8090", api_key = "CLOUDKEY", api_secret = "CLOUDSECRET" }
}

variables {
  service  = { environment_id = "env-east", network_id = "n-east", display_name = "east" }
  endpoint = { environment_id = "env-west", network_id = "n-west", display_name = "west-to-east" }
}

run "a_pair" {
  assert {
    condition     = output.healthy && startswith(output.network_link_service_id, "nls-") && startswith(output.network_link_endpoint_id, "nle-")
    error_message = "The endpoint is ${output.phase}."
  }
}

run "others_are_accepted_in_place" {
  variables {
    also_accept = { network_ids = ["n-dr"] }
  }

  assert {
    condition     = clink_network_link_service.this.accept.network_ids == toset(["n-dr", "n-west"])
    error_message = "The service accepts both networks."
  }
}

run "two_networks_are_two" {
  command = plan

  variables {
    endpoint = { environment_id = "env-east", network_id = "n-east" }
  }

  expect_failures = [var.endpoint]
}

run "ids_are_ids" {
  command = plan

  variables {
    service = { environment_id = "east", network_id = "n-east" }
  }

  expect_failures = [var.service]
}
