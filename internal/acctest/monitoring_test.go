package acctest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

func TestAccExample_monitoring(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "orders"})
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links?link_name=jump-to-dr", map[string]any{"source_cluster_id": "lkc-jump", "configs": []map[string]any{
		{"name": "bootstrap.servers", "value": "pkc-jump:9092"},
		{"name": "security.protocol", "value": "SASL_SSL"},
		{"name": "sasl.mechanism", "value": "PLAIN"},
		{"name": "sasl.jaas.config", "value": `org.apache.kafka.common.security.plain.PlainLoginModule required username="JUMPKEY" password="JUMPSECRET";`},
	}})
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr/mirrors", map[string]any{"source_topic_name": "orders"})
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/orders", map[string]any{"mirror_status": "ACTIVE", "lag": 7})

	e := newExample(t, "monitoring", "TF_VAR_api_secret=DRSECRET")
	e.at(w)
	look := func(arguments ...string) (said string, healthy bool, problems []string) {
		said = e.terraform(append([]string{"apply", "-auto-approve", "-input=false", "-no-color"}, arguments...)...)
		for name, into := range map[string]any{"healthy": &healthy, "problems": &problems} {
			if err := json.Unmarshal([]byte(e.terraform("output", "-json", name)), into); err != nil {
				t.Fatal(err)
			}
		}
		return said, healthy, problems
	}

	w.ForgetRequests()
	if said, healthy, problems := look(); !healthy || len(problems) != 0 || strings.Contains(said, "Check block assertion failed") {
		t.Errorf("healthy = %t, problems %v, and it says:\n%s", healthy, problems, said)
	}
	for _, r := range w.Requests("", "/clusters/lkc-dr") {
		if r.Method != http.MethodGet {
			t.Errorf("%s %s was sent", r.Method, r.Path)
		}
	}
	metrics := e.terraform("output", "-raw", "prometheus")
	for _, line := range []string{
		"# TYPE kafka_cluster_link_healthy gauge\n", `kafka_cluster_link_healthy{cluster="lkc-dr",link="jump-to-dr"} 1` + "\n",
		"# TYPE kafka_mirror_topic_lag_messages gauge\n", `kafka_mirror_topic_lag_messages{cluster="lkc-dr",link="jump-to-dr",topic="orders"} `,
	} {
		if !strings.Contains(metrics, line) {
			t.Errorf("no line %q in:\n%s", line, metrics)
		}
	}

	said, healthy, problems := look("-var", "max_lag=5")
	if healthy || len(problems) != 1 || !strings.Contains(problems[0], `"orders"`) || !strings.Contains(said, "Check block assertion failed") {
		t.Errorf("with too much lag: healthy = %t, problems %v, and it says:\n%s", healthy, problems, said)
	}
	w.Do(http.MethodPut, "/simulator/links/lkc-dr/jump-to-dr", map[string]any{"link_state": "FAILED", "link_error": "AUTHENTICATION_ERROR", "link_error_message": "Please check your api key and secret"})
	if _, healthy, problems = look(); healthy || !strings.Contains(strings.Join(problems, " "), `Link "jump-to-dr": Its state is FAILED`) {
		t.Errorf("with a failed link: healthy = %t, problems %v", healthy, problems)
	}
	if !strings.Contains(e.terraform("output", "-raw", "prometheus"), `link="jump-to-dr"} 0`) {
		t.Error("the failed link is 1")
	}
}
