package mirrortopic_test

import (
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// topic is the configuration of the mirror topic of "orders", changed.
func topic(change map[string]any) acctest.Object {
	config := acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "source_topic_name": "orders"}
	maps.Copy(config, change)
	return config
}

func wanted(status string) acctest.Object { return topic(map[string]any{"status": status}) }

func at(name string) string { return fmt.Sprintf("AttributeName(%q)", name) }

// refreshed reads and plans in a run of its own, as terraform plan does.
func refreshed(t *testing.T, w *acctest.World, state acctest.Step, config acctest.Object) (read, planned acctest.Step) {
	t.Helper()
	p := w.NewProtocol(nil)
	read = p.Read(topicType, state)
	if len(read.Diagnostics) > 0 {
		t.Fatalf("reading: %s", read.Diagnostics)
	}
	return read, p.Plan(topicType, read, config)
}

func says(t *testing.T, d acctest.Diagnostics, path string, words ...string) {
	t.Helper()
	if len(d) != 1 || !d.Says(path, words...) {
		t.Errorf("want one diagnostic on %q that says %q, got %s", path, words, d)
	}
}

func has(t *testing.T, s acctest.Step, attribute string, want any) {
	t.Helper()
	if got := s.Object[attribute]; got != want {
		t.Errorf("%s is %v, want %v", attribute, got, want)
	}
}

func TestProtoMirrorTopic_warnings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		is, config string
		words      []string
	}{
		"promoted elsewhere":        {"STOPPED", "ACTIVE", []string{"outside of this configuration", `status = "PROMOTED"`, "truncate-and-restore"}},
		"promotion under way":       {"PENDING_STOPPED", "ACTIVE", []string{"cannot be called back"}},
		"failed":                    {"FAILED", "ACTIVE", []string{"Not Healthy", "FAILED", `"FAILED_OVER"`}},
		"no source":                 {"SOURCE_UNAVAILABLE", "ACTIVE", []string{"Not Healthy", "goes on by itself"}},
		"pause of what has no link": {"LINK_FAILED", "PAUSED", []string{"Not Healthy", "credentials"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := linked(t, "")
			state := w.NewProtocol(nil).Create(topicType, topic(nil))
			force(w, "orders", c.is)
			read, planned := refreshed(t, w, state, wanted(c.config))
			says(t, planned.Diagnostics, at("status"), c.words...)
			says(t, planned.Diagnostics.Warnings(), at("status"))
			for _, s := range []acctest.Step{read, planned} {
				has(t, s, "status", "ACTIVE")
				has(t, s, "mirror_status", c.is)
			}
		})
	}
}

func TestProtoMirrorTopic_linkGone(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	state := w.NewProtocol(nil).Create(topicType, topic(nil))
	w.Do(http.MethodDelete, drLink+"?force=true", nil)
	read, planned := refreshed(t, w, state, topic(nil))
	says(t, planned.Diagnostics.Warnings(), at("status"), "no longer has it as a mirror topic", `status = "PROMOTED"`)
	_, planned = refreshed(t, w, read, wanted("PROMOTED"))
	if len(planned.Diagnostics) > 0 {
		t.Errorf("a promotion that is recorded is no news: %s", planned.Diagnostics)
	}
}

// Health is told once per link, and thousands of topics are read with a handful
// of calls.
func TestProtoMirrorTopic_manyTopics(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	const count = 50
	p := w.NewProtocol(nil)
	var states []acctest.Step
	for i := range count {
		name := fmt.Sprintf("t%d", i)
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": name, "partitions_count": 1})
		states = append(states, p.Create(topicType, topic(map[string]any{"source_topic_name": name})))
	}
	for i := range count {
		force(w, fmt.Sprintf("t%d", i), "SOURCE_UNAVAILABLE")
	}
	w.ForgetRequests()
	p = w.NewProtocol(nil)
	var warnings acctest.Diagnostics
	for i, state := range states {
		read := p.Read(topicType, state)
		planned := p.Plan(topicType, read, topic(map[string]any{"source_topic_name": fmt.Sprintf("t%d", i)}))
		warnings = append(warnings, planned.Diagnostics...)
	}
	says(t, warnings, at("status"), "t0", "and perhaps others")
	if calls := w.Requests("", drCluster); len(calls) > 4 {
		t.Errorf("%d calls for a refresh of %d topics: %v", len(calls), count, calls)
	}
}

