package mirrortopic_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// What was paused elsewhere is repaired, by a plan that shows it; what was promoted
// elsewhere stays, with one warning for all; what vanished is made anew.
func TestProtoMirrorTopics_changedElsewhere(t *testing.T) {
	t.Parallel()
	sources := []string{"a", "b", "c", "d", "e"}
	w := linkedTo(t, "", sources)
	config := set(nil, sources...)
	state := w.NewProtocol(nil).Create(setType, config)
	operate(w, "pause", "a")
	operate(w, "failover", "b")
	operate(w, "failover", "c")
	w.Do(http.MethodDelete, drCluster+"/topics/d", nil)
	w.ForgetRequests()

	read, planned := nextRun(t, w, state, config)
	says(t, read.Diagnostics.Warnings(), "", "Not Found", `1 mirror topic ("d")`)
	hasMembers(t, read, map[string]any{"a": "PAUSED", "b": "STOPPED", "c": "STOPPED", "e": "ACTIVE"})
	says(t, planned.Diagnostics.Warnings(), at("status"), "Mirror No Longer", `2 mirror topics ("b", "c")`, "outside of this configuration", "take these out", "truncate-and-restore")
	hasMembers(t, planned, map[string]any{"a": acctest.Unknown{}, "b": "STOPPED", "c": "STOPPED", "d": acctest.Unknown{}, "e": "ACTIVE"})

	state = w.NewProtocol(nil).Apply(setType, read, planned, config)
	if len(state.Diagnostics) > 0 {
		t.Error(state.Diagnostics)
	}
	sent(t, w, createCall, "POST /links/jump-to-dr/mirrors:resume")
	hasMembers(t, state, map[string]any{"a": "ACTIVE", "b": "STOPPED", "c": "STOPPED", "d": "ACTIVE", "e": "ACTIVE"})

	// What is recorded is no news, and the topics stay.
	config = set(nil, "a", "d", "e")
	read, planned = nextRun(t, w, state, config)
	if len(planned.Diagnostics) > 0 {
		t.Errorf("live topics are not deleted: %s", planned.Diagnostics)
	}
	state = w.NewProtocol(nil).Apply(setType, read, planned, config)
	says(t, state.Diagnostics.Warnings(), "", "Live Topics Stay", `"b", "c"`)
	sent(t, w)
	unchanged(t, w, state, config)
}

func TestProtoMirrorTopics_allVanished(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a"})
	state := w.NewProtocol(nil).Create(setType, set(nil, "a"))
	w.Do(http.MethodDelete, drCluster+"/topics/a", nil)
	read := w.NewProtocol(nil).Read(setType, state)
	says(t, read.Diagnostics.Warnings(), "", "Not Found", "anew")
	if read.Object != nil {
		t.Errorf("in state: %v", read.Object)
	}
}

// The topics outlived their link: they hold live data, and are read with two calls.
func TestProtoMirrorTopics_linkGone(t *testing.T) {
	t.Parallel()
	sources := numbered(20)
	w := linkedTo(t, "", sources)
	config := set(nil, sources...)
	state := w.NewProtocol(nil).Create(setType, config)
	w.Do(http.MethodDelete, drLink+"?force=true", nil)
	w.ForgetRequests()
	read, planned := nextRun(t, w, state, config)
	says(t, planned.Diagnostics.Warnings(), at("status"), "Mirror No Longer", "20 mirror topics", `"t0009" and 10 more`, "No longer known to the link")
	if statuses := memberStatuses(read); statuses["t0000"] != "STOPPED" || len(statuses) != 20 {
		t.Errorf("members %v", statuses)
	}
	if calls := w.Requests("", drCluster); len(calls) > 3 {
		t.Errorf("%d calls: %v", len(calls), calls)
	}
	state = appliedSet(t, w, state, wantedOf("PROMOTED", sources...))
	unchanged(t, w, state, wantedOf("PROMOTED", sources...))
	gone := w.NewProtocol(nil).Apply(setType, state, w.NewProtocol(nil).Plan(setType, state, nil), nil)
	says(t, gone.Diagnostics.Warnings(), "", "Live Topics Stay")
	sent(t, w)
}

