package clusterlink_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const confluent = "registry.terraform.io/confluentinc/confluent"

// oldCluster is a block of a cluster in the state of confluent_cluster_link.
func oldCluster(id, bootstrap, key string) string {
	rest := `"rest_endpoint":"https://pkc.example:443","bootstrap_endpoint":""`
	if bootstrap != "" {
		rest = fmt.Sprintf(`"rest_endpoint":"","bootstrap_endpoint":%q`, bootstrap)
	}
	credentials := "[]"
	if key != "" {
		credentials = fmt.Sprintf(`[{"key":"%sKEY","secret":"%sSECRET"}]`, key, key)
	}
	return fmt.Sprintf(`[{"id":%q,%s,"credentials":%s}]`, id, rest, credentials)
}

// oldLink is the state of a confluent_cluster_link with these blocks.
func oldLink(mode, connection, config string, blocks map[string]string) string {
	state := fmt.Sprintf(`{"id":"x/jump-to-dr","link_name":"jump-to-dr","link_mode":%q,"connection_mode":%q,"cluster_link_id":"","config":%s`, mode, connection, config)
	for _, name := range []string{"source", "destination", "local", "remote"} {
		block := blocks[name]
		if block == "" {
			block = "[]"
		}
		state += fmt.Sprintf(`,%q:%s`, name+"_kafka_cluster", block)
	}
	return state + "}"
}

// A link of the official provider moves with an empty plan, and nothing is sent.
func TestProtoMove(t *testing.T) {
	t.Parallel()
	jump, dr := oldCluster("lkc-jump", "SASL_SSL://pkc-jump:9092", "JUMP"), oldCluster("lkc-dr", "", "DR")
	for name, c := range map[string]struct {
		config acctest.Object
		state  string
	}{
		"destination": {link(nil), oldLink("DESTINATION", "OUTBOUND", "{}", map[string]string{"source": jump, "destination": dr})},
		"with settings": {
			link(map[string]any{"prefix": "x-", "config": map[string]any{"acl.sync.ms": "7000"}}),
			oldLink("DESTINATION", "OUTBOUND", `{"acl.sync.ms":"7000","cluster.link.prefix":"x-"}`, map[string]string{"source": jump, "destination": dr}),
		},
		"inbound": {
			link(map[string]any{"connection_mode": "INBOUND", "remote_bootstrap_servers": nil, "remote_authentication": nil}),
			oldLink("DESTINATION", "INBOUND", "{}", map[string]string{"source": jump, "destination": dr}),
		},
		"bidirectional": {
			link(map[string]any{"link_mode": "BIDIRECTIONAL", "local_authentication": login("DRKEY", "DRSECRET")}),
			oldLink("BIDIRECTIONAL", "OUTBOUND", "{}", map[string]string{"remote": jump, "local": dr}),
		},
	} {
		for _, registry := range []string{confluent, "registry.opentofu.org/confluentinc/confluent", "terraform.example.com/confluentinc/confluent"} {
			t.Run(name+" from "+registry, func(t *testing.T) {
				t.Parallel()
				w := acctest.NewWorld(t)
				w.NewProtocol(nil).Create(typeName, c.config)
				w.ForgetRequests()
				p := w.NewProtocol(nil)
				moved := p.Move(typeName, registry, "confluent_cluster_link", c.state)
				if len(moved.Diagnostics.Errors()) > 0 || !moved.Diagnostics.Warnings().Says("", "plain text", "new API keys") || !moved.Identity() {
					t.Fatalf("moved: %s", moved.Diagnostics)
				}
				if strings.Contains(fmt.Sprint(moved.Object), "SECRET") {
					t.Errorf("a secret was carried over: %v", moved.Object)
				}
				planned := p.Plan(typeName, moved, c.config)
				if !reflect.DeepEqual(planned.Object, moved.Object) || len(planned.Replace)+len(planned.Diagnostics.Errors()) > 0 {
					t.Errorf("the plan changes %v to %v, %v, %s", moved.Object, planned.Object, planned.Replace, planned.Diagnostics)
				}
				for _, r := range w.Requests("", "/kafka/") {
					if r.Method != http.MethodGet {
						t.Errorf("sent %v", r)
					}
				}
			})
		}
	}
}

// A link that logs in by OAuth has no credentials in the old state; its blocks can be
// left out, and it goes on with what it has.
func TestProtoMove_oauth(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.NewProtocol(nil).Create(typeName, link(map[string]any{"remote_authentication": map[string]any{"oauth": map[string]any{
		"token_endpoint_url": w.URL + "/oauth/token", "client_id": "app", "client_secret_wo": "s", "identity_pool_id": "pool-a",
	}}}))
	p := w.NewProtocol(nil)
	moved := p.Move(typeName, confluent, "confluent_cluster_link", oldLink("DESTINATION", "OUTBOUND", "{}", map[string]string{"source": oldCluster("lkc-jump", "pkc-jump:9092", ""), "destination": oldCluster("lkc-dr", "", "")}))
	planned := p.Plan(typeName, moved, link(map[string]any{"remote_authentication": nil}))
	if !reflect.DeepEqual(planned.Object, moved.Object) || len(planned.Diagnostics.Errors()) > 0 {
		t.Errorf("the plan changes %v to %v, %s", moved.Object, planned.Object, planned.Diagnostics)
	}
}

// Settings that the old state holds and the configuration does not say are shown.
func TestProtoMove_settingsThatNobodyWrote(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.NewProtocol(nil).Create(typeName, link(map[string]any{"config": map[string]any{"acl.sync.ms": "7000"}}))
	p := w.NewProtocol(nil)
	moved := p.Move(typeName, confluent, "confluent_cluster_link", oldLink("DESTINATION", "OUTBOUND", `{"acl.sync.ms":"7000"}`, map[string]string{"source": oldCluster("lkc-jump", "pkc-jump:9092", "JUMP"), "destination": oldCluster("lkc-dr", "", "DR")}))
	if planned := p.Plan(typeName, moved, link(nil)); fmt.Sprint(moved.Object["config"]) != "map[acl.sync.ms:7000]" || planned.Object["config"] != nil {
		t.Errorf("moved %v, planned %v: %s", moved.Object["config"], planned.Object["config"], planned.Diagnostics)
	}
}

func TestProtoMove_whatIsNotKnown(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	good := oldLink("DESTINATION", "OUTBOUND", "{}", nil)
	for name, c := range map[string]struct{ provider, from, state string }{
		"another provider": {"registry.terraform.io/mongey/kafka", "confluent_cluster_link", good},
		"another resource": {confluent, "confluent_kafka_topic", good},
		"another form":     {confluent, "confluent_cluster_link", `{"link_name":1}`},
	} {
		if moved := p.Move(typeName, c.provider, c.from, c.state); len(moved.Diagnostics.Errors()) == 0 || moved.Object != nil {
			t.Errorf("%s: %v, %s", name, moved.Object, moved.Diagnostics)
		}
	}
}
