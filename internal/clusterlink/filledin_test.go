package clusterlink_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// fillsIn has the server report settings as set that nobody has set, as other
// clients of the real API have seen.
func fillsIn(w *acctest.World, times int) {
	w.Fault(acctest.Fault{
		Method: http.MethodGet, Path: "/links/jump-to-dr/configs$", Times: times, Status: http.StatusOK,
		Body: `{"data":[
			{"name":"link.mode","value":"BIDIRECTIONAL","is_default":false},{"name":"connection.mode","value":"OUTBOUND","is_default":false},
			{"name":"remote.link.connection.mode","value":"INBOUND","is_default":false},{"name":"local.bootstrap.servers","value":"pkc-dr:9092","is_default":false},
			{"name":"cluster.link.prefix","value":"","is_default":true},{"name":"bootstrap.servers","value":"pkc-jump:9092","is_default":false},
			{"name":"security.protocol","value":"SASL_SSL","is_default":false},{"name":"sasl.mechanism","value":"PLAIN","is_default":false}]}`,
	})
}

// What the server fills in plans nothing, least of all a new link.
func TestProtoRead_leavesOutWhatTheServerFillsIn(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	both := link(map[string]any{"link_mode": "BIDIRECTIONAL"})
	state := w.NewProtocol(nil).Create(typeName, both)
	fillsIn(w, 5)
	p := w.NewProtocol(nil)
	read := p.Read(typeName, state)
	for _, argument := range []string{"remote_connection_mode", "local_bootstrap_servers", "prefix"} {
		if read.Object[argument] != nil {
			t.Errorf("%s is %v", argument, read.Object[argument])
		}
	}
	if planned := p.Plan(typeName, read, both); len(planned.Replace) > 0 || len(planned.Diagnostics.Errors()) > 0 {
		t.Errorf("replaces %v: %s", planned.Replace, planned.Diagnostics)
	}
	// Written out later, it is what the server has.
	for mode, replaces := range map[string]bool{"INBOUND": false, "outbound": true} {
		more := link(map[string]any{"link_mode": "BIDIRECTIONAL", "remote_connection_mode": mode, "local_authentication": login("DRKEY", "DRSECRET")})
		planned := p.Plan(typeName, read, more)
		if slices.Contains(planned.Replace, `AttributeName("remote_connection_mode")`) != replaces {
			t.Errorf("%s replaces %v: %s", mode, planned.Replace, planned.Diagnostics)
		}
	}
	// An import takes it, and leaving it out is no change.
	imported := w.NewProtocol(nil).Import(typeName, "lkc-dr/jump-to-dr")
	if got := imported.Object["remote_connection_mode"]; got != "INBOUND" {
		t.Fatalf("imported %v: %s", got, imported.Diagnostics)
	}
	if planned := p.Plan(typeName, imported, both); len(planned.Replace) > 0 || planned.Object["remote_connection_mode"] != "INBOUND" {
		t.Errorf("replaces %v: %s", planned.Replace, planned.Diagnostics)
	}
}

// A link in one direction has no such argument, so its import has none either.
func TestProtoImport_ofWhatTheServerFilledIn(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.NewProtocol(nil).Create(typeName, link(nil))
	w.Fault(acctest.Fault{
		Method: http.MethodGet, Path: "/links/jump-to-dr/configs$", Times: 1, Status: http.StatusOK,
		Body: `{"data":[{"name":"remote.link.connection.mode","value":"INBOUND","is_default":false},{"name":"local.bootstrap.servers","value":"x:9092","is_default":false},
			{"name":"bootstrap.servers","value":"pkc-jump:9092","is_default":false},{"name":"security.protocol","value":"SASL_SSL","is_default":false},{"name":"sasl.mechanism","value":"PLAIN","is_default":false}]}`,
	})
	p := w.NewProtocol(nil)
	imported := p.Import(typeName, "lkc-dr/jump-to-dr")
	for _, argument := range []string{"remote_connection_mode", "local_bootstrap_servers"} {
		if imported.Object[argument] != nil {
			t.Errorf("%s is %v", argument, imported.Object[argument])
		}
	}
	if planned := p.Plan(typeName, imported, link(nil)); len(planned.Replace) > 0 || len(planned.Diagnostics.Errors()) > 0 {
		t.Errorf("replaces %v: %s", planned.Replace, planned.Diagnostics)
	}
}
