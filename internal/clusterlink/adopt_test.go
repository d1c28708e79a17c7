package clusterlink_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const (
	filters    = `{"topicFilters":[{"name":"orders","patternType":"PREFIXED","filterType":"INCLUDE"}]}`
	linkName   = `AttributeName("link_name")`
	importHint = "terraform import <address of this resource> lkc-dr/jump-to-dr"
)

// settings is a link with more than it needs.
func settings(change map[string]any) acctest.Object {
	config := link(map[string]any{"prefix": "dr-", "config": map[string]any{
		"consumer.offset.sync.ms": "45000", "auto.create.mirror.topics.enable": "true", "auto.create.mirror.topics.filters": filters,
	}})
	for name, value := range change {
		config[name] = value
		if value == nil {
			delete(config, name)
		}
	}
	return config
}

// forgotten is what a provider does that was killed after it had created the link:
// Terraform knows nothing of it.
func forgotten(w *acctest.World, config acctest.Object) {
	w.NewProtocol(nil).Create(typeName, config)
	w.ForgetRequests()
}

// again creates the link in a new run.
func again(w *acctest.World, config acctest.Object, provider func(map[string]any)) acctest.Step {
	p := w.NewProtocol(provider)
	return p.Apply(typeName, acctest.Step{}, p.Plan(typeName, acctest.Step{}, config), config)
}

func TestProtoCreate_takesOverItsOwnLink(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]acctest.Object{
		"plain":            link(nil),
		"with settings":    settings(nil),
		"bidirectional":    link(map[string]any{"link_mode": "BIDIRECTIONAL"}),
		"inbound":          link(map[string]any{"connection_mode": "INBOUND", "remote_bootstrap_servers": nil, "remote_authentication": nil}),
		"by hand":          byHand("JUMPSECRET", 1),
		"in other letters": link(map[string]any{"link_mode": "destination", "remote_bootstrap_servers": "PKC-jump:9092"}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			forgotten(w, config)
			made := again(w, config, nil)
			if len(made.Diagnostics.Errors()) > 0 || !made.Diagnostics.Warnings().Says("", `link "jump-to-dr" on cluster "lkc-dr"`, "is there already", "removed", "adopt_existing") {
				t.Fatalf("got %s", made.Diagnostics)
			}
			if id := w.Get("/kafka/v3/clusters/lkc-dr/links/jump-to-dr")["cluster_link_id"]; made.Object["cluster_link_id"] != id {
				t.Errorf("state has cluster_link_id %v, the server %v", made.Object["cluster_link_id"], id)
			}
			sent := w.Requests(http.MethodPut, "configs:alter")
			if name == "inbound" {
				if len(sent) > 0 {
					t.Errorf("sent %v", sent)
				}
			} else if len(sent) != 1 || !strings.Contains(fmt.Sprint(sent[0].Body), "sasl.jaas.config") || strings.Contains(fmt.Sprint(sent[0].Body), "bootstrap.servers") {
				t.Errorf("want the secrets sent again, and nothing else; sent %v", sent)
			}
			p := w.NewProtocol(nil)
			read := p.Read(typeName, made)
			planned := p.Plan(typeName, read, config)
			if !reflect.DeepEqual(planned.Object, read.Object) || len(planned.Diagnostics.Errors()) > 0 {
				t.Errorf("the next plan changes %v to %v (%s)", read.Object, planned.Object, planned.Diagnostics)
			}
		})
	}
}

func TestProtoCreate_doesNotTakeOverAnotherLink(t *testing.T) {
	t.Parallel()
	in := func(name, value string) map[string]any {
		settings := map[string]any{"consumer.offset.sync.ms": "45000", "auto.create.mirror.topics.enable": "true", "auto.create.mirror.topics.filters": filters}
		settings[name] = value
		return map[string]any{"config": settings}
	}
	for name, c := range map[string]struct {
		change map[string]any
		differ string
	}{
		"remote cluster":   {map[string]any{"remote_cluster_id": "lkc-east"}, "remote_cluster_id"},
		"mode":             {map[string]any{"link_mode": "BIDIRECTIONAL"}, "link_mode"},
		"connection mode":  {map[string]any{"connection_mode": "INBOUND", "remote_bootstrap_servers": nil, "remote_authentication": nil}, "connection_mode"},
		"prefix":           {map[string]any{"prefix": "other-"}, "prefix"},
		"no prefix":        {map[string]any{"prefix": nil}, "prefix"},
		"address":          {map[string]any{"remote_bootstrap_servers": "pkc-other:9092", "validate_link": false}, "remote_bootstrap_servers"},
		"mechanism":        {map[string]any{"remote_authentication": oauth("S"), "validate_link": false}, "remote_authentication (sasl.mechanism)"},
		"a setting":        {in("consumer.offset.sync.ms", "60000"), `config["consumer.offset.sync.ms"]`},
		"one setting more": {in("acl.sync.ms", "10000"), `config["acl.sync.ms"]`},
		"a setting less":   {map[string]any{"config": map[string]any{"consumer.offset.sync.ms": "45000"}}, `config["auto.create.mirror.topics.enable"], which nothing here sets`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			forgotten(w, settings(nil))
			made := again(w, settings(c.change), nil)
			if !made.Diagnostics.Errors().Says(linkName, "is not the one that this configuration describes", c.differ, importHint) {
				t.Errorf("got %s", made.Diagnostics)
			}
			if sent := w.Requests(http.MethodPut, ""); len(sent) > 0 || made.Object["id"] != nil {
				t.Errorf("sent %v, state has %v", sent, made.Object)
			}
		})
	}
}

