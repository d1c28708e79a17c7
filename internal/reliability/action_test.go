package reliability

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// deed is an action as the tests use it: on orders, beside payments, which it has
// nothing to do with.
type deed struct {
	name string
	// on is the cluster that it is invoked on.
	on string
	// more are its arguments beside the common ones.
	more acctest.Object
	// first are the deeds that have to be done before it, to orders and payments.
	first []string
	// goal is what orders becomes, and bystander what payments stays.
	goal, bystander string
	// sent is the operation that must reach the server once at most; "" for one that may
	// be repeated.
	sent string
}

func deeds() []deed {
	confirmed := acctest.Object{"confirm": "both"}
	return []deed{
		{name: "clink_promote_mirror_topics", on: "lkc-dr", goal: "STOPPED", bystander: "ACTIVE"},
		{name: "clink_failover_mirror_topics", on: "lkc-dr", more: confirmed, goal: "STOPPED", bystander: "ACTIVE"},
		{name: "clink_pause_mirror_topics", on: "lkc-dr", goal: "PAUSED", bystander: "ACTIVE"},
		{name: "clink_resume_mirror_topics", on: "lkc-dr", first: []string{"clink_pause_mirror_topics"}, goal: "ACTIVE", bystander: "PAUSED"},
		{name: "clink_reverse_mirror_topics", on: "lkc-dr", goal: "STOPPED", bystander: "ACTIVE", sent: "mirrors:reverse-and-start-mirror"},
		{
			name: "clink_truncate_and_restore_mirror_topics", on: "lkc-jump", more: confirmed, first: []string{"clink_failover_mirror_topics"},
			goal: "ACTIVE", bystander: "", sent: "mirrors:truncate-and-restore",
		},
	}
}

// prepare makes a link in both directions with two mirror topics, and brings them to
// where the deed begins.
func (d deed) prepare(t *testing.T, w *acctest.World) {
	t.Helper()
	p := w.NewProtocol(nil)
	both := acctest.Object{"link_name": "both", "link_mode": "BIDIRECTIONAL"}
	topics := []any{"orders", "payments"}
	p.Create("clink_cluster_link", with(both, acctest.Object{"kafka_cluster_id": "lkc-jump", "remote_cluster_id": "lkc-dr", "connection_mode": "INBOUND"}))
	p.Create("clink_cluster_link", with(both, acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "remote_connection_mode": "INBOUND", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": login("JUMP"), "local_authentication": login("DR"),
	}))
	for _, topic := range topics {
		newTopic(w, topic.(string))
		p.Create("clink_mirror_topic", with(mirrorConfig(topic.(string)), acctest.Object{"link_name": "both"}))
	}
	for _, earlier := range deeds() {
		if slices.Contains(d.first, earlier.name) {
			if _, said := p.Invoke(earlier.name, with(earlier.config(long), acctest.Object{"mirror_topic_names": topics})); len(said) > 0 {
				t.Fatalf("%s: %s", earlier.name, said)
			}
		}
	}
}

func (d deed) config(patience string) acctest.Object {
	common := acctest.Object{
		"kafka_cluster_id": d.on, "link_name": "both", "mirror_topic_names": []any{"orders"}, "timeouts": map[string]any{"invoke": patience},
	}
	return with(common, d.more)
}

// is the status of a topic; "" where it is no mirror topic.
func (d deed) is(w *acctest.World, topic string) string {
	var mirror struct {
		Status string `json:"mirror_status"`
	}
	status, body := w.Call(http.MethodGet, "/kafka/v3/clusters/"+d.on+"/links/both/mirrors/"+topic, nil)
	if status == http.StatusNotFound {
		return ""
	}
	if err := json.Unmarshal([]byte(body), &mirror); err != nil {
		panic(err)
	}
	return mirror.Status
}

// invoke invokes the action in its trouble, and says what the user sees. The next
// one without trouble ends with what is wanted, and no other topic was touched.
func (c cell) invoke(t *testing.T) string {
	t.Helper()
	w := acctest.NewWorld(t)
	c.deed.prepare(t, w)
	l := newLine(t, w)
	w.ForgetRequests()
	l.set(func(l *line) { l.trouble = c.strikes(t, l) })
	_, troubled := providers(w, l, c.Trouble.login)().Invoke(c.deed.name, c.deed.config(c.patience()))
	l.reset()
	sound(t, troubled)
	if sent := w.Requests(http.MethodPost, c.deed.sent); c.deed.sent != "" && len(sent) > 1 {
		t.Errorf("%s reached the server %d times", c.deed.sent, len(sent))
	}
	if len(troubled) == 0 && c.deed.is(w, "orders") != c.deed.goal {
		t.Errorf("it ends well, and orders is %s", c.deed.is(w, "orders"))
	}
	if progress, again := providers(w, nil, false)().Invoke(c.deed.name, c.deed.config(long)); len(again) > 0 {
		t.Errorf("the next one: %s %v", again, progress)
	}
	if is := fmt.Sprint(c.deed.is(w, "orders"), " ", c.deed.is(w, "payments")); is != c.deed.goal+" "+c.deed.bystander {
		t.Errorf("orders and payments are %s", is)
	}
	return seen(troubled.Errors(), troubled.Warnings())
}
