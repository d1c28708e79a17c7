package acctest_test

import (
	"context"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// built is the provider as a program, built once for all tests, with the CLI
// configuration that has terraform run it.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "clink-examples-")
	if err != nil {
		return "", err
	}
	ctx := context.Background()
	if out, err := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", filepath.Join(dir, "terraform-provider-clink"), "../..").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	rc := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"clusterlinking/clink\" = %q\n  }\n  direct {}\n}\n", dir)
	return dir, os.WriteFile(filepath.Join(dir, "dev.tfrc"), []byte(rc), 0o600)
})

func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == standInName {
		if err := serveStandIn(); err != nil {
			log.Fatal(err)
		}
		return
	}
	code := m.Run()
	if dir, err := built(); err == nil {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// example is a directory of examples/ in a copy of its own, to run terraform in.
type example struct {
	t   *testing.T
	dir string
	env []string
}

func newExample(t *testing.T, name string, env ...string) *example {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("applies configurations with terraform: set TF_ACC=1")
	}
	provider, err := built()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS("../../examples")); err != nil {
		t.Fatal(err)
	}
	e := &example{t: t, dir: filepath.Join(root, name), env: append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + root, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_CONFIG_FILE=" + filepath.Join(provider, "dev.tfrc"),
	}, env...)}
	return e
}

// write adds a file to the example.
func (e *example) write(name, content string) {
	e.t.Helper()
	if err := os.WriteFile(filepath.Join(e.dir, name), []byte(content), 0o600); err != nil {
		e.t.Fatal(err)
	}
}

// terraform runs a command and returns what it printed.
func (e *example) terraform(args ...string) string {
	e.t.Helper()
	out, failed := e.fails(args...)
	if failed {
		e.t.Fatalf("terraform %s failed:\n%s", strings.Join(args, " "), out)
	}
	return out
}

// minor is the minor version of Terraform 1; of OpenTofu, which has no imports by
// identity, 0.
func (e *example) minor() int {
	e.t.Helper()
	match := regexp.MustCompile(`^Terraform v1\.(\d+)`).FindStringSubmatch(e.terraform("version"))
	if match == nil {
		return 0
	}
	n, err := strconv.Atoi(match[1])
	if err != nil {
		e.t.Fatal(err)
	}
	return n
}

// fails runs a command that may fail, and says whether it did.
func (e *example) fails(args ...string) (string, bool) {
	e.t.Helper()
	program := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if program == "" {
		program = "terraform"
	}
	cmd := exec.CommandContext(e.t.Context(), program, args...)
	cmd.Dir, cmd.Env = e.dir, e.env
	out, err := cmd.CombinedOutput()
	return string(out), err != nil
}

// prove applies the example, plans again without changes, and destroys it.
func (e *example) prove(check func()) {
	e.t.Helper()
	e.terraform("get")
	e.terraform("apply", "-auto-approve", "-input=false", "-no-color")
	if check != nil {
		check()
	}
	// Terraform plans to read the data source of a check again, which is no change.
	if plan := e.terraform("plan", "-input=false", "-no-color"); !strings.Contains(plan, "No changes.") && !strings.Contains(plan, "Plan: 0 to add, 0 to change, 0 to destroy.") {
		e.t.Fatalf("the plan after the apply is not empty:\n%s", plan)
	}
	// The history of mirror topics that the same destroy deletes is no loss to warn of.
	if out := e.terraform("destroy", "-auto-approve", "-input=false", "-no-color"); strings.Contains(out, "Mirror History Will Be Lost") {
		e.t.Errorf("the destroy warns of what it is to remove:\n%s", out)
	}
}

// secrets are the secrets of the default world's keys as variables of the
// examples that use it.
var secrets = []string{
	"TF_VAR_primary_api_secret=PRIMARYSECRET", "TF_VAR_jump_api_secret=JUMPSECRET", "TF_VAR_dr_api_secret=DRSECRET",
	"TF_VAR_east_api_secret=EASTSECRET", "TF_VAR_west_api_secret=WESTSECRET", "TF_VAR_cloud_api_secret=CLOUDSECRET",
}

