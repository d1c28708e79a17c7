package rest

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf16"
)

const (
	// hidden stands where a secret stood.
	hidden = "(hidden)"
	// shortest is how long a secret must be, in bytes, to be taken out. Something
	// shorter is no secret and stands in every other word: taking it out would make
	// the server's answers unreadable, to users and to what tells them apart.
	shortest = 4
	// maxLogged is how much of a body is logged, in bytes: lists can be large.
	maxLogged = 64 << 10
)

// redactor takes secrets out of text, in each form in which a log or an echoing
// server may show them.
type redactor struct {
	longest int // secret, in bytes
	// pattern matches the secrets; nil when there is none. It is made when it is
	// first needed: most calls have nothing to say.
	pattern func() *regexp.Regexp
}

func newRedactor(secrets ...string) redactor {
	r := redactor{}
	for _, secret := range secrets {
		r.longest = max(r.longest, len(secret))
	}
	r.pattern = sync.OnceValue(func() *regexp.Regexp {
		secrets = slices.Compact(slices.Sorted(slices.Values(secrets)))
		// The longest first: a secret that is part of another must not leave the rest of it standing.
		slices.SortStableFunc(secrets, func(a, b string) int { return len(b) - len(a) })
		var forms []string
		for _, secret := range secrets {
			if len(secret) < shortest {
				continue
			}
			raw := []byte(secret)
			forms = append(forms, escaped(secret), escaped(base64.StdEncoding.EncodeToString(raw)), escaped(base64.RawURLEncoding.EncodeToString(raw)))
		}
		if len(forms) == 0 {
			return nil
		}
		return regexp.MustCompile(strings.Join(forms, "|"))
	})
	return r
}

// escaped is a pattern for a text in which any character may stand as an escape
// of JSON, of JSON inside JSON to any depth, of a URL, or of HTML.
func escaped(text string) string {
	var pattern strings.Builder
	for _, r := range text {
		forms := []string{`\\*` + regexp.QuoteMeta(string(r)), `\\+u` + hexadecimal(r)}
		if r == '\\' {
			forms[0] = `\\+`
		}
		if high, low := utf16.EncodeRune(r); r > 0xffff {
			forms[1] = `\\+u` + hexadecimal(high) + `\\+u` + hexadecimal(low)
		}
		var percent strings.Builder
		for _, b := range []byte(string(r)) {
			fmt.Fprintf(&percent, "%%(?i:%02x)", b)
		}
		forms = append(forms, percent.String())
		if letter := strings.IndexRune("\n\r\t", r); letter >= 0 {
			forms = append(forms, `\\+`+string("nrt"[letter]))
		}
		if r == ' ' {
			forms = append(forms, `\+`)
		}
		if entity, known := map[rune]string{'"': "quot", '&': "amp", '<': "lt", '>': "gt", '\'': "apos"}[r]; known {
			forms = append(forms, fmt.Sprintf("&(?:%s|#0*%d|#[xX]0*(?i:%x));", entity, r, r))
		}
		pattern.WriteString("(?:" + strings.Join(forms, "|") + ")")
	}
	return pattern.String()
}

// hexadecimal is a pattern for the four digits of a JSON escape.
func hexadecimal(r rune) string { return fmt.Sprintf("(?i:%04x)", r) }

// text takes the secrets out.
func (r redactor) text(s string) string {
	pattern := r.pattern()
	if pattern == nil {
		return s
	}
	return pattern.ReplaceAllLiteralString(s, hidden)
}

// body is a request or an answer for the log. Secrets are taken out when it is
// written, because most bodies never are.
type body struct {
	redact redactor
	raw    []byte
}

// String gives the text without secrets, of a long body its beginning.
func (b body) String() string {
	if len(b.raw) <= maxLogged {
		return b.redact.text(string(b.raw))
	}
	// A secret that stands at the cut is taken out as a whole: no escape of a byte is
	// longer than twelve.
	end := min(len(b.raw), maxLogged+12*b.redact.longest)
	clean := b.redact.text(string(b.raw[:end]))
	return clean[:min(len(clean), maxLogged)] + fmt.Sprintf("... (%d bytes in all)", len(b.raw))
}

// MarshalText is String for structured logs.
func (b body) MarshalText() ([]byte, error) { return []byte(b.String()), nil }
