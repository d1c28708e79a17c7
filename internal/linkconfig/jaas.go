package linkconfig

import (
	"fmt"
	"strings"
)

// Option is one option of a JAAS login module.
type Option struct{ Name, Value string }

// The login modules that Clink writes JAAS for.
const (
	PlainLoginModule = "org.apache.kafka.common.security.plain.PlainLoginModule"
	ScramLoginModule = "org.apache.kafka.common.security.scram.ScramLoginModule"
	OAuthLoginModule = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule"
)

// JAAS writes the value of sasl.jaas.config. Whatever a value holds, Kafka reads
// back just that: it parses JAAS with Java's StreamTokenizer, in whose quoted
// strings a backslash escapes and a line ends the string.
func JAAS(module string, options ...Option) string {
	var b strings.Builder
	b.WriteString(module)
	b.WriteString(" required")
	for _, o := range options {
		b.WriteString(" " + o.Name + `="`)
		for i := range len(o.Value) {
			switch c := o.Value[i]; {
			case c == '"' || c == '\\':
				b.WriteByte('\\')
				b.WriteByte(c)
			case c < ' ':
				fmt.Fprintf(&b, `\%03o`, c)
			default:
				b.WriteByte(c)
			}
		}
		b.WriteByte('"')
	}
	b.WriteByte(';')
	return b.String()
}