// at gives an example, whose endpoints are the simulator's usual address, the
// address of this world.
func (e *example) at(w *acctest.World) {
	e.t.Helper()
	moved := 0
	err := filepath.WalkDir(e.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains([]string{".tf", ".tfvars", ".hcl"}, filepath.Ext(path)) {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		moved++
		return os.WriteFile(path, []byte(strings.NewReplacer("http://127.0.0.1:8090", w.URL, "https://127.0.0.1:8090", w.URL).Replace(string(content))), 0o600)
	})
	if err != nil || moved == 0 {
		e.t.Fatalf("no configuration in %s: %v", e.dir, err)
	}
}

func status(w *acctest.World, path, field string) any {
	return w.Get("/kafka/v3/clusters/" + path)[field]
}

func TestAccExample_privatePublicPrivate(t *testing.T) {
	t.Parallel()
	for name, env := range map[string][]string{"as it stands": nil, "with ACLs": {"TF_VAR_sync_acls=true"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			e := newExample(t, "private-public-private", append(env, secrets...)...)
			e.at(w)
			e.prove(func() {
				for _, link := range []string{"lkc-primary/links/primary-to-jump", "lkc-jump/links/primary-to-jump", "lkc-dr/links/jump-to-dr"} {
					if state := status(w, link, "link_state"); state != "ACTIVE" {
						t.Errorf("%s is %v", link, state)
					}
					for _, topic := range []string{"orders", "payments"} {
						if strings.HasPrefix(link, "lkc-primary") {
							continue
						}
						if state := status(w, link+"/mirrors/"+topic, "mirror_status"); state != "ACTIVE" {
							t.Errorf("%s on %s is %v", topic, link, state)
						}
					}
				}
			})
		})
	}
}

// Of the mirror topics on a link that is destroyed, only those are worth a warning
// that the same destroy does not delete.
func TestAccExample_destroyWarnsOfHistoryThatWouldHaveStayed(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	e := newExample(t, "private-public-private", secrets...)
	e.at(w)
	e.terraform("get")
	e.terraform("apply", "-auto-approve", "-input=false", "-no-color")
	w.Do("POST", "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "by-hand"})
	w.Do("POST", "/kafka/v3/clusters/lkc-dr/links/jump-to-dr/mirrors", map[string]any{"source_topic_name": "by-hand"})
	plan := regexp.MustCompile(`\s+`).ReplaceAllString(e.terraform("plan", "-destroy", "-input=false", "-no-color"), " ")
	if strings.Count(plan, "Mirror History Will Be Lost") != 1 || !strings.Contains(plan, `of 1 mirror topic on it: "by-hand"`) {
		t.Errorf("the plan warns:\n%s", plan)
	}
}

func TestAccExample_awsPrivateLink(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	e := newExample(t, "aws-privatelink", secrets...)
	e.at(w)
	e.prove(func() {
		if state := status(w, "lkc-west/links/east-to-west/mirrors/clicks", "mirror_status"); state != "ACTIVE" {
			t.Errorf("clicks is %v", state)
		}
	})
}

func TestAccExample_firstLink(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do("POST", "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "orders"})
	newExample(t, "first-link",
		"KAFKA_ID=lkc-dr", "KAFKA_REST_ENDPOINT="+w.URL, "KAFKA_API_KEY=DRKEY", "KAFKA_API_SECRET=DRSECRET",
		"TF_VAR_destination_cluster_id=lkc-dr", `TF_VAR_source_cluster={ id = "lkc-jump", bootstrap = "pkc-jump:9092", api_key = "JUMPKEY" }`, "TF_VAR_source_api_secret=JUMPSECRET",
	).prove(nil)
}

func TestReadme_showsTheFirstLinkAsItIs(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	main, err := os.ReadFile("../../examples/first-link/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```hcl\n(.*?)```").FindSubmatch(readme)
	if block == nil || !strings.Contains(string(main), string(block[1])) {
		t.Error("the configuration in README.md is not the one of examples/first-link")
	}
}

// documented is the world that the examples of the documentation's pages are
// written for.
func documented(world *simulator.World, _ *simulator.Options) {
	cluster := func(id, bootstrap, key, network string, topics ...string) simulator.Cluster {
		c := simulator.Cluster{ID: id, Kind: "cloud", Bootstrap: bootstrap, Network: network, APIKeys: map[string]string{key + "KEY": key + "SECRET"}}
		for _, topic := range topics {
			c.Topics = append(c.Topics, simulator.Topic{Name: topic, Partitions: 1})
		}
		return c
	}
	world.Environments = append(world.Environments, simulator.Environment{ID: "env-east1"}, simulator.Environment{ID: "env-west1"})
	world.Networks = append(world.Networks,
		simulator.Network{ID: "n-east01", Environment: "env-east1", Cloud: "aws", ConnectionType: "PRIVATELINK"},
		simulator.Network{ID: "n-west01", Environment: "env-west1", Cloud: "aws", ConnectionType: "PRIVATELINK"})
	world.Clusters = []simulator.Cluster{
		cluster("lkc-west", "pkc-11111.us-west-2.aws.confluent.cloud:9092", "WEST", "", "orders", "payments", "refunds", "shipments", "returns", "carriers"),
		cluster("lkc-east", "pkc-22222.us-east-1.aws.confluent.cloud:9092", "EAST", ""),
		cluster("lkc-private", "lkc-private.internal:9092", "PRIVATE", "n-east01", "invoices"),
		cluster("lkc-in-west01", "lkc-in-west01.internal:9092", "INSIDE", "n-west01"),
	}
}

// providerOfPages is a provider block for the world that the pages are written for.
func providerOfPages(w *acctest.World) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    clink = { source = "clusterlinking/clink" }
  }
}

