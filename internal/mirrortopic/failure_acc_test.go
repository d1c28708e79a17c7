package mirrortopic_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

func TestAccMirrorTopic_vanished(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: func() { w.Do(http.MethodDelete, drCluster+"/topics/orders", nil); w.ForgetRequests() },
			Config:    mirror(""), ConfigPlanChecks: create,
		},
		// Gone between plan and destroy, too, is no error.
		resource.TestStep{
			PreConfig: func() { w.Do(http.MethodDelete, drCluster+"/topics/orders", nil) },
			Config:    mirror(""), Destroy: true,
		},
	)
}

// The link is gone with all its mirrors' history, the topic holds live data.
func TestAccMirrorTopic_linkGoneTopicAlive(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: func() { w.Do(http.MethodDelete, drLink+"?force=true", nil); w.ForgetRequests() },
			Config:    mirror(""), ConfigPlanChecks: empty, ConfigStateChecks: values("status", "ACTIVE", "mirror_status", "STOPPED"),
		},
		resource.TestStep{Config: mirror(`status = "PROMOTED"`), ConfigPlanChecks: update},
		resource.TestStep{Config: mirror(`status = "PROMOTED"`), ConfigPlanChecks: empty},
		resource.TestStep{Config: mirror(`status = "PROMOTED"`), Destroy: true},
	)
	expectWrites(t, w)
	w.Get(drCluster + "/topics/orders")
}

func TestAccMirrorTopic_keptOn(t *testing.T) {
	t.Parallel()
	for _, code := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotImplemented} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			w := linked(t, "")
			run(t, w,
				resource.TestStep{Config: mirror("")},
				resource.TestStep{
					PreConfig: func() {
						w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/mirrors", Times: 1, Status: code, Body: `{"error_code":1,"message":"for some reason"}`})
					},
					Config: mirror(""), ExpectError: regexp.MustCompile(fmt.Sprintf(`(?s)Unable to Read Mirror Topic.*for some reason.*HTTP\s+%d`, code)),
				},
				resource.TestStep{Config: mirror(""), ConfigPlanChecks: empty},
			)
		})
	}
}

// A wait that fails leaves an object that is tracked and not tainted: a taint
// would delete it.
func TestAccMirrorTopic_failedWaitIsNoTaint(t *testing.T) {
	t.Parallel()
	w := linked(t, "", acctest.Settle(3*time.Second))
	run(t, w,
		resource.TestStep{
			Config: mirror(`
  status   = "PROMOTED"
  timeouts = { create = "1s" }`),
			ConfigStateChecks:  values("id", "lkc-dr/jump-to-dr/orders", "status", "PROMOTED", "mirror_status", "PENDING_MIRROR"),
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			Config: mirror(`status = "PROMOTED"`), ConfigPlanChecks: update, ConfigStateChecks: values("status", "PROMOTED", "mirror_status", "STOPPED"),
		},
	)
	expectWrites(t, w, createCall, promoteCall)
}

// The same when the cluster refuses what the creation was to end in.
func TestAccMirrorTopic_refusalAtCreateIsNoTaint(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	w.Fault(acctest.Fault{
		Method: http.MethodPost, Path: "mirrors:pause", Times: 1, Status: http.StatusOK,
		Body: `{"data":[{"mirror_topic_name":"orders","error_code":400,"error_message":"not today"}]}`,
	})
	run(t, w,
		resource.TestStep{
			Config: mirror(`status = "PAUSED"`), ConfigStateChecks: values("status", "PAUSED", "mirror_status", "ACTIVE"), ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: mirror(`status = "PAUSED"`), ConfigPlanChecks: update, ConfigStateChecks: values("mirror_status", "PAUSED")},
	)
	expectWrites(t, w, createCall, pauseCall, pauseCall, deleteCall)
}

// The creation took effect although its answer says otherwise.
func TestAccMirrorTopic_unknownOutcomeIsLookedUp(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]acctest.Fault{
		"error answer":    {Status: http.StatusServiceUnavailable},
		"lost connection": {Drop: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := linked(t, "")
			fault.Method, fault.Path, fault.Times, fault.After = http.MethodPost, "/mirrors$", 1, true
			w.Fault(fault)
			run(t, w,
				resource.TestStep{Config: mirror(""), ConfigStateChecks: values("mirror_status", "ACTIVE")},
				resource.TestStep{Config: mirror(""), ConfigPlanChecks: empty},
			)
			expectWrites(t, w, createCall, deleteCall)
		})
	}
}

