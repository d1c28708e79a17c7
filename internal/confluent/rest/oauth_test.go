package rest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// identityProvider answers token requests and an API that takes the tokens.
type identityProvider struct {
	*httptest.Server
	asked   atomic.Int32
	seconds int                          // how long a token is valid
	refuse  func(form string) (int, any) // nil to give tokens
	mu      sync.Mutex
	forms   []string
	headers http.Header // of the last call of the API
}

func newIdentityProvider(t *testing.T) *identityProvider {
	t.Helper()
	p := &identityProvider{seconds: 3600}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if r.Method == http.MethodGet {
			p.headers = r.Header.Clone()
			return
		}
		n := p.asked.Add(1)
		_ = r.ParseForm()
		p.forms = append(p.forms, r.PostForm.Encode())
		w.Header().Set("Content-Type", "application/json")
		if p.refuse != nil {
			status, body := p.refuse(r.PostForm.Encode())
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(body)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": fmt.Sprintf("token-%d", n), "token_type": "Bearer", "expires_in": p.seconds})
	}))
	t.Cleanup(p.Close)
	return p
}

// call calls the API as a client with these tokens.
func (p *identityProvider) client(t *testing.T, o rest.OAuth, pool string) *rest.Client {
	t.Helper()
	return rest.New(rest.Options{BaseURL: p.URL, Authorize: rest.Bearer(o.TokenSource(t.Context(), nil), pool), Secrets: []string{o.ClientSecret}})
}

func getOnce(t *testing.T, c *rest.Client) error {
	t.Helper()
	return c.Do(t.Context(), rest.Call{Method: http.MethodGet, Path: []string{"x"}})
}

func TestOAuth_oneTokenServesMany(t *testing.T) {
	t.Parallel()
	p := newIdentityProvider(t)
	c := p.client(t, rest.OAuth{TokenURL: p.URL, ClientID: "app", ClientSecret: "s3cret", Scope: "a b"}, "pool-1")
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := getOnce(t, c); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if p.asked.Load() != 1 || p.forms[0] != "client_id=app&client_secret=s3cret&grant_type=client_credentials&scope=a+b" {
		t.Errorf("asked %d times: %v", p.asked.Load(), p.forms)
	}
	if p.headers.Get("Authorization") != "Bearer token-1" || p.headers.Get("Confluent-Identity-Pool-Id") != "pool-1" {
		t.Errorf("sent %v", p.headers)
	}
}

func TestOAuth_renewsBeforeTheEnd(t *testing.T) {
	t.Parallel()
	p := newIdentityProvider(t)
	p.seconds = 30 // less than what is left for a token on its way
	c := p.client(t, rest.OAuth{TokenURL: p.URL, ClientID: "app", ClientSecret: "s"}, "")
	for range 3 {
		if err := getOnce(t, c); err != nil {
			t.Fatal(err)
		}
	}
	if p.asked.Load() != 3 {
		t.Errorf("asked %d times, want 3", p.asked.Load())
	}
}

func TestOAuth_tokenFileIsReadAnew(t *testing.T) {
	t.Parallel()
	p := newIdentityProvider(t)
	p.seconds = 1 // so that each call asks anew
	var content string
	write := func(s string) { content = s }
	workload := func() (string, error) { return content + "\n", nil }
	c := p.client(t, rest.OAuth{TokenURL: p.URL, ClientID: "app", Workload: workload}, "")
	for _, token := range []string{"first", "second"} {
		write(token)
		if err := getOnce(t, c); err != nil {
			t.Fatal(err)
		}
		if form := p.forms[len(p.forms)-1]; !strings.Contains(form, "client_assertion="+token+"&") || strings.Contains(form, "client_secret") {
			t.Errorf("sent %s", form)
		}
	}
	write("itself")
	if err := getOnce(t, p.client(t, rest.OAuth{Workload: workload}, "pool-1")); err != nil || p.headers.Get("Authorization") != "Bearer itself" {
		t.Errorf("a file without an endpoint holds the token: %v, %v", err, p.headers)
	}
	write("")
	if err := getOnce(t, p.client(t, rest.OAuth{Workload: workload}, "")); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("got %v", err)
	}
}

func TestOAuth_theProvidersWordsReachTheUserAndTheSecretDoesNot(t *testing.T) {
	t.Parallel()
	p := newIdentityProvider(t)
	p.refuse = func(form string) (int, any) {
		return http.StatusUnauthorized, map[string]string{"error": "invalid_client", "error_description": "no client app with s3cret in " + form}
	}
	err := getOnce(t, p.client(t, rest.OAuth{TokenURL: p.URL, ClientID: "app", ClientSecret: "s3cret"}, ""))
	if err == nil || !strings.Contains(err.Error(), "invalid_client") || !strings.Contains(err.Error(), "no client app") || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("got %v", err)
	}
}

func TestSTS_exchangesTokens(t *testing.T) {
	t.Parallel()
	p := newIdentityProvider(t)
	external := rest.OAuth{TokenURL: p.URL, ClientID: "app", ClientSecret: "s"}.TokenSource(t.Context(), nil)
	c := rest.New(rest.Options{BaseURL: p.URL, Authorize: rest.Bearer(rest.STS(t.Context(), p.URL, "pool-1", external), "")})
	for range 2 {
		if err := getOnce(t, c); err != nil {
			t.Fatal(err)
		}
	}
	want := "expires_in=900&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&identity_pool_id=pool-1&requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token&" +
		"subject_token=token-1&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt"
	if p.asked.Load() != 2 || p.forms[1] != want {
		t.Errorf("sent %v", p.forms)
	}
	if p.headers.Get("Authorization") != "Bearer token-2" {
		t.Errorf("sent %v", p.headers)
	}
}
