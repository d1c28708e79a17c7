package simulator

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// issuer says who issued a token, which decides what it opens.
type issuer int

const (
	// byProvider tokens come from the identity provider of the organisation
	// (/oauth/token): they open clusters, and can be exchanged.
	byProvider issuer = iota
	// bySTS tokens were exchanged (/sts/v1/oauth2/token): they open the
	// networking API.
	bySTS
	// byPlatform tokens come from the metadata service of Confluent Platform
	// (/security/1.0/authenticate): they open the clusters that know the user.
	byPlatform
)

// token is what was issued to a client, or to a user of Confluent Platform.
type token struct {
	by      issuer
	subject string
	pools   []string
	expires time.Time
}

// tokens are the ones in use, by their text.
type tokens struct {
	key    []byte // signs them
	issued map[string]token
}

func newTokens() tokens {
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // never fails: crypto/rand
	return tokens{key: key, issued: make(map[string]token)}
}

// issue makes a token in the form of a signed JWT, since clients look into
// theirs for the end of its life.
func (ts *tokens) issue(t token, now time.Time) string {
	maps.DeleteFunc(ts.issued, func(_ string, old token) bool { return !now.Before(old.expires) })
	claims := map[string]any{
		"iss": "clinksim", "sub": t.subject, "iat": now.Unix(), "exp": t.expires.Unix(), "jti": rand.Text(),
	}
	unsigned := jwtPart(map[string]any{"alg": "HS256", "typ": "JWT"}) + "." + jwtPart(claims)
	mac := hmac.New(sha256.New, ts.key)
	mac.Write([]byte(unsigned))
	text := unsigned + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	ts.issued[text] = t
	return text
}

func jwtPart(claims map[string]any) string {
	text, _ := json.Marshal(claims) // plain data
	return base64.RawURLEncoding.EncodeToString(text)
}

// valid finds a token that has not expired.
func (ts *tokens) valid(text string, now time.Time) (token, bool) {
	t, known := ts.issued[text]
	return t, known && now.Before(t.expires)
}

// bearer finds the token that a request carries.
func (st *state) bearer(r *http.Request) (token, bool) {
	scheme, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return token{}, false
	}
	return st.tokens.valid(strings.TrimSpace(text), st.now)
}

// opens reports whether the caller may use the cluster's REST API. Every
// cluster has its own keys: another cluster's key is as wrong as none.
func (st *state) opens(c *cluster, r *http.Request) bool {
	switch c.restAuth() {
	case RESTAuthNone:
		return true
	case RESTAuthMTLS:
		// The listener has verified the chain; the cluster may ask for more.
		return r.TLS != nil && len(r.TLS.VerifiedChains) > 0 && c.trusts(r.TLS.VerifiedChains[0])
	case RESTAuthBearer:
		return st.bearerOpens(c, r)
	default:
		return basicAuth(r, c.APIKeys) || slices.Contains(c.mechanisms(), mechanismOAuth) && st.bearerOpens(c, r)
	}
}

// bearerOpens: Confluent Cloud wants to know as which of the client's identity
// pools the caller comes (contract A.0). Tokens of the STS are for the control
// plane, not for clusters.
func (st *state) bearerOpens(c *cluster, r *http.Request) bool {
	t, valid := st.bearer(r)
	switch {
	case !valid:
		return false
	case c.Kind == KindCloud:
		return t.by == byProvider && slices.Contains(t.pools, r.Header.Get("Confluent-Identity-Pool-Id"))
	case t.by == byPlatform:
		_, known := c.APIKeys[t.subject]
		return known
	default:
		return t.by == byProvider
	}
}

func (c *cluster) restAuth() string {
	if c.REST.Auth == "" || c.REST.Auth == RESTAuthBasic {
		if len(c.APIKeys) == 0 {
			return RESTAuthNone
		}
		return RESTAuthBasic
	}
	return c.REST.Auth
}

// opensCloud reports whether the caller may use the networking API: with a
// cloud API key, or with a token of the STS.
func (st *state) opensCloud(r *http.Request) bool {
	if len(st.world.CloudAPIKeys) == 0 && len(st.world.OAuthClients) == 0 || basicAuth(r, st.world.CloudAPIKeys) {
		return true
	}
	t, valid := st.bearer(r)
	return valid && t.by == bySTS
}
