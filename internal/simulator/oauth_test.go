package simulator_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// request sends what as cannot: other ways to log in, and forms.
func (b *bench) request(method, path, body string, header map[string]string) answer {
	b.t.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	for name, value := range header {
		req.Header.Set(name, value)
	}
	rec := httptest.NewRecorder()
	b.sim.ServeHTTP(rec, req)
	return answer{b.t, rec.Code, rec.Result().Header, rec.Body.String()}
}

// postForm sends parameters in name, value pairs.
func (b *bench) postForm(path string, header map[string]string, pairs ...string) answer {
	b.t.Helper()
	form := make(url.Values)
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	all := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	maps.Copy(all, header)
	return b.request("POST", path, form.Encode(), all)
}

// basicHeader is the value of an Authorization header.
func basicHeader(user, password string) string {
	req := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	req.SetBasicAuth(user, password)
	return req.Header.Get("Authorization")
}

// providerToken is a token of the identity provider for the client app, which
// may use pool-a.
func (b *bench) providerToken() string {
	b.t.Helper()
	return b.postForm("/oauth/token", nil, "grant_type", "client_credentials", "client_id", "app", "client_secret", "s").want(200).at("access_token")
}

// exchange asks the STS for a token; pairs replace parameters, empty values
// remove them.
func (b *bench) exchange(subject string, pairs ...string) answer {
	b.t.Helper()
	form := map[string]string{
		"grant_type":           "urn:ietf:params:oauth:grant-type:token-exchange",
		"subject_token":        subject,
		"subject_token_type":   "urn:ietf:params:oauth:token-type:jwt",
		"requested_token_type": "urn:ietf:params:oauth:token-type:access_token",
		"identity_pool_id":     "pool-a",
	}
	for i := 0; i < len(pairs); i += 2 {
		form[pairs[i]] = pairs[i+1]
	}
	var all []string
	for name, value := range settings(form) {
		all = append(all, name, value)
	}
	return b.postForm("/sts/v1/oauth2/token", nil, all...)
}

