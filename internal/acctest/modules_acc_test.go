package acctest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// The tests of the modules that are written for the simulator's own world pass as a
// user runs them.
func TestAccModules_testsPass(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"private-chain", "network-link-pair"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			e := newExample(t, filepath.Join("modules", name))
			files, err := filepath.Glob(filepath.Join(e.dir, "tests", "*.tftest.hcl"))
			if err != nil || len(files) != 1 {
				t.Fatalf("found the tests %v, %v", files, err)
			}
			content, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			e.write(filepath.Join("tests", filepath.Base(files[0])), strings.ReplaceAll(string(content), "http://127.0.0.1:8090", w.URL))
			e.terraform("get")
			out := e.terraform("test", "-no-color")
			if runs := strings.Count(string(content), "\nrun "); runs < 2 || !regexp.MustCompile(`Success! \d passed, 0 failed`).MatchString(out) || strings.Count(out, "... pass\n") < runs {
				t.Errorf("of %d runs:\n%s", runs, out)
			}
		})
	}
}
