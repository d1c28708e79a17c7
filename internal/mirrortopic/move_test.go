package mirrortopic_test

import (
	"fmt"
	"net/http"
	"reflect"
	"testing"
)

// A mirror topic of the official provider moves with an empty plan, whatever has
// become of it, and nothing is sent.
func TestProtoMove(t *testing.T) {
	t.Parallel()
	for old, wish := range map[string]string{"ACTIVE": "ACTIVE", "PAUSED": "PAUSED", "PROMOTED": "PROMOTED", "FAILED_OVER": "FAILED_OVER", "STOPPED": "PROMOTED"} {
		t.Run(old, func(t *testing.T) {
			t.Parallel()
			w := linked(t, "x-")
			made := w.NewProtocol(nil).Create(topicType, topic(nil))
			if wish != "ACTIVE" {
				applied(t, w, made, wanted(wish))
			}
			w.ForgetRequests()
			p := w.NewProtocol(nil)
			moved := p.Move(topicType, "registry.terraform.io/confluentinc/confluent", "confluent_kafka_mirror_topic", fmt.Sprintf(`{
				"id": "lkc-dr/jump-to-dr/x-orders", "kafka_cluster": [{"id": "lkc-dr", "rest_endpoint": "https://x", "credentials": [{"key": "K", "secret": "S"}]}],
				"cluster_link": [{"link_name": "jump-to-dr"}], "source_kafka_topic": [{"topic_name": "orders"}], "mirror_topic_name": "x-orders", "status": %q}`, old))
			if len(moved.Diagnostics.Errors()) > 0 || !moved.Identity() {
				t.Fatalf("moved: %s", moved.Diagnostics)
			}
			planned := p.Plan(topicType, moved, wanted(wish))
			if !reflect.DeepEqual(planned.Object, moved.Object) || len(planned.Diagnostics.Errors()) > 0 {
				t.Errorf("the plan changes %v to %v (%s)", moved.Object, planned.Object, planned.Diagnostics)
			}
			for _, r := range w.Requests("", "/kafka/") {
				if r.Method != http.MethodGet {
					t.Errorf("sent %v", r)
				}
			}
		})
	}
}
