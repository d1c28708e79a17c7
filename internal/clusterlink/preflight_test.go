package clusterlink_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

func withPreflight(value string) func(map[string]any) {
	return func(block map[string]any) { block["preflight"] = value }
}

func TestProtoPreflight_findsAtPlanWhatAnApplyWould(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	wrong := link(map[string]any{"remote_authentication": login("JUMPKEY", "wrong")})
	badSetting := link(map[string]any{"config": map[string]any{"topic.config.sync.ms": "1"}})

	p := w.NewProtocol(withPreflight("error"))
	if d := p.Plan(typeName, acctest.Step{}, wrong).Diagnostics.Errors(); !d.Says(`AttributeName("remote_authentication")`, "Dry Run Failed", "did not accept") {
		t.Errorf("a new link: %s", d)
	}
	if d := w.NewProtocol(withPreflight("warn")).Plan(typeName, acctest.Step{}, wrong).Diagnostics; len(d.Errors()) > 0 || !d.Warnings().Says(`AttributeName("remote_authentication")`, "did not accept") {
		t.Errorf("a new link, as a warning: %s", d)
	}
	state := p.Create(typeName, link(nil))
	w.Fault(acctest.Fault{Method: http.MethodPut, Path: "configs:alter", Times: 1, Status: http.StatusBadRequest, Body: `{"error_code":40002,"message":"no such value"}`})
	if d := p.Plan(typeName, state, badSetting).Diagnostics.Errors(); !d.Says(`AttributeName("config")`, "Dry Run Failed", "no such value") {
		t.Errorf("a change: %s", d)
	}
	for _, r := range w.Requests("", "/kafka/") {
		if r.Method != http.MethodGet && r.Status != http.StatusCreated && !strings.Contains(r.Query, "validate_only=true") {
			t.Errorf("a plan sent %+v", r)
		}
	}
}

func TestProtoPreflight_saysNothingOfWhatADryRunCannotKnow(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(withPreflight("error"))
	source := acctest.Object{
		"kafka_cluster_id": "lkc-primary", "remote_cluster_id": "lkc-jump", "link_name": "l", "link_mode": "SOURCE", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": login("JUMPKEY", "JUMPSECRET"), "local_authentication": login("PRIMARYKEY", "PRIMARYSECRET"),
	}
	if d := p.Plan(typeName, acctest.Step{}, source).Diagnostics; len(d) > 0 {
		t.Errorf("the other half may come with the same apply: %s", d)
	}
	overNetworkLink := acctest.Object{
		"kafka_cluster_id": "lkc-west", "remote_cluster_id": "lkc-east", "link_name": "l", "remote_bootstrap_servers": "lkc-east:9092", "remote_authentication": login("EASTKEY", "EASTSECRET"),
	}
	if d := p.Plan(typeName, acctest.Step{}, overNetworkLink).Diagnostics; len(d) > 0 {
		t.Errorf("so may the network link: %s", d)
	}
	w.ForgetRequests()
	if d := p.Plan(typeName, acctest.Step{}, link(map[string]any{"config": map[string]any{"acl.sync.ms": acctest.Unknown{}}})).Diagnostics; len(d) > 0 || len(w.Requests(http.MethodPost, "/links")) > 0 {
		t.Errorf("what is not all known is not tried: %s", d)
	}
	// A replacement is planned as a create while the old link is still there.
	state := p.Create(typeName, link(nil))
	replaced := link(map[string]any{"prefix": "dr-"})
	p.Plan(typeName, state, replaced)
	if d := p.Plan(typeName, acctest.Step{}, replaced).Diagnostics; len(d) > 0 {
		t.Errorf("a link to be replaced is no other link: %s", d)
	}
}

func TestProtoPreflight_offSendsNothing(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.NewProtocol(nil).Plan(typeName, acctest.Step{}, link(nil))
	if sent := w.Requests("", "/kafka/"); len(sent) > 0 {
		t.Errorf("sent %+v", sent)
	}
}
