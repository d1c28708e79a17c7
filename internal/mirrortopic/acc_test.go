package mirrortopic_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const (
	drCluster = "/kafka/v3/clusters/lkc-dr"
	drLink    = drCluster + "/links/jump-to-dr"
	topicAddr = "clink_mirror_topic.test"
	topicType = "clink_mirror_topic"
)

// linked is a world in which link jump-to-dr leads topics "orders" and
// "payments" from the jump cluster to dr, with this prefix.
func linked(t *testing.T, prefix string, options ...acctest.Option) *acctest.World {
	t.Helper()
	w := acctest.NewWorld(t, options...)
	for _, name := range []string{"orders", "payments"} {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": name, "partitions_count": 2})
	}
	settings := []map[string]any{
		{"name": "bootstrap.servers", "value": "pkc-jump:9092"},
		{"name": "security.protocol", "value": "SASL_SSL"},
		{"name": "sasl.mechanism", "value": "PLAIN"},
		{"name": "sasl.jaas.config", "value": `org.apache.kafka.common.security.plain.PlainLoginModule required username="JUMPKEY" password="JUMPSECRET";`},
	}
	if prefix != "" {
		settings = append(settings, map[string]any{"name": "cluster.link.prefix", "value": prefix})
	}
	w.Do(http.MethodPost, drCluster+"/links?link_name=jump-to-dr", map[string]any{"source_cluster_id": "lkc-jump", "configs": settings})
	waitFor(t, "the link to be ACTIVE", func() bool { return w.Get(drLink)["link_state"] == "ACTIVE" })
	w.ForgetRequests()
	return w
}

// waitFor waits until something has happened in a simulator that takes its time.
func waitFor(t *testing.T, what string, happened func() bool) {
	t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(10 * time.Second)
	for !happened() {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// mirror is the configuration of the mirror topic of "orders"; more is put into
// it as it stands.
func mirror(more string) string {
	return fmt.Sprintf(`
resource "clink_mirror_topic" "test" {
  kafka_cluster_id  = "lkc-dr"
  link_name         = "jump-to-dr"
  source_topic_name = "orders"
  %s
}
`, more)
}

// run runs steps against a world.
func run(t *testing.T, w *acctest.World, steps ...resource.TestStep) {
	t.Helper()
	for i := range steps {
		if steps[i].Config != "" && !strings.Contains(steps[i].Config, "provider \"clink\"") {
			steps[i].Config = w.Provider() + steps[i].Config
		}
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories(), Steps: steps})
}

func value(attribute, want string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(topicAddr, tfjsonpath.New(attribute), knownvalue.StringExact(want))
}

func values(pairs ...string) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for i := 0; i < len(pairs); i += 2 {
		checks = append(checks, value(pairs[i], pairs[i+1]))
	}
	return checks
}

func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(topicAddr, a)}}
}

var (
	create  = action(plancheck.ResourceActionCreate)
	update  = action(plancheck.ResourceActionUpdate)
	replace = action(plancheck.ResourceActionReplace)
	empty   = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
)

// writes lists the requests that were to change something, without the ones that
// the test itself sent before it forgot them.
func writes(w *acctest.World) []string {
	var found []string
	for _, r := range w.Requests("", drCluster) {
		if r.Method != http.MethodGet {
			found = append(found, r.Method+" "+strings.TrimPrefix(r.Path, drCluster))
		}
	}
	return found
}

