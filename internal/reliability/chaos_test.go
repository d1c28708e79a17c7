package reliability

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// failed are seeds that have shown a fault: they are tried each time.
var failed = []uint64{}

const (
	// fewSeeds are tried in each test run, manySeeds by make chaos, which takes
	// another number as CLINK_CHAOS.
	fewSeeds  = 12
	manySeeds = 200
	// stormy is how many requests in a hundred meet a trouble.
	stormy = 10
)

// Whatever is configured, changed by others and goes wrong: once the trouble is
// over, one apply brings the world in order, the plan after it is empty, and the
// server has what the configuration says, once.
func TestChaos(t *testing.T) {
	t.Parallel()
	seeds := uint64(fewSeeds)
	if chaos() {
		seeds = manySeeds
		if n, err := strconv.ParseUint(os.Getenv("CLINK_CHAOS"), 10, 64); err == nil && n > 1 {
			seeds = n
		}
	}
	all := slices.Clone(failed)
	for seed := range seeds {
		all = append(all, seed)
	}
	for _, seed := range all {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			newStorm(t, seed).run()
		})
	}
}

// storm is one random sequence.
type storm struct {
	t    *testing.T
	w    *acctest.World
	l    *line
	mu   sync.Mutex // the line asks from many goroutines
	rand *rand.Rand
	// What the configuration may hold.
	link, orders, payments, service, endpoint *address
	log                                       []string
}

func newStorm(t *testing.T, seed uint64) *storm {
	t.Helper()
	w := acctest.NewWorld(t)
	for _, topic := range []string{"orders", "payments"} {
		newTopic(w, topic)
	}
	const link, topic, service, endpoint = "clink_cluster_link", "clink_mirror_topic", "clink_network_link_service", "clink_network_link_endpoint"
	return &storm{
		t: t, w: w, l: newLine(t, w), rand: rand.New(rand.NewPCG(seed, 1)),
		link: &address{resource: link, name: "link"}, orders: &address{resource: topic, name: "orders"}, payments: &address{resource: topic, name: "payments"},
		service: &address{resource: service, name: "service"}, endpoint: &address{resource: endpoint, name: "endpoint"},
	}
}

func (s *storm) chance(percent int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rand.IntN(100) < percent
}

func (s *storm) note(format string, args ...any) { s.log = append(s.log, fmt.Sprintf(format, args...)) }

func (s *storm) run() {
	defer func() {
		if s.t.Failed() {
			for _, entry := range s.log {
				s.t.Log(entry)
			}
		}
	}()
	healthy := &engine{t: s.t, provider: providers(s.w, nil, false), patience: long}
	var last []wish
	for step := range 5 {
		healthy.hasten(short, last...)
		wishes, want := s.configuration()
		last = wishes
		s.meddle()
		troubled := &engine{t: s.t, provider: providers(s.w, s.l, false), patience: short}
		s.l.set(func(l *line) { l.trouble = s.strikes() })
		o := troubled.apply(wishes...)
		s.l.reset()
		s.note("step %d: want %d objects; in the storm: %s", step, want, o.errors)
		if len(troubled.bugs) > 0 {
			s.t.Errorf("step %d: %v", step, troubled.bugs)
		}
		for _, w := range wishes {
			if w.tainted {
				s.t.Errorf("step %d: %s is tainted: %s", step, w.name, o.errors)
			}
		}
		healthy.converges(s.w, []string{links, mirrors, services + "?environment=env-east", endpoints + "?environment=env-west"}, want, wishes...)
		if s.t.Failed() {
			return
		}
	}
}

// configuration is one of those that a user may come to write, and how many objects
// it has.
func (s *storm) configuration() (wishes []wish, objects int) {
	add := func(a *address, there bool, config acctest.Object) {
		w := wish{address: a}
		if there {
			w.config = func() acctest.Object { return config }
			objects++
		}
		wishes = append(wishes, w)
	}
	pick := func(values ...any) any { return values[s.rand.IntN(len(values))] }
	linked := s.chance(85)
	add(s.link, linked, with(linkConfig(), acctest.Object{"config": map[string]any{"consumer.offset.sync.ms": pick("30000", "45000", "60000")}}))
	for _, topic := range []*address{s.orders, s.payments} {
		add(topic, linked && s.chance(80), with(mirrorConfig(topic.name), acctest.Object{"status": pick("ACTIVE", "PAUSED")}))
	}
	served := s.chance(80)
	add(s.service, served, with(serviceConfig(), acctest.Object{"description": pick("one", "two", nil)}))
	connected := served && s.chance(80)
	wishes = append(wishes, wish{address: s.endpoint})
	if connected {
		objects++
		description := pick("one", "two", nil)
		wishes[len(wishes)-1].config = func() acctest.Object {
			config := endpointConfig("")
			config["network_link_service_id"], config["description"] = acctest.Unknown{}, description
			if s.service.exists() {
				config["network_link_service_id"] = s.service.state.Object["id"]
			}
			return config
		}
	}
	return wishes, objects
}

// meddle is what others do.
func (s *storm) meddle() {
	ask := func(method, path string, body any) {
		status, _ := s.w.Call(method, path, body)
		s.note("others: %s %s: %d", method, path, status)
	}
	if s.chance(20) {
		ask(http.MethodPut, links+"/jump-to-dr/configs/consumer.offset.sync.ms", map[string]string{"value": "55000"})
	}
	if s.chance(20) {
		ask(http.MethodPost, mirrors+":pause", map[string]any{"mirror_topic_names": []string{"orders"}})
	}
	if s.chance(10) {
		ask(http.MethodDelete, "/kafka/v3/clusters/lkc-dr/topics/payments", nil)
	}
	if s.chance(10) {
		for _, topic := range []string{"orders", "payments"} {
			ask(http.MethodDelete, "/kafka/v3/clusters/lkc-dr/topics/"+topic, nil)
		}
		ask(http.MethodDelete, links+"/jump-to-dr?force=true", nil)
	}
}

// strikes lets some of the requests meet a trouble. A server that denies what exists
// is none of them: what it is asked to delete would stay, by its own word gone.
func (s *storm) strikes() func(*http.Request, []byte) *Trouble {
	troubles := slices.DeleteFunc(Troubles(), func(t Trouble) bool { return t.login || t.stale || t.absent })
	return func(r *http.Request, body []byte) *Trouble {
		if !s.chance(stormy) {
			return nil
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		trouble := troubles[s.rand.IntN(len(troubles))].meets(r, body)
		if trouble != nil {
			s.note("%s %s meets: %s", r.Method, r.URL.Path, trouble.Name)
		}
		return trouble
	}
}