// One warning, and a state that the next plan goes on from.
func TestProtoMirrorTopic_createEndsInAWarning(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	w.Fault(acctest.Fault{
		Method: http.MethodPost, Path: "mirrors:promote", Times: 1, Status: http.StatusOK,
		Body: `{"data":[{"mirror_topic_name":"orders","error_code":400,"error_message":"not today"}]}`,
	})
	state := w.NewProtocol(nil).Create(topicType, wanted("PROMOTED"))
	says(t, state.Diagnostics, at("status"), "was created", "refused to promote it: not today (code 400)", "ACTIVE")
	has(t, state, "status", "PROMOTED")
	has(t, state, "mirror_status", "ACTIVE")
	if !state.Identity() {
		t.Error("no identity")
	}
	// Nothing was called back: the promotion is planned again.
	read, planned := refreshed(t, w, state, wanted("PROMOTED"))
	has(t, read, "status", "PROMOTED")
	has(t, planned, "mirror_status", acctest.Unknown{})
}

// The cluster does not show what it has created: that is told and not an error either.
func TestProtoMirrorTopic_createdAndOutOfSight(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/mirrors/orders$", Times: 1, Status: http.StatusForbidden})
	state := w.NewProtocol(nil).Create(topicType, topic(nil))
	says(t, state.Diagnostics, at("status"), "was created", "lacks the rights")
	has(t, state, "mirror_status", nil)
	_, planned := refreshed(t, w, state, topic(nil))
	has(t, planned, "mirror_status", "ACTIVE")
}

func TestProtoMirrorTopic_takenOverWithAnotherReplicationFactor(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	w.Do(http.MethodPost, drLink+"/mirrors", map[string]any{"source_topic_name": "orders"})
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/topics/orders$", Times: 1, Status: http.StatusOK, Body: `{"topic_name":"orders","replication_factor":5}`})
	state := w.NewProtocol(nil).Create(topicType, topic(map[string]any{"replication_factor": 3}))
	says(t, state.Diagnostics, at("replication_factor"), "5, not 3")
}

func TestProtoMirrorTopic_destroy(t *testing.T) {
	t.Parallel()
	const deletes, stays, refused = "deletes", "stays", "refused"
	for _, c := range []struct {
		policy, is, want string
		planned, after   string // words of a warning or an error
	}{
		{policy: "DELETE_UNLESS_LIVE", is: "ACTIVE", want: deletes},
		{policy: "DELETE_UNLESS_LIVE", is: "PAUSED", want: deletes},
		{policy: "DELETE_UNLESS_LIVE", is: "LINK_PAUSED", want: deletes},
		{policy: "DELETE_UNLESS_LIVE", is: "PENDING_MIRROR", want: deletes},
		{policy: "DELETE_UNLESS_LIVE", is: "STOPPED", want: stays, after: "Live Topic Stays"},
		{policy: "DELETE_UNLESS_LIVE", is: "FAILED", want: refused, planned: "Will Not Be Deleted", after: "Last Copy"},
		{policy: "DELETE_UNLESS_LIVE", is: "SOURCE_UNAVAILABLE", want: refused, planned: "Will Not Be Deleted", after: "Last Copy"},
		{policy: "DELETE_UNLESS_LIVE", is: "LINK_FAILED", want: refused, planned: "Will Not Be Deleted", after: "Last Copy"},
		{policy: "DELETE_UNLESS_LIVE", is: "PENDING_STOPPED", want: refused, planned: "Will Not Be Deleted", after: "Last Copy"},
		{policy: "DELETE", is: "STOPPED", want: deletes, planned: "Live Topic Will Be Deleted"},
		{policy: "delete", is: "FAILED", want: deletes},
		{policy: "ABANDON", is: "ACTIVE", want: stays},
		{policy: "ABANDON", is: "FAILED", want: stays},
	} {
		t.Run(c.policy+" "+c.is, func(t *testing.T) {
			t.Parallel()
			w := linked(t, "")
			config := topic(map[string]any{"deletion_policy": c.policy})
			state := w.NewProtocol(nil).Create(topicType, config)
			force(w, "orders", c.is)
			read, planned := refreshed(t, w, state, nil)
			w.ForgetRequests()
			gone := w.NewProtocol(nil).Apply(topicType, read, planned, nil)
			if c.want == deletes {
				expectWrites(t, w, deleteCall)
			} else {
				expectWrites(t, w)
			}
			for said, words := range map[*acctest.Step]string{&planned: c.planned, &gone: c.after} {
				switch {
				case words != "":
					says(t, said.Diagnostics, "", words)
				case len(said.Diagnostics) > 0:
					t.Errorf("unexpected: %s", said.Diagnostics)
				}
			}
			if failed := len(gone.Diagnostics.Errors()) > 0; failed != (c.want == refused) || failed != (gone.Object != nil) {
				t.Errorf("state %v after %s", gone.Object, gone.Diagnostics)
			}
		})
	}
}

