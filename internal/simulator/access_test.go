package simulator_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

func TestAccess_everyClusterHasItsOwnKey(t *testing.T) {
	t.Parallel()
	b := quick(t)
	const path = "/kafka/v3/clusters/lkc-jump"
	b.as("JUMP", "GET", path, "").want(200).is("kind", "KafkaCluster").is("cluster_id", "lkc-jump")
	for _, key := range []string{"", "DR", "CLOUD", "NOBODY"} {
		a := b.as(key, "GET", path, "")
		a.refused(401, 40101, "Authentication failed")
		if a.header.Get("WWW-Authenticate") == "" {
			t.Error("no WWW-Authenticate")
		}
	}
	req := httptest.NewRequest(http.MethodGet, path, http.NoBody)
	req.SetBasicAuth("JUMPKEY", "DRSECRET")
	rec := httptest.NewRecorder()
	b.sim.ServeHTTP(rec, req)
	if rec.Code != http.StatusUnauthorized {
		t.Errorf("wrong secret: %d", rec.Code)
	}
	b.as("JUMP", "GET", "/kafka/v3/clusters/lkc-no", "").refused(404, 404, "Cluster lkc-no cannot be found.")
	b.as("JUMP", "GET", "/kafka/v3/clusters/lkc-jump/nothing", "").refused(404, 404, "HTTP 404 Not Found")
	b.as("JUMP", "DELETE", path, "").refused(405, 405, "HTTP 405 Method Not Allowed")
}

func TestAccess_listOfClusters(t *testing.T) {
	t.Parallel()
	b := quick(t)
	if got := b.as("JUMP", "GET", "/kafka/v3/clusters", "").want(200).is("kind", "KafkaClusterList").column("cluster_id"); !slices.Equal(got, []string{"lkc-jump"}) {
		t.Errorf("clusters %v", got)
	}
	b.as("", "GET", "/kafka/v3/clusters", "").refused(401, 40101, "Authentication failed")
}

func TestAccess_listWithoutAuthentication(t *testing.T) {
	t.Parallel()
	b := startWith(t, simulator.World{Clusters: []simulator.Cluster{
		{ID: "open", Kind: simulator.KindPlatform, Bootstrap: "a:9092"},
		{ID: "none", Kind: simulator.KindPlatform, Bootstrap: "b:9092", APIKeys: map[string]string{"k": "s"}, REST: simulator.REST{Auth: simulator.RESTAuthNone}},
		{ID: "basic", Kind: simulator.KindPlatform, Bootstrap: "c:9092", APIKeys: map[string]string{"XKEY": "XSECRET"}},
	}}, simulator.Options{})
	if got := b.as("", "GET", "/v3/clusters", "").want(200).column("cluster_id"); !slices.Equal(got, []string{"open", "none"}) {
		t.Errorf("without a key: %v", got)
	}
	if got := b.as("X", "GET", "/v3/clusters", "").want(200).column("cluster_id"); !slices.Equal(got, []string{"open", "none", "basic"}) {
		t.Errorf("with a key: %v", got)
	}
}

func TestAccess_clientCertificate(t *testing.T) {
	t.Parallel()
	b := startWith(t, simulator.World{Clusters: []simulator.Cluster{{ID: "cp", Kind: simulator.KindPlatform, Bootstrap: "a:9092", REST: simulator.REST{Auth: simulator.RESTAuthMTLS}}}}, simulator.Options{})
	for want, chains := range map[int][][]*x509.Certificate{401: nil, 200: {{new(x509.Certificate)}}} {
		req := httptest.NewRequest(http.MethodGet, "/v3/clusters/cp", http.NoBody)
		req.TLS = &tls.ConnectionState{VerifiedChains: chains}
		rec := httptest.NewRecorder()
		b.sim.ServeHTTP(rec, req)
		if rec.Code != want {
			t.Errorf("status %d, want %d", rec.Code, want)
		}
	}
}

func TestAccess_rateLimit(t *testing.T) {
	t.Parallel()
	b := startWith(t, simulator.DefaultWorld(), simulator.Options{RateLimit: 2})
	get := func() answer { return b.kafka("lkc-jump", "GET", "", "") }
	get().want(200)
	get().want(200)
	limited := get().want(429)
	if ct := limited.header.Get("Content-Type"); !strings.HasPrefix(ct, "text/html") || !strings.Contains(limited.text, "Error 429 Too Many Requests") {
		t.Errorf("%s %s", ct, limited.text)
	}
	if limited.header.Get("X-Request-Id") == "" {
		t.Error("no X-Request-Id")
	}
	b.kafka("lkc-dr", "GET", "", "").want(200) // each cluster has its own
	b.clock.advance(500 * time.Millisecond)
	get().want(200)
	get().want(429)

	const path = "/networking/v1/network-link-services?environment=env-east"
	if first := b.as("CLOUD", "GET", path, "").want(200); first.header.Get("X-RateLimit-Limit") != "2" || first.header.Get("X-RateLimit-Remaining") != "1" || first.header.Get("Retry-After") != "" {
		t.Errorf("headers %v", first.header)
	}
	b.as("CLOUD", "GET", path, "").want(200)
	second := b.as("CLOUD", "GET", path, "").want(429).is("errors.0.status", "429")
	if second.header.Get("Retry-After") != "1" || second.header.Get("X-RateLimit-Reset") != "1" || second.header.Get("X-RateLimit-Remaining") != "0" {
		t.Errorf("headers %v", second.header)
	}
}

