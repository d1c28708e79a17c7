package planwords

import (
	"maps"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// This file raises whatever a plan can say, mostly by one configuration each.

const (
	linkType     = "clink_cluster_link"
	topicType    = "clink_mirror_topic"
	serviceType  = "clink_network_link_service"
	endpointType = "clink_network_link_endpoint"
)

type object = map[string]any

// with is a configuration with some arguments changed.
func with(config acctest.Object, change object) acctest.Object {
	changed := maps.Clone(config)
	maps.Copy(changed, change)
	return changed
}

func keyOf(cluster string) object {
	return object{"sasl": object{"username": cluster + "KEY", "password_wo": cluster + "SECRET"}}
}

// aLink is a link from jump to dr.
func aLink(change object) acctest.Object {
	return with(acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "jump-to-dr", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": keyOf("JUMP"),
	}, change)
}

func inbound(cluster, remote string, change object) acctest.Object {
	return with(acctest.Object{"kafka_cluster_id": cluster, "remote_cluster_id": remote, "link_name": "pair", "connection_mode": "INBOUND"}, change)
}

func source(change object) acctest.Object {
	return with(acctest.Object{
		"kafka_cluster_id": "lkc-primary", "remote_cluster_id": "lkc-jump", "link_name": "pair", "link_mode": "SOURCE", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": keyOf("JUMP"), "local_authentication": keyOf("PRIMARY"),
	}, change)
}

// judge validates and plans new resources of one configuration, in this order.
func judge(w *acctest.World, resource string, configs ...acctest.Object) (said acctest.Diagnostics) {
	p := w.NewProtocol(nil)
	for _, config := range configs {
		found := p.ValidateNext(resource, config)
		if said = append(said, found...); len(found.Errors()) == 0 {
			said = append(said, p.Plan(resource, acctest.Step{}, config).Diagnostics...)
		}
	}
	return said
}

const (
	certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
	privateKey  = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"
	offsetsOn   = `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`
	everyACL    = `{"aclFilters":[{"resourceFilter":{"resourceType":"any","patternType":"any"},"accessFilter":{"operation":"any","permissionType":"any"}}]}`
	kerberos    = `com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab="/etc/link.keytab";`
)

// ofArguments are about the arguments of one new link.
func ofArguments(t *testing.T) (said acctest.Diagnostics) {
	t.Helper()
	w := acctest.NewWorld(t)
	platform := object{"kafka_cluster_id": "on-premises", "remote_cluster_id": "elsewhere", "remote_authentication": nil}
	tls := func(arguments object) object {
		return object{"remote_authentication": object{"sasl": keyOf("JUMP")["sasl"], "tls": arguments}}
	}
	secret := func(value any) object {
		return object{"remote_authentication": object{"sasl": object{"username": "K", "password_wo": value}}}
	}
	for _, change := range []object{
		{"remote_cluster_id": "lkc-dr"},
		{"remote_cluster_id": "pkc-1.confluent.cloud"},
		{"link_name": "my link"},
		{"remote_authentication": object{"sasl": object{"username": "", "password_wo": "S"}}},
		{"remote_authentication": object{"sasl": object{"username": "K ", "password_wo": "S"}}},
		{"link_mode": "sideways"},
		{"prefix": ""},
		{"prefix": "a b"},
		{"prefix": "longer-than-12-characters-"},
		{"remote_bootstrap_servers": "pkc-jump"},
		{"remote_bootstrap_servers": nil},
		{"remote_bootstrap_servers": "SSL://pkc-jump:9092"},
		{"timeouts": object{"create": "0s"}},
		{"config": object{"": "x"}},
		{"link_mode": "SOURCE", "connection_mode": "INBOUND"},
		{"link_mode": "SOURCE"},
		{"link_mode": "SOURCE", "local_authentication": keyOf("DR"), "prefix": "x-"},
		{"remote_connection_mode": "INBOUND"},
		{"connection_mode": "INBOUND"},
		{"connection_mode": "INBOUND", "remote_authentication": nil},
		{"link_mode": "BIDIRECTIONAL", "connection_mode": "INBOUND", "remote_connection_mode": "INBOUND", "remote_authentication": nil, "remote_bootstrap_servers": nil},
		{"link_mode": "BIDIRECTIONAL", "remote_connection_mode": "OUTBOUND", "local_authentication": keyOf("DR")},
		{"local_authentication": keyOf("DR")},
		{"remote_authentication": nil},
		{"remote_authentication": object{"sasl": keyOf("JUMP")["sasl"], "oauth": object{"token_endpoint_url": "https://i", "client_id": "c", "client_secret_wo": "s"}}},
		{"remote_authentication": object{"security_protocol": "SASL_SSL"}},
		{"remote_authentication": object{"security_protocol": "SSL", "sasl": keyOf("JUMP")["sasl"]}},
		{"remote_authentication": object{"tls": object{}}},
		{"remote_authentication": object{"security_protocol": "SASL_PLAINTEXT", "sasl": keyOf("JUMP")["sasl"], "tls": object{"truststore_certificates": certificate}}},
		{"remote_authentication": object{"sasl": object{"username": "K", "mechanism": "MD5", "password_wo": "S"}}},
		{"remote_authentication": object{"sasl": object{"username": "K", "mechanism": "SCRAM-SHA-256", "password_wo": "S"}}},
		{"remote_authentication": object{"sasl": keyOf("JUMP")["sasl"], "security_protocol": "SASL_PLAINTEXT"}},
		{"config": object{"sasl.mechanism": "GSSAPI", "security.protocol": "PLAINTEXT"}, "config_wo": object{"sasl.jaas.config": "m required;"}, "remote_authentication": nil},
		secret(nil), secret(""), secret("S\n"), secret(" S"),
		tls(object{"truststore_certificates": "trust.jks"}),
		tls(object{"keystore_certificate_chain": certificate + privateKey}),
		tls(object{"key_password_wo": "p"}),
		{"config": object{"acl.sync.ms": nil}},
		{"config": object{"x.y": "1"}, "config_wo": object{"x.y": "2"}},
		{"config_wo": object{"x.y": nil}},
		{"config": object{"x.y": privateKey}},
		{"config": object{"sasl.mechanism": "PLAIN"}},
	} {
		said = append(said, judge(w, linkType, aLink(change))...)
	}
	said = append(said, judge(w, linkType, with(aLink(nil), platform), with(aLink(nil), object{"kafka_cluster_id": "lkc-nowhere"}))...)
	said = append(said, judge(w, linkType, aLink(object{"prefix": "x-"}), aLink(object{"prefix": "x-", "link_name": "other"}))...)
	said = append(said, judge(w, linkType, aLink(nil), aLink(nil))...)
	return append(said, w.NewProtocol(nil).ReadData("clink_filter_matches", object{"kafka_cluster_id": "lkc-dr"}).Diagnostics...)
}

