package clusterlink_test

import (
	"net/http"
	"reflect"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// What a list tells is what an import reads, so that a configuration made of it plans
// empty.
func TestProtoList(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	p.Create(typeName, link(map[string]any{"prefix": "x-", "config": map[string]any{"acl.sync.ms": "7000"}}))
	p.Create(typeName, link(map[string]any{"link_name": "waits", "remote_cluster_id": "lkc-east", "connection_mode": "INBOUND", "remote_bootstrap_servers": nil, "remote_authentication": nil}))
	w.ForgetRequests()
	ask := acctest.Object{"kafka_cluster_id": "lkc-dr"}
	found, d := p.List(typeName, ask, false, 0)
	if len(d) > 0 || len(found) != 2 || !reflect.DeepEqual(found[0].Identity, acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": found[0].Name}) {
		t.Fatalf("%v %s", found, d)
	}
	if sent := w.Requests("", "/kafka/"); len(sent) != 1 {
		t.Errorf("asked %v", sent)
	}
	if some, _ := p.List(typeName, ask, false, 1); len(some) != 1 {
		t.Errorf("limited to 1: %v", some)
	}
	ask["remote_cluster_id"] = "lkc-jump"
	found, d = p.List(typeName, ask, true, 0)
	if len(d) > 0 || len(found) != 1 || found[0].Name != "jump-to-dr" {
		t.Fatalf("%v %s", found, d)
	}
	if imported := p.Import(typeName, "lkc-dr/jump-to-dr"); !reflect.DeepEqual(found[0].Object, imported.Object) {
		t.Errorf("listed %v, imported %v", found[0].Object, imported.Object)
	}
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/links", Times: 1, Status: http.StatusForbidden, Body: `{"error_code":40301,"message":"no rights"}`})
	if found, d := p.List(typeName, ask, false, 0); len(found) > 0 || !d.Errors().Says("", "no rights") {
		t.Errorf("an error is no empty answer: %v %s", found, d)
	}
	if _, d := p.List(typeName, acctest.Object{"kafka_cluster_id": "lkc-none"}, false, 0); !d.Errors().Says("", "kafka_clusters") {
		t.Error(d)
	}
}
