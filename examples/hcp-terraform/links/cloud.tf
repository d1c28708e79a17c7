terraform {
  cloud {
    organization = "my-organization"

    workspaces {
      name = "kafka-links"
    }
  }
}
