package acctest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// What runs in a workspace of HCP Terraform logs in with the token that a run finds in
// its environment, and with nothing else.
func TestAccExample_hcpTerraform(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do("POST", "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "orders"})
	token := "TFC_WORKLOAD_IDENTITY_TOKEN_CLINK=" + w.Token("app", "s")
	e := newExample(t, filepath.Join("hcp-terraform", "links"), token, "CLINK_ON_UNREACHABLE=keep", "TF_VAR_source_api_secret=JUMPSECRET")
	e.at(w)
	if err := os.Remove(filepath.Join(e.dir, "cloud.tf")); err != nil { // the workspace
		t.Fatal(err)
	}
	e.prove(func() { active(t, w, map[string][]string{"lkc-dr/links/orders": {"orders"}}) })
	e.env = slices.DeleteFunc(e.env, func(entry string) bool { return entry == token })
	if out, failed := e.fails("apply", "-auto-approve", "-input=false", "-no-color"); !failed || !strings.Contains(out, "TFC_WORKLOAD_IDENTITY_TOKEN_CLINK") {
		t.Errorf("without the token:\n%s", out)
	}
}

// madeInTheSameApply stands in for the confluent provider: what it makes is not known
// before the apply.
const madeInTheSameApply = `
variable "topic_prefix" {
  type = string
}

resource "terraform_data" "made" {
  input = {
    source_cluster      = { id = "lkc-jump", bootstrap = "SASL_SSL://pkc-jump:9092" }
    destination_cluster = { id = "lkc-dr", rest_endpoint = "http://127.0.0.1:8090" }
    terraform_key       = { id = "DRKEY", secret = "DRSECRET" }
    link_key            = { id = "JUMPKEY", secret = "JUMPSECRET" }
    topic               = "${var.topic_prefix}orders"
  }
}

output "source_cluster" {
  value = terraform_data.made.output.source_cluster
}

output "destination_cluster" {
  value = terraform_data.made.output.destination_cluster
}

output "terraform_key" {
  value     = terraform_data.made.output.terraform_key
  sensitive = true
}

output "link_key" {
  value     = terraform_data.made.output.link_key
  sensitive = true
}

output "topic" {
  value = terraform_data.made.output.topic
}
`

// outputs are the names of the outputs that a configuration has.
func outputs(configuration string) []string {
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^output "(\w+)"`).FindAllStringSubmatch(configuration, -1) {
		names = append(names, match[1])
	}
	slices.Sort(names)
	return names
}

// From an environment to a mirror topic in one apply: Clink's part plans while nothing
// is known, and applies when it is.
func TestAccExample_rights(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do("POST", "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "shop.orders"})
	e := newExample(t, "rights")
	files, err := filepath.Glob(filepath.Join(e.dir, "confluent", "*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("found %v, %v", files, err)
	}
	var written strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		written.Write(content)
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := outputs(madeInTheSameApply), outputs(written.String()); !slices.Equal(got, want) {
		t.Fatalf("the stand-in has the outputs %v, examples/rights/confluent %v", got, want)
	}
	e.write(filepath.Join("confluent", "main.tf"), strings.ReplaceAll(madeInTheSameApply, "http://127.0.0.1:8090", w.URL))
	e.prove(func() { active(t, w, map[string][]string{"lkc-dr/links/orders": {"shop.orders"}}) })
}
