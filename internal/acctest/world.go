// Package acctest is how tests start a world, a provider and a terraform: an
// in-memory Confluent of their own, the provider in the test's process, and
// asserts on the requests that reached the one from the other.
package acctest

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clusterlinking/terraform-provider-clink/internal/provider"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// World is a simulated Confluent that belongs to one test.
type World struct {
	tb       testing.TB
	URL      string // where the simulator listens, without a trailing slash
	recorder *recorder
	plain    string // the same without TLS
	keys     map[string][2]string
}

// Option changes the world that a test starts in.
type Option func(*simulator.World, *simulator.Options)

// Settle makes state changes take this long to happen. By default they are immediate.
func Settle(d time.Duration) Option {
	return func(_ *simulator.World, o *simulator.Options) { o.Settle = d }
}

// NewWorld starts the default world of the simulator, changed by options, and
// stops it when the test ends. A fault that was set and never used fails the test.
func NewWorld(tb testing.TB, options ...Option) *World {
	tb.Helper()
	return newWorld(tb, nil, options...)
}

// NewTLSWorld is NewWorld over TLS. The test's own calls go without.
func NewTLSWorld(tb testing.TB, config *tls.Config, options ...Option) *World {
	tb.Helper()
	return newWorld(tb, config, options...)
}

func newWorld(tb testing.TB, config *tls.Config, options ...Option) *World {
	tb.Helper()
	world, opts := simulator.DefaultWorld(), simulator.Options{}
	for _, option := range options {
		option(&world, &opts)
	}
	sim, err := simulator.New(world, opts)
	if err != nil {
		tb.Fatalf("starting the simulator: %v", err)
	}
	w := &World{tb: tb, recorder: newRecorder(tb, sim), keys: map[string][2]string{}}
	for _, c := range world.Clusters {
		for _, key := range slices.Sorted(maps.Keys(c.APIKeys))[:min(1, len(c.APIKeys))] {
			w.keys[c.ID] = [2]string{key, c.APIKeys[key]}
		}
	}
	var handler http.Handler = sim
	if w.recorder != nil {
		handler = w.recorder
	}
	servers := []*httptest.Server{httptest.NewServer(handler)}
	w.URL, w.plain = servers[0].URL, servers[0].URL
	if config != nil {
		server := httptest.NewUnstartedServer(handler)
		server.TLS = config
		server.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes fail on purpose
		server.StartTLS()
		servers, w.URL = append(servers, server), server.URL
	}
	tb.Cleanup(func() {
		w.checkFaults()
		for _, server := range servers {
			server.CloseClientConnections()
			server.Close()
		}
		sim.Close()
		w.recorder.close()
	})
	return w
}

// Factories make the provider for the terraform of a test. The process's
// environment does not reach it.
func Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	nameRegistry()
	serve := provider.Server("test", provider.WithEnvironment(func(string) string { return "" }))
	return map[string]func() (tfprotov6.ProviderServer, error){
		"clink": func() (tfprotov6.ProviderServer, error) { return serve(), nil },
	}
}

// keys are the API keys of the default world's clusters.
var keys = map[string]string{"lkc-primary": "PRIMARY", "lkc-jump": "JUMP", "lkc-dr": "DR", "lkc-east": "EAST", "lkc-west": "WEST"}

// Provider is a provider block for all clusters of the default world.
func (w *World) Provider() string { return w.ProviderWith("") }

// ProviderWith is Provider with more arguments, in HCL, for each cluster's entry.
func (w *World) ProviderWith(more string) string {
	var b strings.Builder
	b.WriteString("provider \"clink\" {\n  kafka_clusters = {\n")
	for id, key := range keys {
		fmt.Fprintf(&b, "    %q = { rest_endpoint = %q, api_key = \"%sKEY\", api_secret = \"%sSECRET\"\n%s }\n", id, w.URL, key, key, more)
	}
	fmt.Fprintf(&b, "  }\n  cloud = { endpoint = %q, api_key = \"CLOUDKEY\", api_secret = \"CLOUDSECRET\" }\n}\n", w.URL)
	return b.String()
}

