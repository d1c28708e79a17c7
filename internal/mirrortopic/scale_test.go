package mirrortopic

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// crowd is a cluster with a link, in a bubble whose clock costs nothing, and a
// terraform that does many things with its mirror topics.
type crowd struct {
	t       *testing.T
	sim     *simulator.Simulator
	cluster *tfkit.Cluster
	slots   int           // Terraform's -parallelism
	pace    time.Duration // what Terraform itself needs to begin an operation
	random  *rand.Rand

	mu    sync.Mutex
	calls map[string]int // by method, kind of path and status
}

// RoundTrip makes the simulator a transport.
func (c *crowd) RoundTrip(req *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	received := req.Clone(req.Context())
	if req.Body == nil {
		received.Body = http.NoBody
	}
	c.sim.ServeHTTP(w, received)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	kind := strings.Split(strings.TrimPrefix(req.URL.Path, "/kafka/v3/clusters/lkc-dr/"), "/")
	for i, part := range kind {
		if strings.HasPrefix(part, "t0") {
			kind[i] = "one"
		}
	}
	c.mu.Lock()
	c.calls[fmt.Sprintf("%s %s %d", req.Method, strings.Join(kind, "/"), w.Code)]++
	c.mu.Unlock()
	resp := w.Result()
	resp.Request = req
	return resp, nil
}

func newCrowd(t *testing.T, options simulator.Options) *crowd {
	t.Helper()
	sim, err := simulator.New(simulator.DefaultWorld(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	c := &crowd{t: t, sim: sim, slots: 10, pace: 8 * time.Millisecond, random: rand.New(rand.NewPCG(1, 2)), calls: map[string]int{}}
	client := func(id, key string) *kafka.Client {
		return kafka.New(rest.New(rest.Options{
			BaseURL: "http://localhost/kafka/v3", Transport: c, MaxRetries: 10, Authorize: rest.Basic(key+"KEY", key+"SECRET"),
		}), id)
	}
	c.cluster = &tfkit.Cluster{Client: client("lkc-dr", "DR")}
	jaas := `org.apache.kafka.common.security.plain.PlainLoginModule required username="JUMPKEY" password="JUMPSECRET";`
	bootstrap, protocol, mechanism := "pkc-jump:9092", "SASL_SSL", "PLAIN"
	err = c.cluster.CreateLink(t.Context(), kafka.NewLink{Name: "l", SourceClusterID: "lkc-jump", Configs: []kafka.Setting{
		{Name: "bootstrap.servers", Value: &bootstrap},
		{Name: "security.protocol", Value: &protocol},
		{Name: "sasl.mechanism", Value: &mechanism},
		{Name: "sasl.jaas.config", Value: &jaas},
	}})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * options.Settle) //nolint:forbidigo // the bubble's clock
	return c
}

func (c *crowd) source(i int) string { return fmt.Sprintf("t%06d", i) }

func (c *crowd) target(i int) target {
	return target{cluster: c.cluster, clock: poll.System{}, link: "l", topic: c.source(i), mayAdopt: true}
}

// all does something with n topics as Terraform would: so many at a time, one begun
// after the other. It returns the number of calls, and how long it took by the
// bubble's clock.
func (c *crowd) all(n int, what string, do func(ctx context.Context, t target) error) (calls int, took time.Duration) {
	c.t.Helper()
	clear(c.calls)
	begun := time.Now()
	slots, terraform := make(chan struct{}, c.slots), make(chan struct{}, 1)
	var group sync.WaitGroup
	for i := range n {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			terraform <- struct{}{}
			time.Sleep(c.busy()) //nolint:forbidigo // the bubble's clock
			<-terraform
			if err := do(c.t.Context(), c.target(i)); err != nil {
				c.t.Errorf("%s of topic %d: %v", what, i, err)
			}
		})
	}
	group.Wait()
	took = time.Since(begun)
	for _, request := range slices.Sorted(maps.Keys(c.calls)) {
		calls += c.calls[request]
		c.t.Logf("%s: %5d %s", what, c.calls[request], request)
	}
	c.t.Logf("%s: %.2f calls a topic in %s", what, float64(calls)/float64(n), took.Round(time.Millisecond))
	return calls, took
}

// busy is how long Terraform is busy before it begins an operation: not always as
// long.
func (c *crowd) busy() time.Duration {
	spread := time.Duration(c.random.Float64() * 1.6 * float64(c.pace))
	if c.random.IntN(10) == 0 {
		spread += 2 * c.pace
	}
	return spread
}

