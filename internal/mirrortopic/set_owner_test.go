package mirrortopic_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// validateAll validates addresses of one configuration, in one run, and returns what
// is wrong with the last one.
func validateAll(p *acctest.Protocol, types []string, configs []acctest.Object) (last acctest.Diagnostics) {
	for i, config := range configs {
		last = p.ValidateNext(types[i], config)
	}
	return last
}

// A topic in two sets, or in a set and a resource of its own, has two owners; which
// comes first does not matter.
func TestProtoMirrorTopics_twoOwners(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	one := topic(map[string]any{"source_topic_name": "b"})
	for name, c := range map[string]struct {
		types   []string
		configs []acctest.Object
		path    string
	}{
		"two sets":         {[]string{setType, setType}, []acctest.Object{set(nil, "a", "b"), set(nil, "c", "b")}, at("source_topic_names") + ".ElementKeyInt(1)"},
		"a topic, a set":   {[]string{topicType, setType}, []acctest.Object{one, set(nil, "a", "b")}, at("source_topic_names") + ".ElementKeyInt(1)"},
		"a set, a topic":   {[]string{setType, topicType}, []acctest.Object{set(nil, "a", "b"), one}, at("source_topic_name")},
		"sets of the same": {[]string{setType, setType}, []acctest.Object{set(nil, "a", "b"), set(nil, "a", "b")}, at("source_topic_names")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			says(t, validateAll(w.NewProtocol(nil), c.types, c.configs).Errors(), c.path, "Two Owners", `"b"`, "destroy = false")
		})
	}
	other := set(map[string]any{"link_name": "another"}, "a", "b")
	if d := validateAll(w.NewProtocol(nil), []string{setType, setType}, []acctest.Object{set(nil, "a", "b"), other}); len(d) > 0 {
		t.Errorf("another link has other topics: %s", d)
	}
}

// A topic that a plan takes out of a set and gives to another address would be
// deleted: refused, whichever is planned first. With ABANDON it is handed over.
func TestProtoMirrorTopics_handedOver(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b", "c"})
	first, second := w.NewProtocol(nil).Create(setType, set(nil, "a", "b")), w.NewProtocol(nil).Create(setType, set(nil, "c"))
	w.ForgetRequests()
	fewer, more := set(nil, "a"), set(nil, "b", "c")
	one := topic(map[string]any{"source_topic_name": "b"})

	p := w.NewProtocol(nil)
	p.Plan(setType, first, fewer)
	says(t, p.Plan(setType, second, more).Diagnostics.Errors(), at("source_topic_names")+".ElementKeyInt(0)", "Moves to Another Address", `"b"`, "ABANDON", "removed {")
	p = w.NewProtocol(nil)
	p.Plan(setType, second, more)
	says(t, p.Plan(setType, first, fewer).Diagnostics.Errors(), at("source_topic_names"), "Moves to Another Address", `"b"`)
	p = w.NewProtocol(nil)
	p.Plan(setType, first, fewer)
	says(t, p.Plan(topicType, acctest.Step{}, one).Diagnostics.Errors(), "", "Moves to Another Address", `"b"`)

	letGo := set(map[string]any{"deletion_policy": "ABANDON"}, "a")
	p = w.NewProtocol(nil)
	plannedFirst, plannedSecond := p.Plan(setType, first, letGo), p.Plan(setType, second, more)
	if d := slices.Concat(plannedFirst.Diagnostics, plannedSecond.Diagnostics); len(d) > 0 {
		t.Errorf("handed over: %s", d)
	}
	first, second = p.Apply(setType, first, plannedFirst, letGo), p.Apply(setType, second, plannedSecond, more)
	if d := slices.Concat(first.Diagnostics, second.Diagnostics); len(d) > 0 {
		t.Errorf("handed over: %s", d)
	}
	hasMembers(t, first, map[string]any{"a": "ACTIVE"})
	hasMembers(t, second, map[string]any{"b": "ACTIVE", "c": "ACTIVE"})
	sent(t, w, createCall) // refused, since it is there: that is how a create takes over
	unchanged(t, w, second, more)
}

