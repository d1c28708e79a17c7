package topology_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const source = "clink_topology"

func login(key string) map[string]any {
	return map[string]any{"sasl": map[string]any{"username": key + "KEY", "password_wo": key + "SECRET"}}
}

// chained is a world with the chain: a link by two halves, and a link.
func chained(t *testing.T) *acctest.World {
	t.Helper()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	first := func(more acctest.Object) acctest.Object {
		more["link_name"] = "primary-to-jump"
		return more
	}
	p.Create("clink_cluster_link", first(acctest.Object{"kafka_cluster_id": "lkc-jump", "remote_cluster_id": "lkc-primary", "connection_mode": "INBOUND"}))
	p.Create("clink_cluster_link", first(acctest.Object{
		"kafka_cluster_id": "lkc-primary", "remote_cluster_id": "lkc-jump", "link_mode": "SOURCE", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": login("JUMP"), "local_authentication": login("PRIMARY"),
	}))
	p.Create("clink_cluster_link", acctest.Object{"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "jump-to-dr", "remote_bootstrap_servers": "pkc-jump:9092", "remote_authentication": login("JUMP")})
	p.Create("clink_mirror_topic", acctest.Object{"kafka_cluster_id": "lkc-jump", "link_name": "primary-to-jump", "source_topic_name": "orders"})
	return w
}

func TestProtoTopology(t *testing.T) {
	t.Parallel()
	w := chained(t)
	data := w.NewProtocol(nil).ReadData(source, acctest.Object{})
	if len(data.Diagnostics) > 0 {
		t.Fatal(data.Diagnostics)
	}
	links := data.Object["links"].([]any)
	if len(links) != 2 {
		t.Fatalf("two halves are one link: %v", links)
	}
	first, second := links[1].(map[string]any), links[0].(map[string]any)
	if first["link_name"] != "primary-to-jump" || first["source_cluster_id"] != "lkc-primary" || first["destination_cluster_id"] != "lkc-jump" || fmt.Sprint(first["mirror_topics"]) != "1" || first["healthy"] != true ||
		second["source_cluster_id"] != "lkc-jump" || second["destination_cluster_id"] != "lkc-dr" {
		t.Errorf("got %v", links)
	}
	picture, table := data.Object["mermaid"].(string), data.Object["markdown"].(string)
	for _, want := range []string{"flowchart LR\n", `["lkc-primary"]`, `-->|"primary-to-jump<br/>ACTIVE, 1 topic"|`, `-->|"jump-to-dr<br/>ACTIVE, 0 topics"|`} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture lacks %q:\n%s", want, picture)
		}
	}
	if strings.Contains(picture, "linkStyle") || !strings.Contains(table, "| primary-to-jump | lkc-primary | lkc-jump | ACTIVE | 1 |  |") {
		t.Errorf("%s\n%s", picture, table)
	}
	w.Do(http.MethodPut, "/simulator/links/lkc-dr/jump-to-dr", map[string]any{"link_state": "UNAVAILABLE", "link_error": "AUTHENTICATION_ERROR"})
	data = w.NewProtocol(nil).ReadData(source, acctest.Object{"kafka_cluster_ids": []any{"lkc-dr"}})
	if picture := data.Object["mermaid"].(string); !strings.Contains(picture, "UNAVAILABLE") || !strings.Contains(picture, "linkStyle 0 stroke:") || !strings.Contains(picture, `["lkc-jump"]:::unknown`) || strings.Contains(picture, "lkc-primary") {
		t.Errorf("one cluster, one sick link:\n%s", picture)
	}
}

// A cluster that does not answer is drawn as such.
func TestProtoTopology_clusterDoesNotAnswer(t *testing.T) {
	t.Parallel()
	w := chained(t)
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/clusters/lkc-dr/links$", Times: 1, Status: http.StatusUnauthorized, Body: `{"error_code":401,"message":"Unauthorized"}`})
	data := w.NewProtocol(nil).ReadData(source, acctest.Object{})
	dr := data.Object["clusters"].(map[string]any)["lkc-dr"].(map[string]any)
	if len(data.Diagnostics) > 0 || dr["reachable"] != false || !strings.Contains(fmt.Sprint(dr["problem"]), "Unauthorized") || !strings.Contains(data.Object["mermaid"].(string), `["lkc-dr<br/>gives no answer"]:::sick`) {
		t.Errorf("%v %s\n%v", dr, data.Diagnostics, data.Object["mermaid"])
	}
}

func TestProtoLinkPath(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	public := map[string]string{"kind": "cloud", "type": "Dedicated", "networking": "public"}
	private := map[string]string{"kind": "cloud", "type": "dedicated", "networking": "privatelink", "cloud": "azure"}
	result, fault := p.Call("link_path", private, public)
	if path, _ := result.(map[string]any); fault != nil || path["possible"] != true || path["initiated_by"] != "source" || !strings.Contains(fmt.Sprint(path["reasons"]), "source-initiated") {
		t.Errorf("%v %v", result, fault)
	}
	result, fault = p.Call("link_path", private, private)
	if path, _ := result.(map[string]any); fault != nil || path["possible"] != false || path["initiated_by"] != nil || !strings.Contains(fmt.Sprint(path["needs"]), "jump cluster") {
		t.Errorf("%v %v", result, fault)
	}
	for words, wrong := range map[string]map[string]string{
		"kind is missing":                     {"networking": "public"},
		`networking is "internet"`:            {"kind": "cloud", "type": "basic", "networking": "internet"},
		"type is missing":                     {"kind": "cloud", "networking": "public"},
		`It has "region", which says nothing`: {"kind": "kafka", "networking": "public", "region": "x"},
	} {
		_, fault := p.Call("link_path", public, wrong)
		if fault == nil || fault.FunctionArgument == nil || *fault.FunctionArgument != 1 || !strings.Contains(fault.Text, words) {
			t.Errorf("%s: %v", words, fault)
		}
	}
}
