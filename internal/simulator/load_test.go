package simulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// Hundreds of callers do everything there is to do, each with a topic of its
// own, while others look, force states and take the source down and up.
func TestLoad_everythingAtOnce(t *testing.T) {
	t.Parallel()
	const callers = 300
	sim, err := simulator.New(simulator.DefaultWorld(), simulator.Options{Settle: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	b := &bench{t: t, sim: sim, clock: newHandClock()}
	b.createLink("lkc-dr", "l", "source_cluster_id", "lkc-jump", toJump()).want(201)
	for b.kafka("lkc-dr", "GET", "/links/l", "").at("link_state") != "ACTIVE" {
		runtime.Gosched()
	}
	work := func(caller int) {
		topic := fmt.Sprintf("t-%03d", caller)
		names := `{"mirror_topic_names":["` + topic + `"]}`
		steps := []func() answer{
			func() answer { return b.kafka("lkc-jump", "POST", "/topics", `{"topic_name":"`+topic+`"}`) },
			func() answer {
				return b.kafka("lkc-dr", "POST", "/links/l/mirrors", `{"source_topic_name":"`+topic+`"}`)
			},
			func() answer { return b.kafka("lkc-dr", "GET", "/links/l/mirrors/"+topic, "") },
			func() answer { return b.kafka("lkc-dr", "GET", "/links/l?include_tasks=true", "") },
			func() answer { return b.kafka("lkc-dr", "POST", "/links/l/mirrors:pause", names) },
			func() answer {
				return b.kafka("lkc-dr", "PUT", "/links/l/configs/acl.sync.ms", fmt.Sprintf(`{"value":"%d"}`, 1000+caller))
			},
			func() answer { return b.kafka("lkc-dr", "POST", "/links/l/mirrors:failover", names) },
		}
		if caller%10 == 0 { // these answers grow with the number of callers
			steps = append(steps,
				func() answer { return b.kafka("lkc-dr", "GET", "/links/-/mirrors?mirror_status=ACTIVE", "") },
				func() answer { return b.control("GET", "/state", "") },
				func() answer { return b.control("GET", "/requests", "") })
		}
		for _, step := range steps {
			if a := step(); a.status >= 500 {
				t.Errorf("status %d: %s", a.status, a.text)
			}
		}
	}
	disturb := func(caller int) {
		switch caller % 4 {
		case 0:
			token := b.providerToken()
			b.request("GET", "/kafka/v3/clusters/lkc-jump/links", "", map[string]string{"Authorization": "Bearer " + token, "Confluent-Identity-Pool-Id": "pool-a"}).want(200)
		case 1:
			b.control("PUT", "/links/lkc-dr/l", `{"link_state":"UNAVAILABLE"}`)
			b.control("PUT", "/links/lkc-dr/l", `{"link_state":""}`)
		case 2:
			b.cloud("GET", endpoints+"?environment=env-west", "").want(200)
		case 3:
			b.control("POST", "/faults", `{"path":"^/nowhere$","status":500}`).want(201)
			b.control("GET", "/faults", "").want(200)
		}
	}
	var group sync.WaitGroup
	for caller := range callers {
		group.Go(func() { work(caller) })
		if caller%5 == 0 {
			group.Go(func() { disturb(caller / 5) })
		}
	}
	group.Wait()

	b.control("PUT", "/links/lkc-dr/l", `{"link_state":""}`).want(204)
	topics := b.kafka("lkc-jump", "GET", "/topics", "").column("topic_name")
	if len(topics) != callers || !slices.IsSorted(topics) {
		t.Errorf("%d topics", len(topics))
	}
	// A mirror can be refused while the link is down, but not half made.
	mirrors := b.kafka("lkc-dr", "GET", "/links/l/mirrors", "").column("mirror_topic_name")
	if there := b.kafka("lkc-dr", "GET", "/topics", "").column("topic_name"); !slices.Equal(there, mirrors) {
		t.Errorf("%d topics and %d mirrors", len(there), len(mirrors))
	}
}

// Nothing runs in the background, and nothing that is held or delayed outlives
// Close. The test counts goroutines, so it runs alone.
func TestLoad_closeLeavesNoGoroutine(t *testing.T) {
	before := runtime.NumGoroutine()
	sim, err := simulator.New(simulator.DefaultWorld(), simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, sim: sim, clock: newHandClock()}
	b.createLink("lkc-jump", "p", "source_cluster_id", "lkc-primary", inboundHalf()).want(201)
	b.control("POST", "/faults", `{"path":"/topics$","times":-1,"delay_ms":3600000}`).want(201)
	server := httptest.NewServer(sim)
	var group sync.WaitGroup
	const each = 20
	for range each {
		for path, body := range map[string]string{"/links/p/mirrors": `{"source_topic_name":"orders"}`, "/topics": `{"topic_name":"t"}`} {
			group.Go(func() {
				if resp, _, err := send(t, http.MethodPost, server.URL+"/kafka/v3/clusters/lkc-jump"+path, body); err == nil {
					t.Errorf("%s: answered %d", path, resp.StatusCode)
				}
			})
		}
	}
	waiting := func() bool {
		return strings.Count(b.control("GET", "/requests", "").text, `"status":0`) == 2*each
	}
	eventually(t, "all requests are waiting", waiting)
	sim.Close()
	sim.Close() // twice does no harm
	group.Wait()
	server.Close()
	eventually(t, "all goroutines have ended", func() bool { return runtime.NumGoroutine() <= before })
}

// eventually waits for real time to bring what a test expects.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.Now().Add(10 * time.Second); !is(); <-ticker.C {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// A clock that jumps back undoes nothing and stops nothing for good.
func TestLoad_clockGoesBack(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.drLink(nil)
	b.topic("lkc-jump", "t")
	b.mirror("lkc-dr", "jump-to-dr", "t")
	b.clock.advance(-time.Hour)
	b.mirrorIs("lkc-dr", "jump-to-dr", "t", "ACTIVE")
	b.act("lkc-dr", "jump-to-dr", "failover", "t")
	b.mirrorIs("lkc-dr", "jump-to-dr", "t", "PENDING_STOPPED")
	b.clock.advance(time.Hour + settle)
	b.mirrorIs("lkc-dr", "jump-to-dr", "t", "STOPPED")
}

func BenchmarkPictureOfTenThousandMirrors(b *testing.B) {
	sim := many(b, 10_000)
	for b.Loop() {
		req := httptest.NewRequest(http.MethodGet, "/simulator/state", http.NoBody)
		sim.ServeHTTP(httptest.NewRecorder(), req)
	}
}

func BenchmarkLinkOfTenThousandMirrors(b *testing.B) {
	sim := many(b, 10_000)
	for b.Loop() {
		req := httptest.NewRequest(http.MethodGet, "/kafka/v3/clusters/lkc-jump/links/p?include_tasks=true", http.NoBody)
		req.SetBasicAuth("JUMPKEY", "JUMPSECRET")
		sim.ServeHTTP(httptest.NewRecorder(), req)
	}
}
