package clusterlink_test

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
	drLink   = "/kafka/v3/clusters/lkc-dr/links/jump-to-dr"
	linkAddr = "clink_cluster_link.test"
)

// destination is the link from jump to dr; more is put into it as it stands.
func destination(more string) string {
	return withLogin("JUMPSECRET", 1, more)
}

func withLogin(secret string, version int, more string) string {
	return fmt.Sprintf(`
resource "clink_cluster_link" "test" {
  kafka_cluster_id      = "lkc-dr"
  remote_cluster_id     = "lkc-jump"
  link_name             = "jump-to-dr"
  remote_authentication = { sasl = { username = "JUMPKEY", password_wo = %q, password_wo_version = %d } }
  %s
}
`, secret, version, orAddress(more))
}

// orAddress adds the address unless more has one.
func orAddress(more string) string {
	if strings.Contains(more, "remote_bootstrap_servers") {
		return more
	}
	return "remote_bootstrap_servers = \"pkc-jump:9092\"\n" + more
}

// run runs steps against a world, one after the other, in parallel to other tests.
func run(t *testing.T, w *acctest.World, steps ...resource.TestStep) {
	t.Helper()
	for i := range steps {
		if steps[i].Config != "" && !strings.Contains(steps[i].Config, "provider \"clink\"") {
			steps[i].Config = w.Provider() + steps[i].Config
		}
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories(), Steps: steps})
}

func value(attribute string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(linkAddr, tfjsonpath.New(attribute), want)
}

func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(linkAddr, a)}}
}

var empty = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

// writes are the requests that were to change something.
func writes(w *acctest.World) []acctest.Request {
	var found []acctest.Request
	for _, r := range w.Requests("", "/kafka/v3/") {
		if r.Method != http.MethodGet {
			found = append(found, r)
		}
	}
	return found
}

func TestAccClusterLink_basic(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w,
		resource.TestStep{
			Config:           destination(""),
			ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				value("id", knownvalue.StringExact("lkc-dr/jump-to-dr")),
				value("cluster_link_id", knownvalue.StringRegexp(regexp.MustCompile(`^[\w-]{22}$`))),
				value("link_mode", knownvalue.StringExact("DESTINATION")),
				value("connection_mode", knownvalue.StringExact("OUTBOUND")),
				value("prefix", knownvalue.Null()),
				value("config", knownvalue.Null()),
				statecheck.ExpectKnownValue(linkAddr, tfjsonpath.New("remote_authentication").AtMapKey("sasl").AtMapKey("password_wo"), knownvalue.Null()),
			},
		},
		resource.TestStep{
			PreConfig: func() {
				if state := w.Get(drLink)["link_state"]; state != "ACTIVE" {
					t.Errorf("the link is %v", state)
				}
				posts := writes(w)
				if len(posts) != 1 || posts[0].Method != http.MethodPost || posts[0].Body.(map[string]any)["source_cluster_id"] != "lkc-jump" {
					t.Errorf("want one POST with source_cluster_id, got %+v", posts)
				}
				w.ForgetRequests()
			},
			Config: destination(""), ConfigPlanChecks: empty,
		},
		resource.TestStep{
			PreConfig: func() {
				if sent := writes(w); len(sent) > 0 {
					t.Errorf("a plan without changes sent %+v", sent)
				}
			},
			ResourceName: linkAddr, ImportState: true, ImportStateId: "lkc-dr/jump-to-dr", ImportStateVerify: true,
			// Credentials are never read back.
			ImportStateVerifyIgnore: []string{"remote_authentication"},
		},
	)
	if status, _ := w.Call(http.MethodGet, drLink, nil); status != http.StatusNotFound {
		t.Errorf("after the destroy the link answers %d", status)
	}
}

func TestAccClusterLink_sourceInitiated(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, acctest.Settle(200*time.Millisecond))
	run(t, w, resource.TestStep{
		Config: `
resource "clink_cluster_link" "waits" {
  kafka_cluster_id  = "lkc-jump"
  remote_cluster_id = "lkc-primary"
  link_name         = "primary-to-jump"
  connection_mode   = "INBOUND"
  config            = { "consumer.offset.sync.enable" = "true", "consumer.offset.group.filters" = jsonencode({ groupFilters = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }] }) }
}

resource "clink_cluster_link" "test" {
  kafka_cluster_id         = "lkc-primary"
  remote_cluster_id        = "lkc-jump"
  link_name                = clink_cluster_link.waits.link_name
  link_mode                = "SOURCE"
  remote_bootstrap_servers = "SASL_SSL://pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = "JUMPSECRET" } }
  local_authentication     = { sasl = { username = "PRIMARYKEY", password_wo = "PRIMARYSECRET" } }
}

resource "clink_mirror_topic" "orders" {
  kafka_cluster_id  = "lkc-jump"
  link_name         = clink_cluster_link.test.link_name
  source_topic_name = "orders"
}
`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.CompareValuePairs(linkAddr, tfjsonpath.New("cluster_link_id"), "clink_cluster_link.waits", tfjsonpath.New("cluster_link_id"), sameValue{}),
			statecheck.ExpectKnownValue("clink_mirror_topic.orders", tfjsonpath.New("mirror_status"), knownvalue.StringExact("ACTIVE")),
		},
		ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	})
}

