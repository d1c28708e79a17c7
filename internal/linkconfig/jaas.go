package linkconfig

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
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

// ParseJAAS reads a sasl.jaas.config: the module and its options in order. It is false
// for what is not one module with options, as two modules, or text that is no JAAS.
func ParseJAAS(text string) (module string, options []Option, ok bool) {
	module, rest := word(text)
	flag, rest := word(rest)
	if rest == "" || !strings.EqualFold(flag, "required") {
		return "", nil, false
	}
	for {
		rest = strings.TrimSpace(rest)
		if rest == ";" {
			return module, options, true
		}
		name, after, found := strings.Cut(rest, "=")
		if !found || strings.ContainsAny(strings.TrimSpace(name), " ;\"'") {
			return "", nil, false
		}
		value, end, quoted := jaasValue(strings.TrimSpace(after))
		if !quoted {
			return "", nil, false
		}
		options = append(options, Option{strings.TrimSpace(name), value})
		rest = end
	}
}

// word cuts the first word off a text.
func word(text string) (first, rest string) {
	text = strings.TrimSpace(text)
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}

// jaasValue reads a value in quotes, or a bare word, and returns what follows.
func jaasValue(text string) (value, rest string, ok bool) {
	if text == "" {
		return "", "", false
	}
	quote := text[0]
	if quote != '"' && quote != '\'' {
		end := strings.IndexAny(text, " ;\t\r\n")
		if end <= 0 {
			return "", "", false
		}
		return text[:end], text[end:], true
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch c := text[i]; c {
		case quote:
			return b.String(), text[i+1:], true
		case '\n', '\r':
			return "", "", false
		case '\\':
			octal := 0
			for octal < 3 && i+1+octal < len(text) && text[i+1+octal] >= '0' && text[i+1+octal] <= '7' {
				octal++
			}
			switch {
			case octal > 0:
				n, err := strconv.ParseUint(text[i+1:i+1+octal], 8, 8)
				if err != nil {
					return "", "", false
				}
				b.WriteByte(byte(n))
				i += octal
			case i+1 < len(text):
				i++
				b.WriteByte(unescaped(text[i]))
			default:
				return "", "", false
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

// unescaped is the character that one after a backslash stands for.
func unescaped(c byte) byte {
	if i := strings.IndexByte("nrtbf", c); i >= 0 {
		return "\n\r\t\b\f"[i]
	}
	return c
}
