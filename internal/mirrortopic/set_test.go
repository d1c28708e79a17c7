package mirrortopic_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const setType = "clink_mirror_topics"

// set is the configuration of a set of mirror topics of these source topics, changed.
func set(change map[string]any, sources ...string) acctest.Object {
	names := make([]any, len(sources))
	for i, source := range sources {
		names[i] = source
	}
	config := acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "source_topic_names": names}
	maps.Copy(config, change)
	return config
}

// wantedOf is the configuration of a set with a wish.
func wantedOf(status string, sources ...string) acctest.Object {
	return set(map[string]any{"status": status}, sources...)
}

// linkedTo is linked with these topics on the source cluster as well.
func linkedTo(t *testing.T, prefix string, sources []string, options ...acctest.Option) *acctest.World {
	t.Helper()
	w := linked(t, prefix, options...)
	for _, name := range sources {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": name, "partitions_count": 1})
	}
	w.ForgetRequests()
	return w
}

// numbered are names of topics, in order.
func numbered(count int) []string {
	names := make([]string, count)
	for i := range names {
		names[i] = fmt.Sprintf("t%04d", i)
	}
	return names
}

// memberStatuses are mirror_topics of a state or a plan, by source topic.
func memberStatuses(s acctest.Step) map[string]any {
	all := map[string]any{}
	topics, _ := s.Object["mirror_topics"].(map[string]any)
	for source, one := range topics {
		all[source] = one.(map[string]any)["mirror_status"]
	}
	return all
}

// hasMembers fails the test unless a set has these members, with these statuses.
func hasMembers(t *testing.T, s acctest.Step, want map[string]any) {
	t.Helper()
	if got := memberStatuses(s); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("members %v, want %v", got, want)
	}
	names, _ := s.Object["source_topic_names"].([]any)
	if len(names) != len(want) {
		t.Errorf("source_topic_names is %v, want %v", names, want)
	}
}

// nextRun refreshes and plans a set in a run of its own.
func nextRun(t *testing.T, w *acctest.World, state acctest.Step, config acctest.Object) (read, planned acctest.Step) {
	t.Helper()
	p := w.NewProtocol(nil)
	read = p.Read(setType, state)
	if len(read.Diagnostics.Errors()) > 0 {
		t.Fatal(read.Diagnostics)
	}
	planned = p.Plan(setType, read, config)
	return read, planned
}

// appliedSet refreshes, plans and applies, in runs of their own.
func appliedSet(t *testing.T, w *acctest.World, state acctest.Step, config acctest.Object) acctest.Step {
	t.Helper()
	read, planned := nextRun(t, w, state, config)
	if len(planned.Diagnostics.Errors()) > 0 {
		t.Fatal(planned.Diagnostics)
	}
	return w.NewProtocol(nil).Apply(setType, read, planned, config)
}

// unchanged fails the test unless the plan for a configuration changes nothing.
func unchanged(t *testing.T, w *acctest.World, state acctest.Step, config acctest.Object) {
	t.Helper()
	read, planned := nextRun(t, w, state, config)
	if len(planned.Diagnostics) > 0 || fmt.Sprint(read.Object) != fmt.Sprint(planned.Object) {
		t.Errorf("the plan is not empty: %s\n%v\n%v", planned.Diagnostics, read.Object, planned.Object)
	}
}

// sortedWrites are the requests that changed something since the last look, in order of
// their words: members are worked on at the same time.
func sortedWrites(w *acctest.World) []string {
	found := writes(w)
	slices.Sort(found)
	w.ForgetRequests()
	return found
}