// ofSettings are about config and config_wo of one new link.
func ofSettings(t *testing.T) (said acctest.Diagnostics) {
	t.Helper()
	w := acctest.NewWorld(t)
	topics := func(filter string) object {
		return object{"auto.create.mirror.topics.enable": "true", "auto.create.mirror.topics.filters": filter}
	}
	one := func(filter string) object { return topics(`{"topicFilters":[` + filter + `]}`) }
	named := func(name string) object {
		return one(`{"name":"` + name + `","patternType":"LITERAL","filterType":"INCLUDE"}`)
	}
	for _, config := range []object{
		{"link.mode": "SOURCE"},
		{"link.prefix": "x"},
		{"source.sasl.mechanism": "PLAIN"},
		{"source.bootstrap.servers": "a:1"},
		{"dest.cluster.id": "lkc-1"},
		{"sasl.jaas.config": "x"},
		{"acl.sync.enabled": "true"},
		{"no.such.thing": "1"},
		{"num.cluster.link.fetchers": "2"},
		{"ssl.truststore.location": "/etc/t"},
		{"ssl.keystore.location": "/etc/k"},
		{"consumer.offset.sync.enable": "yes"},
		{"acl.sync.ms": "soon"},
		{"acl.sync.ms": "1"},
		{"consumer.offset.sync.ms": "1"},
		{"consumer.offset.sync.ms": "-1"},
		{"availability.check.ms": "-1"},
		{"sasl.login.refresh.buffer.seconds": "9999"},
		{"client.dns.lookup": "none"},
		{"sasl.login.refresh.window.factor": "much"},
		{"sasl.login.refresh.window.factor": "7"},
		{"mirror.start.offset.spec": "Earliest"},
		{"mirror.start.offset.spec": "latest "},
		{"mirror.start.offset.spec": "2026-01-31T08:00:00.000Z"},
		{"mirror.start.offset.spec": "2026-01-31"},
		{"mirror.start.offset.spec": "1767225600000"},
		{"mirror.start.offset.spec": "now"},
		{"topic.config.sync.include": `["retention.ms"]`},
		{"topic.config.sync.include": "retention.ms,,"},
		{"topic.config.sync.include": "retention.ms,retention.ms"},
		{"topic.config.sync.include": "confluent.key.schema.validation"},
		{"topic.config.sync.include": "retention.mss"},
		{"ssl.keystore.type": "JKS"},
		{"sasl.kerberos.kinit.cmd": "/usr/bin/kinit"},
		{"consumer.group.prefix.enable": "true"},
		{"consumer.offset.group.filters": offsetsOn},
		{"consumer.offset.sync.enable": "true"},
		{"acl.sync.enable": "true"},
		{"acl.sync.enable": "true", "acl.filters": everyACL},
		{"local.sasl.kerberos.service.name": "kafka"},
		topics("nonsense"), topics("[]"), topics(`"{}"`), topics("1"), topics("{}"), topics(`{"topicFilters":[],"topicFilters":[]}`), topics(`{"groupFilters":[]}`),
		topics(`{"acls.filters":[]}`), topics(`{"name":"*"}`), topics(`{"topicFilters":{}}`), topics(`{"topicFilters":[]}`), topics(`{"topicFilters":[],"more":1}`),
		topics(`{"topicFilters":[{"name":"*","patternType":"LITERAL","filterType":"EXCLUDE"}]}`),
		one(`"orders"`), one(`{"name":"a","name":"b","patternType":"LITERAL","filterType":"INCLUDE"}`), one(`{"patternType":"LITERAL","filterType":"INCLUDE"}`),
		one(`{"name":1,"patternType":"LITERAL","filterType":"INCLUDE"}`), one(`{"name":"a","patternType":"PREFIX","filterType":"INCLUDE"}`),
		one(`{"name":"a","pattern_type":"LITERAL","filterType":"INCLUDE"}`), one(`{"name":"a","patternType":"LITERAL","filterType":"INCLUDE","more":1}`),
		named(""), named(".*"), named("a b"), named(strings.Repeat("a", 250)),
		{"acl.sync.enable": "true", "acl.filters": `{"aclFilters":[{"operation":"any","resourceFilter":{"resourceType":"topic","patternType":"literal","name":"a"},"accessFilter":{"operation":"any","permissionType":"any","clusterLinkIds":"x"}}]}`},
		{"acl.sync.enable": "true", "acl.filters": `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"literal","name":"a"},"accessFilter":{"operation":"any","permissionType":"any","principal":"me"}}]}`},
		{"consumer.offset.sync.enable": "true", "consumer.offset.group.filters": `{"groupFilters":[{"name":".*","patternType":"LITERAL","filterType":"INCLUDE"}]}`},
	} {
		said = append(said, judge(w, linkType, aLink(object{"config": config, "remote_authentication": keyOf("JUMP")}))...)
	}
	jaas := func(value string) object { return object{"local.sasl.jaas.config": value} }
	for _, change := range []object{
		{"config_wo": jaas("sasl.jaas.config=" + kerberos)},
		{"config_wo": jaas(strings.TrimSuffix(kerberos, ";"))},
		{"config_wo": jaas(strings.Replace(kerberos, " ", " \\\n", 1))},
		{"config_wo": jaas(strings.Replace(kerberos, " ", "\u00a0", 1))},
		{"config_wo": jaas(kerberos + kerberos)},
		{"config_wo": jaas("m required password=“s”;")},
		{"config_wo": jaas(`m required username="u" password="";`)},
		{"config_wo": jaas(kerberos)},
		{"config_wo": object{"ssl.keystore.password": "p"}},
		{"config": object{"sasl.mechanism": "plain"}, "config_wo": object{"sasl.jaas.config": "m required;"}, "remote_authentication": nil},
		{"config": object{"acl.sync.enable": "true", "acl.filters": everyACL}, "prefix": "x-"},
		{"config": with(named("*"), nil), "prefix": "x-"},
		{"config": object{"acl.sync.enable": "true", "acl.filters": everyACL}, "remote_cluster_id": "on-premises"},
		{"config": object{"acl.sync.ms": "7000"}, "link_mode": "SOURCE", "local_authentication": keyOf("DR")},
		{"config": object{"consumer.group.prefix.enable": "true"}, "link_mode": "BIDIRECTIONAL"},
		{"config": object{"sasl.kerberos.service.name": "kafka"}, "connection_mode": "INBOUND", "remote_authentication": nil, "remote_bootstrap_servers": nil},
	} {
		said = append(said, judge(w, linkType, aLink(change))...)
	}
	for _, change := range []object{
		{"config": object{"ssl.keystore.location": "/tmp/k.jks"}},
		{"config_wo": object{"sasl.jaas.config": strings.Replace(kerberos, "/etc", "/tmp", 1)}},
	} {
		config := with(aLink(object{"kafka_cluster_id": "on-premises", "remote_cluster_id": "elsewhere", "remote_authentication": nil}), change)
		p := w.NewProtocol(func(block map[string]any) {
			block["kafka_clusters"].(map[string]any)["on-premises"] = map[string]any{"rest_endpoint": w.URL}
		})
		said = append(said, p.Plan(linkType, acctest.Step{}, config).Diagnostics...)
	}
	return said
}
