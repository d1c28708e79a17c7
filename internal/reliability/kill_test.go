package reliability

import (
	"fmt"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// part is one address of a configuration.
type part struct {
	resource, name string
	config         acctest.Object
	change         acctest.Object // for an update; nil for none
}

// scene is a configuration.
type scene struct {
	name  string
	parts func(w *acctest.World) []part
	lists []string // of all that it makes on the server
	count int      // of that
}

func scenes() []scene {
	var all []scene
	for _, s := range subjects() {
		if s.resource == "clink_mirror_topics" {
			continue // of two, below
		}
		all = append(all, scene{
			s.name, func(w *acctest.World) []part { return []part{{s.resource, "this", s.prepare(w), s.change}} }, []string{s.list}, 1,
		})
	}
	all = append(all, scene{"clink_mirror_topics", func(w *acctest.World) []part { return []part{setOfTwo(w)} }, []string{mirrors}, 2})
	return append(all, scene{
		"the chain", chain, []string{
			"/kafka/v3/clusters/lkc-primary/links", "/kafka/v3/clusters/lkc-jump/links", links,
			"/kafka/v3/clusters/lkc-jump/links/primary-to-jump/mirrors", mirrors,
		}, 5,
	})
}

// setOfTwo is a set of two mirror topics: a kill finds the one done, and the other not.
func setOfTwo(w *acctest.World) part {
	newTopic(w, "orders")
	newTopic(w, "invoices")
	w.NewProtocol(nil).Create("clink_cluster_link", linkConfig())
	config := acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "source_topic_names": []any{"invoices", "orders"}}
	return part{"clink_mirror_topics", "all", config, acctest.Object{"status": "PAUSED"}}
}

// chain is private → public → private: a link by two halves, a link, and a topic
// that goes all the way. The default world has the topic.
func chain(*acctest.World) []part {
	first := acctest.Object{"link_name": "primary-to-jump"}
	const link, topic = "clink_cluster_link", "clink_mirror_topic"
	offsets := acctest.Object{"config": map[string]any{"consumer.offset.sync.ms": "45000"}}
	return []part{
		{link, "waiting", with(first, acctest.Object{"kafka_cluster_id": "lkc-jump", "remote_cluster_id": "lkc-primary", "connection_mode": "INBOUND"}), offsets},
		{link, "connecting", with(first, acctest.Object{
			"kafka_cluster_id": "lkc-primary", "remote_cluster_id": "lkc-jump", "link_mode": "SOURCE", "remote_bootstrap_servers": "pkc-jump:9092",
			"remote_authentication": login("JUMP"), "local_authentication": login("PRIMARY"),
		}), nil},
		{link, "onwards", linkConfig(), offsets},
		{topic, "jump", acctest.Object{"kafka_cluster_id": "lkc-jump", "link_name": "primary-to-jump", "source_topic_name": "orders"}, nil},
		{topic, "dr", mirrorConfig("orders"), acctest.Object{"status": "PAUSED"}},
	}
}

// A provider that is killed at any request of an apply, before or after the
// request has taken effect, leaves a world that the next apply brings in order:
// one of each object, an empty plan, and no import by hand.
func TestKilled(t *testing.T) {
	t.Parallel()
	for _, s := range scenes() {
		for _, operation := range []string{"create", "update", "destroy"} {
			// How many requests there are, a run without a kill tells.
			requests := s.kill(t, operation, -1, false)
			if requests == 0 {
				t.Errorf("%s of %s sends nothing", operation, s.name)
			}
			for at := range requests {
				for when, after := range map[string]bool{"before": false, "after": true} {
					t.Run(fmt.Sprintf("%s/%s/%s request %d", s.name, operation, when, at), func(t *testing.T) {
						t.Parallel()
						s.kill(t, operation, at, after)
					})
				}
			}
		}
	}
}

// kill kills the provider at a request of an apply, and lets another apply follow.
// It returns how many requests the operation sent.
func (s scene) kill(t *testing.T, operation string, at int, after bool) int {
	t.Helper()
	w := acctest.NewWorld(t)
	l := newLine(t, w)
	var before, wanted []wish
	for _, p := range s.parts(w) {
		a := &address{resource: p.resource, name: p.name}
		is := wish{a, func() acctest.Object { return p.config }}
		before = append(before, is)
		switch {
		case operation == "destroy":
			wanted = append(wanted, wish{a, nil})
		case operation == "update" && p.change != nil:
			wanted = append(wanted, wish{a, func() acctest.Object { return with(p.config, p.change) }})
		default:
			wanted = append(wanted, is)
		}
	}
	healthy := &engine{t: t, provider: providers(w, nil, false), patience: long}
	if operation != "create" {
		healthy.must(before...)
		if at >= 0 {
			healthy.hasten(short, before...)
		}
	}
	dying := &engine{t: t, provider: providers(w, l, false), patience: short, dead: l.dead}
	if at < 0 {
		dying.patience = long
	}
	l.set(func(l *line) { l.cut, l.after = at, after })
	o := dying.apply(wanted...)
	requests := l.reset()
	if at < 0 && len(o.errors)+len(dying.bugs) > 0 {
		t.Fatalf("without a kill: %s %v", o.errors, dying.bugs)
	}
	want := s.count
	if operation == "destroy" {
		want = 0
	}
	healthy.converges(w, s.lists, want, wanted...)
	return requests
}

// must applies what has to work.
func (e *engine) must(wishes ...wish) {
	e.t.Helper()
	if o := e.apply(wishes...); len(o.errors)+len(e.bugs) > 0 {
		e.t.Fatalf("%s %v", o.errors, e.bugs)
	}
}

// converges applies until all is as it is wanted, which takes one apply, and looks
// that the server has what is wanted, once.
func (e *engine) converges(w *acctest.World, lists []string, want int, wanted ...wish) {
	e.t.Helper()
	if o := e.apply(wanted...); len(o.errors)+len(e.bugs) > 0 {
		e.t.Errorf("the next apply: %s %v", o.errors, e.bugs)
		return
	}
	if o := e.apply(wanted...); o.changed || len(o.errors) > 0 {
		e.t.Errorf("the plan after it is not empty: %s", o.errors)
	}
	n := 0
	for _, list := range lists {
		n += count(e.t, w, list)
	}
	if n != want {
		e.t.Errorf("%d objects are on the server, want %d", n, want)
	}
	for _, a := range wanted {
		if a.exists() != (a.config != nil) || a.tainted {
			e.t.Errorf("%s.%s is in state: %t, tainted: %t", a.resource, a.name, a.exists(), a.tainted)
		}
	}
}
