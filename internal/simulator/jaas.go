package simulator

import (
	"errors"
	"fmt"
	"strings"
)

// jaasEntry is the login module of a sasl.jaas.config with its options.
type jaasEntry struct {
	module  string
	options map[string]string
}

// parseJAAS reads "<module> required key="value" ...;" as Java does: values
// stand in double or single quotes, in which a backslash escapes the next
// character, or alone. The errors are Kafka's.
func parseJAAS(s string) (jaasEntry, error) {
	tokens, err := jaasTokens(s)
	if err != nil {
		return jaasEntry{}, err
	}
	if len(tokens) == 0 {
		return jaasEntry{}, errors.New("Login module not specified in JAAS config") //nolint:staticcheck // the words are Kafka's
	}
	entry := jaasEntry{module: tokens[0].text, options: make(map[string]string)}
	tokens = tokens[1:]
	if len(tokens) == 0 || !oneOf(tokens[0].text, "required", "requisite", "sufficient", "optional") {
		return jaasEntry{}, errors.New("Login module control flag not specified in JAAS config") //nolint:staticcheck // the words are Kafka's
	}
	tokens = tokens[1:]
	for len(tokens) > 0 && !tokens[0].is(";") {
		key := tokens[0].text
		if len(tokens) < 3 || !tokens[1].is("=") || tokens[2].is(";") || tokens[2].is("=") {
			return jaasEntry{}, fmt.Errorf("Value not specified for key '%s' in JAAS config", key) //nolint:staticcheck // the words are Kafka's
		}
		entry.options[key] = tokens[2].text
		tokens = tokens[3:]
	}
	if len(tokens) == 0 {
		return jaasEntry{}, errors.New("JAAS config entry not terminated by semi-colon")
	}
	if len(tokens) > 1 {
		return jaasEntry{}, errors.New("JAAS config contains more than one login module")
	}
	return entry, nil
}

type jaasToken struct {
	text   string
	quoted bool
}

func (t jaasToken) is(symbol string) bool { return !t.quoted && t.text == symbol }

func jaasTokens(s string) ([]jaasToken, error) {
	var tokens []jaasToken
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			tokens = append(tokens, jaasToken{text: word.String()})
			word.Reset()
		}
	}
	for i := 0; i < len(s); i++ {
		switch ch := s[i]; ch {
		case ' ', '\t', '\r', '\n':
			flush()
		case ';', '=':
			flush()
			tokens = append(tokens, jaasToken{text: string(ch)})
		case '"', '\'':
			flush()
			value, length, closed := quoted(s[i:])
			if !closed {
				return nil, errors.New("JAAS config contains a quoted value that does not end")
			}
			tokens = append(tokens, jaasToken{text: value, quoted: true})
			i += length - 1
		default:
			word.WriteByte(ch)
		}
	}
	flush()
	return tokens, nil
}

// quoted reads a value in quotes from the start of s. length counts both
// quotes.
func quoted(s string) (value string, length int, closed bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case s[0]:
			return b.String(), i + 1, true
		case '\\':
			if i++; i < len(s) {
				b.WriteByte(unescaped(s[i]))
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return "", 0, false
}

// unescaped is what a character after a backslash stands for in Java.
func unescaped(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	default:
		return c
	}
}
