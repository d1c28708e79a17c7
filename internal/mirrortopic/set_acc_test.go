package mirrortopic_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const setAddr = "clink_mirror_topics.test"

// mirrorsOf is the configuration of a set of mirror topics; names are in HCL, and more is
// put into it as it stands.
func mirrorsOf(names, more string) string {
	return fmt.Sprintf(`
resource "clink_mirror_topics" "test" {
  kafka_cluster_id   = "lkc-dr"
  link_name          = "jump-to-dr"
  source_topic_names = %s
  %s
}
`, names, more)
}

// memberIs checks the status of a member.
func memberIs(source, status string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(setAddr, tfjsonpath.New("mirror_topics").AtMapKey(source).AtMapKey("mirror_status"), knownvalue.StringExact(status))
}

func setAction(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(setAddr, a)}}
}

func TestAccMirrorTopics_basic(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "us_", []string{"a", "b", "c"}, acctest.Settle(200*time.Millisecond))
	inPlace := setAction(plancheck.ResourceActionUpdate)
	run(t, w,
		resource.TestStep{
			Config: mirrorsOf(`["b", "a"]`, ""), ConfigPlanChecks: setAction(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				memberIs("a", "ACTIVE"), memberIs("b", "ACTIVE"),
				statecheck.ExpectKnownValue(setAddr, tfjsonpath.New("mirror_topics").AtMapKey("a").AtMapKey("mirror_topic_name"), knownvalue.StringExact("us_a")),
			},
		},
		resource.TestStep{Config: mirrorsOf(`toset(["a", "b"])`, `status = "active"`), ConfigPlanChecks: empty},
		resource.TestStep{ResourceName: setAddr, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"source_topic_names"}},
		resource.TestStep{
			PreConfig: func() { sent(t, w, createCall, createCall) },
			Config:    mirrorsOf(`["c", "a"]`, `status = "PAUSED"`), ConfigPlanChecks: inPlace,
			ConfigStateChecks: []statecheck.StateCheck{memberIs("a", "PAUSED"), memberIs("c", "PAUSED")},
		},
		resource.TestStep{
			PreConfig: func() {
				operate(w, "resume", "us_a")
				waitFor(t, "us_a", func() bool { return status(t, w, "us_a") == "ACTIVE" })
			},
			Config: mirrorsOf(`["c", "a"]`, `status = "PAUSED"`), ConfigPlanChecks: inPlace,
			ConfigStateChecks: []statecheck.StateCheck{memberIs("a", "PAUSED")},
		},
		resource.TestStep{
			Config: mirrorsOf(`["c", "a"]`, `status = "PROMOTED"`), ConfigPlanChecks: inPlace,
			ConfigStateChecks: []statecheck.StateCheck{memberIs("a", "STOPPED"), memberIs("c", "STOPPED")},
		},
		resource.TestStep{Config: mirrorsOf(`["c", "a"]`, `status = "FAILED_OVER"`), ConfigPlanChecks: empty},
		resource.TestStep{Config: mirrorsOf(`["c", "a"]`, `status = "ACTIVE"`), ExpectError: regexp.MustCompile(`(?s)Cannot Be Reached.*final`)},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: mirrorsOf(`["c", "a"]`, `status = "PROMOTED"`), Destroy: true},
	)
	sent(t, w) // live topics stay
	w.Get(drCluster + "/topics/us_a")
}

// The trap of a resource that holds many: what Terraform taints, it deletes. A creation
// of which one fails leaves no state, and the good ones live.
func TestAccMirrorTopics_creationFails(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	config := mirrorsOf(`["a", "missing", "b"]`, "lifecycle { prevent_destroy = true }")
	run(t, w,
		resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`(?s)Unable to Create Mirror Topics.*source_topic_names\[1\].*1 of 3`)},
		resource.TestStep{
			PreConfig: func() {
				w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "missing", "partitions_count": 1})
			},
			Config: config, ConfigPlanChecks: setAction(plancheck.ResourceActionCreate), ConfigStateChecks: []statecheck.StateCheck{memberIs("missing", "ACTIVE")},
		},
		resource.TestStep{
			PreConfig: func() {
				if gone := w.Requests(http.MethodDelete, ""); len(gone) > 0 {
					t.Errorf("deleted %v", gone)
				}
			},
			Config: mirrorsOf(`["a", "missing", "b"]`, ""), ConfigPlanChecks: empty,
		},
	)
}

// What an update cannot make taints nothing: the next apply makes that one alone.
func TestAccMirrorTopics_updateFails(t *testing.T) {
	t.Parallel()
	w := linkedTo(t, "", []string{"a", "b"})
	config := mirrorsOf(`["a", "missing", "b"]`, "")
	run(t, w,
		resource.TestStep{Config: mirrorsOf(`["a"]`, "")},
		resource.TestStep{Config: config, ExpectError: regexp.MustCompile(`(?s)Unable to Create Mirror Topics.*"missing"`)},
		resource.TestStep{
			PreConfig: func() {
				w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "missing", "partitions_count": 1})
				w.ForgetRequests()
			},
			Config: config, ConfigPlanChecks: setAction(plancheck.ResourceActionUpdate), ConfigStateChecks: []statecheck.StateCheck{memberIs("b", "ACTIVE"), memberIs("missing", "ACTIVE")},
		},
		resource.TestStep{PreConfig: func() { sent(t, w, createCall) }, Config: config, ConfigPlanChecks: empty},
	)
}

// The names are not known until something else is applied, and the link is made, and
// later replaced with another prefix, in the same apply.
func TestAccMirrorTopics_knownInApply(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for _, name := range []string{"a", "b"} {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": name, "partitions_count": 1})
	}
	config := func(prefix, names string) string {
		return fmt.Sprintf(`
resource "terraform_data" "names" { input = %s }
resource "clink_cluster_link" "l" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "jump-to-dr"
  prefix                   = %q
  force_destroy            = true
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = "JUMPSECRET", password_wo_version = 1 } }
}
resource "clink_mirror_topics" "test" {
  kafka_cluster_id   = "lkc-dr"
  link_name          = clink_cluster_link.l.link_name
  source_topic_names = terraform_data.names.output
  lifecycle { replace_triggered_by = [clink_cluster_link.l.cluster_link_id] }
}`, names, prefix)
	}
	named := func(source, name string) []statecheck.StateCheck {
		return []statecheck.StateCheck{statecheck.ExpectKnownValue(setAddr, tfjsonpath.New("mirror_topics").AtMapKey(source).AtMapKey("mirror_topic_name"), knownvalue.StringExact(name))}
	}
	run(t, w,
		resource.TestStep{Config: config("x_", `["a"]`), ConfigStateChecks: named("a", "x_a")},
		resource.TestStep{Config: config("x_", `["a", "b"]`), ConfigPlanChecks: setAction(plancheck.ResourceActionUpdate), ConfigStateChecks: named("b", "x_b")},
		resource.TestStep{Config: config("y_", `["a", "b"]`), ConfigPlanChecks: setAction(plancheck.ResourceActionReplace), ConfigStateChecks: named("b", "y_b")},
		resource.TestStep{Config: config("y_", `["a", "b"]`), ConfigPlanChecks: empty},
	)
}
