package live

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"

	"github.com/clusterlinking/terraform-provider-clink/test/conformance/spec"
)

// root is the root of the repository, from this package.
const root = "../../.."

// chain is one run of primary → jump → dr on some clusters.
type chain struct {
	t                 *testing.T
	primary, jump, dr Cluster
	recorder          *Recorder
	url               string // of the recorder
	name              string // of both links, and what the topics begin with
	dir               string // where terraform runs
	env               []string
	patience          time.Duration
}

// runChain builds the chain with terraform, looks at it, operates its mirror
// topics and takes it down, and returns what was said.
func runChain(t *testing.T, clusters []Cluster, patience time.Duration) []spec.Exchange {
	t.Helper()
	recorder := NewRecorder(clusters)
	server := httptest.NewServer(recorder)
	t.Cleanup(server.Close)
	c := &chain{
		t: t, primary: clusters[0], jump: clusters[1], dr: clusters[2], recorder: recorder, url: server.URL,
		name: "clink-live-" + strings.ToLower(rand.Text()[:6]), patience: patience,
	}
	t.Cleanup(c.tidy)
	c.prepare()
	c.run()
	traffic, err := recorder.Traffic()
	if err != nil {
		t.Fatal(err)
	}
	return traffic
}

// prepare builds the provider and writes the configuration.
func (c *chain) prepare() {
	c.t.Helper()
	home := c.t.TempDir()
	program := filepath.Join(home, "bin", "terraform-provider-clink")
	build := exec.CommandContext(c.t.Context(), "go", "build", "-buildvcs=false", "-o", program, ".")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		c.t.Fatalf("building the provider: %v\n%s", err, out)
	}
	rc := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"clusterlinking/clink\" = %q\n  }\n  direct {}\n}\n", filepath.Dir(program))
	files := map[string]string{
		filepath.Join(home, "dev.tfrc"):             rc,
		filepath.Join(home, "chain", "main.tf"):     strings.ReplaceAll(chainConfiguration, "ENDPOINT", c.url),
		filepath.Join(home, "chain", "versions.tf"): versions,
	}
	if err := os.CopyFS(filepath.Join(home, "modules"), os.DirFS(filepath.Join(root, "examples", "modules"))); err != nil {
		c.t.Fatal(err)
	}
	c.dir = filepath.Join(home, "chain")
	if err := os.Mkdir(c.dir, 0o755); err != nil {
		c.t.Fatal(err)
	}
	for file, content := range files {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			c.t.Fatal(err)
		}
	}
	c.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_CONFIG_FILE=" + filepath.Join(home, "dev.tfrc"),
		"TF_VAR_name=" + c.name,
	}
	for _, cluster := range []Cluster{c.primary, c.jump, c.dr} {
		public, err := json.Marshal(map[string]string{"id": cluster.ID, "bootstrap": cluster.Bootstrap, "api_key": cluster.APIKey})
		if err != nil {
			c.t.Fatal(err)
		}
		role := strings.ToLower(cluster.Role)
		c.env = append(c.env, "TF_VAR_"+role+"="+string(public), "TF_VAR_"+role+"_secret="+cluster.APISecret)
	}
}

const versions = `terraform {
  required_providers {
    clink = { source = "clusterlinking/clink" }
  }
}
`

