package clusterlink_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// altered is what the one configs:alter request since the last ForgetRequests
// held, as name=value or -name, in order.
func altered(t *testing.T, w *acctest.World) string {
	t.Helper()
	requests := writes(w)
	if len(requests) != 1 || !strings.HasSuffix(requests[0].Path, "configs:alter") {
		t.Fatalf("want one configs:alter, got %+v", requests)
	}
	var words []string
	for _, one := range requests[0].Body.(map[string]any)["data"].([]any) {
		entry := one.(map[string]any)
		if entry["operation"] == "DELETE" {
			words = append(words, "-"+entry["name"].(string))
			continue
		}
		words = append(words, fmt.Sprintf("%s=%v", entry["name"], entry["value"]))
	}
	return strings.Join(words, " ")
}

func TestAccClusterLink_updateConfig(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	forget := func() { w.ForgetRequests() }
	sent := func(want string) func() {
		return func() {
			if got := altered(t, w); got != want {
				t.Errorf("sent %s, want %s", got, want)
			}
			w.ForgetRequests()
		}
	}
	filters := `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`
	on := fmt.Sprintf(`config = { "consumer.offset.sync.enable" = "true", "consumer.offset.group.filters" = %q, "topic.config.sync.ms" = "9000" }`, filters)
	respelled := fmt.Sprintf(`config = { "consumer.offset.sync.enable" = "TRUE", "consumer.offset.group.filters" = %q, "topic.config.sync.ms" = "9000" }`,
		`{ "groupFilters": [ {"filterType":"include","patternType":"literal","name":"*"} ] }`)
	changed := strings.Replace(respelled, "9000", "8000", 1)
	run(t, w,
		resource.TestStep{Config: destination("")},
		resource.TestStep{PreConfig: forget, Config: destination(on), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		resource.TestStep{
			PreConfig: sent("consumer.offset.group.filters=" + filters + " consumer.offset.sync.enable=true topic.config.sync.ms=9000"),
			Config:    destination(respelled), ConfigPlanChecks: empty,
		},
		resource.TestStep{Config: destination(changed), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		resource.TestStep{PreConfig: sent("topic.config.sync.ms=8000"), Config: destination(`config = { "topic.config.sync.ms" = "8000" }`)},
		resource.TestStep{
			PreConfig: sent("-consumer.offset.group.filters -consumer.offset.sync.enable"),
			Config:    destination(""), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{value("config", knownvalue.Null())},
		},
		resource.TestStep{PreConfig: sent("-topic.config.sync.ms"), Config: destination(""), ConfigPlanChecks: empty},
	)
}

func TestAccClusterLink_updateCredentialsAndAddress(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w,
		resource.TestStep{Config: destination("")},
		// Another password alone is not seen: that is what the version is for.
		resource.TestStep{Config: withLogin("other", 1, ""), ConfigPlanChecks: empty},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: withLogin("JUMPSECRET", 2, ""), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		resource.TestStep{
			PreConfig: func() {
				if got := altered(t, w); !strings.HasPrefix(got, "sasl.jaas.config=") || strings.Contains(got, " sasl.mechanism") {
					t.Errorf("want the credentials and nothing else, got %s", got)
				}
			},
			Config: withLogin("JUMPSECRET", 2, `remote_bootstrap_servers = "SASL_SSL://PKC-jump:9092"`), ConfigPlanChecks: empty,
		},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: withLogin("JUMPSECRET", 2, `remote_bootstrap_servers = "pkc-jump:9092,pkc-jump:9093"`), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		resource.TestStep{
			PreConfig: func() {
				if got := altered(t, w); got != "bootstrap.servers=pkc-jump:9092,pkc-jump:9093" {
					t.Errorf("sent %s", got)
				}
			},
			Config: withLogin("JUMPSECRET", 2, ""),
		},
	)
}

func TestAccClusterLink_respelledModesAreNoChange(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w,
		resource.TestStep{Config: destination(`link_mode = "destination"` + "\n" + `connection_mode = "Outbound"`)},
		resource.TestStep{Config: destination(`link_mode = "DESTINATION"` + "\n" + `connection_mode = "OUTBOUND"`), ConfigPlanChecks: empty},
		resource.TestStep{Config: destination(""), ConfigPlanChecks: empty},
	)
}

