package mirrortopic_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// onLink is the configuration of an action.
func onLink(more acctest.Object) acctest.Object {
	config := acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr"}
	maps.Copy(config, more)
	return config
}

// mirroring is a world with the mirror topics orders and payments.
func mirroring(t *testing.T) *acctest.World {
	t.Helper()
	w := linked(t, "")
	for _, name := range []string{"orders", "payments"} {
		w.NewProtocol(nil).Create(topicType, topic(map[string]any{"source_topic_name": name}))
	}
	w.ForgetRequests()
	return w
}

func statuses(w *acctest.World) string {
	var all []string
	for _, name := range []string{"orders", "payments"} {
		all = append(all, fmt.Sprint(w.Get("/kafka/v3/clusters/lkc-dr/links/jump-to-dr/mirrors/" + name)["mirror_status"]))
	}
	return strings.Join(all, " ")
}

func TestProtoAction_onAllTopics(t *testing.T) {
	t.Parallel()
	const all = ".*"
	for name, c := range map[string]struct {
		before, config acctest.Object
		sent, become   string
		wish           string
	}{
		"pause":    {nil, acctest.Object{}, "mirrors:pause", "PAUSED PAUSED", "PAUSED"},
		"promote":  {nil, acctest.Object{}, "mirrors:promote", "STOPPED STOPPED", "PROMOTED"},
		"failover": {nil, acctest.Object{"confirm": "jump-to-dr"}, "mirrors:failover", "STOPPED STOPPED", "FAILED_OVER"},
		"resume":   {acctest.Object{}, acctest.Object{}, "mirrors:resume", "ACTIVE ACTIVE", "ACTIVE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := mirroring(t)
			if c.before != nil {
				w.NewProtocol(nil).Invoke("clink_pause_mirror_topics", onLink(acctest.Object{"mirror_topic_name_pattern": all}))
			}
			w.ForgetRequests()
			p := w.NewProtocol(nil)
			c.config["mirror_topic_name_pattern"] = all
			progress, d := p.Invoke("clink_"+name+"_mirror_topics", onLink(c.config))
			if len(d) > 0 || statuses(w) != c.become {
				t.Fatalf("%s; %s; %v", statuses(w), d, progress)
			}
			if told := strings.Join(progress, "\n"); !strings.Contains(told, "orders: accepted") || !strings.Contains(told, "(2 of 2)") {
				t.Errorf("told %v", progress)
			}
			if sent := w.Requests(http.MethodPost, c.sent); len(sent) != 1 {
				t.Errorf("sent %v", sent)
			}
			// What is done counts as done, and nothing is sent for it.
			w.ForgetRequests()
			progress, d = p.Invoke("clink_"+name+"_mirror_topics", onLink(c.config))
			if len(d) > 0 || !strings.Contains(strings.Join(progress, "\n"), "2 of 2 topics: done already") || len(w.Requests(http.MethodPost, "mirrors:")) > 0 {
				t.Errorf("again: %v %s", progress, d)
			}
			// With the status that the docs say, the next plan of the resource is empty.
			imported := p.Import(topicType, "lkc-dr/jump-to-dr/orders")
			planned := p.Plan(topicType, imported, wanted(c.wish))
			if planned.Object["mirror_status"] != imported.Object["mirror_status"] || len(planned.Diagnostics.Errors()) > 0 {
				t.Errorf("the next plan: %v, %s", planned.Object, planned.Diagnostics)
			}
		})
	}
}

func TestProtoAction_dryRun(t *testing.T) {
	t.Parallel()
	w := mirroring(t)
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"lag": 7})
	progress, d := w.NewProtocol(nil).Invoke("clink_failover_mirror_topics", onLink(acctest.Object{"mirror_topic_names": []any{"orders", "payments"}, "confirm": "jump-to-dr", "dry_run": true}))
	told := strings.Join(progress, "\n")
	if len(d) > 0 || !strings.Contains(told, "orders: would be failed over, 14 messages behind") || !strings.Contains(told, "Dry run: 2 of 2 topics would be failed over, nothing was sent") {
		t.Errorf("%v %s", progress, d)
	}
	if statuses(w) != "ACTIVE ACTIVE" {
		t.Errorf("it was no dry run: %s", statuses(w))
	}
	if sent := w.Requests(http.MethodPost, "mirrors:failover"); len(sent) != 1 || sent[0].Query != "validate_only=true" {
		t.Errorf("sent %v", sent)
	}
}

