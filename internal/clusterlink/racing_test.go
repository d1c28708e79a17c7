package clusterlink_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// Two halves that both connect are created one after the other, though nothing in the
// configuration says so: created at the same moment, they may come out as two links.
func TestProtoCreate_halvesOneAfterTheOther(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, func(world *simulator.World, _ *simulator.Options) {
		world.Clusters = append(world.Clusters, simulator.Cluster{ID: "lkc-hub", Kind: simulator.KindCloud, Type: "dedicated", Bootstrap: "pkc-hub:9092", APIKeys: map[string]string{"HUBKEY": "HUBSECRET"}})
	})
	p := w.NewProtocol(func(block map[string]any) {
		block["kafka_clusters"].(map[string]any)["lkc-hub"] = map[string]any{"rest_endpoint": w.URL, "api_key": "HUBKEY", "api_secret": "HUBSECRET"}
	})
	// At the same moment, the second request would come while the first is held up.
	w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/links$", Times: 1, DelayMS: 200})
	made := make([]acctest.Step, 2)
	var both sync.WaitGroup
	for i, config := range []acctest.Object{
		object("lkc-jump", "lkc-hub", map[string]any{"link_mode": "BIDIRECTIONAL", "remote_bootstrap_servers": "pkc-hub:9092", "remote_authentication": login("HUBKEY", "HUBSECRET")}),
		object("lkc-hub", "lkc-jump", map[string]any{"link_mode": "bidirectional", "remote_bootstrap_servers": "pkc-jump:9092", "remote_authentication": login("JUMPKEY", "JUMPSECRET")}),
	} {
		planned := p.Plan(typeName, acctest.Step{}, config)
		both.Go(func() { made[i] = p.Apply(typeName, acctest.Step{}, planned, config) })
	}
	both.Wait()
	for _, half := range made {
		if len(half.Diagnostics) > 0 || half.Object["cluster_link_id"] != made[0].Object["cluster_link_id"] {
			t.Fatalf("made %v: %s", half.Object, half.Diagnostics)
		}
	}
	created, seen := "", false
	for _, r := range w.Requests("", "/links") {
		switch path, _ := strings.CutSuffix(r.Path, "/links"); {
		case r.Method == http.MethodPost && created == "":
			created = path + "/links/pair"
		case r.Method == http.MethodPost && !seen:
			t.Errorf("the second half is created before the first one is there: %s", r.Path)
		case r.Path == created && r.Status == http.StatusOK:
			seen = true
		}
	}
}
