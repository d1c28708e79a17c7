package acctest_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// hasActions says whether the terraform at hand can invoke actions by itself, which
// Terraform does from 1.14 on, and OpenTofu does not.
func hasActions(e *example) bool {
	var major, minor int
	_, err := fmt.Sscanf(e.terraform("version"), "Terraform v%d.%d", &major, &minor)
	return err == nil && (major > 1 || minor >= 14)
}

// The examples of the actions are invoked one after the other, each in the world that
// the one before has left: paused, resumed, failed over in rehearsal and in earnest,
// restored, and turned around.
func TestAccExample_ofEveryAction(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, documented)
	e := newExample(t, "actions", secrets...)
	if !hasActions(e) {
		t.Skip("needs a Terraform with actions (1.14 or newer)")
	}
	e.write("main.tf", fmt.Sprintf(`
terraform {
  required_providers {
    clink = { source = "clusterlinking/clink" }
  }
}

variable "west_api_secret" {
  type      = string
  ephemeral = true
}

variable "east_api_secret" {
  type      = string
  ephemeral = true
}

provider "clink" {
  kafka_clusters = {
    "lkc-west" = { rest_endpoint = %[1]q, api_key = "WESTKEY", api_secret = var.west_api_secret }
    "lkc-east" = { rest_endpoint = %[1]q, api_key = "EASTKEY", api_secret = var.east_api_secret }
  }
}

resource "clink_cluster_link" "west_to_east" {
  kafka_cluster_id         = "lkc-east"
  remote_cluster_id        = "lkc-west"
  link_name                = "west-to-east"
  remote_bootstrap_servers = "pkc-11111.us-west-2.aws.confluent.cloud:9092"
  remote_authentication    = { sasl = { username = "WESTKEY", password_wo = var.west_api_secret } }
}

resource "clink_mirror_topic" "payments" {
  kafka_cluster_id  = "lkc-east"
  link_name         = clink_cluster_link.west_to_east.link_name
  source_topic_name = "payments"

  lifecycle {
    ignore_changes = [status]
  }
}

# The half that waits, and the half that connects to it.
resource "clink_cluster_link" "waits" {
  kafka_cluster_id  = "lkc-west"
  remote_cluster_id = "lkc-east"
  link_name         = "both-ways"
  link_mode         = "BIDIRECTIONAL"
  connection_mode   = "INBOUND"
}

resource "clink_cluster_link" "connects" {
  kafka_cluster_id         = "lkc-east"
  remote_cluster_id        = "lkc-west"
  link_name                = clink_cluster_link.waits.link_name
  link_mode                = "BIDIRECTIONAL"
  remote_connection_mode   = "INBOUND"
  remote_bootstrap_servers = "pkc-11111.us-west-2.aws.confluent.cloud:9092"
  remote_authentication    = { sasl = { username = "WESTKEY", password_wo = var.west_api_secret } }
  local_authentication     = { sasl = { username = "EASTKEY", password_wo = var.east_api_secret } }
}

resource "clink_mirror_topic" "orders" {
  kafka_cluster_id  = "lkc-east"
  link_name         = clink_cluster_link.connects.link_name
  source_topic_name = "orders"
}
`, w.URL))
	pages, err := filepath.Glob("../../examples/actions/*/action.tf")
	if err != nil || len(pages) != 6 {
		t.Fatalf("found the examples %v, %v", pages, err)
	}
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		text := string(content)
		// The topic "orders" is on the other link here.
		if strings.Contains(page, "promote") {
			text = strings.ReplaceAll(text, `"orders"]`, `"payments"]`)
		}
		e.write(filepath.Base(filepath.Dir(page))+".tf", text)
	}
	e.terraform("apply", "-auto-approve", "-input=false", "-no-color")
	is := func(cluster, link, topic string) string {
		return fmt.Sprint(w.Get("/kafka/v3/clusters/" + cluster + "/links/" + link + "/mirrors/" + topic)["mirror_status"])
	}
	invoke := func(action, tells string) {
		t.Helper()
		out := e.terraform("apply", "-auto-approve", "-input=false", "-no-color", "-invoke", "action.clink_"+action)
		if !regexp.MustCompile(tells).MatchString(out) {
			t.Errorf("%s does not tell %q:\n%s", action, tells, out)
		}
	}
	for _, c := range []struct{ action, tells, status string }{
		{"pause_mirror_topics.all", `payments: paused \(1 of 1\)`, "PAUSED"},
		{"resume_mirror_topics.all", `payments: resumed \(1 of 1\)`, "ACTIVE"},
		{"failover_mirror_topics.rehearsal", `payments: would be failed over, \d+ messages behind`, "ACTIVE"},
		{"promote_mirror_topics.orders", `payments: promoted \(1 of 1\)`, "STOPPED"},
		{"failover_mirror_topics.all", `1 of 1 topics: done already`, "STOPPED"},
	} {
		invoke(c.action, c.tells)
		if got := is("lkc-east", "west-to-east", "payments"); got != c.status {
			t.Fatalf("after %s payments is %s, want %s", c.action, got, c.status)
		}
	}
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-east/links/both-ways/mirrors:failover", map[string]any{"mirror_topic_names": []string{"orders"}})
	invoke("truncate_and_restore_mirror_topics.orders", `orders: restored`)
	if got := is("lkc-west", "both-ways", "orders"); got != "ACTIVE" {
		t.Fatalf("orders on the old source is %s", got)
	}
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-west/links/both-ways/mirrors:reverse-and-start-mirror", map[string]any{"mirror_topic_names": []string{"orders"}})
	invoke("reverse_mirror_topics.orders", `orders: reversed`)
}