func TestAccClusterLink_writeOnlyConfig(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	secret := func(settings string, version int) string {
		return destination(fmt.Sprintf("config_wo = { %s }\nconfig_wo_version = %d", settings, version))
	}
	run(t, w,
		resource.TestStep{Config: secret(`"ssl.key.password" = "one", "ssl.truststore.certificates" = "two"`, 1)},
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: secret(`"ssl.key.password" = "three"`, 2),
			ConfigStateChecks: []statecheck.StateCheck{value("config_wo", knownvalue.Null())},
		},
	)
	var alter string
	for _, r := range w.Requests(http.MethodPut, "configs:alter") {
		alter += fmt.Sprint(r.Body)
	}
	if !strings.Contains(alter, "three") || !strings.Contains(alter, "DELETE") || !strings.Contains(alter, "ssl.truststore.certificates") {
		t.Errorf("want the new value sent and the other key reset, got %s", alter)
	}
}

// sourceHalf is the half of a source-initiated link that connects; the other is
// made through the API.
func sourceHalf(w *acctest.World, localVersion int, more string) string {
	return w.Provider() + fmt.Sprintf(`
resource "clink_cluster_link" "test" {
  kafka_cluster_id         = "lkc-primary"
  remote_cluster_id        = "lkc-jump"
  link_name                = "half"
  link_mode                = "SOURCE"
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = "JUMPSECRET" } }
  local_authentication     = { sasl = { username = "PRIMARYKEY", password_wo = "PRIMARYSECRET", password_wo_version = %d } }
  %s
}
`, localVersion, more)
}

func TestAccClusterLink_updateLocalSide(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/links?link_name=half", map[string]any{
		"source_cluster_id": "lkc-primary", "configs": []map[string]any{{"name": "link.mode", "value": "DESTINATION"}, {"name": "connection.mode", "value": "INBOUND"}},
	})
	sent := func(want string) func() {
		return func() {
			if got := altered(t, w); got != want {
				t.Errorf("sent %s, want %s", got, want)
			}
			w.ForgetRequests()
		}
	}
	const address = `local_bootstrap_servers = "lkc-primary:9092"`
	update := action(plancheck.ResourceActionUpdate)
	run(t, w,
		resource.TestStep{Config: sourceHalf(w, 1, "")},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: sourceHalf(w, 1, address), ConfigPlanChecks: update},
		resource.TestStep{PreConfig: sent("local.bootstrap.servers=lkc-primary:9092"), Config: sourceHalf(w, 1, strings.Replace(address, "lkc-primary:9092", "SASL_SSL://lkc-primary:9092", 1)), ConfigPlanChecks: empty},
		resource.TestStep{Config: sourceHalf(w, 1, ""), ConfigPlanChecks: update},
		resource.TestStep{PreConfig: sent("-local.bootstrap.servers"), Config: sourceHalf(w, 2, ""), ConfigPlanChecks: update},
		resource.TestStep{
			PreConfig: func() {
				if got := altered(t, w); !strings.HasPrefix(got, "local.sasl.jaas.config=") || strings.Contains(got, " sasl.") {
					t.Errorf("want the local credentials and nothing else, got %s", got)
				}
				w.ForgetRequests()
			},
			// What only steers Clink itself takes no call.
			Config:           sourceHalf(w, 2, "force_destroy = true\nvalidate_link = false\ntimeouts = { create = \"1m\" }"),
			ConfigPlanChecks: update,
		},
		resource.TestStep{
			PreConfig: func() {
				if got := writes(w); len(got) > 0 {
					t.Errorf("sent %+v", got)
				}
			},
			Config: sourceHalf(w, 2, ""), ConfigPlanChecks: update,
		},
	)
}

// What logs in by Kerberos has no block that could hold it, so an import takes it
// into config, and the configuration that says the same plans nothing.
func TestAccClusterLink_importTakesWhatNoBlockHolds(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links?link_name=jump-to-dr&validate_link=false", map[string]any{
		"source_cluster_id": "on-premises", "configs": []map[string]any{
			{"name": "bootstrap.servers", "value": "broker:9092"},
			{"name": "security.protocol", "value": "SASL_SSL"},
			{"name": "sasl.mechanism", "value": "GSSAPI"},
			{"name": "sasl.kerberos.service.name", "value": "kafka"},
			{"name": "sasl.jaas.config", "value": `com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true;`},
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
  remote_cluster_id        = "on-premises"
  link_name                = "jump-to-dr"
  remote_bootstrap_servers = "broker:9092"
  config = {
    "security.protocol"          = "SASL_SSL"
    "sasl.mechanism"             = "GSSAPI"
    "sasl.kerberos.service.name" = "kafka"
  }
}
`,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(linkAddr, plancheck.ResourceActionNoop)}},
	})
	if sent := w.Requests(http.MethodPut, "/links/"); len(sent) > 0 {
		t.Errorf("the import changed the link: %+v", sent)
	}
}