// In an apply that makes a topic at one address and drops it at another, the drop
// leaves it alone, also where no plan could see that coming.
func TestProtoMirrorTopics_takenOverInTheSameApply(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	state := w.NewProtocol(nil).Create(setType, set(nil, "a", "b"))
	fewer := set(nil, "a")
	planned := w.NewProtocol(nil).Plan(setType, state, fewer)
	p := w.NewProtocol(nil)
	p.Create(topicType, topic(map[string]any{"source_topic_name": "b"}))
	w.ForgetRequests()
	state = p.Apply(setType, state, planned, fewer)
	says(t, state.Diagnostics.Warnings(), "", "Another Owner", `"b"`)
	hasMembers(t, state, map[string]any{"a": "ACTIVE"})
	sent(t, w)
}

func TestProtoMirrorTopics_import(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "us_", []string{"a1", "a2", "b1"})
	created := w.NewProtocol(nil).Create(setType, set(map[string]any{"status": "PAUSED"}, "a1", "a2", "b1"))
	for id, want := range map[string]string{
		"lkc-dr/jump-to-dr":           "a1 a2 b1",
		"lkc-dr/jump-to-dr/*":         "a1 a2 b1",
		"lkc-dr/jump-to-dr/a*":        "a1 a2",
		"lkc-dr/jump-to-dr/?1":        "a1 b1",
		"lkc-dr/jump-to-dr/a[2-3],b1": "a2 b1",
	} {
		state := w.NewProtocol(nil).Import(setType, id)
		if len(state.Diagnostics) > 0 {
			t.Fatalf("%s: %s", id, state.Diagnostics)
		}
		if got := strings.Trim(fmt.Sprint(state.Object["source_topic_names"]), "[]"); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
		has(t, state, "status", "PAUSED")
		has(t, state, "id", "lkc-dr/jump-to-dr")
		unchanged(t, w, state, wantedOf("PAUSED", strings.Fields(want)...))
	}
	if state := w.NewProtocol(nil).ImportByIdentity(setType, created); fmt.Sprint(state.Object) != fmt.Sprint(created.Object) {
		t.Errorf("by identity: %v %s", state.Object, state.Diagnostics)
	}
	p := w.NewProtocol(nil)
	for id, words := range map[string]string{
		"lkc-dr":                 "<kafka_cluster_id>/<link_name>/<glob of source topics>",
		"lkc-dr/jump-to-dr/[":    "is no glob",
		"lkc-dr/jump-to-dr/us_*": "without the link's prefix",
		"lkc-dr/none/*":          "doesn't exist",
		"lkc-other/none/*":       "lkc-other",
	} {
		if d := p.Import(setType, id).Diagnostics.Errors(); len(d) != 1 || !d.Says("", words) && !d.Says(at("kafka_cluster_id"), words) {
			t.Errorf("%s: %s", id, d)
		}
	}
}

// An import of topics that have ended blocks no plan: nobody has wished for that yet.
func TestProtoMirrorTopics_importOfWhatHasEnded(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	w.NewProtocol(nil).Create(setType, wantedOf("FAILED_OVER", "a", "b"))
	state := w.NewProtocol(nil).Import(setType, "lkc-dr/jump-to-dr/*")
	has(t, state, "status", "PROMOTED")
	unchanged(t, w, state, wantedOf("FAILED_OVER", "a", "b"))
	w.ForgetRequests()
	_, planned := nextRun(t, w, state, set(nil, "a", "b"))
	says(t, planned.Diagnostics.Warnings(), at("status"), "Mirror No Longer", `"a", "b"`)
	has(t, planned, "status", "PROMOTED")
	// One of them mirrors again: the other is no obstacle, and stays as it is.
	force(w, "a", "ACTIVE")
	state = appliedSet(t, w, state, set(nil, "a", "b"))
	has(t, state, "status", "ACTIVE")
	hasMembers(t, state, map[string]any{"a": "ACTIVE", "b": "STOPPED"})
	sent(t, w)
}

