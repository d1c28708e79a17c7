package rest

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// hidden stands where a secret stood.
const hidden = "(hidden)"

// shortest is how long a secret must be, in bytes, to be taken out. Something
// shorter is no secret and stands in every other word: taking it out would make
// the server's answers unreadable, to users and to what tells them apart.
const shortest = 4

// redactor takes secrets out of text, in each form in which a log or an echoing
// server may show them.
type redactor struct{ replacer *strings.Replacer }

func newRedactor(secrets ...string) redactor {
	var forms []string
	for _, secret := range secrets {
		if len(secret) < shortest {
			continue
		}
		forms = append(forms, secret, quoted(secret, true), quoted(secret, false),
			url.QueryEscape(secret), url.PathEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)))
	}
	// The longest first: a secret that is part of another must not leave the rest of it standing.
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(forms))
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, hidden)
	}
	return redactor{strings.NewReplacer(pairs...)}
}

// quoted is the inside of a JSON string: Go escapes <, > and & in it, others do
// not.
func quoted(s string, escapeHTML bool) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(escapeHTML)
	_ = enc.Encode(s) //nolint:errchkjson // a string always marshals
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(b.String(), "\n"), `"`), `"`)
}

// jsonString finds the strings of a JSON document.
var jsonString = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// literal takes secrets out of a JSON string, however its writer escaped it: any
// character may stand as \u00fc, and a slash as \/. One without a secret stays as
// it is written.
func (r redactor) literal(quotedText string) string {
	var plain string
	if !strings.Contains(quotedText, `\`) || json.Unmarshal([]byte(quotedText), &plain) != nil {
		return quotedText
	}
	clean := r.text(plain)
	if clean == plain {
		return quotedText
	}
	return `"` + quoted(clean, false) + `"`
}

// body is a request or an answer for the log. Secrets are taken out when it is
// written, because most bodies never are, and lists can be large.
type body struct {
	redact redactor
	raw    []byte
}

// String gives the text without secrets.
func (b body) String() string {
	return b.redact.text(jsonString.ReplaceAllStringFunc(string(b.raw), b.redact.literal))
}

// MarshalText is String for structured logs.
func (b body) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

func (r redactor) text(s string) string { return r.replacer.Replace(s) }
