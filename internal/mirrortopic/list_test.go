package mirrortopic_test

import (
	"reflect"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

func TestProtoList(t *testing.T) {
	t.Parallel()
	w := mirroring(t)
	p := w.NewProtocol(nil)
	p.Invoke("clink_pause_mirror_topics", onLink(acctest.Object{"mirror_topic_names": []any{"payments"}}))
	w.ForgetRequests()
	for want, ask := range map[int]acctest.Object{2: {}, 1: {"name_pattern": "ord.*"}, 0: {"name_pattern": "rd"}} {
		if found, d := p.List(topicType, onLink(ask), false, 0); len(d) > 0 || len(found) != want {
			t.Errorf("%v: %v %s", ask, found, d)
		}
	}
	if sent := w.Requests("", "/kafka/"); len(sent) != 3 {
		t.Errorf("3 lists took %d calls", len(sent))
	}
	found, d := p.List(topicType, acctest.Object{"kafka_cluster_id": "lkc-dr", "mirror_statuses": []any{"paused"}}, true, 0)
	if len(d) > 0 || len(found) != 1 || !reflect.DeepEqual(found[0].Identity, acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "mirror_topic_name": "payments"}) {
		t.Fatalf("%v %s", found, d)
	}
	if imported := p.Import(topicType, "lkc-dr/jump-to-dr/payments"); !reflect.DeepEqual(found[0].Object, imported.Object) {
		t.Errorf("listed %v, imported %v", found[0].Object, imported.Object)
	}
	if found, d := p.List(topicType, onLink(acctest.Object{"link_name": "none"}), false, 0); len(found) > 0 || !d.Errors().Says(at("link_name"), "no link named") {
		t.Errorf("%v %s", found, d)
	}
}