// Somebody promotes between plan and destroy: the look right before decides.
func TestProtoMirrorTopic_destroyLooksAgain(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	p := w.NewProtocol(nil)
	state := p.Create(topicType, topic(nil))
	planned := p.Plan(topicType, state, nil)
	force(w, "orders", "STOPPED")
	gone := p.Apply(topicType, state, planned, nil)
	says(t, gone.Diagnostics.Warnings(), "", "Live Topic Stays")
	w.Get(drCluster + "/topics/orders")
}

// A look that tells no status is no word that the topic is gone: it is not let go of.
func TestProtoMirrorTopic_destroyWithoutStatus(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	p := w.NewProtocol(nil)
	state := p.Create(topicType, topic(nil))
	planned := p.Plan(topicType, state, nil)
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/mirrors/orders$", Times: 1, Status: http.StatusOK, Body: `{"link_name":"jump-to-dr","mirror_topic_name":"orders","source_topic_name":"orders"}`})
	gone := p.Apply(topicType, state, planned, nil)
	if len(gone.Diagnostics.Errors()) == 0 || gone.Object == nil {
		t.Errorf("state %v after %s", gone.Object, gone.Diagnostics)
	}
	w.Get(drCluster + "/topics/orders")
}

// The topic outlived its link: only deletion_policy DELETE deletes it.
func TestProtoMirrorTopic_destroyWithoutLink(t *testing.T) {
	t.Parallel()
	for policy, survives := range map[string]bool{"DELETE_UNLESS_LIVE": true, "DELETE": false} {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			w := linked(t, "")
			p := w.NewProtocol(nil)
			state := p.Create(topicType, topic(map[string]any{"deletion_policy": policy}))
			w.Do(http.MethodDelete, drLink+"?force=true", nil)
			gone := p.Apply(topicType, state, p.Plan(topicType, state, nil), nil)
			if len(gone.Diagnostics.Errors()) > 0 {
				t.Error(gone.Diagnostics)
			}
			if code, _ := w.Call(http.MethodGet, drCluster+"/topics/orders", nil); (code == http.StatusOK) != survives {
				t.Errorf("the topic answers %d", code)
			}
		})
	}
}

func TestProtoMirrorTopic_import(t *testing.T) {
	t.Parallel()
	w := linked(t, "us_")
	p := w.NewProtocol(nil)
	created := p.Create(topicType, topic(map[string]any{"config": map[string]any{"confluent.value.schema.validation": "true"}}))
	for name, imported := range map[string]acctest.Step{
		"by id":       w.NewProtocol(nil).Import(topicType, "lkc-dr/jump-to-dr/us_orders"),
		"by identity": w.NewProtocol(nil).ImportByIdentity(topicType, created),
	} {
		if len(imported.Diagnostics) > 0 {
			t.Fatalf("%s: %s", name, imported.Diagnostics)
		}
		for attribute, want := range created.Object {
			if fmt.Sprint(imported.Object[attribute]) != fmt.Sprint(want) {
				t.Errorf("%s: %s is %v, want %v", name, attribute, imported.Object[attribute], want)
			}
		}
	}
	w.Do(http.MethodPost, drCluster+"/topics", map[string]any{"topic_name": "plain"})
	says(t, p.Import(topicType, "lkc-dr/jump-to-dr/plain").Diagnostics, "", "Cannot Import", "no mirror topic of this link")
	says(t, p.Import(topicType, "lkc-dr/jump-to-dr/none").Diagnostics, "", "Cannot Import", "no such topic")
	says(t, p.Import(topicType, "lkc-other/jump-to-dr/none").Diagnostics, at("kafka_cluster_id"), "lkc-other")
}