// sameValue compares two values that have to be equal.
type sameValue struct{}

func (sameValue) CompareValues(values ...any) error {
	for _, v := range values[1:] {
		if v != values[0] {
			return fmt.Errorf("%v and %v differ", values[0], v)
		}
	}
	return nil
}

// bidirectional are both halves between jump and dr, dr's waiting if inbound.
func bidirectional(inbound bool) string {
	waits, connects := `
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = "JUMPSECRET" } }`, ""
	if inbound {
		waits = `connection_mode = "INBOUND"`
		connects = `
  remote_connection_mode = "INBOUND"
  local_authentication   = { sasl = { username = "EASTKEY", password_wo = "EASTSECRET" } }`
	}
	return fmt.Sprintf(`
resource "clink_cluster_link" "jump" {
  kafka_cluster_id  = "lkc-jump"
  remote_cluster_id = "lkc-east"
  link_name         = "both"
  link_mode         = "BIDIRECTIONAL"
  %s
}

resource "clink_cluster_link" "test" {
  kafka_cluster_id         = "lkc-east"
  remote_cluster_id        = "lkc-jump"
  link_name                = clink_cluster_link.jump.link_name
  link_mode                = "bidirectional"
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = "JUMPSECRET" } }
  %s
}
`, waits, connects)
}

func TestAccClusterLink_bidirectionalInboundOutbound(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w,
		resource.TestStep{
			Config: bidirectional(true),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.CompareValuePairs(linkAddr, tfjsonpath.New("cluster_link_id"), "clink_cluster_link.jump", tfjsonpath.New("cluster_link_id"), sameValue{}),
			},
		},
		resource.TestStep{Config: bidirectional(true), ConfigPlanChecks: empty},
		resource.TestStep{
			ResourceName: "clink_cluster_link.jump", ImportState: true, ImportStateId: "lkc-jump/both", ImportStateVerify: true,
		},
	)
}

func TestAccClusterLink_bidirectionalBothOutbound(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	// Two public clusters: each half reaches the other cluster by itself.
	run(t, w, resource.TestStep{
		Config: `
resource "clink_cluster_link" "test" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "both"
  link_mode                = "BIDIRECTIONAL"
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = "JUMPSECRET" } }
}
`,
		ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	})
	for _, r := range writes(w) {
		if r.Method != http.MethodPost {
			continue
		}
		body := fmt.Sprint(r.Body)
		if !strings.Contains(body, "remote_cluster_id:lkc-jump") || strings.Contains(body, "local.") || strings.Contains(body, "remote.link.connection.mode") {
			t.Errorf("a half that is OUTBOUND like the other sends only its remote side: %s", body)
		}
	}
}

func TestAccClusterLink_immutablesReplace(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	replaced := action(plancheck.ResourceActionDestroyBeforeCreate)
	run(t, w,
		resource.TestStep{Config: destination("")},
		resource.TestStep{Config: destination(`prefix = "dr-"`), ConfigPlanChecks: replaced, ConfigStateChecks: []statecheck.StateCheck{value("prefix", knownvalue.StringExact("dr-"))}},
		resource.TestStep{Config: destination(""), ConfigPlanChecks: replaced},
		resource.TestStep{Config: strings.Replace(destination(""), `"jump-to-dr"`, `"renamed"`, 1), ConfigPlanChecks: replaced},
		resource.TestStep{Config: strings.Replace(destination(""), `"lkc-dr"`, `"lkc-east"`, 1), ConfigPlanChecks: replaced},
		resource.TestStep{Config: strings.Replace(destination("validate_link = false"), `"lkc-jump"`, `"lkc-west"`, 1), ConfigPlanChecks: replaced},
	)
}