func TestProtoMirrorTopics_providerNotKnownYet(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	state := w.NewProtocol(nil).Create(setType, set(nil, "orders"))
	w.ForgetRequests()
	p := w.NewProtocol(unknownCluster)
	read := p.Read(setType, state)
	says(t, read.Diagnostics.Warnings(), "", "Kept Without Looking")
	planned := p.Plan(setType, read, set(nil, "orders", "payments"))
	if len(planned.Diagnostics) > 0 {
		t.Errorf("planning an update: %s", planned.Diagnostics)
	}
	if added := planned.Object["mirror_topics"].(map[string]any)["payments"].(map[string]any); added["mirror_topic_name"] != (acctest.Unknown{}) {
		t.Errorf("the link's prefix is not known: %v", added)
	}
	says(t, p.Import(setType, "lkc-dr/jump-to-dr/*").Diagnostics.Errors(), at("kafka_cluster_id"), "not known yet")
	gone := w.NewProtocol(func(block map[string]any) { delete(block["kafka_clusters"].(map[string]any), "lkc-dr") })
	says(t, gone.Read(setType, state).Diagnostics, at("kafka_cluster_id"), "lkc-dr")
	says(t, gone.Plan(setType, acctest.Step{}, set(nil, "a")).Diagnostics, at("kafka_cluster_id"), "lkc-dr")
	if calls := w.Requests("", drCluster); len(calls) > 0 {
		t.Errorf("called %v", calls)
	}
}

func TestProtoMirrorTopics_clusterUnreachable(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	state := w.NewProtocol(nil).Create(setType, set(nil, "orders"))
	w.Reachable("lkc-dr", false)
	for policy, words := range map[string]string{"keep": "Kept", "error": "Unable to Read Mirror Topics"} {
		p := w.NewProtocol(func(block map[string]any) {
			block["kafka_clusters"].(map[string]any)["lkc-dr"].(map[string]any)["on_unreachable"] = policy
		})
		read := p.Read(setType, state)
		says(t, read.Diagnostics, "", words)
		hasMembers(t, read, map[string]any{"orders": "ACTIVE"})
		if policy == "error" {
			continue
		}
		planned := p.Plan(setType, read, wantedOf("FAILED_OVER", "orders", "payments"))
		if len(planned.Diagnostics) > 0 {
			t.Errorf("said once is enough: %s", planned.Diagnostics)
		}
		has(t, planned, "status", "ACTIVE")
		hasMembers(t, planned, map[string]any{"orders": "ACTIVE"})
	}
}

