resource "clink_cluster_link" "this" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "kafka-mtls"
  link_name                = "from-mtls"
  remote_bootstrap_servers = "mtls.example.com:9093"

  remote_authentication = {
    tls = {
      truststore_certificates    = var.ca_certificate
      keystore_certificate_chain = var.link_certificate
      keystore_key_wo            = var.link_key
      keystore_wo_version        = 1
    }
  }
}