func sent(t *testing.T, w *acctest.World, want ...string) {
	t.Helper()
	if got := sortedWrites(w); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("requests that change something:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestProtoMirrorTopics_membersComeAndGo(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "us_", []string{"a", "b", "c"})
	config := set(nil, "b", "a")
	state := w.NewProtocol(nil).Create(setType, config)
	hasMembers(t, state, map[string]any{"a": "ACTIVE", "b": "ACTIVE"})
	has(t, state, "id", "lkc-dr/jump-to-dr")
	if name := state.Object["mirror_topics"].(map[string]any)["a"].(map[string]any)["mirror_topic_name"]; name != "us_a" {
		t.Errorf("the mirror topic of a is %v", name)
	}
	if !state.Identity() {
		t.Error("no identity")
	}
	sent(t, w, createCall, createCall)
	unchanged(t, w, state, config)
	unchanged(t, w, state, set(nil, "a", "b"))

	// The plan shows the ones that change, and nothing else.
	config = set(nil, "a", "c")
	_, planned := nextRun(t, w, state, config)
	hasMembers(t, planned, map[string]any{"a": "ACTIVE", "c": acctest.Unknown{}})
	says(t, planned.Diagnostics.Warnings(), at("source_topic_names"), "Will Be Deleted", `"b"`, "ABANDON")
	state = appliedSet(t, w, state, config)
	hasMembers(t, state, map[string]any{"a": "ACTIVE", "c": "ACTIVE"})
	sent(t, w, "DELETE /topics/us_b", createCall)
	unchanged(t, w, state, config)

	gone := w.NewProtocol(nil).Apply(setType, state, w.NewProtocol(nil).Plan(setType, state, nil), nil)
	if len(gone.Diagnostics) > 0 || gone.Object != nil {
		t.Errorf("%s %v", gone.Diagnostics, gone.Object)
	}
	sent(t, w, "DELETE /topics/us_a", "DELETE /topics/us_c")
}

// One request for all members, and no call for each when nothing is to be done.
func TestProtoMirrorTopics_calls(t *testing.T) {
	t.Parallel()
	sources := numbered(60)
	w := linkedTo(t, "", sources)
	state := w.NewProtocol(nil).Create(setType, set(nil, sources...))
	w.ForgetRequests()
	unchanged(t, w, state, set(nil, sources...))
	if calls := w.Requests("", drCluster); len(calls) > 2 {
		t.Errorf("%d calls for a plan with nothing to do: %v", len(calls), calls)
	}
	w.ForgetRequests()
	for _, status := range []string{"PAUSED", "ACTIVE", "FAILED_OVER"} {
		state = appliedSet(t, w, state, wantedOf(status, sources...))
		if len(state.Diagnostics) > 0 {
			t.Error(state.Diagnostics)
		}
	}
	if posts := writes(w); len(posts) > 9 {
		t.Errorf("%d requests to pause, resume and fail over all: %v", len(posts), posts)
	}
	if is := status(t, w, "t0059"); is != "STOPPED" {
		t.Errorf("a member is %s", is)
	}
}

// A member that cannot be made fails the creation of the set: nothing is in state, so
// nothing is tainted, and the next apply makes that one alone.
func TestProtoMirrorTopics_creationFails(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	config := set(nil, "a", "missing", "b")
	p := w.NewProtocol(nil)
	failed := p.Apply(setType, acctest.Step{}, p.Plan(setType, acctest.Step{}, config), config)
	says(t, failed.Diagnostics.Errors(), at("source_topic_names")+".ElementKeyInt(1)", "1 of 3 mirror topics could not be created", `"missing"`, "exists on the source cluster", `Created: 2 mirror topics ("a", "b")`, "takes over what is there")
	if failed.Object != nil {
		t.Errorf("stored: %v", failed.Object)
	}
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "missing", "partitions_count": 1})
	w.ForgetRequests()
	state := w.NewProtocol(nil).Create(setType, config)
	hasMembers(t, state, map[string]any{"a": "ACTIVE", "b": "ACTIVE", "missing": "ACTIVE"})
	for _, r := range w.Requests("", drCluster) {
		if r.Method == http.MethodDelete {
			t.Errorf("deleted %s", r.Path)
		}
	}
	unchanged(t, w, state, config)
}

// What is there of a creation that failed is not taken over where the user forbids it:
// the error has the import that does.
func TestProtoMirrorTopics_creationFailsAndNothingIsTakenOver(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	never := func(block map[string]any) { block["adopt_existing"] = "never" }
	config := set(nil, "a", "b", "missing")
	p := w.NewProtocol(never)
	failed := p.Apply(setType, acctest.Step{}, p.Plan(setType, acctest.Step{}, config), config)
	says(t, failed.Diagnostics.Errors(), at("source_topic_names")+".ElementKeyInt(2)", `adopt_existing = "never"`, "terraform import <address of this resource> lkc-dr/jump-to-dr/")
	p = w.NewProtocol(never)
	failed = p.Apply(setType, acctest.Step{}, p.Plan(setType, acctest.Step{}, set(nil, "a")), set(nil, "a"))
	says(t, failed.Diagnostics.Errors(), at("source_topic_names")+".ElementKeyInt(0)", "exists already", `adopt_existing = "never"`)
	state := w.NewProtocol(never).Import(setType, "lkc-dr/jump-to-dr/a,b")
	hasMembers(t, state, map[string]any{"a": "ACTIVE", "b": "ACTIVE"})
}

// What an update cannot make is named and left out; the rest is stored.
func TestProtoMirrorTopics_updateFails(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b", "c"})
	state := w.NewProtocol(nil).Create(setType, set(nil, "a", "b"))
	force(w, "b", "SOURCE_UNAVAILABLE")
	config := set(nil, "a", "missing", "c")
	read, planned := nextRun(t, w, state, config)
	w.ForgetRequests()
	state = w.NewProtocol(nil).Apply(setType, read, planned, config)
	errors := state.Diagnostics.Errors()
	if len(errors) != 2 || !errors.Says(at("source_topic_names")+".ElementKeyInt(1)", `1 mirror topic ("missing") could not be created`) || !errors.Says(at("deletion_policy"), `the source may be lost: 1 mirror topic ("b")`, "SOURCE_UNAVAILABLE") {
		t.Error(state.Diagnostics)
	}
	hasMembers(t, state, map[string]any{"a": "ACTIVE", "b": "SOURCE_UNAVAILABLE", "c": "ACTIVE"})
	_, planned = nextRun(t, w, state, config)
	hasMembers(t, planned, map[string]any{"a": "ACTIVE", "c": "ACTIVE", "missing": acctest.Unknown{}})
}
