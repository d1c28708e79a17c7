package cfk_test

import (
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/cfk"
)

const head = "apiVersion: platform.confluent.io/v1beta1\nkind: ClusterLink\nmetadata:\n  name: from-paris\n  namespace: berlin\n"

// spec is a manifest with this spec, whose lines are indented by two blanks.
func spec(lines string) string { return head + "spec:\n" + strings.TrimLeft(lines, "\n") }

// The four ways in which a link can be made, by the examples that Confluent
// publishes.
func TestParseClusterLink_modes(t *testing.T) {
	t.Parallel()
	paris := cfk.Login{Given: true, Kind: cfk.Plain, TLS: true, Secret: "Kubernetes secret berlin/to-paris, by spec.sourceKafkaCluster.authentication.jaasConfig.secretRef", Certificates: "Kubernetes secret berlin/paris-tls, by spec.sourceKafkaCluster.tls.secretRef"}
	const source = `
  sourceKafkaCluster:
    bootstrapEndpoint: kafka.paris.example:9092
    clusterID: IdOfParis0123456789abc
    kafkaRestClassRef: { name: paris-rest }
    authentication: { type: plain, jaasConfig: { secretRef: to-paris } }
    tls: { enabled: true, secretRef: paris-tls }
`
	for name, c := range map[string]struct {
		text     string
		here     string // cluster that hosts the link
		settings map[string]string
		remote   cfk.Login
		local    cfk.Login
		leftOut  []string
	}{
		"opened by the destination": {
			text:     spec(source + "  destinationKafkaCluster:\n    kafkaRestClassRef: { name: berlin-rest }\n"),
			settings: map[string]string{"link.mode": "DESTINATION", "connection.mode": "OUTBOUND", "bootstrap.servers": "kafka.paris.example:9092"},
			remote:   paris,
			leftOut:  []string{"spec.sourceKafkaCluster.kafkaRestClassRef", "spec.destinationKafkaCluster.kafkaRestClassRef"},
		},
		"destination of a source-initiated link": {
			text:     spec("  sourceInitiatedLink: { linkMode: Destination }\n  destinationKafkaCluster: { clusterID: IdOfBerlin }" + source),
			here:     "IdOfBerlin",
			settings: map[string]string{"link.mode": "DESTINATION", "connection.mode": "INBOUND"},
			leftOut:  []string{"spec.sourceKafkaCluster.kafkaRestClassRef", "spec.sourceKafkaCluster.bootstrapEndpoint", "spec.sourceKafkaCluster.authentication", "spec.sourceKafkaCluster.tls"},
		},
		"source of a source-initiated link": {
			// The link is made on the source: the remote cluster is the destination.
			text: spec(`
  sourceInitiatedLink: { linkMode: Source }
  sourceKafkaCluster:
    authentication: { type: plain, jaasConfig: { secretRef: own } }
  destinationKafkaCluster:
    bootstrapEndpoint: https://pkc-1.example:9092
    clusterID: IdOfParis0123456789abc
    authentication: { type: plain, jaasConfigPassThrough: { secretRef: cloud } }
    tls: { enabled: true }
  mirrorTopics: [ { name: orders } ]
`),
			settings: map[string]string{"link.mode": "SOURCE", "connection.mode": "OUTBOUND", "bootstrap.servers": "pkc-1.example:9092"},
			remote:   cfk.Login{Given: true, Kind: cfk.Plain, TLS: true, Secret: "Kubernetes secret berlin/cloud, by spec.destinationKafkaCluster.authentication.jaasConfigPassThrough.secretRef"},
			local:    cfk.Login{Given: true, Kind: cfk.Plain, Secret: "Kubernetes secret berlin/own, by spec.sourceKafkaCluster.authentication.jaasConfig.secretRef"},
			leftOut:  []string{"spec.mirrorTopics"},
		},
		"bidirectional, opening": {
			text:     spec("  sourceInitiatedLink: { linkMode: Bidirectional }" + source + "  destinationKafkaCluster:\n    authentication: { type: mtls }\n    tls: { enabled: true, secretRef: own-tls, keyPassword: { secretRef: p } }\n"),
			settings: map[string]string{"link.mode": "BIDIRECTIONAL", "connection.mode": "OUTBOUND", "bootstrap.servers": "kafka.paris.example:9092"},
			remote:   paris,
			local:    cfk.Login{Given: true, Kind: cfk.MTLS, TLS: true, Certificates: "Kubernetes secret berlin/own-tls, by spec.destinationKafkaCluster.tls.secretRef"},
			leftOut:  []string{"spec.sourceKafkaCluster.kafkaRestClassRef", "spec.destinationKafkaCluster.tls.keyPassword"},
		},
		"bidirectional, waiting": {
			text:     spec("  sourceInitiatedLink: { linkMode: Bidirectional, connectionMode: Inbound }" + source),
			settings: map[string]string{"link.mode": "BIDIRECTIONAL", "connection.mode": "INBOUND"},
			leftOut:  []string{"spec.sourceKafkaCluster.kafkaRestClassRef", "spec.sourceKafkaCluster.bootstrapEndpoint", "spec.sourceKafkaCluster.authentication", "spec.sourceKafkaCluster.tls"},
		},
	} {
		got, err := cfk.ParseClusterLink(c.text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Name != "from-paris" || got.KafkaClusterID != c.here || got.RemoteClusterID != "IdOfParis0123456789abc" || len(got.MirrorTopics) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
		if !maps.Equal(got.Settings, c.settings) || got.Remote != c.remote || got.Local != c.local {
			t.Errorf("%s: settings %v, logins %+v and %+v", name, got.Settings, got.Remote, got.Local)
		}
		if len(got.LeftOut) != len(c.leftOut) {
			t.Errorf("%s: left out %v", name, got.LeftOut)
		}
		for _, path := range c.leftOut {
			if got.LeftOut[path] == "" {
				t.Errorf("%s: %s is not left out: %v", name, path, got.LeftOut)
			}
		}
	}
}

func TestParseClusterLink_everyField(t *testing.T) {
	t.Parallel()
	got, err := cfk.ParseClusterLink(spec(`
  name: paris-to-berlin
  destinationKafkaCluster: {}
  sourceKafkaCluster:
    bootstrapEndpoint: a:9092
    authentication:
      type: oauth
      jaasConfig: { secretRef: idp, directoryPathInContainer: /mnt }
      oauthSettings: { tokenEndpointUri: https://idp.example/token, audience: kafka }
  configs:
    acl.sync.enable: true
    consumer.offset.sync.ms: 7000
    sasl.mechanism: PLAIN
  consumerGroupFilters:
    - { name: "*", filterType: INCLUDE }
    - { name: tmp, filterType: EXCLUDE, patternType: PREFIXED }
  aclFilters:
    - resourceFilter: { resourceType: topic, name: coffee, patternType: prefixed }
      accessFilter: { principal: "User:Bob", host: "*", operation: read, permissionType: allow }
  mirrorTopicOptions:
    prefix: paris-
    autoCreateTopics:
      enabled: true
      topicFilters: [ { name: "a<b", filterType: INCLUDE, patternType: PREFIXED } ]
  mirrorTopics:
    - { name: paris-orders, sourceTopicName: orders, state: pause, replicationFactor: 3, configs: { min.insync.replicas: 2 } }
    - { name: paris-payments, state: PROMOTE, direction: toDestination }
    - { name: paris-refunds, state: FAILOVER, " configs": { a: b } }
    - { name: berlin-orders, direction: toSource }
    - { name: paris-users, state: ACTIVE }
  k8sClusterDomain: cluster.local
`))
	if err != nil {
		t.Fatal(err)
	}
	want := cfk.Link{
		Name: "paris-to-berlin",
		Settings: map[string]string{
			"link.mode": "DESTINATION", "connection.mode": "OUTBOUND", "bootstrap.servers": "a:9092", "cluster.link.prefix": "paris-", "acl.sync.enable": "true", "consumer.offset.sync.ms": "7000",
			"consumer.offset.group.filters":     `{"groupFilters":[{"filterType":"INCLUDE","name":"*","patternType":"LITERAL"},{"filterType":"EXCLUDE","name":"tmp","patternType":"PREFIXED"}]}`,
			"acl.filters":                       `{"aclFilters":[{"accessFilter":{"host":"*","operation":"read","permissionType":"allow","principal":"User:Bob"},"resourceFilter":{"name":"coffee","patternType":"prefixed","resourceType":"topic"}}]}`,
			"auto.create.mirror.topics.enable":  "true",
			"auto.create.mirror.topics.filters": `{"topicFilters":[{"filterType":"INCLUDE","name":"a<b","patternType":"PREFIXED"}]}`,
		},
		Remote: cfk.Login{Given: true, Kind: cfk.OAuth, TokenEndpoint: "https://idp.example/token", Secret: "Kubernetes secret berlin/idp, by spec.sourceKafkaCluster.authentication.jaasConfig.secretRef"},
		MirrorTopics: []cfk.MirrorTopic{
			{Name: "paris-orders", Source: "orders", Status: "PAUSED", ReplicationFactor: 3, Config: map[string]string{"min.insync.replicas": "2"}},
			{Name: "paris-payments", Source: "payments", Status: "PROMOTED", Config: map[string]string{}},
			{Name: "paris-refunds", Source: "refunds", Status: "FAILED_OVER", Config: map[string]string{"a": "b"}},
			{Name: "paris-users", Source: "users", Status: "ACTIVE", Config: map[string]string{}},
		},
		LeftOut: got.LeftOut,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	for path, why := range map[string]string{
		"spec.k8sClusterDomain":       "Line 36: it is no field",
		"spec.mirrorTopics[3]":        `"berlin-orders" is mirrored on the cluster at the other end`,
		"spec.configs.sasl.mechanism": "how the link logs in",
		"spec.sourceKafkaCluster.authentication.oauthSettings.audience":              "no field",
		"spec.sourceKafkaCluster.authentication.jaasConfig.directoryPathInContainer": "containers",
	} {
		if !strings.Contains(got.LeftOut[path], why) {
			t.Errorf("%s: %q", path, got.LeftOut[path])
		}
	}
	if len(got.LeftOut) != 5 {
		t.Errorf("left out %v", got.LeftOut)
	}
}

// What kubectl prints, and what stands in a repository.
func TestParseClusterLink_documents(t *testing.T) {
	t.Parallel()
	const minimal = head + "spec:\n  destinationKafkaCluster: {}\n  sourceKafkaCluster: { bootstrapEndpoint: \"a:1\" }\n"
	for name, text := range map[string]string{
		"one":             minimal,
		"with a comment":  "# a comment\n---\n" + minimal + "---\n",
		"behind others":   "apiVersion: v1\nkind: Secret\n---\napiVersion: platform.confluent.io/v1beta1\nkind: KafkaRestClass\n---\n" + minimal,
		"list of kubectl": "apiVersion: v1\nkind: List\nitems:\n- " + strings.ReplaceAll(strings.TrimSpace(minimal), "\n", "\n  ") + "\n",
		"JSON":            `{"apiVersion": "platform.confluent.io/v1beta1", "kind": "ClusterLink", "metadata": {"name": "from-paris"}, "spec": {"sourceKafkaCluster": {"bootstrapEndpoint": "a:1"}}}`,
		"aliases":         "x: &src\n  bootstrapEndpoint: a:1\n" + head + "spec:\n  sourceKafkaCluster:\n    <<: *src\n",
		"DOS line ends":   strings.ReplaceAll(minimal, "\n", "\r\n"),
	} {
		got, err := cfk.ParseClusterLink(text)
		if err != nil || got.Name != "from-paris" || got.Settings["bootstrap.servers"] != "a:1" {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	seen, err := cfk.ParseClusterLink(minimal + "status:\n  clusterLinkName: as-made\n  sourceKafkaClusterID: S\n  destinationKafkaClusterID: D\n")
	if err != nil || seen.Name != "as-made" || seen.KafkaClusterID != "D" || seen.RemoteClusterID != "S" {
		t.Errorf("what Kubernetes has noted is not used: %+v %v", seen, err)
	}
	others, err := cfk.ParseClusterLink("kind: Secret\n---\n" + minimal)
	if err != nil || others.LeftOut["line 1"] != "A Secret is no ClusterLink." {
		t.Errorf("%v %v", others.LeftOut, err)
	}
}

func TestParseClusterLink_errors(t *testing.T) {
	t.Parallel()
	topics := func(of string) string { return spec("  mirrorTopicOptions: { prefix: p- }\n  mirrorTopics:\n" + of) }
	for text, want := range map[string]string{
		"":                    "line 1: kind: the text holds no ClusterLink",
		"kind: Secret\n":      "line 1: kind: the text holds no ClusterLink",
		"a: b: c\n":           "line 1: it is no YAML: mapping values are not allowed",
		"kind: [\n":           "it is no YAML",
		"- a\n":               "line 1: the document: it has to be an object",
		"kind: ClusterLink\n": `line 1: apiVersion: it is ""; Clink reads platform.confluent.io/v1beta1`,
		"apiVersion: clusterlink.net/v1alpha1\nkind: ClusterLink\n": `it is "clusterlink.net/v1alpha1"`,
		head: "line 1: spec: it is missing",
		spec("  a: b\n") + "---\n" + spec("  a: b\n"):                                           "line 9: kind: this is a second ClusterLink, after the one on line 1",
		spec("  sourceKafkaCluster: text\n"):                                                    "line 7: spec.sourceKafkaCluster: it has to be an object",
		spec("  sourceInitiatedLink: {}\n"):                                                     "line 7: spec.sourceInitiatedLink.linkMode: it is missing",
		spec("  sourceInitiatedLink:\n    linkMode: Sauce\n"):                                   `line 8: spec.sourceInitiatedLink.linkMode: it is "Sauce", and has to be one of DESTINATION, SOURCE, BIDIRECTIONAL`,
		spec("  sourceInitiatedLink: { linkMode: Source, connectionMode: Inbound }\n"):          `connectionMode: it is "Inbound"; a source-initiated link with linkMode "Source" is OUTBOUND`,
		spec("  sourceKafkaCluster:\n    authentication:\n      jaasConfig: {}\n"):              "line 9: spec.sourceKafkaCluster.authentication.type: it is missing",
		spec("  sourceKafkaCluster:\n    authentication: { type: ldap }\n"):                     "type: it is \"ldap\", and has to be one of digest, kerberos",
		spec("  configs:\n    a: [1]\n"):                                                        "line 8: spec.configs.a: it has to be a text",
		spec("  name: a\n  name: b\n"):                                                          "line 8: spec.name: it is given twice",
		spec("  mirrorTopics: { name: a }\n"):                                                   "line 7: spec.mirrorTopics: it has to be a list",
		topics("    - name: p-a\n    - state: ACTIVE\n"):                                        "line 10: spec.mirrorTopics[1].name: it is missing",
		topics("    - name: p-a\n      state: STOP\n"):                                          `line 10: spec.mirrorTopics[0].state: it is "STOP", and has to be one of ACTIVE, PAUSE, PROMOTE, FAILOVER`,
		topics("    - name: p-a\n    - name: p-a\n"):                                            `line 10: spec.mirrorTopics[1].name: "p-a" is given again, after line 9`,
		topics("    - name: other\n"):                                                           `the prefix "p-" followed by the name of the source topic`,
		topics("    - { name: p-a, sourceTopicName: b }\n"):                                     `the prefix "p-" followed by the name of the source topic`,
		topics("    - { name: p-a, replicationFactor: three }\n"):                               `replicationFactor: it is "three", and has to be a whole number`,
		spec("  mirrorTopicOptions: { autoCreateTopics: { enabled: maybe } }\n"):                `enabled: it is "maybe", and has to be one of true, false`,
		"apiVersion: platform.confluent.io/v1beta1\nkind: ClusterLink\nspec: { configs: {} }\n": "line 1: metadata.name: it is missing",
		head + "spec: &s\n  <<: *s\n":                                                           "unfolds to more than",
	} {
		got, err := cfk.ParseClusterLink(text)
		if err == nil || !strings.HasPrefix(err.Error(), "line ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\ngot  %v (%+v)\nwant %s", text, err, got, want)
		}
	}
}

// Whatever the text is, the answer is facts or an error that names a line.
func FuzzClusterLink(f *testing.F) {
	f.Add(spec("  sourceInitiatedLink: { linkMode: Source }\n  mirrorTopics: [ { name: a } ]\n"))
	f.Add(spec("  configs: { a: b }\n  aclFilters: [ { accessFilter: { host: h } } ]\n") + "---\nkind: x\n")
	f.Add("a: &a [*a]\n" + head + "spec: { mirrorTopicOptions: { prefix: p } }\n")
	f.Fuzz(func(t *testing.T, text string) {
		link, err := cfk.ParseClusterLink(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "line ") {
				t.Fatalf("no line: %v", err)
			}
			return
		}
		if link.Name == "" || link.Settings["link.mode"] == "" || link.LeftOut == nil {
			t.Fatalf("%+v", link)
		}
		for _, topic := range link.MirrorTopics {
			if topic.Name == "" || topic.Name != link.Settings["cluster.link.prefix"]+topic.Source || topic.Status == "" {
				t.Fatalf("%+v", topic)
			}
		}
	})
}
