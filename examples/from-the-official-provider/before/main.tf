provider "confluent" {
  endpoint         = "http://127.0.0.1:8090"
  cloud_api_key    = "CLOUDKEY"
  cloud_api_secret = var.cloud_api_secret
}

# A source-initiated link, in two halves.
resource "confluent_cluster_link" "primary_to_jump" {
  link_name       = "primary-to-jump"
  link_mode       = "DESTINATION"
  connection_mode = "INBOUND"

  config = {
    "consumer.offset.sync.enable"   = "true"
    "consumer.offset.group.filters" = jsonencode({ groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }] })
  }

  destination_kafka_cluster {
    id            = "lkc-jump"
    rest_endpoint = "http://127.0.0.1:8090"

    credentials {
      key    = "JUMPKEY"
      secret = var.jump_api_secret
    }
  }

  source_kafka_cluster {
    id                 = "lkc-primary"
    bootstrap_endpoint = "lkc-primary:9092"
  }
}

resource "confluent_cluster_link" "primary_to_jump_source" {
  link_name       = confluent_cluster_link.primary_to_jump.link_name
  link_mode       = "SOURCE"
  connection_mode = "OUTBOUND"

  source_kafka_cluster {
    id            = "lkc-primary"
    rest_endpoint = "http://127.0.0.1:8090"

    credentials {
      key    = "PRIMARYKEY"
      secret = var.primary_api_secret
    }
  }

  destination_kafka_cluster {
    id                 = "lkc-jump"
    bootstrap_endpoint = "SASL_SSL://pkc-jump:9092"

    credentials {
      key    = "JUMPKEY"
      secret = var.jump_api_secret
    }
  }
}

# A link that its destination opens, with a prefix.
resource "confluent_cluster_link" "jump_to_dr" {
  link_name = "jump-to-dr"

  config = {
    "cluster.link.prefix" = "primary."
    "acl.sync.ms"         = "7000"
  }

  destination_kafka_cluster {
    id            = "lkc-dr"
    rest_endpoint = "http://127.0.0.1:8090"

    credentials {
      key    = "DRKEY"
      secret = var.dr_api_secret
    }
  }

  source_kafka_cluster {
    id                 = "lkc-jump"
    bootstrap_endpoint = "pkc-jump:9092"

    credentials {
      key    = "JUMPKEY"
      secret = var.jump_api_secret
    }
  }
}

# A bidirectional link: one object on each cluster, of which one opens the connection.
resource "confluent_cluster_link" "both_ways_jump" {
  link_name       = "both-ways"
  link_mode       = "BIDIRECTIONAL"
  connection_mode = "INBOUND"

  local_kafka_cluster {
    id            = "lkc-jump"
    rest_endpoint = "http://127.0.0.1:8090"

    credentials {
      key    = "JUMPKEY"
      secret = var.jump_api_secret
    }
  }

  remote_kafka_cluster {
    id                 = "lkc-dr"
    bootstrap_endpoint = "lkc-dr:9092"
  }
}

resource "confluent_cluster_link" "both_ways_dr" {
  link_name       = confluent_cluster_link.both_ways_jump.link_name
  link_mode       = "BIDIRECTIONAL"
  connection_mode = "OUTBOUND"

  local_kafka_cluster {
    id            = "lkc-dr"
    rest_endpoint = "http://127.0.0.1:8090"

    credentials {
      key    = "DRKEY"
      secret = var.dr_api_secret
    }
  }

  remote_kafka_cluster {
    id                 = "lkc-jump"
    bootstrap_endpoint = "pkc-jump:9092"

    credentials {
      key    = "JUMPKEY"
      secret = var.jump_api_secret
    }
  }
}

resource "confluent_kafka_mirror_topic" "on_jump" {
  for_each = { orders = "ACTIVE", payments = "PAUSED" }

  status = each.value

  source_kafka_topic {
    topic_name = each.key
  }

  cluster_link {
    link_name = confluent_cluster_link.primary_to_jump_source.link_name
  }

  kafka_cluster {
    id            = "lkc-jump"
    rest_endpoint = "http://127.0.0.1:8090"

    credentials {
      key    = "JUMPKEY"
      secret = var.jump_api_secret
    }
  }
}

resource "confluent_kafka_mirror_topic" "on_dr" {
  for_each = { orders = "PROMOTED", payments = "FAILED_OVER" }

  mirror_topic_name = "primary.${each.key}"
  status            = each.value

  source_kafka_topic {
    topic_name = confluent_kafka_mirror_topic.on_jump[each.key].mirror_topic_name
  }

  cluster_link {
    link_name = confluent_cluster_link.jump_to_dr.link_name
  }

  kafka_cluster {
    id            = "lkc-dr"
    rest_endpoint = "http://127.0.0.1:8090"

    credentials {
      key    = "DRKEY"
      secret = var.dr_api_secret
    }
  }
}

# A network link between two AWS PrivateLink networks, and a link over it.
resource "confluent_network_link_service" "east" {
  display_name = "east"
  description  = "For clusters in the west"

  environment {
    id = "env-east"
  }

  network {
    id = "n-east"
  }

  accept {
    networks = ["n-west"]
  }
}

resource "confluent_network_link_endpoint" "west" {
  display_name = "west-to-east"

  environment {
    id = "env-west"
  }

  network {
    id = "n-west"
  }

  network_link_service {
    id = confluent_network_link_service.east.id
  }
}

resource "confluent_cluster_link" "east_to_west" {
  link_name = "east-to-west"

  destination_kafka_cluster {
    id            = "lkc-west"
    rest_endpoint = "http://127.0.0.1:8090"

    credentials {
      key    = "WESTKEY"
      secret = var.west_api_secret
    }
  }

  source_kafka_cluster {
    id                 = "lkc-east"
    bootstrap_endpoint = "lkc-east:9092"

    credentials {
      key    = "EASTKEY"
      secret = var.east_api_secret
    }
  }

  depends_on = [confluent_network_link_endpoint.west]
}