// What is refused, lags or is not there stops no other, and is told with its reason.
func TestProtoAction_partialFailure(t *testing.T) {
	t.Parallel()
	w := mirroring(t)
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"lag": 7})
	_, d := w.NewProtocol(nil).Invoke("clink_promote_mirror_topics", onLink(acctest.Object{"mirror_topic_names": []any{"orders", "payments", "none"}, "max_lag": 3}))
	if statuses(w) != "ACTIVE STOPPED" || len(d) != 1 || !d.Errors().Says("", "2 Topics Not Promoted", `"orders": it is 14 messages behind its source, and max_lag is 3`, `"none": the link has no mirror topic of this name`) {
		t.Errorf("%s; %s", statuses(w), d)
	}
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"mirror_status": "FAILED"})
	_, d = w.NewProtocol(nil).Invoke("clink_pause_mirror_topics", onLink(acctest.Object{"mirror_topic_name_pattern": "orders"}))
	if !d.Errors().Says("", "1 Topic Not Paused", `"orders": the server refuses:`) {
		t.Error(d)
	}
}

func TestProtoAction_arguments(t *testing.T) {
	t.Parallel()
	w := mirroring(t)
	p := w.NewProtocol(nil)
	for name, c := range map[string]struct {
		action string
		more   acctest.Object
		at     string
		words  []string
	}{
		"no topics":            {"clink_pause_mirror_topics", nil, at("mirror_topic_names"), []string{"Neither"}},
		"topics twice":         {"clink_pause_mirror_topics", acctest.Object{"mirror_topic_names": []any{"a"}, "mirror_topic_name_pattern": "a"}, at("mirror_topic_name_pattern"), []string{"both given"}},
		"wrong confirmation":   {"clink_failover_mirror_topics", acctest.Object{"mirror_topic_names": []any{"a"}, "confirm": "yes"}, at("confirm"), []string{`"yes"`, `"jump-to-dr"`}},
		"no pattern":           {"clink_pause_mirror_topics", acctest.Object{"mirror_topic_name_pattern": "*"}, at("mirror_topic_name_pattern"), []string{"RE2"}},
		"nothing matches":      {"clink_pause_mirror_topics", acctest.Object{"mirror_topic_name_pattern": "order"}, at("mirror_topic_name_pattern"), []string{"None of the 2 mirror topics", "as a whole", "Nothing was sent"}},
		"pattern of no mirror": {"clink_truncate_and_restore_mirror_topics", acctest.Object{"mirror_topic_name_pattern": ".*", "confirm": "jump-to-dr"}, at("mirror_topic_name_pattern"), []string{"Name them"}},
		"no such link":         {"clink_pause_mirror_topics", acctest.Object{"mirror_topic_name_pattern": ".*", "link_name": "none"}, at("link_name"), []string{"no link named"}},
		"no such cluster":      {"clink_pause_mirror_topics", acctest.Object{"mirror_topic_name_pattern": ".*", "kafka_cluster_id": "lkc-none"}, at("kafka_cluster_id"), []string{"kafka_clusters"}},
	} {
		if _, d := p.Invoke(c.action, onLink(c.more)); !d.Errors().Says(c.at, c.words...) {
			t.Errorf("%s: %s", name, d)
		}
	}
	if sent := w.Requests(http.MethodPost, "mirrors:"); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

// There and back: the region fails over, the old source comes back and is restored,
// and the direction is turned.
func TestProtoAction_disasterAndBack(t *testing.T) {
	t.Parallel()
	w := bothWays(t)
	on := func(cluster string, more acctest.Object) acctest.Object {
		config := acctest.Object{"kafka_cluster_id": cluster, "link_name": "both", "mirror_topic_names": []any{"orders"}}
		maps.Copy(config, more)
		return config
	}
	w.NewProtocol(nil).Create(topicType, topic(map[string]any{"link_name": "both"}))
	is := func(cluster string) any {
		return w.Get("/kafka/v3/clusters/" + cluster + "/links/both/mirrors/orders")["mirror_status"]
	}
	invoke := func(action string, config acctest.Object) string {
		t.Helper()
		progress, d := w.NewProtocol(nil).Invoke("clink_"+action+"_mirror_topics", config)
		if len(d) > 0 {
			t.Fatalf("%s: %s", action, d)
		}
		return strings.Join(progress, "\n")
	}
	if told := invoke("failover", on("lkc-dr", acctest.Object{"confirm": "both"})); !strings.Contains(told, "messages behind (last source offset by partition: 0: ") {
		t.Errorf("a failover tells what it lost: %s", told)
	}
	confirmed := acctest.Object{"confirm": "both"}
	if told := invoke("truncate_and_restore", on("lkc-jump", with(confirmed, acctest.Object{"dry_run": true}))); !strings.Contains(told, "messages are dropped") || is("lkc-dr") != "STOPPED" {
		t.Errorf("dry run: %s", told)
	}
	w.ForgetRequests()
	invoke("truncate_and_restore", on("lkc-jump", confirmed))
	if is("lkc-jump") != "ACTIVE" || len(w.Requests(http.MethodPost, "truncate-and-restore")) != 1 {
		t.Errorf("restored: %v", is("lkc-jump"))
	}
	invoke("reverse", on("lkc-jump", acctest.Object{"max_lag": 100}))
	waitFor(t, "the mirror at the other end", func() bool { return is("lkc-dr") == "ACTIVE" })
	if is("lkc-jump") != "STOPPED" {
		t.Errorf("reversed: %v", is("lkc-jump"))
	}
}

// An answer that was lost does not send an operation twice that must not be.
func TestProtoAction_lostAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		action, sent string
		more         acctest.Object
		lost         acctest.Fault
		times        int // it was sent
	}{
		"took effect, is looked for": {
			"reverse", "reverse-and-pause-mirror", acctest.Object{"start": false}, acctest.Fault{After: true, Status: http.StatusBadGateway}, 1,
		},
		"took no effect, is sent again after a look": {
			"reverse", "reverse-and-pause-mirror", acctest.Object{"start": false}, acctest.Fault{Status: http.StatusBadGateway}, 2,
		},
		"took effect, and the repeat is refused": {
			"failover", "mirrors:failover", acctest.Object{"confirm": "both"}, acctest.Fault{After: true, Status: http.StatusBadGateway}, 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := bothWays(t)
			w.NewProtocol(nil).Create(topicType, topic(map[string]any{"link_name": "both"}))
			c.lost.Method, c.lost.Path, c.lost.Times = http.MethodPost, c.sent, 1
			w.Fault(c.lost)
			config := with(acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "both", "mirror_topic_names": []any{"orders"}}, c.more)
			progress, d := w.NewProtocol(nil).Invoke("clink_"+c.action+"_mirror_topics", config)
			if sent := w.Requests(http.MethodPost, c.sent); len(d) > 0 || len(sent) != c.times {
				t.Errorf("sent %d times; %v %s", len(sent), progress, d)
			}
			if is := w.Get("/kafka/v3/clusters/lkc-dr/links/both/mirrors/orders")["mirror_status"]; is != "STOPPED" {
				t.Errorf("the mirror topic is %v", is)
			}
		})
	}
}

