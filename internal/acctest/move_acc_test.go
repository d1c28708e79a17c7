package acctest_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// standInName is the name under which this test's own program is the stand-in for the
// official provider.
const standInName = "terraform-provider-confluent"

// nothingPlanned is the plan of a configuration whose objects only move.
var nothingPlanned = regexp.MustCompile(`No changes\.|Plan: 0 to add, 0 to change, 0 to destroy\.`)

// What the official provider manages moves to Clink without a request that changes
// anything, from whatever registry that provider is.
func TestAccExample_fromTheOfficialProvider(t *testing.T) {
	t.Parallel()
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org", "terraform.example.com"} {
		t.Run(registry, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			source := registry + "/confluentinc/confluent"
			open := func(dir string) *example {
				e := newExample(t, filepath.Join("from-the-official-provider", dir), secrets...)
				e.withStandIn(source)
				e.at(w)
				return e
			}
			before := open("before")
			before.terraform("apply", "-auto-approve", "-input=false", "-no-color")
			before.terraform("apply", "-refresh-only", "-auto-approve", "-input=false", "-no-color") // now topics that have ended are STOPPED
			old := before.state()
			for _, part := range []string{"JUMPSECRET", `"status": "STOPPED"`, source} {
				if !strings.Contains(old, part) {
					t.Fatalf("the old state does not hold %s", part)
				}
			}

			after := open("after")
			after.write("terraform.tfstate", old)
			w.ForgetRequests()
			plan := after.terraform("plan", "-input=false", "-no-color", "-out=plan.bin")
			if !nothingPlanned.MatchString(plan) || strings.Count(plan, "has moved to") != 12 {
				t.Fatalf("the plan does not only move:\n%s", plan)
			}
			if text := strings.Join(strings.Fields(plan), " "); !strings.Contains(text, "Credentials Were in the Old State") || !strings.Contains(text, "make new API keys") {
				t.Errorf("nothing says that the keys are to be rotated:\n%s", plan)
			}
			after.terraform("apply", "-input=false", "-no-color", "plan.bin")
			for _, r := range w.Requests("", "/") {
				if r.Method != http.MethodGet && !strings.HasPrefix(r.Path, "/simulator/") {
					t.Errorf("sent %v", r)
				}
			}
			now := after.state()
			for _, secret := range []string{"PRIMARYSECRET", "JUMPSECRET", "DRSECRET", "WESTSECRET", "EASTSECRET", "CLOUDSECRET", "confluentinc"} {
				if strings.Contains(now, secret) {
					t.Errorf("the new state holds %s", secret)
				}
			}

			// The old provider and the moved blocks go, and still nothing changes.
			if err := os.Remove(filepath.Join(after.dir, "moved.tf")); err != nil {
				t.Fatal(err)
			}
			after.write("versions.tf", "terraform {\n  required_providers {\n    clink = { source = \"clusterlinking/clink\" }\n  }\n}\n")
			if plan := after.terraform("plan", "-input=false", "-no-color"); !strings.Contains(plan, "No changes.") {
				t.Errorf("the plan after the move is not empty:\n%s", plan)
			}
		})
	}
}

// state is the example's state as it is stored.
func (e *example) state() string {
	e.t.Helper()
	state, err := os.ReadFile(filepath.Join(e.dir, "terraform.tfstate"))
	if err != nil {
		e.t.Fatal(err)
	}
	return string(state)
}

// withStandIn has the example use the stand-in as the provider of this source.
func (e *example) withStandIn(source string) {
	e.t.Helper()
	program, err := os.Executable()
	if err != nil {
		e.t.Fatal(err)
	}
	home := e.t.TempDir()
	if err := os.Symlink(program, filepath.Join(home, standInName)); err != nil {
		e.t.Fatal(err)
	}
	clink, err := built()
	if err != nil {
		e.t.Fatal(err)
	}
	config := "provider_installation {\n  dev_overrides {\n    \"clusterlinking/clink\" = \"" + clink + "\"\n    \"" + source + "\" = \"" + home + "\"\n  }\n  direct {}\n}\n"
	file := filepath.Join(home, "dev.tfrc")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		e.t.Fatal(err)
	}
	e.env = append(e.env, "TF_CLI_CONFIG_FILE="+file)
	versions, err := os.ReadFile(filepath.Join(e.dir, "versions.tf"))
	if err != nil {
		e.t.Fatal(err)
	}
	e.write("versions.tf", strings.ReplaceAll(string(versions), `"confluentinc/confluent"`, `"`+source+`"`))
}