// expectWrites fails the test unless exactly these requests changed something since
// the last look.
func expectWrites(t *testing.T, w *acctest.World, want ...string) {
	t.Helper()
	if got := writes(w); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("requests that change something:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	w.ForgetRequests()
}

func status(t *testing.T, w *acctest.World, topic string) string {
	t.Helper()
	is, _ := w.Get(drLink + "/mirrors/" + topic)["mirror_status"].(string)
	return is
}

// force makes a mirror topic show a status until something changes it.
func force(w *acctest.World, topic, status string) {
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/"+topic, map[string]any{"mirror_status": status, "force": true})
}

// operate does with a mirror topic what somebody else might.
func operate(w *acctest.World, operation, topic string) {
	w.Do(http.MethodPost, drLink+"/mirrors:"+operation, map[string]any{"mirror_topic_names": []string{topic}})
}

func TestAccMirrorTopic_basic(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{
			Config: mirror(""), ConfigPlanChecks: create,
			ConfigStateChecks: values("id", "lkc-dr/jump-to-dr/orders", "mirror_topic_name", "orders", "status", "ACTIVE", "mirror_status", "ACTIVE", "deletion_policy", "DELETE_UNLESS_LIVE"),
		},
		resource.TestStep{
			PreConfig: func() { expectWrites(t, w, "POST /links/jump-to-dr/mirrors") },
			Config:    mirror(""), ConfigPlanChecks: empty,
		},
		resource.TestStep{
			PreConfig: func() { expectWrites(t, w) },
			Config:    mirror(`status = "active"` + "\n" + `deletion_policy = "delete_unless_live"`), ConfigPlanChecks: empty,
		},
		resource.TestStep{ResourceName: topicAddr, ImportState: true, ImportStateVerify: true},
		resource.TestStep{
			PreConfig: func() { expectWrites(t, w) },
			Config:    mirror(""), ConfigPlanChecks: action(plancheck.ResourceActionDestroy), Destroy: true,
		},
	)
	expectWrites(t, w, "DELETE /topics/orders")
	if code, _ := w.Call(http.MethodGet, drCluster+"/topics/orders", nil); code != http.StatusNotFound {
		t.Errorf("the topic is still there: %d", code)
	}
}

// The default world's settle time is zero; with one, everything takes a moment
// and early answers are 404.
func TestAccMirrorTopic_everythingTakesAMoment(t *testing.T) {
	t.Parallel()
	w := linked(t, "us_", acctest.Settle(300*time.Millisecond))
	run(t, w,
		resource.TestStep{Config: mirror(""), ConfigStateChecks: values("mirror_topic_name", "us_orders", "mirror_status", "ACTIVE")},
		resource.TestStep{Config: mirror(`status = "PAUSED"`), ConfigPlanChecks: update, ConfigStateChecks: values("mirror_status", "PAUSED")},
		resource.TestStep{Config: mirror(`status = "PROMOTED"`), ConfigPlanChecks: update, ConfigStateChecks: values("mirror_status", "STOPPED")},
		resource.TestStep{Config: mirror(`status = "PROMOTED"`), ConfigPlanChecks: empty},
	)
}

func TestAccMirrorTopic_replacement(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	payments := strings.Replace(mirror(""), `"orders"`, `"payments"`, 1)
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			Config: payments, ConfigPlanChecks: replace,
			ConfigStateChecks: values("id", "lkc-dr/jump-to-dr/payments", "mirror_topic_name", "payments"),
		},
		resource.TestStep{
			PreConfig: func() {
				expectWrites(t, w, "POST /links/jump-to-dr/mirrors", "DELETE /topics/orders", "POST /links/jump-to-dr/mirrors")
			},
			Config:           strings.Replace(payments, "}\n", "  replication_factor = 3\n}\n", 1),
			ConfigPlanChecks: update, // it is what the topic has
		},
		resource.TestStep{
			PreConfig: func() { expectWrites(t, w) },
			Config:    payments, ConfigPlanChecks: update, // leaving it out changes nothing
		},
	)
}

func TestAccMirrorTopic_replicationFactor(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("replication_factor = 2"), ExpectError: regexp.MustCompile(`(?s)Replication Factor Not Possible.*replication_factor = 2`)},
		resource.TestStep{Config: mirror("replication_factor = 3"), ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(topicAddr, tfjsonpath.New("replication_factor"), knownvalue.Int64Exact(3)),
		}},
		resource.TestStep{Config: mirror("replication_factor = 3"), ConfigPlanChecks: empty},
	)
}

