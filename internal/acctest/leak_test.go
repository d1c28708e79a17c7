package acctest_test

import (
	"archive/zip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// marked are secrets of every kind, by the variable that carries them. Each holds
// what is written differently in JSON, JAAS, URLs and base64.
var marked = map[string]string{
	"jump_api_secret": `jumpmarked"s\ecret';+/=<&é`,
	"dr_api_secret":   `drmarked"s\ecret';+/=<&é`,
	"cloud_secret":    `cloudmarked"s\ecret';+/=<&é`,
	"scram_password":  `scrammarked"s\ecret';+/=<&é`,
	"client_secret":   `oauthmarked"s\ecret';+/=<&é`,
	"keystore_key":    "-----BEGIN PRIVATE KEY-----\nbWFya2VkLWtleXN0b3JlLWtleQ==\n-----END PRIVATE KEY-----\n",
	"key_password":    `keypwmarked"s\ecret';+/=<&é`,
	"other_setting":   `othermarked"s\ecret';+/=<&é`,
	"wrong_password":  `wrongmarked"s\ecret';+/=<&é`,
}

// leaky is a configuration with a secret in each place that takes one.
const leaky = `
terraform {
  required_providers {
    clink = { source = "clusterlinking/clink" }
  }
}

variable "secrets" {
  type      = map(string)
  ephemeral = true
}

variable "version_of_secrets" {
  type    = number
  default = 1
}

variable "fail" {
  type    = bool
  default = false
}

provider "clink" {
  kafka_clusters = {
    "lkc-jump" = { rest_endpoint = "%[1]s", api_key = "JUMPKEY", api_secret = var.secrets["jump_api_secret"] }
    "lkc-dr"   = { rest_endpoint = "%[1]s", api_key = "DRKEY", api_secret = var.secrets["dr_api_secret"] }
  }
  cloud = { endpoint = "%[1]s", api_key = "CLOUDKEY", api_secret = var.secrets["cloud_secret"] }
}

resource "clink_cluster_link" "plain" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "plain"
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication = {
    sasl = { username = "JUMPKEY", password_wo = var.secrets["jump_api_secret"], password_wo_version = var.version_of_secrets }
  }
}

resource "clink_cluster_link" "scram" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "kafka-outside"
  link_name                = "scram"
  remote_bootstrap_servers = "kafka.example.com:9092"
  validate_link            = false
  remote_authentication = {
    sasl = { mechanism = "SCRAM-SHA-512", username = "user", password_wo = var.secrets["scram_password"], password_wo_version = var.version_of_secrets }
    tls = {
      keystore_certificate_chain = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"
      keystore_key_wo            = var.secrets["keystore_key"]
      key_password_wo            = var.secrets["key_password"]
      keystore_wo_version        = var.version_of_secrets
    }
  }
  config_wo         = { "ssl.truststore.certificates" = var.secrets["other_setting"] }
  config_wo_version = var.version_of_secrets
}

resource "clink_cluster_link" "oauth" {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "kafka-elsewhere"
  link_name                = "oauth"
  remote_bootstrap_servers = "kafka.example.org:9092"
  validate_link            = false
  remote_authentication = {
    oauth = { token_endpoint_url = "https://idp.example.com/token", client_id = "app", client_secret_wo = var.secrets["client_secret"], client_secret_wo_version = var.version_of_secrets }
  }
}

resource "clink_cluster_link" "refused" {
  count                    = var.fail ? 1 : 0
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "refused"
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = var.secrets["wrong_password"] } }
}
`

// forms are all the ways in which a secret may be written.
func forms(name, secret string) map[string]string {
	quoted, _ := json.Marshal(secret)
	jaas := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret)
	quotedJAAS, _ := json.Marshal(jaas)
	found := map[string]string{
		"plain": secret, "JSON": strings.Trim(string(quoted), `"`), "JAAS": jaas, "JAAS in JSON": strings.Trim(string(quotedJAAS), `"`),
		"URL query": url.QueryEscape(secret), "URL path": url.PathEscape(secret), "base64": base64.StdEncoding.EncodeToString([]byte(secret)),
	}
	for _, key := range []string{"JUMPKEY", "DRKEY", "CLOUDKEY"} {
		found["base64 with "+key] = base64.StdEncoding.EncodeToString([]byte(key + ":" + secret))
	}
	// The beginning of each is enough to tell, however often the rest is quoted.
	found["core"] = secret[:strings.IndexAny(secret, "\"\n")]
	if name == "keystore_key" {
		found["core"] = "bWFya2VkLWtleXN0b3JlLWtleQ"
	}
	return found
}

