package simulator_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

func TestJournal(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.drLink(nil)
	b.control("DELETE", "/requests", "").want(204)
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr?include_tasks=true", "").want(200)
	b.kafka("lkc-dr", "GET", "/links/other", "").want(404)
	b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs:alter", alterBody(`{"name":"acl.sync.ms","value":"7000"}`)).want(204)
	b.kafka("lkc-dr", "POST", "/links/jump-to-dr/mirrors:promote", `not JSON`).want(400)
	b.kafka("lkc-dr", "POST", "/links/?link_name=l", `{}`)
	b.kafka("lkc-dr", "GET", "/links/-/mirrors", "").want(200)
	b.kafka("lkc-dr", "GET", "/nothing", "").want(404)
	b.as("CLOUD", "GET", "/networking/v1/network-link-services/nls-x?environment=env-east", "").want(404)
	const links = "/kafka/v3/clusters/{cluster_id}/links"
	report := b.control("GET", "/requests", "").want(200).
		is("counts.GET "+links+"/{link_name}", "2").
		is("requests.0.method", "GET").is("requests.0.query", "include_tasks=true").is("requests.0.status", "200").is("requests.0.body", "<nil>").
		is("requests.2.body.data.0.name", "acl.sync.ms").is("requests.3.body", "not JSON")
	counts, _ := report.object()["counts"].(map[string]any)
	for _, key := range []string{
		"PUT " + links + "/{link_name}/configs:alter", "POST " + links + "/{link_name}/mirrors:promote", "POST " + links,
		"GET " + links + "/-/mirrors", "GET /kafka/v3/clusters/lkc-dr/nothing", "GET /networking/v1/network-link-services/{id}",
	} {
		if counts[key] != float64(1) {
			t.Errorf("count of %s is %v; all: %v", key, counts[key], counts)
		}
	}
	if path := report.at("requests.1.path"); path != "/kafka/v3/clusters/lkc-dr/links/other" {
		t.Errorf("path %s", path)
	}
	b.control("DELETE", "/requests", "").want(204)
	b.control("GET", "/requests", "").is("counts", "map[]").is("requests", "[]")
}

func TestFaults_answerInstead(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.control("POST", "/faults", `{"method":"GET","path":"/links/l$","times":2,"status":503,"headers":{"Retry-After":"3"},"body":"busy"}`).want(201)
	for range 2 {
		if a := b.kafka("lkc-dr", "GET", "/links/l", "").want(503); a.text != "busy" || a.header.Get("Retry-After") != "3" || a.header.Get("Content-Type") != "text/plain" {
			t.Errorf("%s %v", a.text, a.header)
		}
	}
	b.kafka("lkc-dr", "GET", "/links/l", "").want(404)
	b.control("GET", "/faults", "").is("faults.0.used", "2").is("faults.0.times", "2")
	b.control("GET", "/requests", "").is("requests.0.status", "503").is("requests.2.status", "404")
	b.control("DELETE", "/faults", "").want(204)
	b.control("GET", "/faults", "").is("faults", "[]")
}

func TestFaults_after(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.control("POST", "/faults", `{"method":"POST","path":"/links","after":true,"status":500,"body":{"error_code":500,"message":"boom"}}`).want(201)
	b.createLink("lkc-dr", "jump-to-dr", "source_cluster_id", "lkc-jump", toJump()).refused(500, 500, "boom")
	b.linkIs("lkc-dr", "jump-to-dr", "ACTIVE") // it has happened all the same
	b.createLink("lkc-dr", "jump-to-dr", "source_cluster_id", "lkc-jump", toJump()).want(400)
}

func TestFaults_matching(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.control("POST", "/faults", `{"path":"/links","query":"validate_only=true","times":-1,"status":418}`).want(201)
	b.kafka("lkc-dr", "GET", "/links", "").want(200)
	for range 3 {
		b.kafka("lkc-dr", "GET", "/links?validate_only=true", "").want(418)
	}
	b.control("POST", "/faults", `{"path":"^/kafka/v3/clusters/lkc-jump$","status":400,"body":"<html></html>"}`).want(201)
	if a := b.kafka("lkc-jump", "GET", "", "").want(400); !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("content type %s", a.header.Get("Content-Type"))
	}
	b.kafka("lkc-jump", "GET", "", "").want(200) // once, when nothing else is said
	for _, bad := range []string{`{"path":"(","status":500}`, `{"path":"x"}`, `{"path":"x","status":7}`, `{"pth":"x","status":500}`, `nonsense`} {
		b.control("POST", "/faults", bad).want(400)
	}
}

