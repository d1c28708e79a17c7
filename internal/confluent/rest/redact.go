package rest

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// hidden stands where a secret stood.
const hidden = "(hidden)"

// redactor takes secrets out of text, in each form in which a log or an echoing
// server may show them.
type redactor struct{ replacer *strings.Replacer }

func newRedactor(secrets ...string) redactor {
	var forms []string
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		quoted, _ := json.Marshal(secret) //nolint:errchkjson // a string always marshals
		forms = append(forms, secret, strings.Trim(string(quoted), `"`),
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

func (r redactor) text(s string) string { return r.replacer.Replace(s) }
