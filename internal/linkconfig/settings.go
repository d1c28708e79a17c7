// Package linkconfig knows what the settings of a cluster link mean: which
// argument of the resource manages which, which are secret, when two values are
// the same; and it writes and reads the small languages in which some of them
// are given: bootstrap addresses, JAAS, filters. It is pure: strings in, values
// and findings out.
package linkconfig

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// The settings that Clink itself writes or reads (api-contract, B.1).
const (
	LinkMode              = "link.mode"
	ConnectionMode        = "connection.mode"
	RemoteConnectionMode  = "remote.link.connection.mode"
	Prefix                = "cluster.link.prefix"
	BootstrapServers      = "bootstrap.servers"
	LocalBootstrapServers = "local.bootstrap.servers"
	SecurityProtocol      = "security.protocol"
	SASLMechanism         = "sasl.mechanism"
	SASLJAASConfig        = "sasl.jaas.config"
	SASLCallbackHandler   = "sasl.login.callback.handler.class"
	SASLTokenEndpoint     = "sasl.oauthbearer.token.endpoint.url"
	TruststoreCerts       = "ssl.truststore.certificates"
	TruststoreType        = "ssl.truststore.type"
	KeystoreChain         = "ssl.keystore.certificate.chain"
	KeystoreKey           = "ssl.keystore.key"
	KeystoreType          = "ssl.keystore.type"
	KeyPassword           = "ssl.key.password"
	EndpointAlgorithm     = "ssl.endpoint.identification.algorithm"
)

// LocalPrefix stands before the settings by which a link reaches the cluster
// that hosts it.
const LocalPrefix = "local."

// managed are the settings that one argument of the resource manages.
var managed = map[string]string{
	LinkMode:              "link_mode",
	ConnectionMode:        "connection_mode",
	RemoteConnectionMode:  "remote_connection_mode",
	Prefix:                "prefix",
	BootstrapServers:      "remote_bootstrap_servers",
	LocalBootstrapServers: "local_bootstrap_servers",
}

// Argument is the argument of the resource that manages a setting, or empty.
func Argument(name string) string { return managed[name] }

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

// sensitive are the settings whose value no server ever tells.
var sensitive = []string{
	SASLJAASConfig, TruststoreCerts, KeystoreChain, KeystoreKey, KeyPassword,
	"ssl.keystore.password", "ssl.truststore.password",
}

// Sensitive reports whether a setting's value is never read back, and so
// belongs in a write-only argument.
func Sensitive(name string) bool {
	return slices.Contains(sensitive, strings.TrimPrefix(name, LocalPrefix))
}

// Same reports whether two values of a setting mean the same: JSON filters by
// their content, everything else by its letters, in any case where the server
// does not care (booleans and the enums of its filters).
func Same(name, a, b string) bool {
	switch {
	case a == b:
		return true
	case strings.HasSuffix(name, ".filters"):
		return sameJSON(a, b)
	case strings.HasSuffix(name, ".enable"), strings.HasSuffix(name, ".paused"), strings.HasSuffix(name, ".protocol"):
		return strings.EqualFold(a, b)
	default:
		return false
	}
}

// sameJSON compares filters: key order and white space mean nothing, nor does
// letter case where the value is an enum.
func sameJSON(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	return reflect.DeepEqual(fold(x, ""), fold(y, ""))
}

// enums are the keys of filters whose values are read in any letter case (B.4).
var enums = []string{"patternType", "filterType", "resourceType", "operation", "permissionType"}

// fold brings enums in a filter to one letter case.
func fold(value any, key string) any {
	switch v := value.(type) {
	case map[string]any:
		for k, inner := range v {
			v[k] = fold(inner, k)
		}
	case []any:
		for i, inner := range v {
			v[i] = fold(inner, key)
		}
	case string:
		if slices.Contains(enums, key) {
			return strings.ToUpper(v)
		}
	}
	return value
}