// Call sends a request to the simulator and returns status and body. Paths of a
// cluster's REST API, such as /kafka/v3/clusters/lkc-dr/links, are called with
// that cluster's key, other paths with the Cloud key.
func (w *World) Call(method, path string, body any) (int, string) {
	w.tb.Helper()
	var payload io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			w.tb.Fatal(err)
		}
		payload = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(w.tb.Context(), method, w.plain+path, payload)
	if err != nil {
		w.tb.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	login := [2]string{"CLOUDKEY", "CLOUDSECRET"}
	for id, key := range w.keys {
		if strings.Contains(path, "/clusters/"+id+"/") {
			login = key
		}
	}
	req.SetBasicAuth(login[0], login[1])
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.tb.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		w.tb.Fatal(err)
	}
	return resp.StatusCode, string(raw)
}

// Token is an access token of the simulator's identity provider.
func (w *World) Token(client, secret string) string {
	w.tb.Helper()
	resp, err := http.PostForm(w.plain+"/oauth/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {client}, "client_secret": {secret}})
	if err != nil {
		w.tb.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&token); err != nil || token.AccessToken == "" {
		w.tb.Fatalf("no token for %s: %v", client, err)
	}
	return token.AccessToken
}

// Do is Call where anything but a success ends the test.
func (w *World) Do(method, path string, body any) string {
	w.tb.Helper()
	status, answer := w.Call(method, path, body)
	if status < 200 || status > 299 {
		w.tb.Fatalf("%s %s: %d %s", method, path, status, answer)
	}
	return answer
}

// Get reads a path into a map; the path has to exist.
func (w *World) Get(path string) map[string]any {
	w.tb.Helper()
	var doc map[string]any
	if err := json.Unmarshal([]byte(w.Do(http.MethodGet, path, nil)), &doc); err != nil {
		w.tb.Fatal(err)
	}
	return doc
}

// Request is one request that reached the simulator.
type Request struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Query  string `json:"query"` // as it stood in the URL
	Status int    `json:"status"`
	Body   any    `json:"body"`
}

// Requests lists the requests since the start or the last ForgetRequests whose
// method is this (any, if empty) and whose path contains this text.
func (w *World) Requests(method, path string) []Request {
	w.tb.Helper()
	var journal struct{ Requests []Request }
	if err := json.Unmarshal([]byte(w.Do(http.MethodGet, "/simulator/requests", nil)), &journal); err != nil {
		w.tb.Fatal(err)
	}
	var found []Request
	for _, r := range journal.Requests {
		if (method == "" || r.Method == method) && strings.Contains(r.Path, path) {
			found = append(found, r)
		}
	}
	return found
}

// ForgetRequests empties the journal.
func (w *World) ForgetRequests() {
	w.tb.Helper()
	w.Do(http.MethodDelete, "/simulator/requests", nil)
}

// Fault is how the simulator answers the next requests that it matches.
type Fault struct {
	Method  string            `json:"method"`
	Path    string            `json:"path"` // regular expression
	Times   int               `json:"times"`
	After   bool              `json:"after"` // the request takes effect first
	Status  int               `json:"status,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    string            `json:"body,omitempty"`
	Drop    bool              `json:"drop"`
	DelayMS int               `json:"delay_ms"`
}

// Fault sets a fault. It has to be used, or the test fails.
func (w *World) Fault(f Fault) {
	w.tb.Helper()
	w.Do(http.MethodPost, "/simulator/faults", f)
	w.recorder.expect(f)
}

// checkFaults fails the test for each fault that was never used.
func (w *World) checkFaults() {
	if w.tb.Skipped() {
		return
	}
	resp, err := http.Get(w.plain + "/simulator/faults")
	if err != nil {
		w.tb.Errorf("reading the faults: %v", err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	var list struct {
		Faults []struct {
			Fault
			Used int `json:"used"`
		} `json:"faults"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil {
		w.tb.Errorf("reading the faults: %v", err)
		return
	}
	for _, f := range list.Faults {
		if f.Used == 0 {
			w.tb.Errorf("the fault for %s %s was never used", f.Method, f.Path)
		}
	}
}

// Reachable says whether a cluster answers at all.
func (w *World) Reachable(cluster string, reachable bool) {
	w.tb.Helper()
	w.Do(http.MethodPut, "/simulator/clusters/"+cluster, map[string]any{"reachable": reachable})
}