const chainConfiguration = `
variable "name" {}
variable "primary" { type = object({ id = string, api_key = string }) }
variable "jump" { type = object({ id = string, bootstrap = string, api_key = string }) }
variable "dr" { type = object({ id = string, api_key = string }) }
variable "primary_secret" {}
variable "jump_secret" {}
variable "dr_secret" {}

provider "clink" {
  kafka_clusters = {
    (var.primary.id) = { rest_endpoint = "ENDPOINT", api_key = var.primary.api_key, api_secret = var.primary_secret }
    (var.jump.id)    = { rest_endpoint = "ENDPOINT", api_key = var.jump.api_key, api_secret = var.jump_secret }
    (var.dr.id)      = { rest_endpoint = "ENDPOINT", api_key = var.dr.api_key, api_secret = var.dr_secret }
  }
}

module "primary_to_jump" {
  source                 = "../modules/source-initiated-link"
  link_name              = "${var.name}-1"
  source_cluster         = var.primary
  source_api_secret      = var.primary_secret
  destination_cluster    = var.jump
  destination_api_secret = var.jump_secret
  config                 = { "topic.config.sync.ms" = "6000" }
}

module "jump_to_dr" {
  source              = "../modules/destination-link"
  link_name           = "${var.name}-2"
  source_cluster      = var.jump
  source_api_secret   = var.jump_secret
  destination_cluster = var.dr
}

module "topics_on_jump" {
  source           = "../modules/mirror-topics"
  kafka_cluster_id = module.primary_to_jump.kafka_cluster_id
  link_name        = module.primary_to_jump.link_name
  topics           = ["${var.name}-a", "${var.name}-b"]
}

module "topics_on_dr" {
  source           = "../modules/mirror-topics"
  kafka_cluster_id = module.jump_to_dr.kafka_cluster_id
  link_name        = module.jump_to_dr.link_name
  topics           = toset(keys(module.topics_on_jump.mirror_topics))
}
`

// terraform runs a command and returns what it printed.
func (c *chain) terraform(ctx context.Context, args ...string) (string, error) {
	program := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if program == "" {
		program = "terraform"
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir, cmd.Env = c.dir, c.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("terraform %s: %w\n%s", strings.Join(args, " "), err, c.recorder.clean(string(out)))
	}
	return string(out), err
}

// must is terraform where failure ends the test.
func (c *chain) must(args ...string) {
	c.t.Helper()
	if _, err := c.terraform(c.t.Context(), args...); err != nil {
		c.t.Fatal(err)
	}
}

// ask sends a request about a cluster.
func (c *chain) ask(ctx context.Context, cluster Cluster, method, path string, body any) (int, string, error) {
	payload := ""
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return 0, "", err
		}
		payload = string(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.url+"/kafka/v3/clusters/"+cluster.ID+"/"+path, strings.NewReader(payload))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.SetBasicAuth(cluster.APIKey, cluster.APISecret)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(answer), err
}

