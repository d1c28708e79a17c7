resource "clink_cluster_link" "this" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "kafka-private-ca"
  link_name                = "from-private-ca"
  remote_bootstrap_servers = "private-ca.example.com:9094"

  # security_protocol follows from what is given: tls alone is SSL, with sasl or oauth it is SASL_SSL.
  remote_authentication = {
    sasl = {
      mechanism           = "SCRAM-SHA-256"
      username            = "link"
      password_wo         = var.link_password
      password_wo_version = 1
    }
    tls = {
      truststore_certificates = var.ca_certificate
    }
  }
}
