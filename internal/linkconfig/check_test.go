package linkconfig_test

import (
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

// verdict is what is said of one entry.
type verdict struct {
	name, value string
	d           linkconfig.Deployment
	// want is empty, or a severity and words, such as "error: Not a Boolean" or
	// "warning".
	want string
	// words have to be in the detail.
	words string
}

func (v verdict) judge(t *testing.T, got []linkconfig.Finding) {
	t.Helper()
	if v.want == "" {
		if len(got) > 0 {
			t.Errorf("%s = %q on %s: %+v", v.name, v.value, v.d, got)
		}
		return
	}
	if len(got) != 1 {
		t.Errorf("%s = %q on %s: %d findings, want one: %+v", v.name, v.value, v.d, len(got), got)
		return
	}
	f := got[0]
	if f.Setting != v.name || f.Argument != "" || !strings.HasPrefix(f.Severity.String()+": "+f.Summary, v.want) || !strings.Contains(f.Detail, v.words) || !strings.HasSuffix(f.Detail, ".") && !strings.HasSuffix(f.Detail, "?") {
		t.Errorf("%s = %q on %s\n got %s: %s: %s (%q)\nwant %s, words %q", v.name, v.value, v.d, f.Severity, f.Summary, f.Detail, f.Setting, v.want, v.words)
	}
}

const (
	unknown  = linkconfig.Unknown
	cloud    = linkconfig.Cloud
	platform = linkconfig.Platform
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, v := range []verdict{
		// Booleans.
		{"acl.sync.enable", "true", cloud, "", ""},
		{"acl.sync.enable", "FALSE", unknown, "", ""},
		{"acl.sync.enable", " True ", cloud, "", ""},
		{"acl.sync.enable", "maybe", unknown, "error: Not a Boolean", `"acl.sync.enable" is "maybe". It is "true" or "false".`},
		{"acl.sync.enable", "yes", unknown, "error: Not a Boolean", `Write "true".`},
		{"acl.sync.enable", "0", unknown, "error: Not a Boolean", `Write "false".`},
		{"acl.sync.enable", "", unknown, "error: Not a Boolean", ""},
		{"cluster.link.paused", "on", platform, "error: Not a Boolean", ""},

		// Integers.
		{"acl.sync.ms", "1000", cloud, "", ""},
		{"acl.sync.ms", " 5000 ", cloud, "", ""},
		{"acl.sync.ms", "999", cloud, "error: Number Too Small", "The least that is allowed is 1000 milliseconds"},
		{"acl.sync.ms", "5", cloud, "error: Number Too Small", `If seconds are meant, write "5000".`},
		{"acl.sync.ms", "5s", cloud, "error: Not a Whole Number", `write "5000"`},
		{"acl.sync.ms", "5.5", cloud, "error: Not a Whole Number", "from 1000 to 2147483647"},
		{"acl.sync.ms", "", cloud, "error: Not a Whole Number", ""},
		{"acl.sync.ms", "5,000", cloud, "error: Not a Whole Number", ""},
		{"acl.sync.ms", "2147483647", cloud, "", ""},
		{"acl.sync.ms", "2147483648", cloud, "error: Not a Whole Number", ""},
		{"consumer.offset.sync.ms", "1000", cloud, "", ""},
		{"consumer.offset.sync.ms", "999", cloud, "warning: Number Too Small", "reported"},
		{"consumer.offset.sync.ms", "-1", cloud, "error: Number Too Small", "negative"},
		{"topic.config.sync.ms", "30", cloud, "warning: Number Too Small", `write "30000"`},
		{"topic.config.sync.ms", "9000", cloud, "", ""},
		{"availability.check.ms", "-5", platform, "error: Number Too Small", "negative"},
		{"availability.check.ms", "10000", platform, "", ""},
		{"replica.socket.receive.buffer.bytes", "-1", platform, "", ""},
		{"replica.socket.receive.buffer.bytes", "-2", platform, "error: Number Too Small", "-1"},
		{"metadata.max.age.ms", "9223372036854775807", platform, "", ""},
		{"metadata.max.age.ms", "9223372036854775808", platform, "error: Not a Whole Number", ""},

		{"sasl.login.refresh.buffer.seconds", "3600", platform, "", ""},
		{"local.sasl.login.refresh.buffer.seconds", "3601", platform, "error: Number Too Large", "3600 seconds"},

		// Fractions.
		{"sasl.login.refresh.window.factor", "0.9", platform, "", ""},
		{"sasl.login.refresh.window.factor", "0.4", platform, "error: Number Out of Range", "from 0.5 to 1"},
		{"local.sasl.login.refresh.window.jitter", "0.3", platform, "error: Number Out of Range", "from 0 to 0.25"},
		{"sasl.kerberos.ticket.renew.jitter", "much", platform, "error: Not a Number", "0.05"},

		// Enums, in any case.
		{"client.dns.lookup", "USE_ALL_DNS_IPS", cloud, "", ""},
		{"client.dns.lookup", "use_all_dns_ip", cloud, "error: Not an Allowed Value", `Did you mean "use_all_dns_ips"?`},
		{"client.dns.lookup", "default", cloud, "error: Not an Allowed Value", "resolve_canonical_bootstrap_servers_only"},
		{"security.protocol", "sasl_ssl", cloud, "", ""},
		{"security.protocol", "SASL-SSL", cloud, "error: Not an Allowed Value", `Did you mean "SASL_SSL"?`},
		{"security.protocol", "TLS", cloud, "error: Not an Allowed Value", "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"},
		{"local.security.protocol", "TLS", cloud, "error: Not an Allowed Value", ""},
		{"sasl.mechanism", "GSSAPI", platform, "", ""},
		{"sasl.mechanism", "gssapi", platform, "warning: Unknown SASL Mechanism", `Write "GSSAPI"`},
		{"sasl.mechanism", "SCRAM-SHA-265", platform, "warning: Unknown SASL Mechanism", "Did you mean"},
		{"sasl.mechanism", "MY-OWN", platform, "warning: Unknown SASL Mechanism", ""},

		// The start of mirror topics.
		{"mirror.start.offset.spec", "earliest", cloud, "", ""},
		{"mirror.start.offset.spec", "latest", cloud, "", ""},
		{"mirror.start.offset.spec", "LATEST", cloud, "warning: Not a Start", `write "latest"`},
		{"mirror.start.offset.spec", "2024-02-29T23:59:59.999", cloud, "", ""},
		{"mirror.start.offset.spec", "2023-02-29T00:00:00.000", cloud, "error: Not a Start", "YYYY-MM-DDTHH:mm:SS.sss"},
		{"mirror.start.offset.spec", "2024-13-01T00:00:00.000", cloud, "error: Not a Start", ""},
		{"mirror.start.offset.spec", "2024-01-01T00:00:00.000Z", cloud, "warning: Not a Start", `write "2024-01-01T00:00:00.000"`},
		{"mirror.start.offset.spec", "2024-01-01T02:00:00.000+02:00", cloud, "warning: Not a Start", `write "2024-01-01T00:00:00.000"`},
		{"mirror.start.offset.spec", "2024-01-01T00:00:00Z", cloud, "error: Not a Start", `Write "2024-01-01T00:00:00.000"`},
		{"mirror.start.offset.spec", "2024-01-01T00:00:00", cloud, "error: Not a Start", `Write "2024-01-01T00:00:00.000"`},
		{"mirror.start.offset.spec", "2024-01-01T00:00:00,000", cloud, "error: Not a Start", ""},
		{"mirror.start.offset.spec", "2024-01-01", cloud, "error: Not a Start", `Write "2024-01-01T00:00:00.000"`},
		{"mirror.start.offset.spec", "1704067200000", cloud, "error: Not a Start", `Write "2024-01-01T00:00:00.000"`},
		{"mirror.start.offset.spec", "1704067200", cloud, "error: Not a Start", `Write "2024-01-01T00:00:00.000"`},
		{"mirror.start.offset.spec", "yesterday", cloud, "error: Not a Start", ""},
		{"mirror.start.offset.spec", "", cloud, "error: Not a Start", ""},

		// Lists.
		{"topic.config.sync.include", "retention.ms, cleanup.policy", cloud, "", ""},
		{"topic.config.sync.include", "", cloud, "", ""},
		{"topic.config.sync.include", `["retention.ms"]`, cloud, "error: Not a List", "join"},
		{"topic.config.sync.include", "retention.ms,,cleanup.policy", cloud, "error: Not a List", "empty"},
		{"topic.config.sync.include", "retention.ms,retention.ms", cloud, "warning: Entry Given Twice", "retention.ms"},
		{"topic.config.sync.include", "retention.msec", cloud, "warning: Unknown Topic Setting", `Did you mean "retention.ms"?`},
		{"topic.config.sync.include", "confluent.value.schema.validation", cloud, "error: Topic Setting Is Never Synced", "clink_mirror_topic"},
		{"topic.config.sync.include", "confluent.placement.constraints", platform, "error: Topic Setting Is Never Synced", ""},
		{"ssl.enabled.protocols", "TLSv1.3", platform, "", ""},

		// Who may set what.
		{"request.timeout.ms", "60000", cloud, "error: Read-Only on Confluent Cloud", "stays 30000"},
		{"request.timeout.ms", "60000", platform, "", ""},
		{"request.timeout.ms", "60000", unknown, "", ""},
		{"request.timeout.ms", "soon", unknown, "error: Not a Whole Number", ""},
		{"ssl.keystore.location", "/var/ssl/key.jks", cloud, "error: No Files on Confluent Cloud", "remote_authentication"},
		{"local.ssl.truststore.location", "/var/ssl/trust.jks", cloud, "error: No Files on Confluent Cloud", "tls.truststore_certificates in local_authentication"},
		{"ssl.truststore.location", "/tmp/trust.jks", cloud, "error: No Files on Confluent Cloud", ""},
		{"ssl.truststore.location", "/var/ssl/trust.jks", platform, "", ""},
		{"ssl.truststore.location", "/tmp/trust.jks", platform, "warning: File Below /tmp", "every broker"},
		{"ssl.truststore.location", "/tmpfs/trust.jks", platform, "", ""},
		{"ssl.truststore.location", "/tmp/trust.jks", unknown, "", ""},
		{"ssl.keystore.type", "JKS", cloud, "warning: No Files on Confluent Cloud", "PEM"},
		{"ssl.keystore.type", "JKS", platform, "", ""},
		{"sasl.kerberos.kinit.cmd", "/usr/bin/kinit", cloud, "warning: No Files on Confluent Cloud", ""},
		{"sasl.kerberos.service.name", "kafka", cloud, "", ""},

		// What does not belong in config.
		{"link.mode", "SOURCE", cloud, "error: Setting With an Argument of Its Own", `"link.mode" is managed by the argument link_mode: use that instead.`},
		{"local.bootstrap.servers", "a:1", unknown, "error: Setting With an Argument of Its Own", "local_bootstrap_servers"},
		{"link.prefix", "dr-", cloud, "error: Not a Link Setting", "argument prefix"},
		{"source.bootstrap.servers", "a:1", cloud, "error: Not a Link Setting", "remote_bootstrap_servers"},
		{"source.sasl.jaas.config", "x", cloud, "error: Not a Link Setting", "local_authentication"},
		{"dest.cluster.id", "lkc-1", cloud, "error: Not a Link Setting", "remote_cluster_id"},
		{"sasl.jaas.config", "x", cloud, "error: Secret Setting", "config_wo"},
		{"local.ssl.keystore.password", "x", platform, "error: Secret Setting", ""},
		{"schema.registry.password", "x", platform, "error: Secret Setting", ""},
		{"acl.sync.enabled", "true", cloud, "warning: Unknown Link Setting", `Did you mean "acl.sync.enable"?`},
		{"bootstrap.server", "a:1", cloud, "warning: Unknown Link Setting", "argument remote_bootstrap_servers"},
		{"schema.registry.url", "x", cloud, "warning: Unknown Link Setting", "sent as it is"},
	} {
		v.judge(t, linkconfig.Check(v.name, v.value, v.d))
	}
}

func TestCheckName_judgesNoValue(t *testing.T) {
	t.Parallel()
	for _, v := range []verdict{
		{name: "acl.sync.ms"},
		{name: "connection.mode", want: "error: Setting With an Argument of Its Own"},
		{name: "num.cluster.link.fetchers", d: cloud, want: "error: Read-Only"},
		{name: "ssl.key.password", want: "error: Secret Setting"},
		{name: "acls.filters", want: "warning: Unknown Link Setting", words: `"acl.filters"`},
	} {
		v.judge(t, linkconfig.CheckName(v.name, v.d))
	}
}

func TestCheckWriteOnly(t *testing.T) {
	t.Parallel()
	const kerberos = `com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab="/etc/link.keytab" principal="link@EXAMPLE.COM";`
	for _, v := range []verdict{
		{"sasl.jaas.config", kerberos, platform, "", ""},
		{"sasl.jaas.config", kerberos, unknown, "", ""},
		{"sasl.jaas.config", kerberos, cloud, "warning: No Files on Confluent Cloud", "keytab"},
		{"sasl.jaas.config", strings.Replace(kerberos, "/etc", "/tmp", 1), platform, "warning: File Below /tmp", ""},
		{"local.sasl.jaas.config", strings.TrimSuffix(kerberos, ";"), platform, "error: Not a JAAS Value", "semicolon"},
		{"sasl.jaas.config", strings.Replace(kerberos, " ", " \\\n  ", 1), platform, "error: Not a JAAS Value", "backslashes"},
		{"sasl.jaas.config", strings.Replace(kerberos, " ", "\u00a0", 1), platform, "error: Not a JAAS Value", "no-break space"},
		{"sasl.jaas.config", kerberos + " " + kerberos, platform, "error: Not a JAAS Value", "more than one login module"},
		{"sasl.jaas.config", "sasl.jaas.config=" + kerberos, platform, "error: Not a JAAS Value", "own name"},
		{" ", "x", cloud, "error: Setting Without a Name", "is empty"},
		{"sasl.jaas.config", linkconfig.JAAS(linkconfig.PlainLoginModule, linkconfig.Option{Name: "username", Value: "key"}, linkconfig.Option{Name: "password"}), unknown, "error: Empty Secret", "password is empty"},
		{"local.sasl.jaas.config", linkconfig.JAAS(linkconfig.OAuthLoginModule, linkconfig.Option{Name: "clientId", Value: " "}), cloud, "error: Empty Secret", "clientId is empty"},
		{"sasl.jaas.config", `org.example.Module required password=“secret”;`, platform, "warning: Curly Quotes", ""},
		{"ssl.keystore.password", "secret", platform, "", ""},
		{"acl.sync.ms", "soon", platform, "", ""},
		{"link.mode", "SOURCE", platform, "error: Setting With an Argument of Its Own", ""},
		{"link.prefix", "x", platform, "error: Not a Link Setting", ""},
		{"sasl.jaas.confg", "secret", platform, "warning: Unknown Link Setting", "sasl.jaas.config"},
		{"ssl.keystore.location", "/etc/key", cloud, "error: No Files", ""},
		{"ssl.keystore.password", "secret", cloud, "error: No Files", "takes no such password"},
		{"local.ssl.truststore.password", "secret", cloud, "error: No Files", "local_authentication"},
	} {
		got := linkconfig.CheckWriteOnly(v.name, v.value, v.d)
		v.judge(t, got)
		for _, f := range got {
			if strings.Contains(f.Detail, "secret") || strings.Contains(f.Detail, "EXAMPLE.COM") {
				t.Errorf("%s: the detail holds the value: %s", v.name, f.Detail)
			}
		}
	}
}

func TestSame_values(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, a, b string
		want       bool
	}{
		{"acl.sync.ms", "5000", " 05000", true},
		{"acl.sync.ms", "5000", "five", false},
		{"sasl.login.refresh.window.factor", "0.8", "0.80", true},
		{"sasl.login.refresh.window.factor", "0.8", "0.81", false},
		{"acl.sync.enable", " true", "TRUE", true},
		{"acl.sync.enable", "true", "false", false},
		{"client.dns.lookup", "use_all_dns_ips", "USE_ALL_DNS_IPS", true},
		{"security.protocol", "SASL_SSL", "sasl_ssl", true},
		{"topic.config.sync.include", "a, b", "a,b", true},
		{"topic.config.sync.include", "a,b", "b,a", false},
		{"bootstrap.servers", "SASL_SSL://A:1,b:2", "b:2,a:1", true},
		{"sasl.kerberos.service.name", "kafka", "Kafka", false},
		{"sasl.jaas.config", "a", "A", false},
		{"new.feature.enable", "True", "true", true},
		{"new.feature.mode", "X", "x", false},
	} {
		if got := linkconfig.Same(c.name, c.a, c.b); got != c.want || linkconfig.Same(c.name, c.b, c.a) != c.want {
			t.Errorf("Same(%s, %q, %q) = %t", c.name, c.a, c.b, got)
		}
	}
}

func TestCheckChange(t *testing.T) {
	t.Parallel()
	text := func(s string) *string { return &s }
	for _, c := range []struct {
		name          string
		before, after *string
		warns         bool
	}{
		{"mirror.start.offset.spec", text("earliest"), text("latest"), true},
		{"mirror.start.offset.spec", nil, text("latest"), true},
		{"mirror.start.offset.spec", text("latest"), nil, true},
		{"mirror.start.offset.spec", nil, text("earliest"), false},
		{"mirror.start.offset.spec", text("latest"), text("latest"), false},
		{"acl.sync.ms", text("5000"), text("6000"), false},
		{"unheard.of", nil, text("x"), false},
	} {
		got := linkconfig.CheckChange(c.name, c.before, c.after)
		if (len(got) == 1 && got[0].Severity == linkconfig.Warning && strings.Contains(got[0].Detail, "keep their start")) != c.warns {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