// unknownCluster makes the way to dr something that another resource makes.
func unknownCluster(block map[string]any) {
	block["kafka_clusters"].(map[string]any)["lkc-dr"] = acctest.Unknown{}
}

func TestProtoMirrorTopic_providerNotKnownYet(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	state := w.NewProtocol(nil).Create(topicType, topic(nil))
	w.ForgetRequests()
	p := w.NewProtocol(unknownCluster)

	read := p.Read(topicType, state)
	says(t, read.Diagnostics.Warnings(), "", "Kept Without Looking")
	planned := p.Plan(topicType, read, wanted("PAUSED"))
	if len(planned.Diagnostics) > 0 {
		t.Errorf("planning an update: %s", planned.Diagnostics)
	}
	has(t, planned, "mirror_topic_name", "orders")
	fresh := p.Plan(topicType, acctest.Step{}, topic(nil))
	if len(fresh.Diagnostics) > 0 {
		t.Errorf("planning a new one: %s", fresh.Diagnostics)
	}
	has(t, fresh, "mirror_topic_name", acctest.Unknown{})
	says(t, p.Import(topicType, "lkc-dr/jump-to-dr/orders").Diagnostics.Errors(), at("kafka_cluster_id"), "not known yet")
	if calls := w.Requests("", drCluster); len(calls) > 0 {
		t.Errorf("called %v", calls)
	}
}

func TestProtoMirrorTopic_entryTakenOut(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	state := w.NewProtocol(nil).Create(topicType, topic(nil))
	p := w.NewProtocol(func(block map[string]any) {
		delete(block["kafka_clusters"].(map[string]any), "lkc-dr")
	})
	says(t, p.Read(topicType, state).Diagnostics, at("kafka_cluster_id"), "lkc-dr")
	says(t, p.Plan(topicType, acctest.Step{}, topic(nil)).Diagnostics, at("kafka_cluster_id"), "lkc-dr")
}

// A region is down: its objects are kept, and nothing is planned for them.
func TestProtoMirrorTopic_clusterUnreachable(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	state := w.NewProtocol(nil).Create(topicType, topic(nil))
	w.Reachable("lkc-dr", false)
	// A certificate that nobody knows is no outage.
	stranger := httptest.NewTLSServer(http.NotFoundHandler())
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(stranger.Close)
	dead := func(block map[string]any) {
		block["kafka_clusters"].(map[string]any)["lkc-dr"].(map[string]any)["on_unreachable"] = "keep"
	}
	strange := func(keep string) func(map[string]any) {
		return func(block map[string]any) {
			entry := block["kafka_clusters"].(map[string]any)["lkc-dr"].(map[string]any)
			entry["rest_endpoint"], entry["on_unreachable"] = stranger.URL, keep
		}
	}
	t.Run("keep", func(t *testing.T) {
		t.Parallel()
		p := w.NewProtocol(dead)
		read := p.Read(topicType, state)
		says(t, read.Diagnostics.Warnings(), "", "Kept")
		planned := p.Plan(topicType, read, topic(map[string]any{"status": "FAILED_OVER", "deletion_policy": "DELETE", "config": map[string]any{"confluent.key.schema.validation": "true"}}))
		if len(planned.Diagnostics) > 0 {
			t.Errorf("said once is enough: %s", planned.Diagnostics)
		}
		has(t, planned, "status", "ACTIVE")
		has(t, planned, "mirror_status", "ACTIVE")
		has(t, planned, "deletion_policy", "DELETE_UNLESS_LIVE")
	})
	t.Run("keep without a refresh", func(t *testing.T) {
		t.Parallel()
		planned := w.NewProtocol(dead).Plan(topicType, state, wanted("FAILED_OVER"))
		says(t, planned.Diagnostics.Warnings(), "", "Kept")
		has(t, planned, "status", "ACTIVE")
	})
	for _, keep := range []string{"error", "keep"} {
		t.Run("not trusted, "+keep, func(t *testing.T) {
			t.Parallel()
			read := w.NewProtocol(strange(keep)).Read(topicType, state)
			says(t, read.Diagnostics.Errors(), "", "Unable to Read Mirror Topic", "not trusted")
			has(t, read, "id", "lkc-dr/jump-to-dr/orders")
		})
	}
}