func TestAccClusterLink_disappears(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w,
		resource.TestStep{Config: destination("")},
		resource.TestStep{
			PreConfig: func() { w.Do(http.MethodDelete, drLink, nil) },
			Config:    destination(""), ConfigPlanChecks: action(plancheck.ResourceActionCreate),
		},
	)
}

func TestAccClusterLink_seesDrift(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	set := func(name, value string) {
		w.Do(http.MethodPut, drLink+"/configs/"+name, map[string]string{"value": value})
	}
	config := destination(`config = { "topic.config.sync.ms" = "9000" }`)
	run(t, w,
		resource.TestStep{Config: config},
		resource.TestStep{PreConfig: func() { set("topic.config.sync.ms", "7000") }, Config: config, ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		resource.TestStep{PreConfig: func() { w.Do(http.MethodDelete, drLink+"/configs/topic.config.sync.ms", nil) }, Config: config, ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		resource.TestStep{PreConfig: func() { set("bootstrap.servers", "pkc-jump:9093") }, Config: config, ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		// What is not managed is nobody's business.
		resource.TestStep{PreConfig: func() { set("acl.sync.ms", "7000") }, Config: config, ConfigPlanChecks: empty},
	)
}

func TestAccClusterLink_failedWaitStaysUntainted(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, acctest.Settle(time.Hour))
	config := destination(`timeouts = { create = "1s" }`)
	run(t, w,
		resource.TestStep{Config: config},
		// A tainted link would be replaced here.
		resource.TestStep{Config: config, ConfigPlanChecks: empty},
		resource.TestStep{PreConfig: func() { w.Do(http.MethodPost, "/simulator/reset", nil) }, Config: config, PlanOnly: true, ExpectNonEmptyPlan: true},
	)
}

func TestAccClusterLink_createsWhileTheRemoteIsDown(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Reachable("lkc-jump", false)
	run(t, w,
		resource.TestStep{Config: destination(""), ExpectError: regexp.MustCompile(`(?s)Unable to Create Cluster Link.*request id`)},
		resource.TestStep{Config: destination("validate_link = false")},
	)
}

func TestAccClusterLink_adoptsAfterAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]bool{"it was made": true, "it was not made": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/links", Times: 1, After: after, Status: http.StatusServiceUnavailable})
			run(t, w, resource.TestStep{Config: destination(""), ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}})
		})
	}
}

func TestAccClusterLink_createWhoseTimeIsUpIsTracked(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/links", Times: 1, After: true, DelayMS: 3000})
	config := destination(`timeouts = { create = "1s" }`)
	run(t, w,
		resource.TestStep{Config: config},
		resource.TestStep{Config: config, ConfigPlanChecks: empty},
	)
}

func TestAccClusterLink_doesNotTakeOverAnothersLink(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links?link_name=jump-to-dr&validate_link=false", map[string]any{
		"source_cluster_id": "lkc-east", "configs": []map[string]any{{"name": "bootstrap.servers", "value": "lkc-east:9092"}},
	})
	run(t, w,
		resource.TestStep{Config: destination(""), ExpectError: regexp.MustCompile(`(?s)exists on cluster\s+"lkc-dr"\s+already.*terraform import`)},
		resource.TestStep{
			PreConfig: func() {
				w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/links", Times: 1, Status: http.StatusServiceUnavailable})
			},
			Config: destination(""), ExpectError: regexp.MustCompile(`(?s)differs\s+in.*remote_cluster_id`),
		},
	)
}

func TestAccClusterLink_waitsOutWhatIsNotVisibleYet(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/links", Times: 2, Status: http.StatusBadRequest, Body: `{"error_code":400,"message":"the destination cluster does not have a link named jump-to-dr"}`})
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/links/jump-to-dr$", Times: 2, Status: http.StatusNotFound, Body: `{"error_code":404,"message":"The cluster link doesn't exist: "}`})
	run(t, w, resource.TestStep{Config: destination("")})
}

func TestAccClusterLink_deleteRefusesWhileMirrorsLive(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	mirror := func() {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "orders"})
		w.Do(http.MethodPost, drLink+"/mirrors", map[string]any{"source_topic_name": "orders"})
	}
	run(t, w,
		resource.TestStep{Config: destination("")},
		resource.TestStep{PreConfig: mirror, Config: destination(""), Destroy: true, ExpectError: regexp.MustCompile(`(?s)Unable to Delete Cluster Link.*"orders".*force_destroy`)},
		resource.TestStep{Config: destination("force_destroy = true"), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
	)
	deletes := w.Requests(http.MethodDelete, "/links/jump-to-dr")
	if len(deletes) != 1 || !strings.Contains(deletes[0].Query, "force=true") {
		t.Errorf("want one DELETE, with force, got %+v", deletes)
	}
}

