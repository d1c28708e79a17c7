package mirrortopic_test

import (
	"net/http"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// applied plans and applies a configuration in a run of its own; an error ends the
// test.
func applied(t *testing.T, w *acctest.World, state acctest.Step, config acctest.Object) acctest.Step {
	t.Helper()
	p := w.NewProtocol(nil)
	read := p.Read(topicType, state)
	planned := p.Plan(topicType, read, config)
	if len(planned.Diagnostics.Errors()) > 0 {
		t.Fatal(planned.Diagnostics)
	}
	done := w.NewProtocol(nil).Apply(topicType, read, planned, config)
	if len(done.Diagnostics.Errors()) > 0 {
		t.Fatal(done.Diagnostics)
	}
	return done
}

// bothWays is a world with a bidirectional link "both" between jump and dr, which
// has the topics on jump.
func bothWays(t *testing.T) *acctest.World {
	t.Helper()
	w := linked(t, "")
	setting := func(name, value string) map[string]any { return map[string]any{"name": name, "value": value} }
	login := func(prefix, key string) []map[string]any {
		return []map[string]any{
			setting(prefix+"security.protocol", "SASL_SSL"), setting(prefix+"sasl.mechanism", "PLAIN"),
			setting(prefix+"sasl.jaas.config", `org.apache.kafka.common.security.plain.PlainLoginModule required username="`+key+`KEY" password="`+key+`SECRET";`),
		}
	}
	// The private side opens the connection.
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/links?link_name=both", map[string]any{
		"remote_cluster_id": "lkc-dr", "configs": []map[string]any{setting("link.mode", "BIDIRECTIONAL"), setting("connection.mode", "INBOUND")},
	})
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links?link_name=both", map[string]any{
		"remote_cluster_id": "lkc-jump", "configs": append(append(login("", "JUMP"), login("local.", "DR")...),
			setting("link.mode", "BIDIRECTIONAL"), setting("remote.link.connection.mode", "INBOUND"), setting("bootstrap.servers", "pkc-jump:9092")),
	})
	waitFor(t, "the link to be ACTIVE", func() bool { return w.Get("/kafka/v3/clusters/lkc-dr/links/both")["link_state"] == "ACTIVE" })
	return w
}

// The way that Clink itself advises: the old source is truncated and restored, and
// the mirror reversed. The configuration has not changed meanwhile.
func TestProtoMirrorTopic_broughtBack(t *testing.T) {
	t.Parallel()
	w := bothWays(t)
	const dr, jump = "/kafka/v3/clusters/lkc-dr/links/both", "/kafka/v3/clusters/lkc-jump/links/both"
	is := func(half string) any { return w.Get(half + "/mirrors/orders")["mirror_status"] }
	on := func(status string) acctest.Object {
		return topic(map[string]any{"link_name": "both", "status": status})
	}

	state := w.NewProtocol(nil).Create(topicType, on("ACTIVE"))
	state = applied(t, w, state, on("FAILED_OVER"))
	has(t, state, "mirror_status", "STOPPED")

	w.Do(http.MethodPost, jump+"/mirrors:truncate-and-restore", map[string]any{"mirror_topic_names": []string{"orders"}})
	waitFor(t, "the old source to mirror", func() bool { return is(jump) == "ACTIVE" })
	w.Do(http.MethodPost, jump+"/mirrors:reverse-and-start-mirror", map[string]any{"mirror_topic_names": []string{"orders"}})
	waitFor(t, "the topic to mirror again", func() bool { return is(dr) == "ACTIVE" })
	w.ForgetRequests()

	// Planned twice, since the first refresh is stored only when something is applied.
	for range 2 {
		read, planned := refreshed(t, w, state, on("FAILED_OVER"))
		says(t, planned.Diagnostics.Warnings(), at("status"), "Brought Back", "ACTIVE", `status = "ACTIVE"`)
		for _, s := range []acctest.Step{read, planned} {
			has(t, s, "status", "FAILED_OVER")
			has(t, s, "mirror_status", "ACTIVE")
		}
		state = read
	}
	// The other word for the same end was no other wish on a stopped topic.
	_, planned := refreshed(t, w, state, on("PROMOTED"))
	says(t, planned.Diagnostics.Warnings(), at("status"), "Brought Back")
	has(t, planned, "mirror_status", "ACTIVE")

	// Another change takes nothing away from that.
	state = applied(t, w, state, topic(map[string]any{"link_name": "both", "status": "FAILED_OVER", "deletion_policy": "ABANDON"}))
	has(t, state, "mirror_status", "ACTIVE")
	_, planned = refreshed(t, w, state, on("FAILED_OVER"))
	says(t, planned.Diagnostics.Warnings(), at("status"), "Brought Back")
	has(t, planned, "mirror_status", "ACTIVE")

	state = applied(t, w, state, on("ACTIVE"))
	has(t, state, "status", "ACTIVE")
	expectWrites(t, w)
	if _, planned := refreshed(t, w, state, on("ACTIVE")); len(planned.Diagnostics) > 0 {
		t.Errorf("recorded, and still: %s", planned.Diagnostics)
	}
	// Now it is a wish again.
	state = applied(t, w, state, on("PROMOTED"))
	has(t, state, "mirror_status", "STOPPED")
	expectWrites(t, w, "POST /links/both/mirrors:promote")
}