func TestFaults_drop(t *testing.T) {
	t.Parallel()
	b := quick(t)
	server := b.serve()
	b.control("POST", "/faults", `{"method":"POST","path":"/topics","drop":true,"after":true}`).want(201)
	if resp, _, err := send(t, http.MethodPost, server.URL+"/kafka/v3/clusters/lkc-jump/topics", `{"topic_name":"t"}`); err == nil {
		t.Fatalf("answered %d", resp.StatusCode)
	}
	b.kafka("lkc-jump", "GET", "/topics/t", "").want(200)
	b.control("GET", "/faults", "").is("faults.0.used", "1")
}

func TestFaults_delay(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.control("POST", "/faults", `{"path":"/topics","delay_ms":1500}`).want(201)
	done := make(chan int, 1)
	go func() {
		rec := httptest.NewRecorder()
		req := httptest.NewRequest(http.MethodGet, "/kafka/v3/clusters/lkc-jump/topics", http.NoBody)
		req.SetBasicAuth("JUMPKEY", "JUMPSECRET")
		b.sim.ServeHTTP(rec, req)
		done <- rec.Code
	}()
	<-b.clock.waits
	b.clock.advance(1500 * time.Millisecond)
	if code := <-done; code != http.StatusOK {
		t.Errorf("status %d", code)
	}
}

func TestReset(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.chain()
	b.control("POST", "/faults", `{"path":"x","status":500}`).want(201)
	b.control("PUT", "/clusters/lkc-jump", `{"reachable":false}`).want(204)
	b.kafka("lkc-primary", "DELETE", "/topics/orders", "").want(204)
	b.control("POST", "/reset", "").want(204)
	b.control("GET", "/requests", "").is("requests", "[]")
	b.control("GET", "/faults", "").is("faults", "[]")
	b.kafka("lkc-jump", "GET", "/links", "").want(200).is("data", "[]")
	b.kafka("lkc-primary", "GET", "/topics/orders", "").want(200)
}

func TestControl_unknown(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.control("GET", "/nothing", "").want(404)
	b.control("PUT", "/clusters/lkc-no", `{"reachable":true}`).want(404)
	b.control("PUT", "/clusters/lkc-jump", `{"reachable":"no"}`).want(400)
	b.control("PUT", "/links/lkc-no/l", `{}`).want(404)
	b.control("PUT", "/network-link-endpoints/nle-no", `{}`).want(404)
	b.control("GET", "/requests", "").is("requests", "[]") // control is not in the journal
}

