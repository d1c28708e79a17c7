package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPrepare_copiesTheExampleAndNamesTheAddress(t *testing.T) {
	t.Parallel()

	work := filepath.Join(t.TempDir(), "demo")
	if err := prepare("../..", work); err != nil {
		t.Fatal(err)
	}
	if err := installFrom(work, "/checkout/mirror"); err != nil {
		t.Fatal(err)
	}
	if err := nameAddress(filepath.Join(work, example), "http://127.0.0.1:12345"); err != nil {
		t.Fatal(err)
	}

	for file, want := range map[string]string{
		"terraformrc":                           `path = "/checkout/mirror"`,
		example + "/main.tf":                    `source = "../modules/private-chain"`,
		example + "/demo.auto.tfvars":           `rest_endpoint = "http://127.0.0.1:12345"`,
		"modules/source-initiated-link/main.tf": `resource "clink_cluster_link" "source"`,
		"modules/mirror-topics/outputs.tf":      `output "mirror_topics"`,
	} {
		content, err := os.ReadFile(filepath.Join(work, filepath.FromSlash(file)))
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.Contains(string(content), want) {
			t.Errorf("%s does not contain %s", file, want)
		}
		if strings.Contains(string(content), exampleAddress) && strings.HasSuffix(file, ".tfvars") {
			t.Errorf("%s still names %s", file, exampleAddress)
		}
	}
}
