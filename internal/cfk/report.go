package cfk

import "fmt"

// Why fields of a manifest have no counterpart.
const (
	becauseProviderBlock = "It says how to reach the cluster's REST API: in Clink that is an entry of kafka_clusters in the provider block."
	becauseInbound       = "The half waits for the other one to connect: it has neither the address of the other cluster nor a login."
	becauseOneWay        = "The link reads from the other cluster, and needs no way to its own."
	becausePEM           = "A link holds its certificates itself, as PEM: tls of the authentication block."
	becauseKeyPassword   = "The password of the private key is secret: key_password_wo of tls in the authentication block."
	becauseNoTLS         = "TLS is not enabled."
	becauseDirectory     = "It is a directory of the brokers' containers: give what it holds in the authentication block."
	becauseMechanism     = "Nothing in the manifest says which SASL mechanism that is. " +
		"Write it yourself: sasl with its mechanism for SCRAM, config and config_wo for any other."
	becauseLogin        = "authentication and tls of the cluster say how the link logs in."
	becauseNotAutomatic = "While auto.create.mirror.topics.enable is false the server keeps no filters."
	becauseSource       = "Data leaves this cluster: mirror topics belong to the half on the destination."
)

func becauseUnknown(line int) string {
	return fmt.Sprintf("Line %d: it is no field of a ClusterLink that Clink knows.", line)
}

func becauseElsewhere(topic string) string {
	return fmt.Sprintf("Topic %q is mirrored on the cluster at the other end of the link: "+
		"there it is a clink_mirror_topic with that cluster's kafka_cluster_id.", topic)
}

// twoLinks is what is wrong with a text of two ClusterLinks.
func twoLinks(first int) string {
	return fmt.Sprintf("this is a second ClusterLink, after the one on line %d: "+
		"read one at a time, for example from split(\"\\n---\\n\", file(\"links.yaml\"))", first)
}
