package linkconfig_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

func FuzzFilters(f *testing.F) {
	for _, c := range slices.Concat(goodFilters(), badFilters()) {
		f.Add(c.value, c.value)
	}
	f.Add(allTopics, allGroups)
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, name := range []string{topics, groups, acls} {
			found := linkconfig.Check(name, a, linkconfig.Cloud)
			linkconfig.CheckLink(linkconfig.Link{Settings: settings{name: a, "acl.sync.enable": "true"}})
			for _, x := range found {
				if x.Setting != name || x.Summary == "" || x.Detail == "" {
					t.Errorf("%s = %q: %+v", name, a, x)
				}
			}
			if !linkconfig.Same(name, a, a) || linkconfig.Same(name, a, b) != linkconfig.Same(name, b, a) {
				t.Errorf("%s: Same is no equality for %q and %q", name, a, b)
			}
			if linkconfig.HasErrors(found) || a == "" {
				continue
			}
			// What decodes is JSON, and written anew means the same and is judged the same.
			var value any
			d := json.NewDecoder(strings.NewReader(a))
			d.UseNumber()
			if err := d.Decode(&value); err != nil {
				t.Errorf("%s = %q is accepted, but: %v", name, a, err)
				continue
			}
			anew, err := json.MarshalIndent(value, " ", "\t")
			if err != nil {
				t.Fatal(err)
			}
			if !linkconfig.Same(name, a, string(anew)) {
				// Go takes the last of equal keys; unknown keys may be repeated inside topicTypes.
				if !strings.Contains(a, "topicTypes") && len(found) == 0 {
					t.Errorf("%s: %q does not mean the same as\n%s", name, a, anew)
				}
			}
			if again := linkconfig.Check(name, string(anew), linkconfig.Cloud); linkconfig.HasErrors(again) {
				t.Errorf("%s: %q is right, but not\n%s\n%+v", name, a, anew, again)
			}
		}
	})
}

func FuzzProperties(f *testing.F) {
	for _, text := range []string{
		"a=1\n# c\r\n! d\n\n e : f\\\n  g", "link.mode=SOURCE\rconnection.mode OUTBOUND", `a\=b=\u00fc\ud83d\ude00\`, "\\u12", "=x", "a=1\na=2", "a\\\n", "\ufeffa=b", "a=\\\\\\\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := linkconfig.ParseProperties(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "line ") {
				t.Errorf("%q: %v names no line", text, err)
			}
			return
		}
		var b strings.Builder
		for key, value := range got {
			fmt.Fprintf(&b, "%s=%s\n", escapeProperty(key), escapeProperty(value))
		}
		again, err := linkconfig.ParseProperties(b.String())
		if _, empty := got[""]; empty {
			return // a key that is only backslashes
		}
		if err != nil || !maps.Equal(got, again) {
			t.Errorf("%q\nreads as %q,\nwritten as %q\nreads as %q, %v", text, got, b.String(), again, err)
		}
	})
}

// escapeProperty writes a key or a value so that it is read back whole.
func escapeProperty(s string) string {
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\f", `\f`, "=", `\=`, ":", `\:`, " ", `\ `, "#", `\#`, "!", `\!`, "\ufeff", `\ufeff`).Replace(s)
}

func FuzzAddresses(f *testing.F) {
	for _, pair := range [][2]string{
		{"pkc-1:9092", "SASL_SSL://PKC-1:9092"},
		{"a:1,b:2", "b:2, a:1"},
		{"[::1]:9092", "ssl://[::1]:9092/"},
		{"https://a:443", "a:443"},
		{"", " "},
		{"a:1,,b:2", "a:1"},
		{"a:1,", "a:1"},
		{"SASL_SSL://SASL_SSL://a:1", "a:1"},
	} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !linkconfig.SameAddress(a, a) || linkconfig.SameAddress(a, b) != linkconfig.SameAddress(b, a) {
			t.Errorf("SameAddress is no equality for %q and %q", a, b)
		}
		errA, errB := linkconfig.CheckAddress(a), linkconfig.CheckAddress(b)
		if linkconfig.SameAddress(a, b) && (errA == nil) != (errB == nil) {
			t.Errorf("%q and %q are the same, but CheckAddress says %v and %v", a, b, errA, errB)
		}
		if errA != nil {
			return
		}
		list := strings.Split(strings.TrimSuffix(strings.TrimSpace(a), ","), ",")
		slices.Reverse(list)
		for _, other := range []string{strings.Join(list, " , "), strings.ToUpper(a), strings.Join(list, "/,") + "/"} {
			if !linkconfig.SameAddress(a, other) || linkconfig.CheckAddress(other) != nil {
				t.Errorf("%q is right, but %q is not the same: %v", a, other, linkconfig.CheckAddress(other))
			}
		}
	})
}

