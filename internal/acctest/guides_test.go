package acctest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var fencedHCL = regexp.MustCompile("(?ms)^```(?:hcl|terraform)\n(.*?)^```$")

// A configuration in a guide that says which providers it needs is a whole one: it
// has to be valid. Everything else at least has to be HCL, well formatted.
func TestAccGuides_configurationsAreValid(t *testing.T) {
	t.Parallel()
	guides, err := filepath.Glob("../../docs/guides/*.md")
	if err != nil || len(guides) == 0 {
		t.Fatalf("no guides: %v", err)
	}
	e := newExample(t, "first-link")
	for _, guide := range guides {
		text, err := os.ReadFile(guide)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range fencedHCL.FindAllStringSubmatch(string(text), -1) {
			block := match[1]
			title := filepath.Base(guide) + ": " + block[:min(len(block), 200)]
			e.write("main.tf", block)
			if out, failed := e.fails("fmt", "-check", "-diff", "-no-color", "main.tf"); failed {
				t.Errorf("%s\nis not well formatted:\n%s", title, out)
				continue
			}
			// A whole example is validated, and applied, by its own test, with the files that it reads.
			if !strings.Contains(block, "required_providers") || isExample(t, block) {
				continue
			}
			// Files that a configuration reads are the user's.
			e.write("main.tf", strings.ReplaceAll(block, `file("ca.pem")`, "null"))
			if out, failed := e.fails("validate", "-no-color"); failed {
				t.Errorf("%s\nis not valid:\n%s", title, out)
			}
		}
	}
}

// isExample says whether a block is one of the examples as it stands.
func isExample(t *testing.T, block string) bool {
	t.Helper()
	for _, pattern := range []string{"../../examples/*/main.tf", "../../examples/adopt-*/*/main.tf"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.TrimSpace(string(content)) == strings.TrimSpace(block) {
				return true
			}
		}
	}
	return false
}

// Each configuration of the directory authentication is shown in its guide.
func TestGuides_showEveryWayToLogIn(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/guides/authentication.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, match := range fencedHCL.FindAllStringSubmatch(string(guide), -1) {
		blocks = append(blocks, strings.TrimSpace(match[1]))
	}
	examples, err := filepath.Glob("../../examples/authentication/*/main.tf")
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, example := range examples {
		content, err := os.ReadFile(example)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(blocks, strings.TrimSpace(string(content))) {
			t.Errorf("%s is not in the guide: run `make generate`", example)
		}
	}
}