func with(config, more acctest.Object) acctest.Object {
	both := maps.Clone(config)
	maps.Copy(both, more)
	return both
}

// STOPPED is what a failover leads to as well, and then there is nothing reversed.
func TestProtoAction_reverseIsNoFailover(t *testing.T) {
	t.Parallel()
	w := bothWays(t)
	p := w.NewProtocol(nil)
	p.Create(topicType, topic(map[string]any{"link_name": "both", "status": "FAILED_OVER"}))
	reverse := func(p *acctest.Protocol, cluster string) (string, acctest.Diagnostics) {
		w.ForgetRequests()
		told, d := p.Invoke("clink_reverse_mirror_topics", acctest.Object{"kafka_cluster_id": cluster, "link_name": "both", "mirror_topic_names": []any{"orders"}})
		return strings.Join(told, "\n"), d
	}
	if told, d := reverse(p, "lkc-dr"); !d.Errors().Says("", "1 Topic Not Reversed", "it was promoted or failed over", "clink_truncate_and_restore_mirror_topics") || strings.Contains(told, "done already") || len(w.Requests(http.MethodPost, "")) > 0 {
		t.Errorf("failed over: %s %s", told, d)
	}
	// Where the other end cannot be asked, that is said.
	alone := w.NewProtocol(func(block map[string]any) { delete(block["kafka_clusters"].(map[string]any), "lkc-jump") })
	if told, d := reverse(alone, "lkc-dr"); len(d) > 0 || !strings.Contains(told, "orders: STOPPED already; from here it cannot be seen") || len(w.Requests(http.MethodPost, "")) > 0 {
		t.Errorf("alone: %s %s", told, d)
	}
	p.Invoke("clink_truncate_and_restore_mirror_topics", acctest.Object{"kafka_cluster_id": "lkc-jump", "link_name": "both", "mirror_topic_names": []any{"orders"}, "confirm": "both"})
	for _, want := range []string{"orders: reversed", "1 of 1 topics: done already"} {
		if told, d := reverse(p, "lkc-jump"); len(d) > 0 || !strings.Contains(told, want) {
			t.Errorf("want %q: %s %s", want, told, d)
		}
	}
}