// The examples of the list resources find what there is, and what is generated from
// them validates, imports, and plans empty.
func TestAccExample_ofEveryList(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, documented)
	e := newExample(t, "list-resources", secrets...)
	if !hasActions(e) {
		t.Skip("needs a Terraform with list resources (1.14 or newer)")
	}
	main := fmt.Sprintf(`
terraform {
  required_providers {
    clink = { source = "clusterlinking/clink" }
  }
}

provider "clink" {
  kafka_clusters = {
    "lkc-west" = { rest_endpoint = %[1]q, api_key = "WESTKEY", api_secret = "WESTSECRET" }
    "lkc-east" = { rest_endpoint = %[1]q, api_key = "EASTKEY", api_secret = "EASTSECRET" }
  }
  cloud = { endpoint = %[1]q, api_key = "CLOUDKEY", api_secret = "CLOUDSECRET" }
}
`, w.URL)
	e.write("main.tf", main)
	setting := func(name, value string) map[string]any { return map[string]any{"name": name, "value": value} }
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-east/links?link_name=west-to-east", map[string]any{"source_cluster_id": "lkc-west", "configs": []map[string]any{
		setting("bootstrap.servers", "pkc-11111.us-west-2.aws.confluent.cloud:9092"), setting("security.protocol", "SASL_SSL"), setting("sasl.mechanism", "PLAIN"), setting("acl.sync.ms", "7000"),
		setting("sasl.jaas.config", `org.apache.kafka.common.security.plain.PlainLoginModule required username="WESTKEY" password="WESTSECRET";`),
	}})
	for _, topic := range []string{"orders", "payments"} {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-east/links/west-to-east/mirrors", map[string]any{"source_topic_name": topic})
	}
	pages, err := filepath.Glob("../../examples/list-resources/*/list-resource.tfquery.hcl")
	if err != nil || len(pages) != 4 {
		t.Fatalf("found the examples %v, %v", pages, err)
	}
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		e.write(filepath.Base(filepath.Dir(page))+".tfquery.hcl", string(content))
	}
	out := e.terraform("query", "-no-color", "-generate-config-out=generated.tf")
	for _, want := range []string{"west-to-east", "orders", "payments"} {
		if !strings.Contains(out, want) {
			t.Errorf("the query does not find %s:\n%s", want, out)
		}
	}
	w.ForgetRequests()
	e.terraform("validate", "-no-color")
	if out := e.terraform("apply", "-auto-approve", "-input=false", "-no-color"); !strings.Contains(out, "3 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("what was generated is not what is there:\n%s", out)
	}
	for _, r := range w.Requests("", "/kafka/") {
		if r.Method != http.MethodGet {
			t.Errorf("sent %v", r)
		}
	}
}
