package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// The guide on HCP Terraform gives each team a workspace with its half of a link: the
// mirror topic of the one waits until the other has made its half.
func TestAccHalves_inTwoWorkspaces(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	workspace := func(cluster, key, rest string) *example {
		e := newExample(t, ".")
		e.write("main.tf", fmt.Sprintf(`
terraform {
  required_providers {
    clink = { source = "clusterlinking/clink" }
  }
}

provider "clink" {
  kafka_clusters = {
    %q = { rest_endpoint = %q, api_key = "%sKEY", api_secret = "%sSECRET" }
  }
}
`, cluster, w.URL, key, key)+rest)
		return e
	}
	jump := workspace("lkc-jump", "JUMP", `
resource "clink_cluster_link" "half" {
  kafka_cluster_id  = "lkc-jump"
  remote_cluster_id = "lkc-primary"
  link_name         = "primary-to-jump"
  connection_mode   = "INBOUND"
}
`)
	jump.write("topics.tf", `
resource "clink_mirror_topic" "orders" {
  kafka_cluster_id  = "lkc-jump"
  link_name         = clink_cluster_link.half.link_name
  source_topic_name = "orders"
}
`)
	primary := workspace("lkc-primary", "PRIMARY", `
resource "clink_cluster_link" "half" {
  kafka_cluster_id         = "lkc-primary"
  remote_cluster_id        = "lkc-jump"
  link_name                = "primary-to-jump"
  link_mode                = "SOURCE"
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = "JUMPSECRET" } }
  local_authentication     = { sasl = { username = "PRIMARYKEY", password_wo = "PRIMARYSECRET" } }
}
`)
	apply := []string{"apply", "-auto-approve", "-input=false", "-no-color"}
	type outcome struct {
		said   string
		failed bool
	}
	waiting := make(chan outcome, 1)
	go func() {
		said, failed := jump.fails(apply...)
		waiting <- outcome{said, failed}
	}()
	// As soon as the first half is there, the second one can be made.
	said, failed := primary.fails(apply...)
	if failed {
		t.Errorf("the second half was not made:\n%s", said)
	}
	first := <-waiting
	if words := strings.Join(strings.Fields(strings.ReplaceAll(first.said, "│", "")), " "); first.failed || !strings.Contains(words, "Resources: 2 added") || !strings.Contains(words, "Nothing Connects to the Link Yet") {
		t.Errorf("the first workspace did not wait, or did not say that it does:\n%s", first.said)
	}
	active(t, w, map[string][]string{"lkc-jump/links/primary-to-jump": {"orders"}, "lkc-primary/links/primary-to-jump": nil})
	jump.write("topics.tf", "") // mirror topics go first: without the other half they may be the last copy
	jump.terraform(apply...)
	primary.terraform("destroy", "-auto-approve", "-input=false", "-no-color")
	if said := jump.terraform("destroy", "-auto-approve", "-input=false", "-no-color"); strings.Contains(said, "Other Half of the Link Remains") {
		t.Errorf("the second half is gone, and it says:\n%s", said)
	}
}