provider "clink" {
  kafka_clusters = {
    "lkc-west"    = { rest_endpoint = %[1]q, api_key = "WESTKEY", api_secret = var.west_api_secret }
    "lkc-east"    = { rest_endpoint = %[1]q, api_key = "EASTKEY", api_secret = var.east_api_secret }
    "lkc-private" = { rest_endpoint = %[1]q, api_key = "PRIVATEKEY", api_secret = var.private_api_secret }
  }
  cloud = { endpoint = %[1]q, api_key = "CLOUDKEY", api_secret = "CLOUDSECRET" }
}
`, w.URL)
}

func TestAccExample_ofEveryPage(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, documented)
	e := newExample(t, ".", append([]string{"TF_VAR_private_api_secret=PRIVATESECRET"}, secrets...)...)
	e.write("provider.tf", providerOfPages(w))
	pages, err := filepath.Glob(filepath.Join(e.dir, "resources", "*", "resource.tf"))
	sources, sourcesErr := filepath.Glob(filepath.Join(e.dir, "data-sources", "*", "data-source.tf"))
	if err != nil || sourcesErr != nil || len(pages) != 5 || len(sources) != 11 {
		t.Fatalf("found the examples %v and %v, %v %v", pages, sources, err, sourcesErr)
	}
	for _, page := range append(pages, sources...) {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		e.write(filepath.Base(filepath.Dir(page))+"-"+strings.TrimSuffix(filepath.Base(page), ".tf")+".tf", string(content))
	}
	e.prove(func() {
		e.importAgain(w, "import-by-string-id.tf")
		if e.minor() >= 12 {
			e.importAgain(w, "import-by-identity.tf")
		}
	})
}

// A function's example is a configuration of its own.
func TestAccExample_ofEveryFunction(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../../examples/functions/*/function.tf")
	if err != nil || len(pages) != 3 {
		t.Fatalf("found the examples %v, %v", pages, err)
	}
	for _, page := range pages {
		name := filepath.Base(filepath.Dir(page))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t, documented)
			e := newExample(t, filepath.Join("functions", name), secrets...)
			e.write("provider.tf", fmt.Sprintf(`
terraform {
  required_providers {
    clink = { source = "clusterlinking/clink" }
  }
}

provider "clink" {
  kafka_clusters = {
    "lkc-east" = { rest_endpoint = %q, api_key = "EASTKEY", api_secret = "EASTSECRET" }
  }
}
`, w.URL))
			e.prove(func() {
				state, err := os.ReadFile(filepath.Join(e.dir, "terraform.tfstate"))
				if err != nil || strings.Contains(string(state), "WESTSECRET") {
					t.Errorf("a secret is in state, or there is none: %v", err)
				}
			})
		})
	}
}