func TestProtoCreate_mirrorTopicsSayWhoseLinkItIs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		topic string
		taken bool
	}{
		"auto-created by the link": {"orders", true},
		"made by somebody":         {"payments", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			config := settings(map[string]any{"prefix": nil})
			forgotten(w, config)
			w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": c.topic})
			w.Call(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr/mirrors", map[string]any{"source_topic_name": c.topic})
			d := again(w, config, nil).Diagnostics
			if c.taken && (len(d.Errors()) > 0 || !d.Warnings().Says("", "is there already")) || !c.taken && !d.Errors().Says(linkName, "1 mirror topic on it that it has not created by itself", `"payments"`, importHint) {
				t.Errorf("got %s", d)
			}
		})
	}
}

func TestProtoCreate_takesNothingOverWhenTheUserSaysSo(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	forgotten(w, link(nil))
	made := again(w, link(nil), func(block map[string]any) { block["adopt_existing"] = "never" })
	if !made.Diagnostics.Errors().Says(linkName, "exists on cluster", importHint) || len(w.Requests(http.MethodPut, "")) > 0 {
		t.Errorf("got %s", made.Diagnostics)
	}
}

// Whether the secrets on the server are the right ones cannot be known. A link
// that does not take them is not taken over; the next apply tries again.
func TestProtoCreate_aLinkIsTakenOverWithItsSecrets(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	forgotten(w, link(nil))
	w.Fault(acctest.Fault{Method: http.MethodPut, Path: "configs:alter", Times: 1, Status: http.StatusForbidden, Body: `{"error_code":40301,"message":"no rights"}`})
	if made := again(w, link(nil), nil); len(made.Diagnostics.Errors()) != 1 || made.Object["id"] != nil {
		t.Errorf("got %s, %v", made.Diagnostics, made.Object)
	}
	if made := again(w, link(nil), nil); len(made.Diagnostics.Errors()) > 0 {
		t.Errorf("got %s", made.Diagnostics)
	}
}

// Two addresses of one apply do not end up with one link.
func TestProtoCreate_doesNotTakeOverWhatThisRunMade(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	planned := p.Plan(typeName, acctest.Step{}, link(nil))
	p.Apply(typeName, acctest.Step{}, planned, link(nil))
	if d := p.Apply(typeName, acctest.Step{}, planned, link(nil)).Diagnostics; !d.Errors().Says(linkName, "exists on cluster") {
		t.Errorf("got %s", d)
	}
}

func TestProtoPlan_preflightKnowsWhatIsTakenOver(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	forgotten(w, link(nil))
	preflight := func(adopt string) func(map[string]any) {
		return func(block map[string]any) { block["preflight"], block["adopt_existing"] = "error", adopt }
	}
	if d := w.NewProtocol(preflight("matching")).Plan(typeName, acctest.Step{}, link(nil)).Diagnostics; len(d) > 0 {
		t.Errorf("its own link: %s", d)
	}
	if d := w.NewProtocol(preflight("matching")).Plan(typeName, acctest.Step{}, link(map[string]any{"prefix": "x-"})).Diagnostics; !d.Errors().Says(linkName, "differs in: prefix", importHint) {
		t.Errorf("another link: %s", d)
	}
	if d := w.NewProtocol(preflight("never")).Plan(typeName, acctest.Step{}, link(nil)).Diagnostics; !d.Errors().Says(linkName, "exists on cluster", importHint) {
		t.Errorf("never: %s", d)
	}
}

// A conflict that is not about a link of the name is told as what it is.
func TestProtoCreate_conflictAboutSomethingElse(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/links$", Times: 1, Status: http.StatusConflict, Body: `{"error_code":40901,"message":"Too many operations at once"}`})
	if made := again(w, link(nil), nil); !made.Diagnostics.Errors().Says("", "could not be created", "Too many operations at once", "HTTP 409") || made.Diagnostics.Says("", "exists") || made.Object["id"] != nil {
		t.Errorf("got %s", made.Diagnostics)
	}
}
