package live

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// outVariable names the directory for the record and the reports.
const outVariable = "CLINK_LIVE_OUT"

// TestLive changes real clusters. make testlive runs it.
func TestLive(t *testing.T) {
	t.Parallel()
	dir := os.Getenv(outVariable)
	if dir == "" || os.Getenv(confirmVariable) == "" {
		t.Skip("changes real clusters: make testlive")
	}
	clusters, err := Clusters(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	traffic := runChain(t, clusters, 10*time.Minute)
	report, comparison := judge(t, clusters, traffic, dir)
	for _, f := range report.Findings {
		t.Errorf("%d exchanges differ from the OpenAPI file, and no exception says so:\n%s\nsuch as %s", f.Count, f.Difference, f.Example)
	}
	t.Logf("%d exchanges; the simulator differs in %d places:\n%s", len(traffic), len(comparison.Differences()), strings.Join(comparison.Differences(), "\n"))
}

// clinksim starts the simulator as a program and returns its address.
func clinksim(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "clinksim")
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", program, "./internal/simulator/clinksim")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building clinksim: %v\n%s", err, out)
	}
	// Not with the test's context, which ends before the chain is tidied up.
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), program, "-listen", "127.0.0.1:0", "-settle", "0")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	_, address, found := strings.Cut(strings.TrimSpace(line), "listening on ")
	if err != nil || !found {
		t.Fatalf("clinksim printed %q, %v", line, err)
	}
	return address
}

func TestLive_againstTheSimulator(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("applies a configuration with terraform: set TF_ACC=1")
	}
	address := clinksim(t)
	environment := map[string]string{confirmVariable: confirmation, prefix + "JUMP_BOOTSTRAP": "pkc-jump:9092"}
	for _, role := range []string{"PRIMARY", "JUMP", "DR"} {
		environment[prefix+role+"_ID"] = "lkc-" + strings.ToLower(role)
		environment[prefix+role+"_REST_ENDPOINT"] = address
		environment[prefix+role+"_API_KEY"] = role + "KEY"
		environment[prefix+role+"_API_SECRET"] = role + "SECRET"
	}
	clusters, err := Clusters(func(name string) string { return environment[name] })
	if err != nil {
		t.Fatal(err)
	}
	traffic := runChain(t, clusters, time.Minute)
	dir := t.TempDir()
	report, comparison := judge(t, clusters, traffic, dir)
	for _, f := range report.Findings {
		t.Errorf("%d exchanges differ: %s", f.Count, f)
	}
	if comparison.Replayed != len(traffic) || comparison.Replayed < 40 {
		t.Errorf("%d of %d exchanges were replayed", comparison.Replayed, len(traffic))
	}
	// The simulator answers as the simulator.
	for _, line := range comparison.Differences() {
		t.Error(line)
	}
	record, err := os.ReadFile(filepath.Join(dir, "traffic.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range clusters {
		for _, secret := range []string{c.APIKey, c.APISecret} {
			if strings.Contains(string(record), secret) {
				t.Errorf("%s stands in the record", secret)
			}
		}
	}
	if !strings.Contains(string(record), "JUMP-SECRET") {
		t.Error("the record holds no link's login, so its secret was not put to the test")
	}
}

func TestClusters_refuses(t *testing.T) {
	t.Parallel()
	if _, err := Clusters(func(string) string { return "" }); err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), confirmation) {
		t.Errorf("without confirmation: %v", err)
	}
	confirmed := func(name string) string {
		switch name {
		case confirmVariable:
			return confirmation
		case prefix + "DR_ID":
			return ""
		case prefix + "PRIMARY_REST_ENDPOINT", prefix + "JUMP_REST_ENDPOINT", prefix + "DR_REST_ENDPOINT":
			return "https://pkc.example"
		}
		return "x"
	}
	if _, err := Clusters(confirmed); err == nil || !strings.HasSuffix(err.Error(), "not set: "+prefix+"DR_ID") {
		t.Errorf("without an id: %v", err)
	}
}
