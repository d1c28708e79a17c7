package acctest_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

var fencedShell = regexp.MustCompile("(?ms)^```(?:sh|shell)\n(.*?)^```$")

// The commands of the quick start do, word for word, what the page says of them. The
// ones that fetch, build and install Clink, and that start the simulator, are what
// this test does in another way.
func TestAccQuickStart_doesWhatItSays(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/guides/quick-start.md")
	if err != nil {
		t.Fatal(err)
	}
	local, _, found := strings.Cut(string(page), "## On Confluent Cloud")
	if !found {
		t.Fatal("the page has no second part")
	}
	w := acctest.NewWorld(t)
	e := newExample(t, ".")
	program := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if program == "" {
		program = "terraform"
	}
	var commands []string
	for _, match := range fencedShell.FindAllStringSubmatch(local, -1) {
		switch block := match[1]; {
		case strings.Contains(block, "git clone"), strings.Contains(block, "clinksim"):
		default:
			commands = append(commands, block)
		}
	}
	if len(commands) != 7 {
		t.Fatalf("the page has %d blocks of commands", len(commands))
	}
	// The checkout's provider stands in by way of an override, which needs no init.
	script := strings.NewReplacer("http://127.0.0.1:8090", w.URL, "cd examples/", "cd ", "terraform init\n", "", "terraform ", program+" ")
	run := func(name string, commands ...string) string {
		cmd := exec.CommandContext(t.Context(), "bash", "-euc", script.Replace(strings.Join(commands, "echo\n")))
		cmd.Dir, cmd.Env = e.dir, slices.Concat(e.env, []string{"TF_CLI_ARGS=-no-color"})
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return string(out)
	}
	variables := commands[1]
	enter := "cd examples/first-link\n"

	made := run("apply", commands[0:4]...)
	for _, words := range []string{"Apply complete! Resources: 2 added", `"mirror_status":"ACTIVE"`, "No changes."} {
		if !strings.Contains(strings.ReplaceAll(made, `": "`, `":"`), words) {
			t.Errorf("nothing says %q:\n%s", words, made)
		}
	}
	broken := strings.Join(strings.Fields(strings.ReplaceAll(run("break", variables, enter, commands[4], commands[5]), "│", "")), " ")
	for _, words := range []string{"Warning: Cluster Link Is Not Healthy", "No changes."} {
		if !strings.Contains(broken, words) {
			t.Errorf("the plan without a source does not say %q:\n%s", words, broken)
		}
	}
	if gone := run("destroy", variables, enter, commands[6]); !strings.Contains(gone, "Destroy complete! Resources: 2 destroyed.") {
		t.Errorf("not destroyed:\n%s", gone)
	}
	if len(w.Requests(http.MethodDelete, "")) == 0 {
		t.Error("nothing was deleted")
	}
}

// The page and the example agree on what has to be exported.
func TestQuickStart_namesEveryVariableOfTheExample(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/guides/quick-start.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile(filepath.Join("../../examples/first-link", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile(`(?m)^variable "(\w+)"`).FindAllStringSubmatch(string(example), -1) {
		if strings.Count(string(page), "TF_VAR_"+match[1]) < 2 {
			t.Errorf("%s is not exported in both parts", match[1])
		}
	}
}
