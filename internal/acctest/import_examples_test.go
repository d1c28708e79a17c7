package acctest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// importAgain forgets what was made by the examples of the resources' pages, and takes
// it over again as the page says. An import does not know how a link logs in, which the server
// does not tell: the link is sent its credentials, and nothing else changes.
func (e *example) importAgain(w *acctest.World, file string) {
	e.t.Helper()
	pages, err := filepath.Glob(filepath.Join(e.dir, "resources", "*", file))
	resources, resourcesErr := filepath.Glob(filepath.Join(e.dir, "resources", "*", "resource.tf"))
	if err != nil || resourcesErr != nil || len(pages) != len(resources) {
		e.t.Fatalf("of %d resources %d show how to import by %s", len(resources), len(pages), file)
	}
	var state struct {
		Values struct {
			Root struct {
				Resources []struct {
					Address string
					Values  struct{ ID string }
				} `json:"resources"`
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal([]byte(e.terraform("show", "-json")), &state); err != nil {
		e.t.Fatal(err)
	}
	ids := map[string]string{}
	for _, r := range state.Values.Root.Resources {
		ids[r.Address] = r.Values.ID
	}
	to, made := regexp.MustCompile(`to\s*=\s*(\S+)`), regexp.MustCompile(`nl[se]-abc123`)
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			e.t.Fatal(err)
		}
		address := to.FindStringSubmatch(string(content))[1]
		if ids[address] == "" {
			e.t.Fatalf("%s imports %s, which no example makes", page, address)
		}
		// The ids of network links are made up by the server.
		e.write("import-"+filepath.Base(filepath.Dir(page))+".tf", made.ReplaceAllString(string(content), ids[address]))
		e.terraform("state", "rm", address)
	}
	w.ForgetRequests()
	if plan := e.terraform("apply", "-auto-approve", "-input=false", "-no-color"); !strings.Contains(plan, fmt.Sprintf("Resources: %d imported, 0 added, 1 changed, 0 destroyed.", len(pages))) {
		e.t.Errorf("the import is not one that changes the login alone:\n%s", plan)
	}
	for _, r := range w.Requests("", "/") {
		if r.Method != http.MethodGet && !strings.HasSuffix(r.Path, "/links/west-to-east/configs:alter") {
			e.t.Errorf("%s %s was sent", r.Method, r.Path)
		}
	}
}

// Imports by identity name the attributes that the identities have.
func TestExamples_importByIdentity(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../../examples/resources/*/import-by-identity.tf")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	key := regexp.MustCompile(`(?m)^    (\w+)\s*=`)
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(filepath.Base(filepath.Dir(page)), "clink_")
		doc, err := os.ReadFile("../../docs/resources/" + name + ".md")
		if err != nil {
			t.Fatal(err)
		}
		_, identity, found := strings.Cut(string(doc), "### Identity Schema")
		if !found {
			t.Fatalf("%s shows no identity", name)
		}
		identity, _, _ = strings.Cut(identity, "In Terraform")
		want := regexp.MustCompile("(?m)^- `(\\w+)`").FindAllStringSubmatch(identity, -1)
		got := key.FindAllStringSubmatch(string(content), -1)
		if len(got) != len(want) {
			t.Errorf("%s: the example gives %d attributes, the identity has %d", name, len(got), len(want))
		}
		for _, match := range got {
			if !strings.Contains(identity, "- `"+match[1]+"`") {
				t.Errorf("%s: the identity has no %s", name, match[1])
			}
		}
	}
}
