package simulator

import (
	"crypto/subtle"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// Values of the parameters of RFC 6749, 7523 and 8693.
const (
	grantClientCredentials = "client_credentials"
	grantTokenExchange     = "urn:ietf:params:oauth:grant-type:token-exchange"
	assertionJWT           = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	typeJWT                = "urn:ietf:params:oauth:token-type:jwt"
	typeAccessToken        = "urn:ietf:params:oauth:token-type:access_token"
)

// oauthError is the error body of RFC 6749, section 5.2.
type oauthError struct {
	status      int
	code        string
	description string
	// basic is whether the client tried to log in with HTTP Basic.
	basic bool
}

func (e oauthError) Error() string { return e.code + ": " + e.description }

func (e oauthError) reply() reply {
	rep := reply{status: e.status, header: noStore(), body: struct {
		Code        string `json:"error"`
		Description string `json:"error_description"`
	}{e.code, e.description}}
	if e.basic {
		rep.header.Set("Www-Authenticate", `Basic realm="token"`)
	}
	return rep
}

func noStore() http.Header { return http.Header{"Cache-Control": {"no-store"}, "Pragma": {"no-cache"}} }

func invalidTokenRequest(description string) error {
	return oauthError{status: http.StatusBadRequest, code: "invalid_request", description: description}
}

// form reads the parameters of a token request. Each may be given once.
func (c *call) form() (url.Values, error) {
	if kind, _, _ := mime.ParseMediaType(c.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" {
		return nil, invalidTokenRequest("The body must be application/x-www-form-urlencoded.")
	}
	values, err := url.ParseQuery(string(c.body))
	if err != nil {
		return nil, invalidTokenRequest("The body cannot be read: " + err.Error())
	}
	for name, given := range values {
		if len(given) > 1 {
			return nil, invalidTokenRequest("The parameter " + name + " is repeated.")
		}
	}
	return values, nil
}

type tokenData struct {
	AccessToken     string `json:"access_token"`
	IssuedTokenType string `json:"issued_token_type,omitempty"`
	TokenType       string `json:"token_type"`
	ExpiresIn       int64  `json:"expires_in"`
	Scope           string `json:"scope,omitempty"`
}

// issueToken is the identity provider: client credentials, with a secret in
// the body or in HTTP Basic, or with a signed assertion.
func issueToken(st *state, c *call) (reply, error) {
	form, err := c.form()
	if err != nil {
		return reply{}, err
	}
	switch grant := form.Get("grant_type"); grant {
	case grantClientCredentials:
	case "":
		return reply{}, invalidTokenRequest("The parameter grant_type is missing.")
	default:
		return reply{}, oauthError{status: http.StatusBadRequest, code: "unsupported_grant_type", description: "The grant type " + grant + " is not supported."}
	}
	client, err := st.oauthClient(c, form)
	if err != nil {
		return reply{}, err
	}
	life := st.options.tokenLifetime()
	text := st.tokens.issue(token{by: byProvider, subject: client.ClientID, pools: client.IdentityPools, expires: st.now.Add(life)}, st.now)
	return reply{status: http.StatusOK, header: noStore(), body: tokenData{
		AccessToken: text, TokenType: "Bearer", ExpiresIn: int64(life.Seconds()), Scope: form.Get("scope"),
	}}, nil
}

// oauthClient is the one that the request proves to come from. A signed
// assertion counts as signed by the client whose secret is equal to it: what a
// workload's token file holds is the secret of its client in the world.
func (st *state) oauthClient(c *call, form url.Values) (OAuthClient, error) {
	refusal := oauthError{status: http.StatusUnauthorized, code: "invalid_client", description: "Client authentication failed."}
	id, secret := form.Get("client_id"), form.Get("client_secret")
	assertion, kind := form.Get("client_assertion"), form.Get("client_assertion_type")
	user, password, basic := c.BasicAuth()
	ways := 0
	for _, used := range []bool{basic, secret != "", assertion != "" || kind != ""} {
		if used {
			ways++
		}
	}
	switch {
	case ways > 1:
		return OAuthClient{}, invalidTokenRequest("The client uses more than one way to authenticate.")
	case basic:
		refusal.basic = true
		id, secret = formDecoded(user), formDecoded(password)
	case kind != "" && kind != assertionJWT:
		return OAuthClient{}, invalidTokenRequest("The client assertion type " + kind + " is not supported.")
	case kind != "" && assertion == "", kind == "" && assertion != "":
		return OAuthClient{}, invalidTokenRequest("client_assertion and client_assertion_type belong together.")
	case assertion != "":
		secret = assertion
	}
	i := slices.IndexFunc(st.world.OAuthClients, func(o OAuthClient) bool {
		return (o.ClientID == id || id == "" && assertion != "") && subtle.ConstantTimeCompare([]byte(o.ClientSecret), []byte(secret)) == 1
	})
	if i < 0 || secret == "" {
		return OAuthClient{}, refusal
	}
	return st.world.OAuthClients[i], nil
}

// formDecoded undoes what RFC 6749, section 2.3.1, asks of clients that use
// HTTP Basic; many do not do it.
func formDecoded(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}

// exchangeToken is Confluent's Security Token Service: a token of the identity
// provider, and one of the client's identity pools, for a token of Confluent
// Cloud. Errors are worded as by the other APIs of the control plane.
func exchangeToken(st *state, c *call) (reply, error) {
	form, err := c.form()
	if err != nil {
		return reply{}, stsError("", err.Error())
	}
	for _, parameter := range []struct{ name, wanted string }{
		{"grant_type", grantTokenExchange},
		{"subject_token_type", typeJWT},
		{"requested_token_type", typeAccessToken},
		{"subject_token", ""},
		{"identity_pool_id", ""},
	} {
		switch given := form.Get(parameter.name); {
		case given == "":
			return reply{}, stsError(parameter.name, "The parameter "+parameter.name+" is required.")
		case parameter.wanted != "" && given != parameter.wanted:
			return reply{}, stsError(parameter.name, "The value of "+parameter.name+" must be "+parameter.wanted+".")
		}
	}
	life := st.options.tokenLifetime()
	if given := form.Get("expires_in"); given != "" {
		seconds, err := strconv.Atoi(given)
		if err != nil || seconds < 1 {
			return reply{}, stsError("expires_in", "The value of expires_in must be a positive number of seconds.")
		}
		life = min(life, time.Duration(seconds)*time.Second)
	}
	subject, valid := st.tokens.valid(form.Get("subject_token"), st.now)
	if !valid || subject.by != byProvider {
		return reply{}, stsError("subject_token", "The subject token is invalid or has expired.")
	}
	pool := form.Get("identity_pool_id")
	if !slices.Contains(subject.pools, pool) {
		return reply{}, stsError("identity_pool_id", "The identity pool "+pool+" does not admit the subject token.")
	}
	text := st.tokens.issue(token{by: bySTS, subject: subject.subject, pools: []string{pool}, expires: st.now.Add(life)}, st.now)
	return reply{status: http.StatusOK, header: noStore(), body: tokenData{
		AccessToken: text, IssuedTokenType: typeAccessToken, TokenType: "Bearer", ExpiresIn: int64(life.Seconds()),
	}}, nil
}

func stsError(parameter, detail string) error {
	return networkError{status: http.StatusBadRequest, code: "invalid_request", title: "Invalid Request", detail: detail, parameter: parameter}
}

// unauthenticated is the control plane's answer to a login that failed.
func unauthenticated(detail string) error {
	return networkError{status: http.StatusUnauthorized, code: "user_unauthenticated", title: "Authentication Required", detail: detail}
}

// authenticatePlatform is the metadata service of Confluent Platform: a user
// of any of its clusters, for a token (contract A.9).
func authenticatePlatform(st *state, c *call) (reply, error) {
	for _, cl := range st.order {
		if cl.Kind != KindPlatform || !basicAuth(c.Request, cl.APIKeys) {
			continue
		}
		user, _, _ := c.BasicAuth()
		life := st.options.tokenLifetime()
		text := st.tokens.issue(token{by: byPlatform, subject: user, expires: st.now.Add(life)}, st.now)
		return ok(struct {
			AuthToken string `json:"auth_token"`
			TokenType string `json:"token_type"`
			ExpiresIn int64  `json:"expires_in"`
		}{text, "Bearer", int64(life.Seconds())})
	}
	return reply{}, unauthorized()
}