func TestAccClusterLink_deleteOfWhatIsGone(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w,
		resource.TestStep{Config: destination("")},
		resource.TestStep{
			PreConfig: func() {
				// Gone between the refresh and the destroy.
				w.Fault(acctest.Fault{Method: http.MethodDelete, Path: "/links/jump-to-dr", Times: 1, After: true, Status: http.StatusNotFound, Body: `{"error_code":404,"message":"The cluster link doesn't exist: "}`})
			},
			Config: destination(""), Destroy: true,
		},
	)
}

func TestAccClusterLink_keepsStateWhenItCannotLook(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"401": 401, "403": 403, "500": 501} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			run(t, w,
				resource.TestStep{Config: destination("")},
				resource.TestStep{
					PreConfig: func() {
						w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/links/jump-to-dr", Times: 1, Status: status, Body: `{"error_code":1,"message":"no such luck"}`})
					},
					Config: destination(""), PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)Unable to Read Cluster Link.*no such luck`),
				},
				resource.TestStep{Config: destination(""), ConfigPlanChecks: empty},
			)
		})
	}
}

func TestAccClusterLink_unreachableClusterIsKept(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	kept := w.ProviderWith(`on_unreachable = "keep"`)
	run(t, w,
		resource.TestStep{Config: kept + destination(`config = { "acl.sync.ms" = "7000" }`)},
		resource.TestStep{
			PreConfig: func() { w.Reachable("lkc-dr", false) },
			Config:    kept + destination(`config = { "acl.sync.ms" = "8000" }`+"\n"+`remote_bootstrap_servers = "pkc-jump:9093"`), ConfigPlanChecks: empty,
		},
		resource.TestStep{PreConfig: func() { w.Reachable("lkc-dr", true) }, Config: kept + destination(""), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
	)
}

func TestAccClusterLink_importTakesWhatIsSet(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	config := `config = { "acl.sync.ms" = "7000" }` + "\n" + `prefix = "dr-"`
	run(t, w,
		resource.TestStep{Config: destination(config)},
		resource.TestStep{ResourceName: linkAddr, ImportState: true, ImportStateId: "lkc-dr/jump-to-dr", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"remote_authentication"}},
		resource.TestStep{ResourceName: linkAddr, ImportState: true, ImportStateId: "jump-to-dr", ExpectError: regexp.MustCompile(`Not the Id of a Cluster Link`)},
		resource.TestStep{ResourceName: linkAddr, ImportState: true, ImportStateId: "lkc-dr/none", ExpectError: regexp.MustCompile(`no link named "none"`)},
	)
}

func TestAccClusterLink_importedNeedsNoCredentials(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links?link_name=jump-to-dr", map[string]any{
		"source_cluster_id": "lkc-jump", "configs": []map[string]any{
			{"name": "bootstrap.servers", "value": "pkc-jump:9092"},
			{"name": "security.protocol", "value": "SASL_SSL"},
			{"name": "sasl.mechanism", "value": "PLAIN"},
			{"name": "sasl.jaas.config", "value": `org.apache.kafka.common.security.plain.PlainLoginModule required username="JUMPKEY" password="JUMPSECRET";`},
		},
	})
	run(t, w, resource.TestStep{
		Config: `
import {
  to = clink_cluster_link.test
  id = "lkc-dr/jump-to-dr"
}

resource "clink_cluster_link" "test" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "jump-to-dr"
  remote_bootstrap_servers = "SASL_SSL://pkc-jump:9092"
}
`,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(linkAddr, plancheck.ResourceActionNoop)}},
	})
	if sent := w.Requests(http.MethodPut, "/links/"); len(sent) > 0 {
		t.Errorf("the import changed the link: %+v", sent)
	}
}

func TestAccClusterLink_unknownUntilApply(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w, resource.TestStep{
		Config: `
resource "terraform_data" "later" {
  input = { mode = "DESTINATION", address = "pkc-jump:9092", secret = "JUMPSECRET", ms = "9000", sasl = { username = "JUMPKEY" } }
}

resource "clink_cluster_link" "test" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "jump-to-dr"
  link_mode                = terraform_data.later.output.mode
  remote_bootstrap_servers = terraform_data.later.output.address
  remote_authentication    = { sasl = { username = terraform_data.later.output.sasl.username, password_wo = terraform_data.later.output.secret } }
  config                   = { "topic.config.sync.ms" = terraform_data.later.output.ms }
}
`,
		ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	})
}
