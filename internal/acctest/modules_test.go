package acctest_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// The tests of modules with a mocked provider pass, and call nobody.
func TestAccModules_mockedTestsPass(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../examples/modules/*/mocked.tftest.hcl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			e := newExample(t, filepath.Join("modules", name))
			e.terraform("get")
			out := e.terraform("test", "-no-color", "-filter=mocked.tftest.hcl")
			if runs := strings.Count(string(content), "\nrun "); strings.Count(out, "... pass\n") != runs+1 {
				t.Errorf("of %d runs:\n%s", runs, out)
			}
		})
	}
}

// What the guide on tests says of a mocked provider: an argument that is left out has
// no default, single arguments are judged, and a test against the simulator passes.
func TestAccModules_mockedProviderIsAsTheGuideSays(t *testing.T) {
	t.Parallel()
	e := newExample(t, "modules/source-initiated-link")
	e.terraform("get")
	test := func(content string) (string, bool) {
		e.write("mocked.tftest.hcl", content)
		return e.fails("test", "-no-color", "-filter=mocked.tftest.hcl")
	}
	page, err := os.ReadFile("../../docs/guides/testing-modules.md")
	if err != nil {
		t.Fatal(err)
	}
	mocked, err := os.ReadFile(filepath.Join(e.dir, "mocked.tftest.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	variables, _, _ := strings.Cut(string(mocked), "run ")
	variables = strings.ReplaceAll(variables, "      validate_link   = true\n", "")

	out, failed := test(variables + `
run "defaults" {
  assert {
    condition     = !clink_cluster_link.source.validate_link && clink_cluster_link.source.force_destroy == false
    error_message = "There are defaults."
  }
}`)
	if failed {
		t.Errorf("a mocked provider has defaults:\n%s", out)
	}
	out, failed = test(variables + `
run "judged" {
  variables {
    config = { "num.cluster.link.fetchers" = "4" }
  }
}`)
	if !failed || !strings.Contains(out, "Read-Only on Confluent Cloud") {
		t.Errorf("a setting is not judged:\n%s", out)
	}

	blocks := fencedHCL.FindAllStringSubmatch(string(page), -1)
	if len(blocks) != 2 || blocks[0][1] != string(mocked) {
		t.Fatalf("the guide has %d configurations, or not the module's test", len(blocks))
	}
	w := acctest.NewWorld(t)
	if out, failed = test(strings.ReplaceAll(blocks[1][1], "http://127.0.0.1:8090", w.URL)); failed || !strings.Contains(out, "Success! 1 passed") {
		t.Errorf("the test against the simulator:\n%s", out)
	}
	if len(w.Requests("POST", "/links")) != 2 {
		t.Error("it made no link")
	}
}

// The test that the guide has for the simulator passes there, with links that were made.
func TestAccModules_guidesTestOnTheSimulatorPasses(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/guides/testing-modules.md")
	if err != nil {
		t.Fatal(err)
	}
	_, part, found := strings.Cut(string(page), "## Against the simulator")
	shown := fencedHCL.FindStringSubmatch(part)
	if !found || shown == nil {
		t.Fatal("the guide has no test for the simulator")
	}
	w := acctest.NewWorld(t)
	e := newExample(t, filepath.Join("modules", "source-initiated-link"))
	e.write("live.tftest.hcl", shown[1])
	e.at(w)
	if out := e.terraform("test", "-no-color", "-filter=live.tftest.hcl"); !strings.Contains(out, "Success! 1 passed, 0 failed.") {
		t.Errorf("it did not pass:\n%s", out)
	}
	if len(w.Requests(http.MethodPost, "/links")) != 2 {
		t.Errorf("not both halves were made: %v", w.Requests(http.MethodPost, ""))
	}
}
