# Against the simulator, with the world that it starts with:
#
#   go run ./internal/simulator/clinksim -listen 127.0.0.1:8090

provider "clink" {
  kafka_clusters = {
    "lkc-primary" = { rest_endpoint = "http://127.0.0.1:8090", api_key = "PRIMARYKEY", api_secret = "PRIMARYSECRET" }
    "lkc-jump"    = { rest_endpoint = "http://127.0.0.1:8090", api_key = "JUMPKEY", api_secret = "JUMPSECRET" }
    "lkc-dr"      = { rest_endpoint = "http://127.0.0.1:8090", api_key = "DRKEY", api_secret = "DRSECRET" }
  }
}

variables {
  primary_cluster    = { id = "lkc-primary", api_key = "PRIMARYKEY" }
  primary_api_secret = "PRIMARYSECRET"
  jump_cluster       = { id = "lkc-jump", bootstrap = "pkc-jump:9092", api_key = "JUMPKEY" }
  jump_api_secret    = "JUMPSECRET"
  dr_cluster         = { id = "lkc-dr" }
  topics             = ["orders", "payments"]
}

run "the_whole_chain" {
  assert {
    condition     = output.healthy && output.lag == 0
    error_message = join("\n", output.problems)
  }

  assert {
    condition     = alltrue([for hop in output.mirror_topics : alltrue([for topic in ["orders", "payments"] : hop[topic].status == "ACTIVE"])])
    error_message = "Both topics are mirrored over both hops."
  }

  assert {
    condition     = output.links.primary_to_jump.cluster_link_id != output.links.jump_to_dr.cluster_link_id
    error_message = "Each hop has a link of its own."
  }
}

run "three_clusters_are_three" {
  command = plan

  variables {
    dr_cluster = { id = "lkc-jump" }
  }

  expect_failures = [var.dr_cluster]
}

run "jump_has_an_address" {
  command = plan

  variables {
    jump_cluster = { id = "lkc-jump", bootstrap = "pkc-jump", api_key = "JUMPKEY" }
  }

  expect_failures = [var.jump_cluster]
}

run "a_status_is_one_of_four" {
  command = plan

  variables {
    dr_status = "STOPPED"
  }

  expect_failures = [var.dr_status]
}

run "acls_travel_over_both_hops" {
  variables {
    sync_acls = true
  }

  assert {
    condition     = strcontains(data.clink_cluster_link.halves["dr"].settings["acl.filters"].value, output.links.primary_to_jump.cluster_link_id)
    error_message = "The filter of the second hop names the link of the first."
  }
}

run "failover" {
  variables {
    sync_acls = true
    dr_status = "FAILED_OVER"
  }

  assert {
    condition     = alltrue([for topic in values(output.mirror_topics.dr) : topic.status == "STOPPED"]) && output.mirror_topics.jump["orders"].status == "ACTIVE"
    error_message = "The topics on dr can be written to; those on jump still mirror."
  }

  assert {
    condition     = output.failover.kafka_cluster_id == "lkc-dr" && output.failover.link_name == "jump-to-dr" && toset(output.failover.mirror_topic_names) == toset(["orders", "payments"])
    error_message = "The handle names what an action would fail over."
  }
}