// Only the API's own word that something is not there takes it out of state.
func TestProtoMirrorTopics_keptOn(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]acctest.Fault{
		"401":              {Path: "/mirrors$", Status: 401, Body: `{"error_code":401,"message":"no"}`},
		"403":              {Path: "/mirrors$", Status: 403, Body: `{"error_code":403,"message":"no"}`},
		"404 of a gateway": {Path: "/mirrors$", Status: 404, Body: "<html>404</html>"},
		"no list":          {Path: "/mirrors$", Status: 200, Body: "{}"},
		"topics not told":  {Path: "/topics$", Status: 403, Body: `{"error_code":40301,"message":"no"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := linked(t, "")
			state := w.NewProtocol(nil).Create(setType, set(nil, "orders", "payments"))
			w.Do(http.MethodDelete, drCluster+"/topics/orders", nil)
			fault.Method, fault.Times = http.MethodGet, 20
			w.Fault(fault)
			read := w.NewProtocol(nil).Read(setType, state)
			says(t, read.Diagnostics.Errors(), "", "Unable to Read Mirror Topics")
			hasMembers(t, read, map[string]any{"orders": "ACTIVE", "payments": "ACTIVE"})
		})
	}
}

const alterCall = "POST /topics/a/configs:alter"

// Settings are sent to the members that lack them, and drift of one member shows.
func TestProtoMirrorTopics_settings(t *testing.T) {
	t.Parallel()
	const key, value = "confluent.key.schema.validation", "confluent.value.schema.validation"
	w := linkedTo(t, "", []string{"a", "b"})
	with := func(settings map[string]any) acctest.Object { return set(map[string]any{"config": settings}, "a", "b") }
	w.Do(http.MethodPost, drLink+"/mirrors", map[string]any{"source_topic_name": "a"})
	w.ForgetRequests()
	state := w.NewProtocol(nil).Create(setType, with(map[string]any{value: "true"}))
	sent(t, w, createCall, createCall, alterCall) // a was there without the setting
	unchanged(t, w, state, with(map[string]any{value: "true"}))

	w.Do(http.MethodPost, drCluster+"/topics/a/configs:alter", map[string]any{"data": []any{map[string]any{"name": value, "operation": "DELETE"}}})
	w.ForgetRequests()
	read, _ := nextRun(t, w, state, with(map[string]any{value: "true"}))
	if settings := read.Object["config"].(map[string]any); settings[value] == "true" {
		t.Errorf("the drift of a is not seen: %v", settings)
	}
	state = appliedSet(t, w, state, with(map[string]any{value: "true"}))
	sent(t, w, alterCall)
	state = appliedSet(t, w, state, with(map[string]any{key: "true"}))
	sent(t, w, alterCall, strings.Replace(alterCall, "/a/", "/b/", 1))
	unchanged(t, w, state, with(map[string]any{key: "true"}))

	w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/topics/b/configs:alter$", Times: 1, Status: 400, Body: `{"error_code":40002,"message":"not this"}`})
	config := with(map[string]any{value: "true"})
	read, planned := nextRun(t, w, state, config)
	state = w.NewProtocol(nil).Apply(setType, read, planned, config)
	says(t, state.Diagnostics.Errors(), at("config"), `1 mirror topic ("b")`, "not this")
	w.ForgetRequests()
	state = appliedSet(t, w, state, config)
	sent(t, w, strings.Replace(alterCall, "/a/", "/b/", 1))
	unchanged(t, w, state, config)

	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/topics/b/configs$", Times: 1, Status: 403, Body: `{"error_code":40301,"message":"no"}`})
	says(t, w.NewProtocol(nil).Read(setType, state).Diagnostics.Errors(), at("config"), "Unable to Read Topic Settings", `"b"`)
}

func TestProtoMirrorTopics_preflight(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	state := w.NewProtocol(nil).Create(setType, set(nil, "a", "b"))
	p := w.NewProtocol(func(block map[string]any) { block["preflight"] = "error" })
	w.ForgetRequests()
	if d := p.Plan(setType, state, wantedOf("PAUSED", "a", "b")).Diagnostics; len(d) > 0 {
		t.Errorf("what the server would do: %s", d)
	}
	if tried := w.Requests(http.MethodPost, "mirrors:pause"); len(tried) != 1 || tried[0].Query != "validate_only=true" {
		t.Errorf("want one dry run, got %+v", tried)
	}
	w.Fault(acctest.Fault{Method: http.MethodPost, Path: "mirrors:promote", Times: 1, Status: http.StatusOK, Body: `{"data":[{"mirror_topic_name":"a"},{"mirror_topic_name":"b","error_code":400,"error_message":"not today"}]}`})
	says(t, p.Plan(setType, state, wantedOf("PROMOTED", "a", "b")).Diagnostics.Errors(), at("status"), "Dry Run Failed", `"b": `, "not today")
}

// Interrupted, a set stores what there is: the members that it has not reached yet are
// still in state.
func TestProtoMirrorTopics_interrupted(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	state := w.NewProtocol(nil).Create(setType, set(nil, "a", "b"))
	w.Fault(acctest.Fault{Method: http.MethodDelete, Path: "/topics/b$", Times: 1, DelayMS: 5000})
	p := w.NewProtocol(nil)
	planned := p.Plan(setType, state, nil)
	done := make(chan acctest.Step, 1)
	go func() { done <- p.Apply(setType, state, planned, nil) }()
	looks := 0
	waitFor(t, "a to be seen as deleted", func() bool {
		// The second time that the answer is in the journal, the provider has it.
		if slices.ContainsFunc(w.Requests(http.MethodGet, "/topics/a"), func(r acctest.Request) bool { return r.Status == http.StatusNotFound }) {
			looks++
		}
		return looks == 2
	})
	p.Interrupt()
	gone := <-done
	if errors := gone.Diagnostics.Errors(); len(errors) != 1 || !errors.Says("", "could not be deleted", `"b"`, "interrupted") {
		t.Error(gone.Diagnostics)
	}
	hasMembers(t, gone, map[string]any{"b": "ACTIVE"})
}

// The link was replaced between plan and apply: nothing is made under a name that the
// plan does not have.
func TestProtoMirrorTopics_prefixChangedAfterThePlan(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a"})
	p := w.NewProtocol(nil)
	planned := p.Plan(setType, acctest.Step{}, set(nil, "a"))
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/links/jump-to-dr/configs$", Times: 1, Status: 200, Body: `{"data":[{"name":"cluster.link.prefix","value":"new_"}]}`})
	made := w.NewProtocol(nil).Apply(setType, acctest.Step{}, planned, set(nil, "a"))
	says(t, made.Diagnostics.Errors(), at("link_name"), "Another Prefix", `"new_"`, `"a"`, "Plan again")
	sent(t, w)
}
