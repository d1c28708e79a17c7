resource "clink_cluster_link" "this" {
  kafka_cluster_id         = "platform"
  remote_cluster_id        = "kafka-kerberos"
  link_name                = "from-kerberos"
  remote_bootstrap_servers = "kerberos.internal:9092"

  config = {
    "security.protocol"          = "SASL_SSL"
    "sasl.mechanism"             = "GSSAPI"
    "sasl.kerberos.service.name" = "kafka"
  }

  # The keytab has to be at this path on every broker of the hosting cluster, and not below /tmp.
  config_wo = {
    "sasl.jaas.config" = "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true storeKey=true keyTab=\"/etc/security/keytabs/link.keytab\" principal=\"link@EXAMPLE.COM\";"
  }
  config_wo_version = 1
}
