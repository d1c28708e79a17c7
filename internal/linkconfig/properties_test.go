package linkconfig_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

func TestParseProperties(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want map[string]string
	}{
		"empty":             {"", nil},
		"comments, blanks":  {"# a\n  ! b\n\n \t\n", nil},
		"the three ways":    {"a=1\nb:2\nc 3\nd\t4\n", settings{"a": "1", "b": "2", "c": "3", "d": "4"}},
		"blanks around":     {"  a = 1 \nb :  2\nc   =3", settings{"a": "1 ", "b": "2", "c": "3"}},
		"one separator":     {"a==1\nb=:2\nc : = 3", settings{"a": "=1", "b": ":2", "c": "= 3"}},
		"no value":          {"a\nb=\nc:", settings{"a": "", "b": "", "c": ""}},
		"CRLF and CR":       {"a=1\r\n# c\r\nb=2\rc=3", settings{"a": "1", "b": "2", "c": "3"}},
		"byte order mark":   {"\ufeffa=1", settings{"a": "1"}},
		"hash in a value":   {"a=1 # no comment", settings{"a": "1 # no comment"}},
		"goes on":           {"a=1,\\\n   2,\\\r\n\t3\nb=4", settings{"a": "1,2,3", "b": "4"}},
		"goes on to a hash": {"a=1\\\n# no comment", settings{"a": "1# no comment"}},
		"key goes on":       {"a\\\n  b=1", settings{"ab": "1"}},
		"backslash at end":  {"a=1\\", settings{"a": "1"}},
		"two backslashes":   {"a=1\\\\\nb=2", settings{"a": `1\`, "b": "2"}},
		"escapes":           {`a=\t\n\r\f\\\"\z` + "\n" + `b\=c\:d\ e=1`, settings{"a": "\t\n\r\f\\\"z", "b=c:d e": "1"}},
		"unicode":           {`a=\u00fc\u20AC` + "\n" + `b=\ud83d\ude00` + "\n" + `c=\ud83dx\ude00` + "\nd=ü", settings{"a": "ü€", "b": "😀", "c": "\ufffdx\ufffd", "d": "ü"}},
		"the guide's file": {
			"## ADDING AUTO MIRROR\nlink.mode=DESTINATION\nconnection.mode=INBOUND\nauto.create.mirror.topics.filters={ \"topicFilters\": [ {\"name\": \"mirror_me\"} ] }\n" +
				"sasl.jaas.config=org.example.Module required username='k=1' password='s:2';\nbootstrap.servers=SASL_SSL://a:9092",
			settings{
				"link.mode": "DESTINATION", "connection.mode": "INBOUND", "auto.create.mirror.topics.filters": `{ "topicFilters": [ {"name": "mirror_me"} ] }`,
				"sasl.jaas.config": "org.example.Module required username='k=1' password='s:2';", "bootstrap.servers": "SASL_SSL://a:9092",
			},
		},
		"the page's filter": {"acl.filters={ \\\n\"aclFilters\": [ \\\n] \\\n}\n", settings{"acl.filters": `{ "aclFilters": [ ] }`}},
	} {
		got, err := linkconfig.ParseProperties(c.text)
		if err != nil || !maps.Equal(got, c.want) {
			t.Errorf("%s: got %q, %v\nwant %q", name, got, err, c.want)
		}
	}
}

func TestParseProperties_errorsNameTheLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"no key":        {"a=1\n\n=2", "line 3: a value without a key"},
		"twice":         {"a=1\r\nb=2\r\na=3", `line 3: "a" is given again, after line 1`},
		"after a join":  {"a=1\\\n2\n:x", "line 3:"},
		"short escape":  {"# c\na=\\u12", `line 2: in the value of "a": \u12 is no character`},
		"broken escape": {"a\\uzzzz=1", `line 1: in the key: \uzzzz`},
		"signed escape": {"a=\\u+123", "line 1:"},
	} {
		if _, err := linkconfig.ParseProperties(c.text); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}
