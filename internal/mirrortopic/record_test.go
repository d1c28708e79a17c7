package mirrortopic_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Each member of a set keeps the record of how its mirroring ended, when the link and
// with it the history on the cluster is gone.
func TestProtoMirrorTopics_recordOfAFailover(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	state := w.NewProtocol(nil).Create(setType, set(nil, "a", "b"))
	told := func(of any) string {
		var all []string
		for _, source := range []string{"a", "b"} {
			m := of.(map[string]any)[source].(map[string]any)
			all = append(all, fmt.Sprint(m["stopped_at"] != nil, m["lag"], m["last_source_fetch_offsets"]))
		}
		return strings.Join(all, "; ")
	}
	const none, lost = "false<nil> <nil>", "true 7 map[0:120]"
	if got := told(state.Object["mirror_topics"]); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(none+"; "+none, " ", "") {
		t.Errorf("mirroring: %s", got)
	}
	behind(w, "a", 7, 120)
	behind(w, "b", 7, 120)
	unchanged(t, w, state, set(nil, "a", "b"))
	state = appliedSet(t, w, state, wantedOf("FAILED_OVER", "a", "b"))
	if got := told(state.Object["mirror_topics"]); got != lost+"; "+lost {
		t.Errorf("failed over: %s", got)
	}
	unchanged(t, w, state, wantedOf("FAILED_OVER", "a", "b"))
	w.Do(http.MethodDelete, drLink+"?force=true", nil)
	read := w.NewProtocol(nil).Read(setType, state)
	if got := told(read.Object["mirror_topics"]); got != lost+"; "+lost || len(read.Diagnostics.Errors()) > 0 {
		t.Errorf("without the link: %s %s", got, read.Diagnostics)
	}
}
