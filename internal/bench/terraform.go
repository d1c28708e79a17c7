package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const module = "github.com/clusterlinking/terraform-provider-clink"

// terraform runs commands in one directory and measures them.
type terraform struct {
	path     string
	dir      string // holds the configuration and the state
	rc       string // CLI configuration that leads to this program as all providers
	provider string // the program that is measured
}

// cost is what one command took.
type cost struct {
	Wall         seconds `json:"wall_seconds"`
	TerraformCPU seconds `json:"terraform_cpu_seconds"`
	ProviderCPU  seconds `json:"provider_cpu_seconds"`
	ProviderPeak int64   `json:"provider_peak_bytes"`
	ProviderLog  int64   `json:"provider_log_bytes"`
}

// seconds is a duration that is written as a number of seconds.
type seconds time.Duration

// MarshalJSON writes a number to the millisecond.
func (s seconds) MarshalJSON() ([]byte, error) {
	return json.Marshal(float64(time.Duration(s).Milliseconds()) / 1000)
}

// run runs and measures a command.
func (t *terraform) run(ctx context.Context, args ...string) (cost, error) {
	usageFile := filepath.Join(t.dir, "usage")
	if err := os.RemoveAll(usageFile); err != nil {
		return cost{}, err
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, t.path, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = t.dir, &out, &out
	cmd.Env = append(ownEnvironment(os.Environ()),
		"TF_CLI_CONFIG_FILE="+t.rc, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", envProvider+"="+t.provider, envUsage+"="+usageFile)
	detach(cmd)
	// Interrupted once, terraform ends in good order and its providers with it.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return cost{}, fmt.Errorf("terraform %s: %w\n%s", strings.Join(args, " "), err, tail(out.String()))
	}
	wall := time.Since(begin)
	used, err := collect(usageFile)
	if err != nil {
		return cost{}, err
	}
	// What terraform waited for counts as its own: take the providers off again.
	all := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return cost{Wall: seconds(wall), TerraformCPU: seconds(all - used.CPU), ProviderCPU: seconds(used.CPU), ProviderPeak: used.Peak, ProviderLog: used.Log}, nil
}

// tail is the end of what a command printed: what went wrong, and not a thousand
// lines of progress.
func tail(text string) string { return text[max(0, len(text)-4000):] }

// ownEnvironment leaves out what the user has exported for terraform and for real clusters.
func ownEnvironment(environ []string) []string {
	return slices.DeleteFunc(environ, func(entry string) bool {
		return slices.ContainsFunc([]string{"TF_", "CHECKPOINT_", "CLINK_", "CONFLUENT_CLOUD_", "KAFKA_"}, func(prefix string) bool {
			return strings.HasPrefix(entry, prefix)
		})
	})
}

// version is that of the program.
func (t *terraform) version(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, t.path, "version", "-json")
	cmd.Env = append(ownEnvironment(os.Environ()), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+t.rc)
	raw, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s version: %w", t.path, err)
	}
	var v struct {
		Version string `json:"terraform_version"`
	}
	return v.Version, json.Unmarshal(raw, &v)
}

// install puts this program in the place of the providers.
func (t *terraform) install(work string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, name := range []string{"clink", "floor"} {
		if err := os.Symlink(self, filepath.Join(work, programPrefix+name)); err != nil {
			return err
		}
	}
	t.rc = filepath.Join(work, "terraformrc")
	rc := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"clusterlinking/clink\" = %q\n    \"clusterlinking/floor\" = %q\n  }\n  direct {}\n}\n", work, work)
	return os.WriteFile(t.rc, []byte(rc), 0o600)
}

// build makes the provider of the checkout that the bench was started in.
func (t *terraform) build(ctx context.Context, work string) error {
	t.provider = filepath.Join(work, "clink")
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-trimpath", "-o", t.provider, module)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the provider: %w\n%s", err, out)
	}
	return nil
}

// configure writes the configuration of a round into a directory: resources of one
// type, floor_empty included.
func configure(dir, resourceType, url string, r round) error {
	topics := make(map[string]string, r.Topics)
	for n := range r.Topics {
		topics[topicName(n%r.Links, n)] = linkName(n % r.Links)
	}
	// Written out, as users do: range() ends at 1,024.
	values, err := json.Marshal(map[string]any{"topics": topics})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "terraform.tfvars.json"), values, 0o600); err != nil {
		return err
	}
	name, _, _ := strings.Cut(resourceType, "_")
	provider := ""
	if name == "clink" {
		provider = fmt.Sprintf(clinkProvider, destinationID, url, apiKey, apiSecret)
	}
	main := fmt.Sprintf(preamble, name) + provider + fmt.Sprintf(resourceBlocks[resourceType], destinationID)
	return os.WriteFile(filepath.Join(dir, "main.tf"), []byte(main), 0o600)
}

const preamble = `terraform {
  required_providers {
    %[1]s = { source = "clusterlinking/%[1]s" }
  }
}

variable "topics" { type = map(string) } # link by topic
variable "status" { default = "ACTIVE" }

`

const clinkProvider = `provider "clink" {
  kafka_clusters = {
    %q = { rest_endpoint = %q, api_key = %q, api_secret = %q }
  }
}

`

var resourceBlocks = map[string]string{
	floorType: `resource "floor_empty" "this" {
  for_each   = var.topics
  name       = each.key
  cluster_id = %q
  link_name  = each.value
  status     = var.status
}
`,
	singleType: `resource "clink_mirror_topic" "this" {
  for_each          = var.topics
  kafka_cluster_id  = %q
  link_name         = each.value
  source_topic_name = each.key
  status            = var.status
}
`,
	setType: `resource "clink_mirror_topics" "this" {
  for_each           = toset(values(var.topics))
  kafka_cluster_id   = %q
  link_name          = each.key
  source_topic_names = [for topic, link in var.topics : topic if link == each.key]
  status             = var.status
}
`,
}