func TestProtoMirrorTopic_whatIsNotKnownCannotBeWrong(t *testing.T) {
	t.Parallel()
	w := linked(t, "us_")
	p := w.NewProtocol(nil)
	planned := p.Plan(topicType, acctest.Step{}, topic(map[string]any{"source_topic_name": acctest.Unknown{}, "status": acctest.Unknown{}, "config": acctest.Unknown{}, "mirror_topic_name": "anything"}))
	if len(planned.Diagnostics) > 0 {
		t.Errorf("what is not known yet cannot be wrong: %s", planned.Diagnostics)
	}
	has(t, planned, "mirror_topic_name", "anything")
	planned = p.Plan(topicType, acctest.Step{}, topic(map[string]any{"mirror_topic_name": acctest.Unknown{}}))
	has(t, planned, "mirror_topic_name", acctest.Unknown{})
	says(t, p.Plan(topicType, acctest.Step{}, topic(map[string]any{"status": "PROMOTED", "config": map[string]any{"cleanup.policy": "compact"}})).Diagnostics,
		at("config")+`.ElementKeyString("cleanup.policy")`, "takes", "cleanup.policy")
}

func TestProtoMirrorTopic_preflight(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	state := w.NewProtocol(nil).Create(topicType, topic(nil))
	p := w.NewProtocol(func(block map[string]any) { block["preflight"] = "error" })
	w.ForgetRequests()
	if d := p.Plan(topicType, state, wanted("PAUSED")).Diagnostics; len(d) > 0 {
		t.Errorf("what the server would do: %s", d)
	}
	tried := w.Requests(http.MethodPost, "mirrors:pause")
	if len(tried) != 1 || tried[0].Query != "validate_only=true" {
		t.Errorf("want one dry run, got %+v", tried)
	}
	w.Fault(acctest.Fault{Method: http.MethodPost, Path: "mirrors:promote", Times: 1, Status: http.StatusOK, Body: `{"data":[{"mirror_topic_name":"orders","error_code":400,"error_message":"not today"}]}`})
	says(t, p.Plan(topicType, state, wanted("PROMOTED")).Diagnostics.Errors(), at("status"), "Dry Run Failed", "not today")
}

func TestProtoMirrorTopic_settingsThatTheLinkCopies(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	config := topic(map[string]any{"config": map[string]any{"retention.ms": "1000"}})
	says(t, w.NewProtocol(nil).Plan(topicType, acctest.Step{}, config).Diagnostics.Errors(), at("config")+`.ElementKeyString("retention.ms")`, "topic.config.sync.include")
}

func TestProtoMirrorTopic_takesNothingOverWhenTheUserSaysSo(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	w.NewProtocol(nil).Create(topicType, topic(nil))
	never := w.NewProtocol(func(block map[string]any) { block["adopt_existing"] = "never" })
	made := never.Apply(topicType, acctest.Step{}, never.Plan(topicType, acctest.Step{}, topic(nil)), topic(nil))
	if !made.Diagnostics.Errors().Says(at("source_topic_name"), "exists already", "adopt_existing", "terraform import <address of this resource> lkc-dr/jump-to-dr/orders") {
		t.Errorf("got %s", made.Diagnostics)
	}
	w.NewProtocol(nil).Create(topicType, topic(nil))
}

