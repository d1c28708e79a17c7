terraform {
  required_version = ">= 1.14"

  required_providers {
    clink = {
      source = "clusterlinking/clink"
    }
  }
}