// What was accepted before is waited for and not sent again, and what holds it up is told
// in the server's words.
func TestProtoAction_onItsWay(t *testing.T) {
	t.Parallel()
	w := mirroring(t)
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{
		"mirror_status": "PENDING_STOPPED", "mirror_state_transition_errors": []map[string]any{{"error_code": "UNKNOWN", "error_message": "The source does not answer."}},
	})
	w.ForgetRequests()
	told, d := w.NewProtocol(nil).Invoke("clink_promote_mirror_topics", onLink(acctest.Object{"mirror_topic_names": []any{"orders"}, "timeouts": map[string]any{"invoke": "1s"}}))
	if !strings.Contains(strings.Join(told, "\n"), "orders: on its way already (PENDING_STOPPED)") || len(w.Requests(http.MethodPost, "mirrors:")) > 0 {
		t.Errorf("told %v, sent %v", told, w.Requests(http.MethodPost, "mirrors:"))
	}
	if !d.Errors().Says("", "1 Topic Not Promoted", "it is PENDING_STOPPED. The server says: The source does not answer (UNKNOWN)") {
		t.Error(d)
	}
}

// untold has the server list the topic orders without its lag, once.
func untold(w *acctest.World) {
	w.Fault(acctest.Fault{
		Method: http.MethodGet, Path: "/links/jump-to-dr/mirrors$", Times: 1, Status: http.StatusOK,
		Body: `{"data":[{"link_name":"jump-to-dr","mirror_topic_name":"orders","source_topic_name":"orders","num_partitions":2,"mirror_status":"ACTIVE"}]}`,
	})
}

// A lag that is not told is none that is small enough.
func TestProtoAction_lagIsNotTold(t *testing.T) {
	t.Parallel()
	w := mirroring(t)
	untold(w)
	_, d := w.NewProtocol(nil).Invoke("clink_promote_mirror_topics", onLink(acctest.Object{"mirror_topic_names": []any{"orders"}, "max_lag": 1000}))
	if !d.Errors().Says("", `"orders": the server does not tell how far behind it is, and max_lag is 1000`) || statuses(w) != "ACTIVE ACTIVE" {
		t.Errorf("%s %s", statuses(w), d)
	}
	untold(w)
	data := w.NewProtocol(nil).ReadData(topicsType, acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr"})
	if data.Object["lag"] != nil || data.Object["max_lag"] != nil || len(data.Diagnostics) > 0 {
		t.Errorf("%v %s", data.Object, data.Diagnostics)
	}
}

// A dry run says what would not be, and a failover when it was.
func TestProtoAction_wordsOfADryRun(t *testing.T) {
	t.Parallel()
	w := mirroring(t)
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"mirror_status": "SOURCE_UNAVAILABLE"})
	_, d := w.NewProtocol(nil).Invoke("clink_promote_mirror_topics", onLink(acctest.Object{"mirror_topic_name_pattern": ".*", "dry_run": true}))
	if !d.Errors().Says("", "these topics would not be promoted", `"orders": the server refuses`, "Nothing was sent that changes anything.") || d.Says("", "as they are to be") || statuses(w) != "SOURCE_UNAVAILABLE ACTIVE" {
		t.Errorf("%s %s", statuses(w), d)
	}
	told, d := w.NewProtocol(nil).Invoke("clink_failover_mirror_topics", onLink(acctest.Object{"mirror_topic_name_pattern": ".*", "confirm": "jump-to-dr"}))
	if len(d) > 0 || !strings.Contains(strings.Join(told, "\n"), "(2 of 2), at 20") {
		t.Errorf("%v %s", told, d)
	}
	// What has ended is behind nothing.
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"lag": 9})
	if data := w.NewProtocol(nil).ReadData(topicsType, acctest.Object{"kafka_cluster_id": "lkc-dr"}); fmt.Sprint(data.Object["lag"], data.Object["max_lag"]) != "0 0" {
		t.Errorf("got %v", data.Object)
	}
}