func TestAccSecrets_areNowhere(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, func(world *simulator.World, _ *simulator.Options) {
		for i := range world.Clusters {
			switch c := &world.Clusters[i]; c.ID {
			case "lkc-jump":
				c.APIKeys = map[string]string{"JUMPKEY": marked["jump_api_secret"]}
			case "lkc-dr":
				c.APIKeys = map[string]string{"DRKEY": marked["dr_api_secret"]}
			}
		}
	})
	variables, err := json.Marshal(marked)
	if err != nil {
		t.Fatal(err)
	}
	e := newExample(t, "first-link", "TF_VAR_secrets="+string(variables), "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
	e.write("main.tf", fmt.Sprintf(leaky, w.URL))

	var console strings.Builder
	console.WriteString(e.terraform("plan", "-out=plan.bin", "-no-color"))
	console.WriteString(e.terraform("show", "-json", "plan.bin"))
	console.WriteString(e.terraform("apply", "-no-color", "plan.bin"))
	console.WriteString(e.terraform("apply", "-auto-approve", "-no-color", "-var=version_of_secrets=2"))

	// A server that echoes what it was sent, and a link that it refuses.
	everything, err := json.Marshal(map[string]any{"error_code": 400, "message": "cannot use " + strings.Join([]string{marked["wrong_password"], marked["dr_api_secret"]}, " and ")})
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range []acctest.Fault{
		{Method: http.MethodPost, Path: "/links$", Times: 1, Status: http.StatusBadRequest, Body: string(everything)},
		{},
	} {
		if fault.Method != "" {
			w.Fault(fault)
		}
		out, failed := e.fails("apply", "-auto-approve", "-no-color", "-var=version_of_secrets=2", "-var=fail=true")
		if !failed || !strings.Contains(out, "Unable to Create Cluster Link") {
			t.Errorf("the link should have been refused:\n%s", out)
		}
		console.WriteString(out)
	}
	console.WriteString(e.terraform("show", "-json"))
	state, err := os.ReadFile(filepath.Join(e.dir, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	console.WriteString(e.terraform("destroy", "-auto-approve", "-no-color"))
	trace, err := os.ReadFile(filepath.Join(e.dir, "trace.log"))
	if err != nil {
		t.Fatal(err)
	}

	places := map[string]string{"console": console.String(), "state": string(state), "trace log": string(trace)}
	for name, content := range unzip(t, filepath.Join(e.dir, "plan.bin")) {
		places["plan file: "+name] = content
	}
	if !strings.Contains(places["trace log"], "sasl.jaas.config") || !strings.Contains(places["trace log"], "(hidden)") {
		t.Error("the trace log shows no redacted request, so it proves nothing")
	}
	for variable, secret := range marked {
		for form, text := range forms(variable, secret) {
			for place, content := range places {
				if i := strings.Index(content, text); i >= 0 {
					t.Errorf("%s (%s) is in the %s: ...%q...", variable, form, place, content[max(0, i-80):min(len(content), i+20)])
				}
			}
		}
	}
}

// unzip reads the parts of a plan file, which is a zip archive.
func unzip(t *testing.T, path string) map[string]string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	parts := map[string]string{}
	for _, f := range archive.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(content)
	}
	return parts
}