// want is ask where anything but one of the statuses ends the test.
func (c *chain) want(cluster Cluster, method, path string, body any, statuses ...int) string {
	c.t.Helper()
	status, answer, err := c.ask(c.t.Context(), cluster, method, path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	if slices.Contains(statuses, status) {
		return answer
	}
	c.t.Fatalf("%s %s on %s: %d %s", method, path, cluster.Role, status, c.recorder.clean(answer))
	return ""
}

// become waits for the status of a mirror topic.
func (c *chain) become(cluster Cluster, link, topic, status string) {
	c.t.Helper()
	tick := time.NewTicker(c.patience / 100)
	defer tick.Stop()
	for deadline := time.Now().Add(c.patience); ; <-tick.C {
		answer := c.want(cluster, http.MethodGet, "links/"+link+"/mirrors/"+topic+"?include_state_transition_errors=true", nil, http.StatusOK)
		if strings.Contains(answer, `"mirror_status":"`+status+`"`) {
			return
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("%s is not %s after %v: %s", topic, status, c.patience, answer)
		}
	}
}

func (c *chain) run() {
	c.t.Helper()
	a, b, first, second := c.name+"-a", c.name+"-b", c.name+"-1", c.name+"-2"
	for _, topic := range []string{a, b} {
		c.want(c.primary, http.MethodPost, "topics", map[string]any{"topic_name": topic, "partitions_count": 1}, http.StatusCreated)
	}
	c.must("get")
	c.must("apply", "-auto-approve", "-input=false", "-no-color")
	c.must("plan", "-detailed-exitcode", "-input=false", "-no-color")

	for _, one := range []struct {
		cluster Cluster
		link    string
	}{{c.primary, first}, {c.jump, first}, {c.dr, second}} {
		for _, path := range []string{"?include_tasks=true", "/configs", "/configs/link.mode", "/mirrors"} {
			c.want(one.cluster, http.MethodGet, "links/"+one.link+path, nil, http.StatusOK)
		}
	}
	c.want(c.dr, http.MethodPut, "links/"+second+"/configs/topic.config.sync.ms", map[string]any{"value": "7000"}, http.StatusNoContent)
	c.want(c.dr, http.MethodDelete, "links/"+second+"/configs/topic.config.sync.ms", nil, http.StatusNoContent)
	c.want(c.dr, http.MethodGet, "links/"+second+"-none", nil, http.StatusNotFound)
	operate := func(operation, topic, then string) {
		c.want(c.dr, http.MethodPost, "links/"+second+"/mirrors:"+operation, map[string]any{"mirror_topic_names": []string{topic}}, http.StatusOK)
		c.become(c.dr, second, topic, then)
	}
	operate("pause", a, "PAUSED")
	operate("resume", a, "ACTIVE")
	operate("promote", a, "STOPPED")
	operate("failover", b, "STOPPED")
	operate("failover", b, "STOPPED") // refused within the answer
	c.must("destroy", "-auto-approve", "-input=false", "-no-color")
}

// tidy removes what a run that failed has left, and says what it cannot.
func (c *chain) tidy() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.t.Context()), c.patience)
	defer cancel()
	if c.dir != "" && c.t.Failed() {
		if _, err := c.terraform(ctx, "destroy", "-auto-approve", "-input=false", "-no-color"); err != nil {
			c.t.Log(err)
		}
	}
	remove := func(cluster Cluster, path string) {
		status, answer, err := c.ask(ctx, cluster, http.MethodDelete, path, nil)
		if err != nil || status != http.StatusNotFound && (status < 200 || status > 299) {
			c.t.Errorf("%s on %s (%s) may be left: %v %d %s", path, cluster.Role, cluster.ID, err, status, c.recorder.clean(answer))
		}
	}
	remove(c.dr, "links/"+c.name+"-2?force=true")
	remove(c.primary, "links/"+c.name+"-1?force=true")
	remove(c.jump, "links/"+c.name+"-1?force=true")
	for _, topic := range []string{c.name + "-a", c.name + "-b"} {
		for _, cluster := range []Cluster{c.dr, c.jump, c.primary} {
			remove(cluster, "topics/"+topic)
		}
	}
}

// replica is a simulated world with clusters like these, whose credentials are
// the stand-ins.
func replica(clusters []Cluster) simulator.World {
	world := simulator.World{Environments: []simulator.Environment{{ID: "env-live"}}}
	for _, c := range clusters {
		like := simulator.Cluster{ID: c.ID, Kind: "cloud", Type: "dedicated", Bootstrap: c.Bootstrap, APIKeys: map[string]string{c.StandInKey(): c.StandInSecret()}}
		if !strings.HasPrefix(c.ID, "lkc-") {
			like.Kind, like.Type = "platform", ""
		}
		if c.Role != "JUMP" {
			network := "n-" + strings.ToLower(c.Role)
			world.Networks = append(world.Networks, simulator.Network{ID: network, Environment: "env-live", Cloud: "aws", ConnectionType: "PRIVATELINK"})
			like.Network, like.Bootstrap = network, strings.ToLower(c.Role)+".invalid:9092"
		}
		world.Clusters = append(world.Clusters, like)
	}
	return world
}

// judge validates what was recorded and replays it, writes both reports to a
// directory and returns them.
func judge(t *testing.T, clusters []Cluster, traffic []spec.Exchange, dir string) (spec.Report, *Comparison) {
	t.Helper()
	documents, err := spec.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	report, err := documents.Judge(traffic)
	if err != nil {
		t.Fatal(err)
	}
	sim, err := simulator.New(replica(clusters), simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	comparison, err := Replay(t.Context(), documents, clusters, traffic, server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(io.Writer) error{
		"openapi.txt": report.Write, "simulator.txt": comparison.Write,
		"traffic.jsonl": func(w io.Writer) error {
			for _, e := range traffic {
				if err := spec.Write(w, e); err != nil {
					return err
				}
			}
			return nil
		},
	} {
		file, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := write(file); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return report, comparison
}