func TestAccMirrorTopic_name(t *testing.T) {
	t.Parallel()
	w := linked(t, "us_")
	run(t, w,
		resource.TestStep{Config: mirror(`mirror_topic_name = "orders"`), ExpectError: regexp.MustCompile(`(?s)Mirror Topic Cannot Have This Name.*"us_orders"`)},
		resource.TestStep{Config: mirror(`mirror_topic_name = "us/orders"`), ExpectError: regexp.MustCompile(`letters, digits`)},
		resource.TestStep{
			Config: mirror(`mirror_topic_name = "us_orders"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(topicAddr, tfjsonpath.New("mirror_topic_name"), knownvalue.StringExact("us_orders")),
				plancheck.ExpectKnownValue(topicAddr, tfjsonpath.New("id"), knownvalue.StringExact("lkc-dr/jump-to-dr/us_orders")),
			}},
		},
		resource.TestStep{Config: mirror(""), ConfigPlanChecks: empty},
		resource.TestStep{Config: mirror(`mirror_topic_name = "eu_orders"`), ExpectError: regexp.MustCompile(`(?s)Mirror Topic Cannot Have This Name`)},
	)
}

func TestAccMirrorTopic_nameTooLong(t *testing.T) {
	t.Parallel()
	w := linked(t, "us_")
	long := strings.Replace(mirror(""), "orders", strings.Repeat("x", 248), 1)
	run(t, w, resource.TestStep{Config: long, ExpectError: regexp.MustCompile(`(?s)Mirror Topic Name Too Long.*251`)})
	expectWrites(t, w)
}

// The name is known at plan although link and topic are made by the same apply.
func TestAccMirrorTopic_withItsLink(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "orders"})
	both := func(prefix, topicName string) string {
		return fmt.Sprintf(`
resource "clink_cluster_link" "test" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "new-link"
  prefix                   = %q
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = "JUMPSECRET", password_wo_version = 1 } }
}
resource "clink_mirror_topic" "test" {
  kafka_cluster_id  = "lkc-dr"
  link_name         = clink_cluster_link.test.link_name
  source_topic_name = "orders"
  %s
  lifecycle { replace_triggered_by = [clink_cluster_link.test.cluster_link_id] }
}
`, prefix, topicName)
	}
	planned := func(name string) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectKnownValue(topicAddr, tfjsonpath.New("mirror_topic_name"), knownvalue.StringExact(name))}}
	}
	run(t, w,
		resource.TestStep{Config: both("us_", `mirror_topic_name = "orders"`), ExpectError: regexp.MustCompile(`Mirror Topic Cannot Have This Name`)},
		resource.TestStep{Config: both("us_", ""), ConfigPlanChecks: planned("us_orders"), ConfigStateChecks: values("id", "lkc-dr/new-link/us_orders")},
		// A replaced link has another prefix than the one on the server.
		resource.TestStep{Config: both("eu_", `mirror_topic_name = "eu_orders"`), ConfigPlanChecks: planned("eu_orders"), ConfigStateChecks: values("id", "lkc-dr/new-link/eu_orders")},
	)
}

func TestAccMirrorTopic_unknownValues(t *testing.T) {
	t.Parallel()
	w := linked(t, "us_")
	run(t, w,
		resource.TestStep{
			Config: `
resource "terraform_data" "later" {
  input = { cluster = "lkc-dr", link = "jump-to-dr", source = "orders", name = "us_orders", status = "paused" }
}
resource "clink_mirror_topic" "test" {
  kafka_cluster_id   = terraform_data.later.output.cluster
  link_name          = terraform_data.later.output.link
  source_topic_name  = terraform_data.later.output.source
  mirror_topic_name  = terraform_data.later.output.name
  status             = terraform_data.later.output.status
}`,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue(topicAddr, tfjsonpath.New("mirror_topic_name")),
				plancheck.ExpectUnknownValue(topicAddr, tfjsonpath.New("status")),
				plancheck.ExpectUnknownValue(topicAddr, tfjsonpath.New("id")),
			}},
			ConfigStateChecks: values("id", "lkc-dr/jump-to-dr/us_orders", "status", "paused", "mirror_status", "PAUSED"),
		},
		// On an existing one an unknown status is an update that finds out.
		resource.TestStep{
			Config: `
resource "terraform_data" "later" {
  input            = "ACTIVE"
  triggers_replace = "again"
}
` + mirror(`status = terraform_data.later.output`),
			ConfigPlanChecks: update, ConfigStateChecks: values("status", "ACTIVE", "mirror_status", "ACTIVE"),
		},
	)
}

func TestAccMirrorTopic_config(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	alter := "POST /topics/orders/configs:alter"
	altered := func(want string) {
		t.Helper()
		requests := w.Requests(http.MethodPost, "configs:alter")
		if len(requests) != 1 || fmt.Sprint(requests[0].Body) != want {
			t.Errorf("got %v, want one request with %s", requests, want)
		}
		expectWrites(t, w, alter)
	}
	two := `config = { "confluent.value.schema.validation" = "true", "confluent.key.schema.validation" = "true" }`
	run(t, w,
		resource.TestStep{Config: mirror(`config = { "cleanup.policy" = "compact" }`), ExpectError: regexp.MustCompile(`Setting Is Controlled by Mirroring`)},
		resource.TestStep{Config: mirror(`config = { "num.partitions" = "3" }`), ExpectError: regexp.MustCompile(`Setting Is Controlled by Mirroring`)},
		resource.TestStep{Config: mirror(`config = { "confluent.value.schema.validation" = "true" }`)},
		resource.TestStep{
			PreConfig: func() {
				if body := fmt.Sprint(w.Requests(http.MethodPost, "/mirrors")[0].Body); !strings.Contains(body, "confluent.value.schema.validation") {
					t.Errorf("created without its setting: %s", body)
				}
				expectWrites(t, w, "POST /links/jump-to-dr/mirrors")
			},
			Config: mirror(two), ConfigPlanChecks: update,
		},
		resource.TestStep{
			PreConfig:    func() { altered("map[data:[map[name:confluent.key.schema.validation operation:SET value:true]]]") },
			ResourceName: topicAddr, ImportState: true, ImportStateVerify: true,
		},
		resource.TestStep{
			// Set back elsewhere: drift.
			PreConfig: func() {
				w.Do(http.MethodPost, drCluster+"/topics/orders/configs:alter", map[string]any{"data": []any{map[string]any{"name": "confluent.value.schema.validation", "operation": "DELETE"}}})
				w.ForgetRequests()
			},
			Config: mirror(two), ConfigPlanChecks: update,
		},
		resource.TestStep{
			PreConfig: func() { altered("map[data:[map[name:confluent.value.schema.validation operation:SET value:true]]]") },
			Config:    mirror(`config = { "confluent.value.schema.validation" = "true" }`), ConfigPlanChecks: update,
		},
		resource.TestStep{
			PreConfig: func() { altered("map[data:[map[name:confluent.key.schema.validation operation:DELETE]]]") },
			Config:    mirror(""), ConfigPlanChecks: update,
		},
		resource.TestStep{
			PreConfig: func() {
				altered("map[data:[map[name:confluent.value.schema.validation operation:DELETE]]]")
			},
			Config: mirror(""), ConfigPlanChecks: empty,
		},
	)
}

func TestAccMirrorTopic_badInput(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	for old, c := range map[string]struct{ instead, says string }{
		`"orders"`:     {`"or ders"`, `letters, digits`},
		`"jump-to-dr"`: {`"jump/to/dr"`, `Not a Link Name`},
		`"lkc-dr"`:     {`""`, `It is empty`},
		"\n}":          {"\n status = \"STOPPED\"\n}", `STOPPED`},
	} {
		run(t, w, resource.TestStep{Config: strings.Replace(mirror(""), old, c.instead, 1), ExpectError: regexp.MustCompile(c.says)})
	}
	run(t, w, resource.TestStep{Config: strings.Replace(mirror(""), "lkc-dr", "lkc-unknown", 1), ExpectError: regexp.MustCompile(`(?s)Kafka Cluster Not Configured.*lkc-unknown`)})
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{ResourceName: topicAddr, ImportState: true, ImportStateId: "orders", ExpectError: regexp.MustCompile(`(?s)Invalid Import Id.*<link_name>`)},
	)
}
