package linkconfig_test

import (
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

func TestSameAddress(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"pkc-1:9092", "pkc-1:9092", true},
		{"SASL_SSL://pkc-1:9092", "pkc-1:9092", true},
		{"sasl_ssl://PKC-1:9092", "pkc-1:9092", true},
		{"a:1, b:2", "SSL://b:2,a:1", true},
		{"pkc-1:9092", "pkc-2:9092", false},
		{"pkc-1:9092", "pkc-1:9093", false},
		{"a:1,b:2", "a:1", false},
		{"https://pkc-1:9092", "pkc-1:9092", false},
	} {
		if got := linkconfig.SameAddress(c.a, c.b); got != c.want {
			t.Errorf("SameAddress(%q, %q) = %t", c.a, c.b, got)
		}
	}
}

func TestCheckAddress(t *testing.T) {
	t.Parallel()
	for list, complaint := range map[string]string{
		"pkc-1:9092":                    "",
		"SASL_SSL://pkc-1:9092":         "",
		"b1:9092,b2:9092":               "",
		"[::1]:9092":                    "",
		"":                              "empty",
		"pkc-1":                         "host:port",
		"pkc-1:":                        "port",
		"pkc-1:70000":                   "port",
		":9092":                         "host:port",
		"https://pkc-1:443":             "REST API",
		"KAFKA://pkc-1:9092":            "protocol",
		"b1:9092,,b2:9092":              "host:port",
		"SASL_SSL://b1:9092,SSL://b2:9": "SASL_SSL and SSL, and a link speaks one",
		"b1:9092,b2:9092,\n":            "",
		" , ":                           "empty",
		"pkc-1.aws.confluent.cloud:443": "9092",
		"pkc 1:9092":                    "host:port",
		"SASL_SSL://pkc-1:9092/kafka/1": "port",
	} {
		err := linkconfig.CheckAddress(list)
		switch {
		case complaint == "" && err != nil:
			t.Errorf("%q: %v", list, err)
		case complaint != "" && (err == nil || !strings.Contains(err.Error(), complaint)):
			t.Errorf("%q: got %v, want words on %q", list, err, complaint)
		}
	}
}

func TestJAAS_escapes(t *testing.T) {
	t.Parallel()
	got := linkconfig.JAAS(linkconfig.PlainLoginModule,
		linkconfig.Option{Name: "username", Value: "K"}, linkconfig.Option{Name: "password", Value: "a\"b\\c'd;e\nf"})
	want := `org.apache.kafka.common.security.plain.PlainLoginModule required username="K" password="a\"b\\c'd;e\012f";`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	const filters = "auto.create.mirror.topics.filters"
	for _, c := range []struct {
		name, a, b string
		want       bool
	}{
		{"acl.sync.ms", "5000", "5000", true},
		{"acl.sync.ms", "5000", "5001", false},
		{"acl.sync.enable", "TRUE", "true", true},
		{"mirror.start.offset.spec", "latest", "LATEST", false},
		{
			filters, `{"topicFilters":[{"name":"a","patternType":"LITERAL","filterType":"INCLUDE"}]}`,
			"{ \"topicFilters\": [ {\"filterType\":\"include\", \"patternType\":\"Literal\",\n \"name\":\"a\"} ] }", true,
		},
		{filters, `{"topicFilters":[{"name":"a"}]}`, `{"topicFilters":[{"name":"A"}]}`, false},
		{filters, `{"topicFilters":[{"name":"a"},{"name":"b"}]}`, `{"topicFilters":[{"name":"b"},{"name":"a"}]}`, false},
		{filters, `{"topicFilters":[]}`, ``, false},
	} {
		if got := linkconfig.Same(c.name, c.a, c.b); got != c.want {
			t.Errorf("Same(%s, %s, %s) = %t", c.name, c.a, c.b, got)
		}
	}
}

func TestSensitive(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"sasl.jaas.config": true, "local.sasl.jaas.config": true, "ssl.keystore.key": true, "local.ssl.key.password": true,
		"acl.sync.ms": false, "sasl.mechanism": false,
	} {
		if linkconfig.Sensitive(name) != want {
			t.Errorf("Sensitive(%s) = %t", name, !want)
		}
	}
}
