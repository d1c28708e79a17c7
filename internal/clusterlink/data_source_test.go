package clusterlink_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

func TestProtoDataLink(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	p.Create(typeName, link(map[string]any{"prefix": "x-", "config": map[string]any{"consumer.offset.sync.ms": "45000"}}))
	ask := acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr"}
	w.ForgetRequests()
	data := p.ReadData(typeName, ask)
	if len(data.Diagnostics) > 0 {
		t.Fatal(data.Diagnostics)
	}
	for name, want := range map[string]any{
		"id": "lkc-dr/jump-to-dr", "remote_cluster_id": "lkc-jump", "link_mode": "DESTINATION", "connection_mode": "OUTBOUND", "prefix": "x-", "remote_bootstrap_servers": "pkc-jump:9092",
		"link_state": "ACTIVE", "link_error": nil, "healthy": true,
	} {
		if data.Object[name] != want {
			t.Errorf("%s is %v, want %v", name, data.Object[name], want)
		}
	}
	settings := data.Object["settings"].(map[string]any)
	ms, jaas := settings["consumer.offset.sync.ms"].(map[string]any), settings["sasl.jaas.config"].(map[string]any)
	if ms["value"] != "45000" || ms["is_default"] != false || jaas["value"] != nil || jaas["is_sensitive"] != true {
		t.Errorf("settings: %v, %v", ms, jaas)
	}
	if sent := w.Requests("", "/kafka/"); len(sent) != 2 {
		t.Errorf("asked %v", sent)
	}

	// The same words as the resource's warning: one definition of health.
	w.Do(http.MethodPut, "/simulator/links/lkc-dr/jump-to-dr", map[string]any{"link_state": "UNAVAILABLE", "link_error": "AUTHENTICATION_ERROR", "link_error_message": "Please check your api key and secret"})
	data = p.ReadData(typeName, ask)
	problems := data.Object["problems"].([]any)
	if data.Object["healthy"] != false || len(problems) != 1 || !strings.Contains(problems[0].(string), "UNAVAILABLE, the link error AUTHENTICATION_ERROR: Please check") {
		t.Errorf("healthy %v, %v", data.Object["healthy"], problems)
	}
	// A link that was paused on purpose is not sick.
	w.Do(http.MethodPut, "/simulator/links/lkc-dr/jump-to-dr", map[string]any{"link_state": ""})
	w.Do(http.MethodPut, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr/configs/cluster.link.paused", map[string]string{"value": "true"})
	if data = p.ReadData(typeName, ask); data.Object["link_state"] != "PAUSED" || data.Object["healthy"] != true {
		t.Errorf("%v, %v", data.Object["link_state"], data.Object["problems"])
	}
}

func TestProtoDataLink_taskInError(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	p.Create(typeName, link(map[string]any{"link_mode": "BIDIRECTIONAL", "config": map[string]any{
		"consumer.offset.sync.enable": "true", "consumer.offset.group.filters": `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`,
	}}))
	one := p.ReadData(typeName, acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr"}).Object
	task := one["tasks"].(map[string]any)["ConsumerOffsetSync"].(map[string]any)
	if one["link_state"] != "ACTIVE" || one["healthy"] != false || task["state"] != "IN_ERROR" || len(task["errors"].([]any)) == 0 {
		t.Errorf("%v %v %v", one["link_state"], one["healthy"], task)
	}
	all := p.ReadData("clink_cluster_links", acctest.Object{"kafka_cluster_id": "lkc-dr"}).Object
	row := all["cluster_links"].(map[string]any)["jump-to-dr"].(map[string]any)
	if row["healthy"] != false || all["healthy"] != false || !strings.Contains(all["problems"].([]any)[0].(string), `Link "jump-to-dr": Its task ConsumerOffsetSync`) {
		t.Errorf("%v %v", row, all["problems"])
	}
}

func TestProtoDataLinks_filters(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	p.Create(typeName, link(nil))
	p.Create(typeName, link(map[string]any{"link_name": "both-ways", "link_mode": "BIDIRECTIONAL"}))
	p.Create(typeName, link(map[string]any{"link_name": "waits", "remote_cluster_id": "lkc-east", "connection_mode": "INBOUND", "remote_bootstrap_servers": nil, "remote_authentication": nil}))
	for name, c := range map[string]struct {
		ask  acctest.Object
		want []string
	}{
		"all":         {acctest.Object{}, []string{"jump-to-dr", "both-ways", "waits"}},
		"by remote":   {acctest.Object{"remote_cluster_id": "lkc-jump"}, []string{"jump-to-dr", "both-ways"}},
		"by mode":     {acctest.Object{"link_mode": "bidirectional"}, []string{"both-ways"}},
		"by both":     {acctest.Object{"link_mode": "DESTINATION", "remote_cluster_id": "lkc-east"}, []string{"waits"}},
		"none of all": {acctest.Object{"remote_cluster_id": "lkc-none"}, nil},
	} {
		c.ask["kafka_cluster_id"] = "lkc-dr"
		data := p.ReadData("clink_cluster_links", c.ask)
		links, _ := data.Object["cluster_links"].(map[string]any)
		for _, want := range c.want {
			if row, _ := links[want].(map[string]any); row["id"] != "lkc-dr/"+want {
				t.Errorf("%s: no %s in %v (%s)", name, want, links, data.Diagnostics)
			}
		}
		if len(links) != len(c.want) {
			t.Errorf("%s: %v", name, links)
		}
	}
}

// What cannot be read is an error, and what is not there names what is.
func TestProtoDataLink_notThere(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	p.Create(typeName, link(nil))
	if d := p.ReadData(typeName, acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-d"}).Diagnostics; !d.Errors().Says(linkName, "no link named", `It has "jump-to-dr"`) {
		t.Error(d)
	}
	for source, ask := range map[string]acctest.Object{
		typeName:              {"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr"},
		"clink_cluster_links": {"kafka_cluster_id": "lkc-dr"},
	} {
		w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/links", Times: 1, Status: http.StatusForbidden, Body: `{"error_code":40301,"message":"no rights"}`})
		if d := p.ReadData(source, ask).Diagnostics; !d.Errors().Says("", "no rights", "request id") {
			t.Errorf("%s: %s", source, d)
		}
	}
}

// While a region is down, its links are told as not healthy where the user wants
// to go on.
func TestProtoDataLink_unreachable(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.NewProtocol(nil).Create(typeName, link(nil))
	for source, ask := range map[string]acctest.Object{
		typeName:              {"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr"},
		"clink_cluster_links": {"kafka_cluster_id": "lkc-dr"},
	} {
		for _, onUnreachable := range []any{"keep", nil} {
			t.Run(fmt.Sprint(source, onUnreachable), func(t *testing.T) {
				t.Parallel()
				data := w.NewProtocol(func(block map[string]any) {
					block["kafka_clusters"] = map[string]any{"lkc-dr": map[string]any{"rest_endpoint": "http://127.0.0.1:9", "on_unreachable": onUnreachable}}
				}).ReadData(source, ask)
				problems, _ := data.Object["problems"].([]any)
				kept := len(data.Diagnostics) == 0 && data.Object["healthy"] == false && len(problems) == 1 && strings.Contains(problems[0].(string), `Cluster "lkc-dr" gives no answer`)
				if onUnreachable == "keep" && !kept || onUnreachable == nil && !data.Diagnostics.Errors().Says("", "no connection") {
					t.Errorf("%v %s", data.Object, data.Diagnostics)
				}
			})
		}
	}
}