func TestConcurrency(t *testing.T) {
	t.Parallel()
	const callers, each = 200, 4
	sim, err := simulator.New(simulator.DefaultWorld(), simulator.Options{Settle: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	b := &bench{t: t, sim: sim, clock: newHandClock()}
	b.createLink("lkc-dr", "l", "source_cluster_id", "lkc-jump", toJump()).want(201)
	b.control("DELETE", "/requests", "").want(204)
	var group sync.WaitGroup
	for caller := range callers {
		group.Go(func() {
			for i := range each {
				name := fmt.Sprintf("t-%d-%d", caller, i)
				switch i % 4 {
				case 0:
					b.kafka("lkc-jump", "POST", "/topics", `{"topic_name":"`+name+`"}`)
				case 1:
					b.kafka("lkc-dr", "POST", "/links/l/mirrors", fmt.Sprintf(`{"source_topic_name":"t-%d-%d"}`, caller, i-1))
				case 2:
					b.kafka("lkc-dr", "GET", "/links/l/mirrors", "")
				case 3:
					b.kafka("lkc-dr", "PUT", "/links/l/configs/acl.sync.ms", `{"value":"6000"}`)
				}
			}
		})
	}
	group.Wait()
	if n := len(b.control("GET", "/requests", "").object()["requests"].([]any)); n != callers*each {
		t.Errorf("journal holds %d requests, want %d", n, callers*each)
	}
	if n := len(b.kafka("lkc-jump", "GET", "/topics", "").column("topic_name")); n != callers*each/4 {
		t.Errorf("%d topics", n)
	}
}

// many opens a world whose primary has n topics, all mirrored to lkc-jump by
// auto-create.
func many(tb testing.TB, n int) *simulator.Simulator {
	tb.Helper()
	w := simulator.DefaultWorld()
	for i := range n {
		w.Clusters[0].Topics = append(w.Clusters[0].Topics, simulator.Topic{Name: fmt.Sprintf("t%05d", i)})
	}
	sim, err := simulator.New(w, simulator.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(sim.Close)
	create := func(key, cluster, idField, id string, configs map[string]string) {
		req := httptest.NewRequest(http.MethodPost, "/kafka/v3/clusters/"+cluster+"/links?link_name=p", strings.NewReader(linkBody(tb, idField, id, configs)))
		req.SetBasicAuth(key+"KEY", key+"SECRET")
		rec := httptest.NewRecorder()
		sim.ServeHTTP(rec, req)
		if rec.Code != http.StatusCreated {
			tb.Fatalf("%d %s", rec.Code, rec.Body)
		}
	}
	create("JUMP", "lkc-jump", "source_cluster_id", "lkc-primary", settings(inboundHalf(), map[string]string{
		"auto.create.mirror.topics.enable":  "true",
		"auto.create.mirror.topics.filters": `{"topicFilters":[{"name":"t","patternType":"PREFIXED","filterType":"INCLUDE"}]}`,
	}))
	create("PRIMARY", "lkc-primary", "destination_cluster_id", "lkc-jump", sourceHalf())
	return sim
}

func listMirrors(sim *simulator.Simulator) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodGet, "/kafka/v3/clusters/lkc-jump/links/p/mirrors", http.NoBody)
	req.SetBasicAuth("JUMPKEY", "JUMPSECRET")
	rec := httptest.NewRecorder()
	sim.ServeHTTP(rec, req)
	return rec
}

func TestScale_tenThousandMirrorsInOneAnswer(t *testing.T) {
	t.Parallel()
	const n = 10_000
	rec := listMirrors(many(t, n))
	names := answer{t, rec.Code, rec.Header(), rec.Body.String()}.want(200).column("mirror_topic_name")
	if len(names) != n || !slices.IsSorted(names) {
		t.Errorf("%d mirrors", len(names))
	}
}

func BenchmarkListTenThousandMirrors(b *testing.B) {
	sim := many(b, 10_000)
	for b.Loop() {
		listMirrors(sim)
	}
}

// A web page elsewhere can make a browser on this machine ask for anything.
func TestControl_answersToThisMachineOnly(t *testing.T) {
	t.Parallel()
	b := quick(t)
	for name, c := range map[string]struct {
		host   string
		header map[string]string
		want   int
	}{
		"curl":                   {"127.0.0.1:8090", nil, 200},
		"IPv6":                   {"[::1]:8090", nil, 200},
		"another spelling":       {"LocalHost.:8090", nil, 200},
		"its own page":           {"localhost:8090", map[string]string{"Origin": "http://localhost:8090", "Sec-Fetch-Site": "same-origin"}, 200},
		"typed into the browser": {"localhost:8090", map[string]string{"Sec-Fetch-Site": "none"}, 200},
		"another page":           {"localhost:8090", map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, 403},
		"an old browser":         {"localhost:8090", map[string]string{"Origin": "https://evil.example"}, 403},
		"another port":           {"localhost:8090", map[string]string{"Origin": "http://localhost:3000"}, 403},
		"a sandboxed page":       {"localhost:8090", map[string]string{"Origin": "null"}, 403},
		"a script's tag":         {"localhost:8090", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"a name pointed here":    {"evil.example:8090", nil, 403},
		"a name that looks so":   {"localhost.evil.example", nil, 403},
	} {
		for method, path := range map[string]string{"GET": "/simulator/requests", "POST": "/simulator/reset"} {
			req := httptest.NewRequest(method, path, nil)
			req.Host = c.host
			for k, v := range c.header {
				req.Header.Set(k, v)
			}
			rec := httptest.NewRecorder()
			b.sim.ServeHTTP(rec, req)
			if want := c.want; rec.Code != want && (want != 200 || rec.Code != 204) {
				t.Errorf("%s: %s %s: %d, want %d", name, method, path, rec.Code, want)
			}
		}
	}
}

// A control request whose body does not come holds up nobody.
func TestControl_readsBodiesBeforeItLocks(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.drLink(nil)
	server := httptest.NewServer(b.sim)
	t.Cleanup(server.Close)
	stuck, send := io.Pipe()
	t.Cleanup(func() { _ = send.Close() })
	begun := make(chan struct{})
	go func() {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodPut, server.URL+"/simulator/links/lkc-dr/jump-to-dr", io.MultiReader(strings.NewReader(`{"link_state":`), &signal{begun, stuck}))
		if resp, err := http.DefaultClient.Do(req); err == nil {
			_ = resp.Body.Close()
		}
	}()
	<-begun
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr", "").want(200)
}

// signal closes begun at its first read.
type signal struct {
	begun chan struct{}
	io.Reader
}

func (s *signal) Read(p []byte) (int, error) {
	select {
	case <-s.begun:
	default:
		close(s.begun)
	}
	return s.Reader.Read(p)
}