// The creation did not take effect, and is repeated.
func TestAccMirrorTopic_unknownOutcomeIsRepeated(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/mirrors$", Times: 2, Status: http.StatusServiceUnavailable})
	run(t, w, resource.TestStep{Config: mirror(""), ConfigStateChecks: values("mirror_status", "ACTIVE")})
	expectWrites(t, w, createCall, createCall, createCall, deleteCall)
}

func TestAccMirrorTopic_transientAnswersAreWaitedOut(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	w.Fault(acctest.Fault{
		Method: http.MethodPost, Path: "/mirrors$", Times: 2, Status: http.StatusNotFound,
		Body: `{"error_code":404,"message":"The cluster link doesn't exist: Unable to resolve cluster link information for jump-to-dr"}`,
	})
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/mirrors/orders$", Times: 3, Status: http.StatusNotFound, Body: `{"error_code":404,"message":"The mirror topic doesn't exist: "}`})
	run(t, w, resource.TestStep{Config: mirror(""), ConfigStateChecks: values("mirror_status", "ACTIVE")})
}

func TestAccMirrorTopic_autoCreatedIsTakenOver(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	w.Do(http.MethodPost, drLink+"/mirrors", map[string]any{"source_topic_name": "orders"})
	w.ForgetRequests()
	full := mirror(`
  status = "PAUSED"
  config = { "confluent.value.schema.validation" = "true" }`)
	run(t, w,
		resource.TestStep{Config: full, ConfigStateChecks: values("status", "PAUSED", "mirror_status", "PAUSED")},
		resource.TestStep{
			PreConfig: func() { expectWrites(t, w, createCall, pauseCall, "POST /topics/orders/configs:alter") },
			Config:    full, ConfigPlanChecks: empty,
		},
	)
}

func TestAccMirrorTopic_nameIsTaken(t *testing.T) {
	t.Parallel()
	t.Run("by a plain topic", func(t *testing.T) {
		t.Parallel()
		w := linked(t, "")
		w.Do(http.MethodPost, drCluster+"/topics", map[string]any{"topic_name": "orders"})
		run(t, w, resource.TestStep{Config: mirror(""), ExpectError: regexp.MustCompile(`(?s)Unable to Create Mirror Topic.*mirrors nothing.*cannot become a mirror.*import`)})
		w.Get(drCluster + "/topics/orders")
	})
	t.Run("by a stopped mirror", func(t *testing.T) {
		t.Parallel()
		w := linked(t, "")
		w.Do(http.MethodPost, drLink+"/mirrors", map[string]any{"source_topic_name": "orders"})
		operate(w, "failover", "orders")
		run(t, w, resource.TestStep{Config: mirror(""), ExpectError: regexp.MustCompile(`(?s)Unable to Create Mirror Topic.*promoted or\s+failed over`)})
	})
	t.Run("by a mirror on another link", func(t *testing.T) {
		t.Parallel()
		w := linked(t, "")
		settings := []map[string]any{
			{"name": "bootstrap.servers", "value": "pkc-jump:9092"},
			{"name": "security.protocol", "value": "SASL_SSL"},
			{"name": "sasl.mechanism", "value": "PLAIN"},
			{"name": "sasl.jaas.config", "value": `org.apache.kafka.common.security.plain.PlainLoginModule required username="JUMPKEY" password="JUMPSECRET";`},
		}
		w.Do(http.MethodPost, drCluster+"/links?link_name=other", map[string]any{"source_cluster_id": "lkc-jump", "configs": settings})
		w.Do(http.MethodPost, drCluster+"/links/other/mirrors", map[string]any{"source_topic_name": "orders"})
		run(t, w, resource.TestStep{Config: mirror(""), ExpectError: regexp.MustCompile(`(?s)Unable to Create Mirror Topic.*on link "other"`)})
	})
}

func TestAccMirrorTopic_noSuchSource(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w, resource.TestStep{Config: strings.Replace(mirror(""), "orders", "nothing", 1), ExpectError: regexp.MustCompile(`(?s)Unable to Create Mirror Topic.*exists on the\s+source cluster`)})
}

// What the cluster refuses is told where it is written, with the way out.
func TestAccMirrorTopic_settingThatTheLinkSyncs(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	config := mirror("config = {\n    \"retention.ms\" = \"60000\"\n  }")
	run(t, w, resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`(?s)\d+: +"retention\.ms" = "60000".*copies\s+"retention\.ms".*topic\.config\.sync\.include`)})
	// What another client of the cluster changes in between, the cluster refuses.
	w.Do(http.MethodPut, drLink+"/configs/topic.config.sync.include", map[string]string{"value": "compression.type"})
	w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/mirrors$", Times: 1, Status: http.StatusBadRequest, Body: `{"error_code":40002,"message":"Config 'retention.ms' of mirror topic 'orders' is controlled by its source topic and cannot be set"}`})
	run(t, w, resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`(?s)\d+: +"retention\.ms" = "60000".*controlled\s+by\s+its\s+source`)})
}