// What was brought back is not ended again by an old wish, whatever else changes, and
// by a new one it is.
func TestProtoMirrorTopics_broughtBack(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b", "c"})
	state := w.NewProtocol(nil).Create(setType, wantedOf("PROMOTED", "a", "b"))
	hasMembers(t, state, map[string]any{"a": "STOPPED", "b": "STOPPED"})
	force(w, "a", "ACTIVE")
	w.ForgetRequests()
	for range 2 {
		read, planned := nextRun(t, w, state, wantedOf("FAILED_OVER", "a", "b"))
		says(t, planned.Diagnostics.Warnings(), at("status"), "Brought Back", `1 mirror topic ("a")`, "ACTIVE")
		has(t, planned, "status", "PROMOTED")
		hasMembers(t, planned, map[string]any{"a": "ACTIVE", "b": "STOPPED"})
		state = read
	}
	// A member that is added has a wish of its own.
	state = appliedSet(t, w, state, wantedOf("PROMOTED", "a", "b", "c"))
	hasMembers(t, state, map[string]any{"a": "ACTIVE", "b": "STOPPED", "c": "STOPPED"})
	sent(t, w, createCall, promoteCall)
	_, planned := nextRun(t, w, state, wantedOf("PROMOTED", "a", "b", "c"))
	says(t, planned.Diagnostics.Warnings(), at("status"), "Brought Back")

	// To wish that all mirror is refused for those that do not.
	_, planned = nextRun(t, w, state, set(nil, "a", "b", "c"))
	says(t, planned.Diagnostics.Errors(), at("status"), "Cannot Be Reached", `"b", "c": `, "final", "take these out")
	state = appliedSet(t, w, state, set(nil, "a"))
	hasMembers(t, state, map[string]any{"a": "ACTIVE"})
	sent(t, w)
	state = appliedSet(t, w, state, wantedOf("PROMOTED", "a"))
	hasMembers(t, state, map[string]any{"a": "STOPPED"})
	sent(t, w, promoteCall)
}

// One that has failed does not keep the others from their promotion; if all have, the
// plan is refused.
func TestProtoMirrorTopics_promotionOfWhatHasFailed(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	state := w.NewProtocol(nil).Create(setType, set(nil, "a", "b"))
	force(w, "a", "FAILED")
	read, planned := nextRun(t, w, state, wantedOf("PROMOTED", "a", "b"))
	says(t, planned.Diagnostics.Warnings(), at("status"), "Not Healthy", `1 mirror topic ("a") is FAILED`, "FAILED_OVER")
	hasMembers(t, planned, map[string]any{"a": "FAILED", "b": acctest.Unknown{}})
	w.ForgetRequests()
	state = w.NewProtocol(nil).Apply(setType, read, planned, wantedOf("PROMOTED", "a", "b"))
	hasMembers(t, state, map[string]any{"a": "FAILED", "b": "STOPPED"})
	sent(t, w, promoteCall)
	state = appliedSet(t, w, state, wantedOf("FAILED_OVER", "a", "b"))
	hasMembers(t, state, map[string]any{"a": "STOPPED", "b": "STOPPED"})
	sent(t, w, failoverCall)

	only := w.NewProtocol(nil).Create(setType, set(map[string]any{"source_topic_names": []any{"orders"}}))
	force(w, "orders", "LINK_FAILED")
	_, planned = nextRun(t, w, only, wantedOf("PROMOTED", "orders"))
	says(t, planned.Diagnostics.Errors(), at("status"), "Cannot Be Reached", "LINK_FAILED", "FAILED_OVER")
}

// The server refuses one: the others are what is wanted, the error names that one, and
// the next apply asks for it alone.
func TestProtoMirrorTopics_oneIsRefused(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	state := w.NewProtocol(nil).Create(setType, set(nil, "a", "b"))
	w.Fault(acctest.Fault{
		Method: http.MethodPost, Path: "mirrors:pause", Times: 1, Status: http.StatusOK, After: true,
		Body: `{"data":[{"mirror_topic_name":"a","error_code":400,"error_message":"not today"},{"mirror_topic_name":"b"}]}`,
	})
	config := wantedOf("PAUSED", "a", "b")
	read, planned := nextRun(t, w, state, config)
	w.Do(http.MethodPost, drLink+"/mirrors:failover", map[string]any{"mirror_topic_names": []string{"a"}})
	w.ForgetRequests()
	state = w.NewProtocol(nil).Apply(setType, read, planned, config)
	if errors := state.Diagnostics.Errors(); len(errors) != 1 || !errors.Says(at("status"), `1 mirror topic ("a")`, "did not become PAUSED") {
		t.Error(state.Diagnostics)
	}
	has(t, state, "status", "PAUSED")
	hasMembers(t, state, map[string]any{"a": "STOPPED", "b": "PAUSED"})
}

// On a set, health is one warning; a link that is paused on purpose is none.
func TestProtoMirrorTopics_health(t *testing.T) {
	t.Parallel()
	sources := numbered(12)
	w := linkedTo(t, "", sources)
	config := set(nil, sources...)
	state := w.NewProtocol(nil).Create(setType, config)
	for _, source := range sources {
		force(w, source, "SOURCE_UNAVAILABLE")
	}
	_, planned := nextRun(t, w, state, config)
	says(t, planned.Diagnostics.Warnings(), at("status"), "Not Healthy", "12 mirror topics", "and 2 more", "goes on by itself")
	for _, source := range sources {
		force(w, source, "LINK_PAUSED")
	}
	if _, planned = nextRun(t, w, state, config); len(planned.Diagnostics) > 0 {
		t.Errorf("paused on purpose: %s", planned.Diagnostics)
	}
	for _, source := range sources {
		force(w, source, "OF_TOMORROW")
	}
	if _, planned = nextRun(t, w, state, config); len(planned.Diagnostics) > 0 {
		t.Errorf("a status of tomorrow is no fault: %s", planned.Diagnostics)
	}
}