// What was brought back and failed then blocks no plan.
func TestProtoMirrorTopic_broughtBackAndFailed(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	state := applied(t, w, w.NewProtocol(nil).Create(topicType, topic(nil)), wanted("PROMOTED"))
	for _, is := range []string{"FAILED", "SOURCE_UNAVAILABLE", "PENDING_RESTORE", "PAUSED", "PENDING_SYNCHRONIZE", "OF_TOMORROW"} {
		force(w, "orders", is)
		_, planned := refreshed(t, w, state, wanted("PROMOTED"))
		says(t, planned.Diagnostics.Warnings(), at("status"), "Brought Back", is)
		has(t, planned, "mirror_status", is)
	}
	w.ForgetRequests()
	state = applied(t, w, state, wanted("FAILED_OVER"))
	expectWrites(t, w)
	has(t, state, "mirror_status", "OF_TOMORROW")
}

// A link that is paused on purpose makes nobody unhealthy.
func TestProtoMirrorTopic_onAPausedLink(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	state := w.NewProtocol(nil).Create(topicType, topic(nil))
	pause := func(value string) {
		w.Do(http.MethodPut, drLink+"/configs:alter", map[string]any{"data": []map[string]any{{"name": "cluster.link.paused", "value": value}}})
	}
	pause("true")
	waitFor(t, "the topic to be paused", func() bool { return status(t, w, "orders") == "LINK_PAUSED" })
	w.ForgetRequests()
	read, planned := refreshed(t, w, state, topic(nil))
	if len(planned.Diagnostics) > 0 {
		t.Errorf("paused on purpose: %s", planned.Diagnostics)
	}
	has(t, read, "mirror_status", "LINK_PAUSED")

	_, planned = refreshed(t, w, state, wanted("PROMOTED"))
	says(t, planned.Diagnostics.Errors(), at("status"), "cluster.link.paused")
	if planned.Diagnostics.Says("", "FAILED_OVER") {
		t.Errorf("worse than the fault: %s", planned.Diagnostics)
	}

	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "invoices", "partitions_count": 1})
	// What is created on it comes as far as it can, and nothing waits.
	for wish, source := range map[string]string{"ACTIVE": "payments", "PAUSED": "invoices"} {
		made := w.NewProtocol(nil).Create(topicType, topic(map[string]any{"source_topic_name": source, "status": wish}))
		if len(made.Diagnostics) > 0 {
			t.Errorf("%s: %s", wish, made.Diagnostics)
		}
		has(t, made, "status", wish)
	}

	// A pause is stored, for when the link goes on.
	state = applied(t, w, state, wanted("PAUSED"))
	has(t, state, "status", "PAUSED")
	expectWrites(t, w, createCall, createCall)

	// Resumed a moment ago: the promotion waits for the topic.
	pause("false")
	state = applied(t, w, state, wanted("PROMOTED"))
	has(t, state, "mirror_status", "STOPPED")
}

// A status of tomorrow fails nothing, and nothing is sent twice.
func TestProtoMirrorTopic_statusOfTomorrow(t *testing.T) {
	t.Parallel()
	for _, wish := range []string{"ACTIVE", "PAUSED", "PROMOTED", "FAILED_OVER"} {
		t.Run(wish, func(t *testing.T) {
			t.Parallel()
			w := linked(t, "")
			state := w.NewProtocol(nil).Create(topicType, topic(nil))
			state = applied(t, w, state, wanted(wish))
			force(w, "orders", "OF_TOMORROW")
			w.ForgetRequests()
			for range 2 {
				state = applied(t, w, state, wanted(wish))
				has(t, state, "status", wish)
			}
			expectWrites(t, w)
		})
	}
}
