terraform {
  required_version = ">= 1.11"

  required_providers {
    clink = {
      source = "clusterlinking/clink"
    }
    # Until the move is applied.
    confluent = {
      source = "confluentinc/confluent"
    }
  }
}