func TestAccMirrorTopic_noSuchLink(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w, resource.TestStep{Config: strings.Replace(mirror(""), "jump-to-dr", "nothing", 1), ExpectError: regexp.MustCompile(`(?s)Cluster Link Not Found.*"nothing"`)})
}

// Nothing has connected to this half: one of Terraform's ten slots is not held
// for that, and the error names the way out.
func TestAccMirrorTopic_inboundHalfFailsFast(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/links?link_name=half", map[string]any{
		"source_cluster_id": "lkc-primary", "configs": []map[string]any{{"name": "link.mode", "value": "DESTINATION"}, {"name": "connection.mode", "value": "INBOUND"}},
	})
	w.ForgetRequests()
	config := strings.NewReplacer("lkc-dr", "lkc-jump", "jump-to-dr", "half").Replace(mirror(""))
	run(t, w, resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`(?s)Nothing Has Connected to the Link.*created last.*<the outbound half>\.link_name`)})
	if sent := w.Requests(http.MethodPost, "/mirrors"); len(sent) > 0 {
		t.Errorf("sent %v to a half that can only time out", sent)
	}
}

func TestAccMirrorTopic_sourceHalf(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/links?link_name=half", map[string]any{
		"source_cluster_id": "lkc-primary", "configs": []map[string]any{{"name": "link.mode", "value": "DESTINATION"}, {"name": "connection.mode", "value": "INBOUND"}},
	})
	jaas := func(key string) string {
		return fmt.Sprintf(`org.apache.kafka.common.security.plain.PlainLoginModule required username="%sKEY" password="%sSECRET";`, key, key)
	}
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-primary/links?link_name=half", map[string]any{
		"destination_cluster_id": "lkc-jump", "configs": []map[string]any{
			{"name": "link.mode", "value": "SOURCE"},
			{"name": "bootstrap.servers", "value": "pkc-jump:9092"},
			{"name": "security.protocol", "value": "SASL_SSL"},
			{"name": "sasl.mechanism", "value": "PLAIN"},
			{"name": "sasl.jaas.config", "value": jaas("JUMP")},
			{"name": "local.security.protocol", "value": "SASL_SSL"},
			{"name": "local.sasl.mechanism", "value": "PLAIN"},
			{"name": "local.sasl.jaas.config", "value": jaas("PRIMARY")},
		},
	})
	on := func(cluster string) string {
		return strings.NewReplacer("lkc-dr", cluster, "jump-to-dr", "half").Replace(mirror(""))
	}
	run(t, w, resource.TestStep{Config: on("lkc-primary"), PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)Link Is a Source.*destination half`)})
	run(t, w, resource.TestStep{Config: strings.Replace(on("lkc-jump"), `"orders"`, `"payments"`, 1), ExpectError: regexp.MustCompile(`payments`)}) // jump has a topic of this name
	w.Do(http.MethodDelete, "/kafka/v3/clusters/lkc-jump/topics/orders", nil)
	run(t, w, resource.TestStep{Config: on("lkc-jump"), ConfigStateChecks: values("id", "lkc-jump/half/orders", "mirror_status", "ACTIVE")})
}

func TestAccMirrorTopic_destroyIsRefused(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: func() { force(w, "orders", "SOURCE_UNAVAILABLE"); w.ForgetRequests() },
			Config:    mirror(""), Destroy: true,
			ExpectError: regexp.MustCompile(`(?s)Mirror Topic May Be the Last Copy.*FAILED_OVER.*deletion_policy\s+=\s+"DELETE"`),
		},
		// It is tracked as before; the way that the error names is open.
		resource.TestStep{
			PreConfig: func() { expectWrites(t, w) },
			Config:    mirror(`deletion_policy = "delete"`), ConfigPlanChecks: update,
		},
	)
	expectWrites(t, w, deleteCall)
}

func TestAccMirrorTopic_liveTopicStays(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w, resource.TestStep{Config: mirror(`status = "FAILED_OVER"`)})
	expectWrites(t, w, createCall, failoverCall)
	w.Get(drCluster + "/topics/orders")
}