func TestProtoMirrorTopics_destroy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		policy, is     string
		deletes, fails bool
		planned, after string
	}{
		{policy: "DELETE_UNLESS_LIVE", is: "ACTIVE", deletes: true},
		{policy: "DELETE_UNLESS_LIVE", is: "STOPPED", after: "Live Topics Stay"},
		{policy: "DELETE_UNLESS_LIVE", is: "FAILED", fails: true, planned: "Will Not Be Deleted", after: "Last Copies"},
		{policy: "DELETE", is: "STOPPED", deletes: true, planned: "Live Topics Will Be Deleted"},
		{policy: "delete", is: "FAILED", deletes: true},
		{policy: "ABANDON", is: "ACTIVE"},
	} {
		t.Run(c.policy+" "+c.is, func(t *testing.T) {
			t.Parallel()
			w := linkedTo(t, "", []string{"a", "b"})
			state := w.NewProtocol(nil).Create(setType, set(map[string]any{"deletion_policy": c.policy}, "a", "b"))
			force(w, "a", c.is)
			read, planned := nextRun(t, w, state, nil)
			w.ForgetRequests()
			gone := w.NewProtocol(nil).Apply(setType, read, planned, nil)
			var want []string
			if c.deletes {
				want = append(want, "DELETE /topics/a")
			}
			if c.policy != "ABANDON" {
				want = append(want, "DELETE /topics/b")
			}
			sent(t, w, want...)
			for said, words := range map[*acctest.Step]string{&planned: c.planned, &gone: c.after} {
				switch {
				case words != "":
					says(t, said.Diagnostics, "", words, `"a"`)
				case len(said.Diagnostics) > 0:
					t.Errorf("unexpected: %s", said.Diagnostics)
				}
			}
			switch {
			case c.fails:
				hasMembers(t, gone, map[string]any{"a": c.is})
			case gone.Object != nil || len(gone.Diagnostics.Errors()) > 0:
				t.Errorf("%v %s", gone.Object, gone.Diagnostics)
			}
		})
	}
}

func TestProtoMirrorTopics_badInput(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	long := strings.Repeat("x", 250)
	for name, c := range map[string]struct {
		config acctest.Object
		path   string
		words  []string
	}{
		"nothing":   {set(nil), at("source_topic_names"), []string{"source_topic_names is empty"}},
		"twice":     {set(nil, "a", "b", "a"), at("source_topic_names") + ".ElementKeyInt(2)", []string{`source_topic_names[2] is "a", and so is source_topic_names[0]`, "distinct"}},
		"null":      {set(map[string]any{"source_topic_names": []any{"a", nil}}), at("source_topic_names") + ".ElementKeyInt(1)", []string{"source_topic_names[1] is null"}},
		"a pattern": {set(nil, "a", "orders-*"), at("source_topic_names") + ".ElementKeyInt(1)", []string{`source_topic_names[1] is "orders-*"`, "What is listed is what is managed", "auto.create.mirror.topics.enable"}},
		"too long":  {set(nil, long), at("source_topic_names") + ".ElementKeyInt(0)", []string{"249"}},
		"a dot":     {set(nil, ".."), at("source_topic_names") + ".ElementKeyInt(0)", []string{`neither "."`}},
		"a wish":    {wantedOf("failover", "a"), at("status"), []string{`Did you mean "FAILED_OVER"?`}},
		"a setting": {set(map[string]any{"config": map[string]any{"cleanup.policy": "compact"}}, "a"), at("config") + `.ElementKeyString("cleanup.policy")`, []string{"takes", "cleanup.policy"}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := p.Validate(setType, c.config).Errors(); len(d) != 1 || !d.Says(c.path, c.words...) {
				t.Errorf("got %s", d)
			}
		})
	}
	for name, config := range map[string]acctest.Object{
		"an element": set(map[string]any{"source_topic_names": []any{"a", acctest.Unknown{}}}),
		"the list":   set(map[string]any{"source_topic_names": acctest.Unknown{}}),
		"the wish":   set(map[string]any{"status": acctest.Unknown{}, "config": acctest.Unknown{}, "deletion_policy": acctest.Unknown{}}, "a"),
		"the link":   set(map[string]any{"link_name": acctest.Unknown{}, "kafka_cluster_id": acctest.Unknown{}}, "a"),
	} {
		t.Run("unknown: "+name, func(t *testing.T) {
			if d := append(p.Validate(setType, config), p.Plan(setType, acctest.Step{}, config).Diagnostics...); len(d) > 0 {
				t.Errorf("what is not known yet cannot be wrong: %s", d)
			}
		})
	}
}

// With the prefix a name can become too long: told at plan, with its index.
func TestProtoMirrorTopics_nameTooLong(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 247)
	w := linkedTo(t, "us_", []string{long})
	planned := w.NewProtocol(nil).Plan(setType, acctest.Step{}, set(nil, "orders", long))
	says(t, planned.Diagnostics.Errors(), at("source_topic_names")+".ElementKeyInt(1)", "Too Long", `"us_"`, "249")
}
