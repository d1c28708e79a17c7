package mirrortopic_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// A thousand mirror topics are imported with a handful of calls, ten at a time as
// Terraform does, and each has what was set on it.
func TestProtoImport_manyWithFewCalls(t *testing.T) {
	t.Parallel()
	const many = 1000
	w := acctest.NewWorld(t, func(world *simulator.World, _ *simulator.Options) {
		for i := range world.Clusters {
			for n := 0; world.Clusters[i].ID == "lkc-jump" && n < many; n++ {
				world.Clusters[i].Topics = append(world.Clusters[i].Topics, simulator.Topic{Name: fmt.Sprintf("topic-%04d", n), Partitions: 1})
			}
		}
	})
	w.NewProtocol(nil).Create("clink_cluster_link", acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "jump-to-dr", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": map[string]any{"sasl": map[string]any{"username": "JUMPKEY", "password_wo": "JUMPSECRET"}},
	})
	for n := range many {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr/mirrors", map[string]any{"source_topic_name": fmt.Sprintf("topic-%04d", n)})
	}
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/topics/topic-0999/configs:alter", map[string]any{"data": []any{map[string]any{"name": "confluent.value.schema.validation", "value": "true"}}})
	w.ForgetRequests()
	p := w.NewProtocol(nil)
	todo := make(chan int)
	var workers sync.WaitGroup
	for range 10 {
		workers.Go(func() {
			for n := range todo {
				imported := p.Import(topicType, fmt.Sprintf("lkc-dr/jump-to-dr/topic-%04d", n))
				wantConfig := "<nil>"
				if n == 999 {
					wantConfig = "map[confluent.value.schema.validation:true]"
				}
				if len(imported.Diagnostics) > 0 || fmt.Sprint(imported.Object["config"]) != wantConfig || imported.Object["source_topic_name"] != fmt.Sprintf("topic-%04d", n) {
					t.Errorf("topic %d: %v %s", n, imported.Object, imported.Diagnostics)
				}
			}
		})
	}
	for n := range many {
		todo <- n
	}
	close(todo)
	workers.Wait()
	if sent := w.Requests("", "/kafka/"); len(sent) > 20 {
		t.Errorf("%d imports took %d requests", many, len(sent))
	}
}
