# Each object changes its address, and nothing else. Take this file out after the move is applied everywhere.

moved {
  from = confluent_cluster_link.primary_to_jump
  to   = clink_cluster_link.primary_to_jump
}

moved {
  from = confluent_cluster_link.primary_to_jump_source
  to   = clink_cluster_link.primary_to_jump_source
}

moved {
  from = confluent_cluster_link.jump_to_dr
  to   = clink_cluster_link.jump_to_dr
}

moved {
  from = confluent_cluster_link.both_ways_jump
  to   = clink_cluster_link.both_ways_jump
}

moved {
  from = confluent_cluster_link.both_ways_dr
  to   = clink_cluster_link.both_ways_dr
}

moved {
  from = confluent_cluster_link.east_to_west
  to   = clink_cluster_link.east_to_west
}

moved {
  from = confluent_kafka_mirror_topic.on_jump
  to   = clink_mirror_topic.on_jump
}

moved {
  from = confluent_kafka_mirror_topic.on_dr
  to   = clink_mirror_topic.on_dr
}

moved {
  from = confluent_network_link_service.east
  to   = clink_network_link_service.east
}

moved {
  from = confluent_network_link_endpoint.west
  to   = clink_network_link_endpoint.west
}
