package mirrortopic_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const topicsType = "clink_mirror_topics"

func TestProtoDataMirrorTopic(t *testing.T) {
	t.Parallel()
	w := linked(t, "x-")
	p := w.NewProtocol(nil)
	p.Create(topicType, topic(nil))
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/x-orders", map[string]any{"lag": 7})
	ask := acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "mirror_topic_name": "x-orders"}
	data := p.ReadData(topicType, ask)
	if len(data.Diagnostics) > 0 {
		t.Fatal(data.Diagnostics)
	}
	partitions := data.Object["partitions"].([]any)
	for name, want := range map[string]any{"id": "lkc-dr/jump-to-dr/x-orders", "source_topic_name": "orders", "mirror_status": "ACTIVE", "mirror_topic_error": nil, "healthy": true} {
		if data.Object[name] != want {
			t.Errorf("%s is %v, want %v", name, data.Object[name], want)
		}
	}
	if fmt.Sprint(data.Object["num_partitions"]) != "2" || len(partitions) != 2 || fmt.Sprint(data.Object["lag"]) == "0" || !strings.HasPrefix(data.Object["state_time"].(string), "20") {
		t.Errorf("got %v", data.Object)
	}
	// Lag is judged only where the user says what is too much.
	ask["max_lag"] = 3
	if data = p.ReadData(topicType, ask); data.Object["healthy"] != false || !strings.Contains(fmt.Sprint(data.Object["problems"]), "messages behind its source, and max_lag is 3") {
		t.Errorf("got %v", data.Object["problems"])
	}
	ask["mirror_topic_name"] = "orders"
	if d := p.ReadData(topicType, ask).Diagnostics; !d.Errors().Says(at("mirror_topic_name"), "no mirror topic", "prefix") {
		t.Error(d)
	}
}

func TestProtoDataMirrorTopics(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	p := w.NewProtocol(nil)
	p.Create(topicType, topic(nil))
	p.Create(topicType, topic(map[string]any{"source_topic_name": "payments", "status": "PAUSED"}))
	names := func(more acctest.Object) (string, acctest.Object) {
		ask := acctest.Object{"kafka_cluster_id": "lkc-dr"}
		maps.Copy(ask, more)
		data := p.ReadData(topicsType, ask)
		if len(data.Diagnostics) > 0 {
			t.Fatal(data.Diagnostics)
		}
		var found []string
		for _, name := range []string{"orders", "payments"} {
			if _, there := data.Object["mirror_topics"].(map[string]any)[name]; there {
				found = append(found, name)
			}
		}
		return strings.Join(found, " "), data.Object
	}
	w.ForgetRequests()
	for want, asks := range map[string][]acctest.Object{
		"orders payments": {{}, {"link_name": "jump-to-dr"}, {"name_pattern": ".*"}, {"mirror_statuses": []any{"ACTIVE", "PAUSED"}}},
		"orders":          {{"name_pattern": "ord.*"}, {"mirror_statuses": []any{"active"}}},
		"":                {{"name_pattern": "rder"}, {"mirror_statuses": []any{"FAILED"}}},
	} {
		for _, ask := range asks {
			if found, object := names(ask); found != want || object["healthy"] != true {
				t.Errorf("%v: found %q, want %q; %v", ask, found, want, object["problems"])
			}
		}
	}
	if sent := w.Requests("", "/kafka/"); len(sent) != 8 {
		t.Errorf("8 reads took %d calls", len(sent))
	}
	_, object := names(nil)
	if counts := object["counts"].(map[string]any); fmt.Sprint(counts["ACTIVE"], counts["PAUSED"]) != "1 1" {
		t.Errorf("counts %v", counts)
	}
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"mirror_status": "FAILED", "mirror_topic_error": "SOURCE_TOPIC_MAY_BE_DELETED"})
	if _, object := names(nil); object["healthy"] != false || fmt.Sprint(object["problems"]) != `[FAILED mirror topics with the error SOURCE_TOPIC_MAY_BE_DELETED: "orders".]` {
		t.Errorf("got %v", object["problems"])
	}
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/payments", map[string]any{"lag": 100})
	if _, object := names(acctest.Object{"max_lag": 10, "name_pattern": "payments"}); object["healthy"] != false || !strings.Contains(fmt.Sprint(object["problems"]), `more than 10 messages behind: "payments"`) || fmt.Sprint(object["max_lag"]) != "10" {
		t.Errorf("got %v", object)
	}
	if d := p.ReadData(topicsType, acctest.Object{"kafka_cluster_id": "lkc-dr", "name_pattern": "*orders"}).Diagnostics; !d.Errors().Says(at("name_pattern"), "RE2") {
		t.Error(d)
	}
	if d := p.ReadData(topicsType, acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "none"}).Diagnostics; !d.Errors().Says(at("link_name"), "no link named") {
		t.Error(d)
	}
}