// sources creates the topics that are mirrored.
func (c *crowd) sources(n int) {
	c.t.Helper()
	for i := range n {
		req := httptest.NewRequestWithContext(c.t.Context(), http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", strings.NewReader(`{"topic_name":"`+c.source(i)+`"}`))
		req.SetBasicAuth("JUMPKEY", "JUMPSECRET")
		w := httptest.NewRecorder()
		c.sim.ServeHTTP(w, req)
		for w.Code == http.StatusTooManyRequests {
			time.Sleep(time.Second) //nolint:forbidigo // the bubble's clock
			w = httptest.NewRecorder()
			req.Body = io.NopCloser(strings.NewReader(`{"topic_name":"` + c.source(i) + `"}`))
			c.sim.ServeHTTP(w, req)
		}
		if w.Code > 299 {
			c.t.Fatal(w.Body)
		}
	}
}

// The operations, as the resource does them.
func creating(ctx context.Context, t target) error {
	if _, err := t.create(ctx, kafka.NewMirror{SourceTopicName: t.topic}, active); err != nil {
		return err
	}
	_, err := t.become(ctx, active, "")
	return err
}

func becoming(wanted string, known kafka.MirrorStatus) func(context.Context, target) error {
	return func(ctx context.Context, t target) error {
		mirror, err := t.become(ctx, wanted, known)
		if n, _ := next(wanted, mirror.Status); err == nil && n != nothing {
			err = fmt.Errorf("it is %s", mirror.Status)
		}
		return err
	}
}

func deleting(ctx context.Context, t target) error {
	end, _, err := t.remove(ctx, deleteAlways)
	if err == nil && end != deleted {
		err = fmt.Errorf("it %v", end)
	}
	if err == nil {
		err = t.gone(ctx)
	}
	return err
}

// What a topic costs among hundreds, ten at a time, in calls, and by a clock on which
// only waiting takes time: when Terraform needs eight milliseconds for each, as it does
// to create a thousand, twenty, as to change them, and forty, as for some thousands.
func TestScale_aTopicAmongHundreds(t *testing.T) {
	t.Parallel()
	for _, pace := range []time.Duration{8 * time.Millisecond, 20 * time.Millisecond, 40 * time.Millisecond} {
		t.Run(pace.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const n, latency, settle = 400, 20 * time.Millisecond, 500 * time.Millisecond
				c := newCrowd(t, simulator.Options{Latency: latency, Settle: settle})
				c.pace = pace
				c.sources(n)
				limit := n * (pace + (latency+settle)/time.Duration(c.slots)) * 105 / 100
				for _, step := range []struct {
					what string
					most float64 // calls for each topic
					do   func(context.Context, target) error
				}{
					{"create", 1.5, creating},
					{"pause", 0.5, becoming(paused, kafka.MirrorActive)},
					{"resume", 0.5, becoming(active, kafka.MirrorPaused)},
					{"failover", 0.5, becoming(failedOver, kafka.MirrorActive)},
					{"delete", 1.5, deleting},
				} {
					calls, took := c.all(n, step.what, step.do)
					if float64(calls) > step.most*n {
						t.Errorf("%s: %d calls for %d topics, more than %.1f each", step.what, calls, n, step.most)
					}
					if took > limit {
						t.Errorf("%s: took %s of the clock; Terraform's own pace and ten at a time allow %s", step.what, took, limit)
					}
				}
			})
		})
	}
}

// Two hundred at a time at a cluster that takes 20 requests a second: nothing fails,
// and no more is asked than where everything is taken.
func TestScale_aClusterThatTakesFewRequests(t *testing.T) {
	t.Parallel()
	const n = 250
	run := func(limit int) (calls map[string]int) {
		calls = map[string]int{}
		synctest.Test(t, func(t *testing.T) {
			c := newCrowd(t, simulator.Options{Latency: 20 * time.Millisecond, Settle: 500 * time.Millisecond, RateLimit: limit})
			c.slots = 200
			c.sources(n)
			calls["create"], _ = c.all(n, "create", creating)
			calls["failover"], _ = c.all(n, "failover", becoming(failedOver, kafka.MirrorActive))
			calls["delete"], _ = c.all(n, "delete", deleting)
		})
		return calls
	}
	free := run(0)
	for what, calls := range run(20) {
		if most := max(free[what]*11/10, free[what]+10); calls > most {
			t.Errorf("%s: %d calls under the limit, %d without", what, calls, free[what])
		}
	}
}