func TestProtoMirrorTopic_statusInOtherWords(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	for word, hint := range map[string]string{
		"failover": `Did you mean "FAILED_OVER"?`, "failed-over": `"FAILED_OVER"?`, "Promote": `"PROMOTED"?`, "pause": `"PAUSED"?`, "running": `"ACTIVE"?`,
		"STOPPED": "PROMOTED (copy what is left first) or FAILED_OVER", "": "leave it out", "DELETED": `"FAILED_OVER".`,
	} {
		if d := p.Validate(topicType, wanted(word)).Errors(); len(d) != 1 || !d.Says(at("status"), fmt.Sprintf("status is %q. It may be", word), hint) {
			t.Errorf("%s: %s", word, d)
		}
	}
	for _, word := range []string{"active", "Paused", "PROMOTED", "failed_over"} {
		if d := p.Validate(topicType, wanted(word)); len(d) > 0 {
			t.Errorf("%s: %s", word, d)
		}
	}
}

// Mirror topics live on the destination half, also when the link is planned in the
// same run.
func TestProtoMirrorTopic_onTheSourceHalfOfAPlannedLink(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	login := func(key string) map[string]any {
		return map[string]any{"sasl": map[string]any{"username": key + "KEY", "password_wo": key + "SECRET"}}
	}
	p.Plan("clink_cluster_link", acctest.Step{}, acctest.Object{
		"kafka_cluster_id": "lkc-primary", "remote_cluster_id": "lkc-jump", "link_name": "out", "link_mode": "source", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": login("JUMP"), "local_authentication": login("PRIMARY"),
	})
	planned := p.Plan(topicType, acctest.Step{}, acctest.Object{"kafka_cluster_id": "lkc-primary", "link_name": "out", "source_topic_name": "orders"})
	if !planned.Diagnostics.Errors().Says(at("link_name"), "SOURCE half", "other end") {
		t.Error(planned.Diagnostics)
	}
}

// Apply plans again in a run of its own. A name that the plan knew is the same there,
// or the plan fails: else Terraform would call it an inconsistent final plan.
func TestProtoMirrorTopic_aKnownNameStaysKnown(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault acctest.Fault
		rides bool // it is ridden out
	}{
		"401":                {acctest.Fault{Times: 1, Status: 401, Body: `{"error_code":401,"message":"no"}`}, false},
		"403":                {acctest.Fault{Times: 1, Status: 403, Body: `{"error_code":403,"message":"no"}`}, false},
		"404 of the object":  {acctest.Fault{Times: 1, Status: 404, Body: `{"error_code":404,"message":"The cluster link doesn't exist: "}`}, true},
		"404 of a gateway":   {acctest.Fault{Times: 1, Status: 404, Body: "<html>404</html>"}, true},
		"404 of the cluster": {acctest.Fault{Times: 1, Status: 404, Body: `{"error_code":404,"message":"Cluster lkc-dr cannot be found."}`}, false},
		"409":                {acctest.Fault{Times: 1, Status: 409, Body: `{"error_code":409,"message":"no"}`}, false},
		"302":                {acctest.Fault{Times: 1, Status: 302, Headers: map[string]string{"Location": "https://elsewhere.example"}}, false},
		"broken":             {acctest.Fault{Times: 1, Status: 200, Body: "{}"}, false},
		"500, once":          {acctest.Fault{Times: 1, Status: 500}, true},
		"500, for long":      {acctest.Fault{Times: 5, Status: 500}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := linked(t, "x-")
			run := func() acctest.Step {
				return w.NewProtocol(func(block map[string]any) { block["max_retries"] = 2 }).Plan(topicType, acctest.Step{}, topic(nil))
			}
			has(t, run(), "mirror_topic_name", "x-orders")
			c.fault.Method, c.fault.Path = http.MethodGet, "/links/jump-to-dr$"
			w.Fault(c.fault)
			again := run()
			if failed := len(again.Diagnostics.Errors()) > 0; failed == c.rides {
				t.Errorf("got %s", again.Diagnostics)
			} else if !failed {
				has(t, again, "mirror_topic_name", "x-orders")
			}
		})
	}
}
