package clusterlink_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// What a manifest says fits the arguments of a link; what it only names is null, and
// said elsewhere.
func TestProtoParseManifest(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	manifest := func(mode, authentication, more string) string {
		return "apiVersion: platform.confluent.io/v1beta1\nkind: ClusterLink\nmetadata: { name: l, namespace: ns }\nspec:\n" + mode +
			"  sourceKafkaCluster:\n    bootstrapEndpoint: pkc-jump:9092\n    clusterID: Zl2p7vdXTXuJ1Rn9hJzCkQ\n" + authentication + more
	}
	none := "map[oauth:<nil> sasl:<nil> security_protocol:<nil> tls:<nil>]"
	for name, c := range map[string]struct {
		text    string
		want    map[string]string // parts of cluster_link as fmt prints them; "" for null
		secrets string
		leftOut string // words
		fill    map[string]any
	}{
		"user and password": {
			text:    manifest("", "    authentication: { type: plain, jaasConfig: { secretRef: s } }\n    tls: { enabled: true }\n", "  configs: { acl.sync.ms: 7000 }\n"),
			want:    map[string]string{"link_name": "l", "link_mode": "DESTINATION", "remote_bootstrap_servers": "pkc-jump:9092", "remote_authentication": "map[oauth:<nil> sasl:map[mechanism:<nil> password_wo:<nil> username:<nil>] security_protocol:<nil> tls:<nil>]", "local_authentication": "", "config": "map[acl.sync.ms:7000]", "kafka_cluster_id": ""},
			secrets: "map[remote_authentication.sasl:Kubernetes secret ns/s, by spec.sourceKafkaCluster.authentication.jaasConfig.secretRef]",
			fill:    map[string]any{"remote_authentication": login("K", "S")},
		},
		"without TLS": {
			text: manifest("", "    authentication: { type: plain, jaasConfig: { secretRef: s } }\n", ""),
			want: map[string]string{"remote_authentication": "map[oauth:<nil> sasl:map[mechanism:<nil> password_wo:<nil> username:<nil>] security_protocol:SASL_PLAINTEXT tls:<nil>]"},
			fill: map[string]any{"remote_authentication": login("K", "S")},
		},
		"certificates": {
			text:    manifest("", "    authentication: { type: mtls }\n    tls: { enabled: true, secretRef: c }\n", ""),
			want:    map[string]string{"remote_authentication": "map[oauth:<nil> sasl:<nil> security_protocol:<nil> tls:map[endpoint_identification_algorithm:<nil> key_password_wo:<nil> keystore_certificate_chain:<nil> keystore_key_wo:<nil> truststore_certificates:<nil>]]"},
			secrets: "map[remote_authentication.tls:Kubernetes secret ns/c, by spec.sourceKafkaCluster.tls.secretRef]",
			fill:    map[string]any{"remote_authentication": nil},
		},
		"OAuth": {
			text:    manifest("", "    authentication: { type: oauth, jaasConfig: { secretRef: o }, oauthSettings: { tokenEndpointUri: https://idp/t } }\n    tls: { enabled: true }\n", ""),
			want:    map[string]string{"remote_authentication": "map[oauth:map[client_id:<nil> client_secret_wo:<nil> identity_pool_id:<nil> logical_cluster_id:<nil> scope:<nil> token_endpoint_url:https://idp/t] sasl:<nil> security_protocol:<nil> tls:<nil>]"},
			secrets: "map[remote_authentication.oauth:Kubernetes secret ns/o, by spec.sourceKafkaCluster.authentication.jaasConfig.secretRef]",
			fill:    map[string]any{"remote_authentication": nil},
		},
		"Kerberos": {
			text:    manifest("", "    authentication: { type: kerberos, jaasConfigPassThrough: { secretRef: k } }\n    tls: { enabled: true }\n", ""),
			want:    map[string]string{"remote_authentication": "", "config": "map[sasl.mechanism:GSSAPI security.protocol:SASL_SSL]"},
			secrets: "map[config_wo:Kubernetes secret ns/k, by spec.sourceKafkaCluster.authentication.jaasConfigPassThrough.secretRef]",
			fill:    map[string]any{"config_wo": map[string]any{"sasl.jaas.config": `com.sun.security.auth.module.Krb5LoginModule required keyTab="/k" principal="p@R";`}},
		},
		"SCRAM of no known kind": {
			text:    manifest("", "    authentication: { type: scram, jaasConfig: { secretRef: s } }\n    tls: { enabled: true }\n", ""),
			want:    map[string]string{"remote_authentication": "map[oauth:<nil> sasl:<nil> security_protocol:SASL_SSL tls:<nil>]"},
			leftOut: "which SASL mechanism",
			secrets: "map[remote_authentication:Kubernetes secret ns/s,",
			fill:    map[string]any{"remote_authentication": nil},
		},
		"nothing": {
			text: manifest("", "    authentication: { type: none }\n", ""),
			want: map[string]string{"remote_authentication": none},
		},
		"TLS alone": {
			text: manifest("", "    tls: { enabled: true }\n", ""),
			want: map[string]string{"remote_authentication": strings.Replace(none, "security_protocol:<nil>", "security_protocol:SSL", 1)},
		},
		"half that waits": {
			text:    manifest("  sourceInitiatedLink: { linkMode: Destination }\n", "    authentication: { type: plain, jaasConfig: { secretRef: s } }\n", "  configs: { source.a: b }\n"),
			want:    map[string]string{"connection_mode": "INBOUND", "remote_authentication": "", "remote_bootstrap_servers": "", "config": ""},
			leftOut: `spec.configs.source.a:Links have no settings that begin with "source."`,
		},
	} {
		result, fault := p.Call("parse_cluster_link_manifest", c.text)
		if fault != nil {
			t.Errorf("%s: %s", name, fault.Text)
			continue
		}
		parts := result.(map[string]any)
		link := parts["cluster_link"].(map[string]any)
		for part, want := range c.want {
			got := fmt.Sprint(link[part])
			if want == "" && link[part] != nil || want != "" && got != want {
				t.Errorf("%s: %s is %v, want %q", name, part, got, want)
			}
		}
		if got := fmt.Sprint(parts["secrets"]); c.secrets != "" && !strings.HasPrefix(got, c.secrets) || c.secrets == "" && name == "nothing" && parts["secrets"] != nil {
			t.Errorf("%s: secrets %s", name, got)
		}
		if got := fmt.Sprint(parts["left_out"]); !strings.Contains(got, c.leftOut) {
			t.Errorf("%s: left out %s", name, got)
		}
		link["kafka_cluster_id"] = "lkc-dr"
		if d := p.Validate(typeName, fits(link, c.fill)).Errors(); len(d) > 0 {
			t.Errorf("%s does not fit: %s", name, d)
		}
	}
	_, fault := p.Call("parse_cluster_link_manifest", manifest("", "", "  mirrorTopics: [ { name: a, state: gone } ]\n"))
	if fault == nil || fault.FunctionArgument == nil || *fault.FunctionArgument != 0 || !strings.Contains(fault.Text, `Line 8: spec.mirrorTopics[0].state: it is "gone"`) {
		t.Errorf("got %v", fault)
	}
}
