package acctest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// usualWorld is the one that the simulator has without -world.
const usualWorld = ""

// walks are pages whose commands can be typed one after the other, what is to be read
// meanwhile, and what is true in the end.
var walks = map[string]struct {
	world   string
	from    string   // the heading at which the commands begin
	actions bool     // takes a Terraform that has actions
	tools   []string // programs beside terraform and curl
	tells   []string
	status  map[string]string // of mirror topics
}{
	"docs/guides/disaster-recovery.md": {
		world: "disaster-recovery", actions: true,
		tells: []string{
			"Resources: 4 added", `Half on lkc-west: Cluster "lkc-west" gives no answer`, "Dry run: 2 of 2 topics would be failed over",
			"Resources: 0 added, 2 changed, 0 destroyed.", "messages are dropped",
			"Resources: 2 added, 0 changed, 0 destroyed.", "reversed (2 of 2)",
		},
		status: map[string]string{"lkc-east/links/both-ways/mirrors/orders": "ACTIVE", "lkc-west/links/both-ways/mirrors/orders": "STOPPED"},
	},
	"docs/guides/active-active.md": {
		world: "active-active", from: "## Rehearse it", tells: []string{"Resources: 4 added", `Cluster "lkc-west" gives no answer`},
		status: map[string]string{"lkc-east/links/both-ways/mirrors/west.orders": "SOURCE_UNAVAILABLE"},
	},
	"docs/guides/migration.md": {
		world: "migration", from: "## Rehearse it", tells: []string{"Resources: 4 added"},
		status: map[string]string{"lkc-cloud/links/moving/mirrors/payments": "ACTIVE"},
	},
	"docs/guides/fan-in.md": {
		world: "fan-in", from: "## Rehearse it", tells: []string{"Resources: 5 added", "tokyo: Its state is UNAVAILABLE"},
		status: map[string]string{
			"lkc-hub/links/oslo/mirrors/oslo.stock":   "ACTIVE",
			"lkc-hub/links/tokyo/mirrors/tokyo.sales": "SOURCE_UNAVAILABLE",
		},
	},
	"docs/guides/data-sharing.md": {
		world: "data-sharing", from: "## Rehearse it", tells: []string{"Resources: 3 added"},
	},
	"examples/authentication/README.md": {
		world: "authentication", tools: []string{"openssl"}, tells: []string{"Resources: 1 added"},
	},
	"examples/aws-privatelink/README.md": {
		world: usualWorld, tells: []string{"Resources: 4 added", "Resources: 4 destroyed"},
	},
	"examples/cloud-to-platform/README.md": {
		world: "cloud-to-platform", tells: []string{"Resources: 2 added", "Resources: 2 destroyed"},
	},
	"examples/kafka-to-cloud-scram/README.md": {
		world: "kafka-to-cloud-scram", tells: []string{"Resources: 3 added", "Resources: 3 destroyed"},
	},
	"examples/platform-to-cloud/README.md": {
		world: "platform-to-cloud", tools: []string{"openssl", "jq"}, tells: []string{"Resources: 4 added", "Resources: 4 destroyed"},
	},
	"examples/private-public-private/README.md": {
		world: usualWorld, tells: []string{"Resources: 7 added", "Live Topic Stays", "Resources: 7 destroyed"},
	},
	"examples/modules/README.md": {
		world: usualWorld, tells: []string{"Success! 6 passed, 0 failed."},
	},
}

// The commands of these pages do, word for word and in their order, what the pages say.
// Left out is what this test does in another way, building Clink and starting the
// simulator, and what is for a real Kafka.
func TestAccPages_commandsRun(t *testing.T) {
	t.Parallel()
	for page, walk := range walks {
		t.Run(strings.TrimSuffix(page, ".md"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join("../..", page))
			if err != nil {
				t.Fatal(err)
			}
			_, part, found := strings.Cut(string(text), walk.from)
			if !found {
				t.Fatalf("there is no %q", walk.from)
			}
			for _, tool := range walk.tools {
				if _, err := exec.LookPath(tool); err != nil {
					t.Skipf("the commands use %s: %v", tool, err)
				}
			}
			e := newExample(t, ".")
			if walk.actions && !hasActions(e) {
				t.Skip("the commands invoke actions, which this terraform does not have")
			}
			var options []acctest.Option
			if walk.world != usualWorld {
				options = append(options, worldOf(t, walk.world))
			}
			w := acctest.NewWorld(t, options...)
			e.at(w)

			var commands strings.Builder
			for _, match := range fencedShell.FindAllStringSubmatch(part, -1) {
				if block := match[1]; !strings.Contains(block, "clinksim") && !strings.Contains(block, "kafka-acls") {
					commands.WriteString(block)
				}
			}
			program := os.Getenv("TF_ACC_TERRAFORM_PATH")
			if program == "" {
				program = "terraform"
			}
			script := strings.NewReplacer(
				"make dev.tfrc", "true", "export TF_CLI_CONFIG_FILE=$PWD/dev.tfrc\n", "",
				"cd examples/", "cd ", "terraform ", program+" ", "http://127.0.0.1:8090", w.URL,
			).Replace(commands.String())
			cmd := exec.CommandContext(t.Context(), "bash", "-euc", script)
			cmd.Dir = e.dir
			cmd.Env = slices.Concat(e.env, []string{
				"TF_INPUT=0", "TF_CLI_ARGS=-no-color", "TF_CLI_ARGS_apply=-auto-approve", "TF_CLI_ARGS_destroy=-auto-approve",
			})
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			told := strings.Join(strings.Fields(strings.ReplaceAll(string(out), "│", "")), " ")
			for _, words := range walk.tells {
				if !strings.Contains(told, words) {
					t.Errorf("nothing says %q:\n%s", words, out)
				}
			}
			for path, want := range walk.status {
				if is := status(w, path, "mirror_status"); is != want {
					t.Errorf("%s is %v, want %s", path, is, want)
				}
			}
		})
	}
}

// A page with commands for the simulator is walked through, or named here with the reason.
func TestPages_withCommandsAreWalked(t *testing.T) {
	t.Parallel()
	notWalked := map[string]string{
		"docs/guides/quick-start.md":     "has a test of its own",
		"docs/guides/testing-modules.md": "what it shows is run by tests of their own",
	}
	for _, pattern := range []string{"docs/guides/*.md", "examples/*/README.md", "examples/modules/*/README.md"} {
		pages, err := filepath.Glob(filepath.Join("../..", pattern))
		if err != nil || len(pages) == 0 {
			t.Fatalf("%s: found %v, %v", pattern, pages, err)
		}
		for _, file := range pages {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			page, err := filepath.Rel("../..", file)
			if err != nil {
				t.Fatal(err)
			}
			starts := slices.ContainsFunc(fencedShell.FindAllStringSubmatch(string(content), -1), func(block []string) bool {
				return strings.Contains(block[1], "clinksim")
			})
			if _, walked := walks[filepath.ToSlash(page)]; starts != (walked || notWalked[filepath.ToSlash(page)] != "") {
				t.Errorf("%s starts the simulator: %v, and is walked through: %v", page, starts, walked)
			}
		}
	}
}
