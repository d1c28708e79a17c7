package mirrortopic_test

import (
	"net/http"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// looks counts the requests since the last ForgetRequests, and fails for what is no look.
func looks(t *testing.T, w *acctest.World) int {
	t.Helper()
	all := w.Requests("", "/kafka/")
	for _, r := range all {
		if r.Method != http.MethodGet {
			t.Errorf("the plan sent %s %s", r.Method, r.Path)
		}
	}
	return len(all)
}

// A plan that fails over tells what that would lose as things are; one that does not, or
// that loses nothing, says nothing.
func TestProtoMirrorTopic_planTellsWhatAFailoverLoses(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	state := w.NewProtocol(nil).Create(topicType, topic(nil))
	plan := func(status string) acctest.Diagnostics {
		p := w.NewProtocol(nil)
		return p.Plan(topicType, p.Read(topicType, state), wanted(status)).Diagnostics
	}
	if d := plan("FAILED_OVER"); len(d) > 0 {
		t.Errorf("nothing is lost, and the plan says %s", d)
	}
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"lag": []int{3, 4}})
	for _, status := range []string{"ACTIVE", "PAUSED", "PROMOTED"} {
		if d := plan(status); len(d) > 0 {
			t.Errorf("%s loses nothing, and its plan says %s", status, d)
		}
	}
	w.ForgetRequests()
	d := plan("FAILED_OVER")
	says(t, d.Warnings(), at("status"), "Failover Loses", `"orders"`, "7 messages behind its source", `status = "PROMOTED"`)
	warned := looks(t, w)
	w.ForgetRequests()
	plan("PAUSED")
	if quiet := looks(t, w); warned != quiet {
		t.Errorf("a plan asks %d times, one that warns %d times", quiet, warned)
	}
	// An apply plans once more, without a refresh, and what it says nobody sees.
	w.ForgetRequests()
	if d := w.NewProtocol(nil).Plan(topicType, state, wanted("FAILED_OVER")).Diagnostics; len(d) > 0 || looks(t, w) > 0 {
		t.Errorf("without a refresh it asked, and says %s", d)
	}
	// The source is gone: then the plan is all that there is to decide by.
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"mirror_status": "SOURCE_UNAVAILABLE", "lag": []int{1, 0}})
	says(t, plan("failed_over").Warnings(), at("status"), "1 message behind")
}

func TestProtoMirrorTopics_planTellsWhatAFailoverLoses(t *testing.T) {
	t.Parallel()
	sources := numbered(13)
	w := linkedTo(t, "", sources)
	state := w.NewProtocol(nil).Create(setType, set(nil, sources...))
	for i, source := range sources[:12] {
		w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/"+source, map[string]any{"lag": i + 1})
	}
	plan := func(status string) acctest.Diagnostics {
		p := w.NewProtocol(nil)
		return p.Plan(setType, p.Read(setType, state), wantedOf(status, sources...)).Diagnostics
	}
	if d := plan("PROMOTED"); len(d) > 0 {
		t.Errorf("a promotion copies the rest, and its plan says %s", d)
	}
	w.ForgetRequests()
	says(t, plan("FAILED_OVER").Warnings(), at("status"), "Failover Loses", "12 mirror topics", "had not copied 78 messages in all", `: "`+sources[11]+`" (12), "`+sources[10]+`" (11)`, "and 2 more")
	if n := looks(t, w); n > 1 {
		t.Errorf("the plan asks %d times", n)
	}

	// What an import has read is known as well.
	p := w.NewProtocol(nil)
	imported := p.Read(setType, p.Import(setType, "lkc-dr/jump-to-dr"))
	says(t, p.Plan(setType, imported, wantedOf("FAILED_OVER", sources...)).Diagnostics.Warnings(), at("status"), "Failover Loses", "12 mirror topics")
}

// A topic that came back after the list that sets of one link share is no topic that
// has lost its mirror.
func TestProtoMirrorTopics_sharedListIsTooOld(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	one, other := w.NewProtocol(nil).Create(setType, set(nil, "a")), w.NewProtocol(nil).Create(setType, set(nil, "b"))
	w.Do(http.MethodDelete, "/kafka/v3/clusters/lkc-dr/topics/b", nil)
	p := w.NewProtocol(nil)
	p.Read(setType, one) // lists the link
	w.NewProtocol(nil).Create(setType, set(nil, "b"))
	hasMembers(t, p.Read(setType, other), map[string]any{"b": "ACTIVE"})
}