func TestOAuth_clientCredentials(t *testing.T) {
	t.Parallel()
	const assertion = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	w := simulator.DefaultWorld()
	w.OAuthClients = append(w.OAuthClients,
		simulator.OAuthClient{ClientID: "workload", ClientSecret: "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"},
		simulator.OAuthClient{ClientID: "odd", ClientSecret: "a+b%c:d"})
	basic := map[string]string{"Authorization": basicHeader("app", "s")}
	for name, tc := range map[string]struct {
		header map[string]string
		form   []string
		status int
		code   string
	}{
		"secret in the body":      {nil, []string{"grant_type", "client_credentials", "client_id", "app", "client_secret", "s"}, 200, ""},
		"basic":                   {basic, []string{"grant_type", "client_credentials"}, 200, ""},
		"basic, client id again":  {basic, []string{"grant_type", "client_credentials", "client_id", "app"}, 200, ""},
		"basic, encoded":          {map[string]string{"Authorization": basicHeader("odd", url.QueryEscape("a+b%c:d"))}, []string{"grant_type", "client_credentials"}, 200, ""},
		"assertion":               {nil, []string{"grant_type", "client_credentials", "client_assertion_type", assertion, "client_assertion", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"}, 200, ""},
		"assertion and client id": {nil, []string{"grant_type", "client_credentials", "client_id", "workload", "client_assertion_type", assertion, "client_assertion", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"}, 200, ""},
		"assertion of another":    {nil, []string{"grant_type", "client_credentials", "client_id", "app", "client_assertion_type", assertion, "client_assertion", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"}, 401, "invalid_client"},
		"assertion nobody signed": {nil, []string{"grant_type", "client_credentials", "client_assertion_type", assertion, "client_assertion", "x"}, 401, "invalid_client"},
		"assertion type":          {nil, []string{"grant_type", "client_credentials", "client_assertion_type", "saml", "client_assertion", "x"}, 400, "invalid_request"},
		"assertion without type":  {nil, []string{"grant_type", "client_credentials", "client_assertion", "x"}, 400, "invalid_request"},
		"two ways":                {basic, []string{"grant_type", "client_credentials", "client_id", "app", "client_secret", "s"}, 400, "invalid_request"},
		"wrong secret":            {nil, []string{"grant_type", "client_credentials", "client_id", "app", "client_secret", "x"}, 401, "invalid_client"},
		"no secret":               {nil, []string{"grant_type", "client_credentials", "client_id", "app"}, 401, "invalid_client"},
		"unknown client":          {nil, []string{"grant_type", "client_credentials", "client_id", "nobody", "client_secret", "s"}, 401, "invalid_client"},
		"wrong basic":             {map[string]string{"Authorization": basicHeader("app", "x")}, []string{"grant_type", "client_credentials"}, 401, "invalid_client"},
		"no grant":                {basic, nil, 400, "invalid_request"},
		"other grant":             {basic, []string{"grant_type", "password"}, 400, "unsupported_grant_type"},
		"repeated":                {basic, []string{"grant_type", "client_credentials", "grant_type", "client_credentials"}, 400, "invalid_request"},
		"no form":                 {map[string]string{"Content-Type": "application/json"}, nil, 400, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := startWith(t, w, simulator.Options{})
			a := b.postForm("/oauth/token", tc.header, append(tc.form, "scope", "kafka")...).want(tc.status)
			if a.header.Get("Cache-Control") != "no-store" {
				t.Error("the answer may be cached")
			}
			if tc.status == 200 {
				a.is("token_type", "Bearer").is("expires_in", "3600").is("scope", "kafka")
				if strings.Count(a.at("access_token"), ".") != 2 {
					t.Errorf("token %s is no JWT", a.at("access_token"))
				}
				return
			}
			a.is("error", tc.code)
			if a.at("error_description") == "<nil>" {
				t.Error("no description")
			}
			if challenged := a.header.Get("WWW-Authenticate") != ""; challenged != (name == "wrong basic") {
				t.Errorf("challenged: %t", challenged)
			}
		})
	}
}

func TestOAuth_bearerOpensClusters(t *testing.T) {
	t.Parallel()
	cluster := func(id, kind, auth string, mechanisms ...string) simulator.Cluster {
		return simulator.Cluster{
			ID: id, Kind: kind, Bootstrap: id + ":9092", APIKeys: map[string]string{"K": "S"},
			SASLMechanisms: mechanisms, REST: simulator.REST{Auth: auth},
		}
	}
	w := simulator.DefaultWorld()
	w.Clusters = []simulator.Cluster{
		cluster("lkc-both", "cloud", "basic"),
		cluster("lkc-plain", "cloud", "basic", "PLAIN"),
		cluster("lkc-bearer", "cloud", "bearer"),
		cluster("cp-bearer", "platform", "bearer"),
		cluster("cp-basic", "platform", "basic"),
		cluster("cp-oauth", "platform", "", "OAUTHBEARER"),
	}
	for name, tc := range map[string]struct {
		cluster, token, pool string
		want                 int
	}{
		"cloud with pool":            {"lkc-both", "own", "pool-a", 200},
		"cloud without pool":         {"lkc-both", "own", "", 401},
		"cloud with another's pool":  {"lkc-both", "own", "pool-b", 401},
		"cloud without OAUTHBEARER":  {"lkc-plain", "own", "pool-a", 401},
		"cloud, bearer only":         {"lkc-bearer", "own", "pool-a", 200},
		"cloud, bearer only, basic":  {"lkc-bearer", "basic", "", 401},
		"platform":                   {"cp-bearer", "own", "", 200},
		"platform with basic":        {"cp-basic", "own", "", 401},
		"platform, basic all right":  {"cp-basic", "basic", "", 200},
		"platform with OAUTHBEARER":  {"cp-oauth", "own", "", 200},
		"unknown token":              {"cp-bearer", "made up", "", 401},
		"token of the control plane": {"lkc-both", "sts", "pool-a", 401},
		"token of the platform":      {"cp-bearer", "mds", "", 200},
		"that token on cloud":        {"lkc-both", "mds", "pool-a", 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := startWith(t, w, simulator.Options{})
			header := map[string]string{"Confluent-Identity-Pool-Id": tc.pool}
			switch tc.token {
			case "own":
				header["Authorization"] = "Bearer " + b.providerToken()
			case "sts":
				header["Authorization"] = "Bearer " + b.exchange(b.providerToken()).want(200).at("access_token")
			case "mds":
				header["Authorization"] = "Bearer " + b.request("GET", "/security/1.0/authenticate", "", map[string]string{"Authorization": basicHeader("K", "S")}).want(200).is("token_type", "Bearer").at("auth_token")
			case "basic":
				header["Authorization"] = basicHeader("K", "S")
			default:
				header["Authorization"] = "Bearer " + tc.token
			}
			a := b.request("GET", "/kafka/v3/clusters/"+tc.cluster, "", header).want(tc.want)
			scheme, _, _ := strings.Cut(a.header.Get("WWW-Authenticate"), " ")
			if bearer := strings.HasSuffix(tc.cluster, "-bearer"); tc.want == 401 && (scheme == "Bearer") != bearer {
				t.Errorf("challenged with %q", scheme)
			}
		})
	}
	b := startWith(t, w, simulator.Options{})
	b.request("GET", "/security/1.0/authenticate", "", map[string]string{"Authorization": basicHeader("K", "X")}).want(401)
}

func TestOAuth_tokensExpire(t *testing.T) {
	t.Parallel()
	b := startWith(t, simulator.DefaultWorld(), simulator.Options{TokenLifetime: time.Minute})
	token := b.providerToken()
	header := map[string]string{"Authorization": "bearer " + token, "Confluent-Identity-Pool-Id": "pool-a"}
	const path = "/kafka/v3/clusters/lkc-jump"
	b.clock.advance(time.Minute - time.Second)
	b.request("GET", path, "", header).want(200)
	b.exchange(token).want(200)
	b.clock.advance(time.Second)
	b.request("GET", path, "", header).refused(401, 40101, "Authentication failed")
	b.exchange(token).want(400).is("errors.0.code", "invalid_request")
	b.providerToken()
	b.control("POST", "/reset", "").want(204)
	header["Authorization"] = "Bearer " + b.providerToken()
	b.request("GET", path, "", header).want(200)
	b.control("POST", "/reset", "").want(204)
	b.request("GET", path, "", header).want(401)
}

func TestOAuth_exchange(t *testing.T) {
	t.Parallel()
	b := quick(t)
	token := b.providerToken()
	got := b.exchange(token, "expires_in", "900").want(200).is("token_type", "Bearer").is("expires_in", "900").
		is("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
	const path = "/networking/v1/network-link-services?environment=env-east"
	cloud := map[string]string{"Authorization": "Bearer " + got.at("access_token")}
	b.request("GET", path, "", cloud).want(200)
	b.clock.advance(15 * time.Minute)
	b.request("GET", path, "", cloud).want(401)
	b.request("GET", path, "", map[string]string{"Authorization": "Bearer " + token}).want(401)
	b.exchange(token, "expires_in", "86400").want(200).is("expires_in", "3600")

	for parameter, value := range map[string]string{
		"grant_type": "client_credentials", "subject_token": "", "subject_token_type": "urn:ietf:params:oauth:token-type:saml2",
		"requested_token_type": "", "identity_pool_id": "", "expires_in": "soon",
	} {
		b.exchange(token, parameter, value).want(400).is("errors.0.status", "400").is("errors.0.source.parameter", parameter)
	}
	b.exchange("made up").want(400).is("errors.0.status", "400")
	b.exchange(token, "identity_pool_id", "pool-b").want(400)
	b.exchange(got.at("access_token")).want(400) // only the provider's tokens can be exchanged
}