func FuzzJAAS(f *testing.F) {
	for _, pair := range [][2]string{
		{"K", "s3cret"},
		{`a"b`, `c\d`},
		{"é’“”", "a\nb\r\n\t\x00\x7f"},
		{"'; //", "/* x */;"},
		{"\x01" + "2", "\\012"},
		{"", ` =";`},
	} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, username, password string) {
		written := linkconfig.JAAS(linkconfig.PlainLoginModule, linkconfig.Option{Name: "username", Value: username}, linkconfig.Option{Name: "password", Value: password})
		module, options, err := readJAAS(written)
		if err != nil || module != linkconfig.PlainLoginModule || !maps.Equal(options, map[string]string{"username": username, "password": password}) {
			t.Errorf("%q and %q\nare written as %s\nwhich reads as %s %q, %v", username, password, written, module, options, err)
		}
		if utf8.ValidString(username) && utf8.ValidString(password) && !utf8.ValidString(written) {
			t.Errorf("%q is no UTF-8", written)
		}
		if strings.ContainsAny(written, "\r\n") {
			t.Errorf("%q has a line end, at which Java ends a string", written)
		}
	})
}

// readJAAS reads one entry of JAAS as Kafka does (JaasConfig, on Java's
// StreamTokenizer): a class, a flag, options, a semicolon; words or quoted
// strings, whose escapes are those of C with octal numbers up to \377.
func readJAAS(text string) (module string, options map[string]string, err error) {
	r := &jaasReader{rest: text}
	if module, err = r.token(); err != nil {
		return "", nil, err
	}
	if flag, err := r.token(); err != nil || flag != "required" {
		return module, nil, fmt.Errorf("flag %q: %w", flag, err)
	}
	options = map[string]string{}
	for {
		name, err := r.token()
		if err != nil {
			return module, options, err
		}
		if name == ";" {
			if strings.TrimSpace(r.rest) != "" {
				return module, options, errors.New("something follows")
			}
			return module, options, nil
		}
		if equals, err := r.token(); err != nil || equals != "=" {
			return module, options, fmt.Errorf("%q instead of =: %w", equals, err)
		}
		if options[name], err = r.token(); err != nil {
			return module, options, err
		}
	}
}

type jaasReader struct{ rest string }

// token takes the next word, quoted string or single character.
func (r *jaasReader) token() (string, error) {
	r.rest = strings.TrimLeft(r.rest, " ")
	if r.rest == "" {
		return "", errors.New("the end is missing")
	}
	if r.rest[0] == '"' || r.rest[0] == '\'' {
		return r.quoted(r.rest[0])
	}
	word := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0xa0 || strings.IndexByte(".-_$", c) >= 0
	}
	end := 0
	for end < len(r.rest) && word(r.rest[end]) {
		end++
	}
	end = max(end, 1)
	token := r.rest[:end]
	r.rest = r.rest[end:]
	return token, nil
}

func (r *jaasReader) quoted(quote byte) (string, error) {
	var b strings.Builder
	s := r.rest[1:]
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == quote:
			r.rest = s[i+1:]
			return b.String(), nil
		case c == '\n' || c == '\r':
			return "", errors.New("a line ends inside quotes")
		case c != '\\':
			b.WriteByte(c)
		default:
			i++
			if i == len(s) {
				return "", errors.New("the end is escaped")
			}
			if s[i] < '0' || s[i] > '7' {
				if at := strings.IndexByte("abfnrtv", s[i]); at >= 0 {
					b.WriteByte("\a\b\f\n\r\t\v"[at])
				} else {
					b.WriteByte(s[i])
				}
				continue
			}
			most := 2
			if s[i] <= '3' {
				most = 3
			}
			code := 0
			digits := 0
			for ; digits < most && i < len(s) && s[i] >= '0' && s[i] <= '7'; digits++ {
				code = code*8 + int(s[i]-'0')
				i++
			}
			i--
			b.WriteByte(byte(code)) // JAAS writes control characters so, which are single bytes
		}
	}
	return "", errors.New("a quote is missing")
}
