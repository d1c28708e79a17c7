// Package linkconfig knows what the settings of a cluster link mean: which
// argument of the resource manages which, which are secret, when two values are
// the same; and it writes and reads the small languages in which some of them
// are given: bootstrap addresses, JAAS, filters. It is pure: strings in, values
// and findings out.
package linkconfig

import (
	"slices"
	"strings"
)

// The settings that Clink itself writes or reads (api-contract, B.1).
const (
	LinkMode               = "link.mode"
	ConnectionMode         = "connection.mode"
	RemoteConnectionMode   = "remote.link.connection.mode"
	Prefix                 = "cluster.link.prefix"
	Paused                 = "cluster.link.paused"
	BootstrapServers       = "bootstrap.servers"
	LocalBootstrapServers  = "local.bootstrap.servers"
	SecurityProtocol       = "security.protocol"
	SASLMechanism          = "sasl.mechanism"
	SASLJAASConfig         = "sasl.jaas.config"
	SASLCallbackHandler    = "sasl.login.callback.handler.class"
	SASLTokenEndpoint      = "sasl.oauthbearer.token.endpoint.url"
	TruststoreCerts        = "ssl.truststore.certificates"
	TruststoreType         = "ssl.truststore.type"
	KeystoreChain          = "ssl.keystore.certificate.chain"
	KeystoreKey            = "ssl.keystore.key"
	KeystoreType           = "ssl.keystore.type"
	KeyPassword            = "ssl.key.password"
	EndpointAlgorithm      = "ssl.endpoint.identification.algorithm"
	OffsetSyncEnable       = "consumer.offset.sync.enable"
	TopicConfigSyncInclude = "topic.config.sync.include"
)

// LocalPrefix stands before the settings by which a link reaches the cluster
// that hosts it.
const LocalPrefix = "local."

// Argument is the argument of the resource that manages a setting, or empty.
func Argument(name string) string {
	setting, _ := Lookup(name)
	return setting.Argument
}

// authentication are the settings that an authentication block may write.
var authentication = []string{
	SecurityProtocol, SASLMechanism, SASLJAASConfig, SASLCallbackHandler, SASLTokenEndpoint,
	TruststoreCerts, TruststoreType, KeystoreChain, KeystoreKey, KeystoreType, KeyPassword, EndpointAlgorithm,
}

// Authenticates reports whether a setting says how the link logs in somewhere,
// and whether that is to its own, the local, cluster.
func Authenticates(name string) (yes, local bool) {
	plain, local := strings.CutPrefix(name, LocalPrefix)
	return slices.Contains(authentication, plain), local
}

// Sensitive reports whether a setting's value is never read back, and so
// belongs in a write-only argument. Of a setting that is not known, its name
// tells.
func Sensitive(name string) bool {
	if setting, known := Lookup(name); known {
		return setting.Sensitive
	}
	return slices.ContainsFunc([]string{".password", ".secret", ".jaas.config", ".credentials", ".private.key"}, func(end string) bool {
		return strings.HasSuffix(strings.ToLower(name), end)
	})
}