func TestAccess_latency(t *testing.T) {
	t.Parallel()
	b := startWith(t, simulator.DefaultWorld(), simulator.Options{Latency: time.Second})
	done := make(chan int, 1)
	go func() {
		rec := httptest.NewRecorder()
		req := httptest.NewRequest(http.MethodGet, "/kafka/v3/clusters/lkc-jump", http.NoBody)
		req.SetBasicAuth("JUMPKEY", "JUMPSECRET")
		b.sim.ServeHTTP(rec, req)
		done <- rec.Code
	}()
	<-b.clock.waits
	b.control("GET", "/requests", "").want(200) // control is not delayed
	b.clock.advance(999 * time.Millisecond)
	select {
	case <-done:
		t.Fatal("answered early")
	default:
	}
	b.clock.advance(time.Millisecond)
	if code := <-done; code != http.StatusOK {
		t.Errorf("status %d", code)
	}
}

func TestAccess_requestIDs(t *testing.T) {
	t.Parallel()
	b := quick(t)
	first := b.kafka("lkc-jump", "GET", "", "").header.Get("X-Request-Id")
	second := b.kafka("lkc-jump", "GET", "/links/no", "").header.Get("X-Request-Id")
	if first == "" || first == second {
		t.Errorf("ids %q %q", first, second)
	}
}

func TestWorld_strict(t *testing.T) {
	t.Parallel()
	const cluster = `{"id":"a","kind":"cloud","bootstrap":"a:9092"}`
	for text, words := range map[string]string{
		`{"clusters":[` + cluster + `]}`:                                           "",
		`{"clusters":[` + cluster + `],"cluster":[]}`:                              `unknown field "cluster"`,
		`{"clusters":[{"id":"a","kind":"cloud","bootstrap":"a:9092","topic":[]}]}`: `unknown field "topic"`,
		`{} {}`: "more than one",
		`{"clusters":[{"id":"a","kind":"cloud"}]}`:                                                              "no bootstrap",
		`{"clusters":[{"id":"a","kind":"cumulus","bootstrap":"a:9092"}]}`:                                       "cumulus",
		`{"clusters":[{"id":"a","kind":"cloud","bootstrap":"a:9092","client_ca":"x"}]}`:                         "client_ca",
		`{"clusters":[{"id":"a","kind":"platform","version":"new","bootstrap":"a:9092"}]}`:                      "version",
		`{"clusters":[{"id":"a","kind":"cloud","bootstrap":"a:9092","rest":{"auth":"magic"}}]}`:                 "magic",
		`{"clusters":[` + cluster + `,` + cluster + `]}`:                                                        "twice",
		`{"clusters":[` + cluster + `,{"id":"b","kind":"cloud","bootstrap":"SASL_SSL://A:9092"}]}`:              "also that of",
		`{"networks":[{"id":"n","environment":"env-x"}]}`:                                                       "env-x",
		`{"clusters":[{"id":"a","kind":"cloud","bootstrap":"a:9092","topics":[{"name":"t"},{"name":"t"}]}]}`:    "twice",
		`{"clusters":[{"id":"a","kind":"cloud","bootstrap":"a:9092","topics":[{"name":"t","partitions":-1}]}]}`: "-1",
	} {
		w, err := simulator.ReadWorld(strings.NewReader(text))
		if err == nil {
			_, err = simulator.New(w, simulator.Options{})
		}
		switch {
		case words == "" && err != nil:
			t.Errorf("%s: %v", text, err)
		case words != "" && (err == nil || !strings.Contains(err.Error(), words)):
			t.Errorf("%s: error %v does not contain %q", text, err, words)
		}
	}
}

func TestWorld_default(t *testing.T) {
	t.Parallel()
	b := quick(t)
	for cluster, topics := range map[string][]string{
		"lkc-primary": {"orders", "payments"}, "lkc-jump": nil, "lkc-dr": nil, "lkc-east": {"clicks"}, "lkc-west": nil,
	} {
		if got := b.kafka(cluster, "GET", "/topics", "").want(200).column("topic_name"); !slices.Equal(got, topics) {
			t.Errorf("%s: topics %v", cluster, got)
		}
	}
	for _, env := range []string{"env-east", "env-west"} {
		b.as("CLOUD", "GET", fmt.Sprintf("/networking/v1/network-link-endpoints?environment=%s", env), "").want(200)
	}
}
