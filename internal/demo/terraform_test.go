package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestNarrate_tellsWhatHappened(t *testing.T) {
	t.Parallel()

	const events = `{"@level":"info","@message":"Terraform 1.11.4","@timestamp":"2026-01-02T03:04:05.000000Z","type":"version"}
{"@level":"info","@message":"a.b: Plan to create","@timestamp":"2026-01-02T03:04:05.000000Z","change":{"resource":{"addr":"a.b"},"action":"create"},"type":"planned_change"}
{"@level":"info","@message":"a.c: Plan to update","@timestamp":"2026-01-02T03:04:05.000000Z","change":{"resource":{"addr":"a.c"},"action":"update"},"type":"planned_change"}
{"@level":"info","@message":"a.b: Creating...","@timestamp":"2026-01-02T03:04:06.000000+00:00","hook":{"resource":{"addr":"a.b"},"action":"create"},"type":"apply_start"}
{"@level":"info","@message":"data.d: Reading...","@timestamp":"2026-01-02T03:04:06.000000+00:00","hook":{"resource":{"addr":"data.d"},"action":"read"},"type":"apply_start"}
{"@level":"info","@message":"data.d: Read complete","@timestamp":"2026-01-02T03:04:06.100000+00:00","hook":{"resource":{"addr":"data.d"},"action":"read"},"type":"apply_complete"}
{"@level":"info","@message":"a.b: Creation complete","@timestamp":"2026-01-02T03:04:07.300000+00:00","hook":{"resource":{"addr":"a.b"},"action":"create","id_key":"id","id_value":"x","elapsed_seconds":1},"type":"apply_complete"}
{"@level":"error","@message":"Error: Unable to Create Cluster Link","@timestamp":"2026-01-02T03:04:07.350000Z","diagnostic":{"severity":"error","summary":"Unable to Create Cluster Link","detail":"It is gone.\nTry again.","address":"a.d"},"type":"diagnostic"}
{"@level":"info","@message":"Apply complete! Resources: 1 added, 0 changed, 0 destroyed.","@timestamp":"2026-01-02T03:04:07.400000Z","changes":{"add":1,"operation":"apply"},"type":"change_summary"}
panic: this is no JSON
`
	const want = `  to update  a.c
  created    a.b                                                                        1.3 s
  error: Unable to Create Cluster Link (a.d)
    It is gone.
    Try again.
  Apply complete! Resources: 1 added, 0 changed, 0 destroyed.
  panic: this is no JSON
`
	var out strings.Builder
	if err := narrate(&out, strings.NewReader(events)); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}

func TestOwnEnvironment_leavesOutWhatIsForRealClusters(t *testing.T) {
	t.Parallel()

	got := ownEnvironment([]string{"PATH=/bin", "TF_CLI_ARGS=-x", "TF_LOG=trace", "KAFKA_API_SECRET=s", "CONFLUENT_CLOUD_API_KEY=k", "CLINK_ON_UNREACHABLE=keep", "HOME=/home"})
	want := []string{"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "PATH=/bin", "HOME=/home"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The check that make runs before it builds anything.
func TestNeedTerraform_saysInOneLineWhatIsWrong(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		prints string // of `terraform version -json`; empty: there is no terraform
		want   string
		fails  bool
	}{
		"none":      {want: "terraform not found: install Terraform or OpenTofu, 1.11 or newer, and put it on PATH", fails: true},
		"too old":   {prints: `{"terraform_version": "1.10.5"}`, want: "is version 1.10.5: Terraform or OpenTofu 1.11 or newer is needed", fails: true},
		"far older": {prints: `{"terraform_version": "0.15.0"}`, want: "is version 0.15.0: Terraform or OpenTofu 1.11 or newer is needed", fails: true},
		"no idea":   {prints: `hello`, want: "does not tell its version: is it Terraform or OpenTofu, 1.11 or newer?", fails: true},
		"oldest":    {prints: `{"terraform_version": "1.11.0"}`, want: "terraform"},
		"spread out": {prints: `{
  "terraform_version": "1.14.0-beta1",
  "platform": "linux_amd64"
}`, want: "terraform"},
		"next": {prints: `{"terraform_version": "2.0.0"}`, want: "terraform"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			dir := t.TempDir()
			if test.prints != "" {
				script := "#!/bin/sh\ncat <<'EOF'\n" + test.prints + "\nEOF\n"
				if err := os.WriteFile(filepath.Join(dir, "terraform"), []byte(script), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			for _, tool := range []string{"cat", "sed"} {
				path, err := exec.LookPath(tool)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.Symlink(path, filepath.Join(dir, tool)); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.CommandContext(t.Context(), "/bin/sh", "../../tools/need-terraform.sh", "terraform")
			cmd.Env = []string{"PATH=" + dir}
			out, err := cmd.CombinedOutput()
			if (err != nil) != test.fails {
				t.Errorf("it ended with %v", err)
			}
			line := strings.TrimSuffix(string(out), "\n")
			if strings.Contains(line, "\n") || !strings.HasSuffix(line, test.want) {
				t.Errorf("got %q, want one line that ends in %q", out, test.want)
			}
		})
	}
}
