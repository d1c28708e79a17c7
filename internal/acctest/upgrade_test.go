package acctest_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// writeState is the environment variable that names the release whose state is to be
// written to testdata/state. CONTRIBUTING.md says when.
const writeState = "CLINK_WRITE_STATE"

// storedState is what a test needs of a state file.
type storedState struct {
	Resources []struct {
		Mode      string
		Type      string
		Name      string
		Instances []struct {
			SchemaVersion int64 `json:"schema_version"`
			IndexKey      any   `json:"index_key"`
			Attributes    map[string]any
			Private       string
		}
	}
}

func decodeState(t *testing.T, text string) (all storedState) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// ofRelease is an example whose configuration is that of a release's fixture.
func ofRelease(t *testing.T, w *acctest.World, release string) *example {
	t.Helper()
	e := newExample(t, ".", secrets...)
	e.dir = t.TempDir()
	content, err := os.ReadFile(filepath.Join("testdata/state", release, "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	e.write("main.tf", string(content))
	e.at(w)
	return e
}

// State that earlier releases have written plans empty with this build, and can be
// destroyed by it. What is in the state besides ids is as the release wrote it.
func TestAccUpgrade_statesOfEarlierReleases(t *testing.T) {
	t.Parallel()
	releases, err := filepath.Glob("testdata/state/*/state.json")
	if err != nil || len(releases) == 0 && os.Getenv(writeState) == "" {
		t.Fatalf("no states: %v", err)
	}
	for _, file := range releases {
		release := filepath.Base(filepath.Dir(file))
		t.Run(release, func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w := acctest.NewWorld(t)
			now := ofRelease(t, w, release)
			now.terraform("apply", "-auto-approve", "-input=false", "-no-color") // makes the objects
			made := now.state()

			then := ofRelease(t, w, release)
			then.write("terraform.tfstate", withIDs(t, strings.ReplaceAll(string(content), "http://127.0.0.1:8090", w.URL), made))
			w.ForgetRequests()
			if plan := then.terraform("plan", "-input=false", "-no-color"); !strings.Contains(plan, "No changes.") {
				t.Fatalf("the state of %s plans a change:\n%s", release, plan)
			}
			then.changedNothing(w)
			then.terraform("destroy", "-auto-approve", "-input=false", "-no-color")
			if left := w.Get("/kafka/v3/clusters/lkc-dr/links")["data"].([]any); len(left) > 0 {
				t.Errorf("the destroy has left %v", left)
			}
		})
	}
}

// withIDs is a state with the ids that servers gave the same objects this time.
func withIDs(t *testing.T, state, made string) string {
	t.Helper()
	from := map[string]string{}
	for _, r := range decodeState(t, made).Resources {
		for _, i := range r.Instances {
			for _, name := range []string{"cluster_link_id", "id", "resource_name", "expires_at"} {
				if value, ok := i.Attributes[name].(string); ok {
					from[fmt.Sprint(r.Type, r.Name, i.IndexKey, name)] = value
				}
			}
		}
	}
	for _, r := range decodeState(t, state).Resources {
		for _, i := range r.Instances {
			for _, name := range []string{"cluster_link_id", "id", "resource_name", "expires_at"} {
				if value, ok := i.Attributes[name].(string); ok && value != "" {
					state = strings.ReplaceAll(state, fmt.Sprintf("%q", value), fmt.Sprintf("%q", from[fmt.Sprint(r.Type, r.Name, i.IndexKey, name)]))
				}
			}
		}
	}
	return state
}

// The newest state has every resource of this build, in the schema version of this
// build: a new version needs a new state, and an upgrader for the older ones.
func TestUpgrade_newestStateIsWhole(t *testing.T) {
	t.Parallel()
	if os.Getenv(writeState) != "" {
		t.Skip("a state is being written")
	}
	releases, err := filepath.Glob("testdata/state/*/state.json")
	if err != nil || len(releases) == 0 {
		t.Fatalf("no states: %v", err)
	}
	slices.SortFunc(releases, byRelease)
	newest := releases[len(releases)-1]
	content, err := os.ReadFile(newest)
	if err != nil {
		t.Fatal(err)
	}
	server, err := acctest.Factories()["clink"]()
	if err != nil {
		t.Fatal(err)
	}
	there, private := map[string]bool{}, false
	schemas := acctest.ProtocolOf(t, server).Schema().ResourceSchemas
	for _, r := range decodeState(t, string(content)).Resources {
		there[r.Type] = true
		for _, i := range r.Instances {
			private = private || i.Private != ""
			if schema := schemas[r.Type]; schema == nil || schema.Version != i.SchemaVersion {
				t.Errorf("%s has %s.%s in schema version %d; this build has %v", newest, r.Type, r.Name, i.SchemaVersion, schema)
			}
		}
	}
	for name := range schemas {
		if !there[name] {
			t.Errorf("%s has no %s", newest, name)
		}
	}
	if !private {
		t.Errorf("%s has no private state", newest)
	}
}

// byRelease sorts files by the numbers of the releases that they are of.
func byRelease(a, b string) int {
	numbers := func(file string) (n [3]int) {
		_, _ = fmt.Sscanf(filepath.Base(filepath.Dir(file)), "%d.%d.%d", &n[0], &n[1], &n[2])
		return n
	}
	x, y := numbers(a), numbers(b)
	return slices.Compare(x[:], y[:])
}

// What a release has written never changes.
func TestUpgrade_statesAreAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	if os.Getenv(writeState) != "" {
		t.Skip("a state is being written")
	}
	sums, err := os.ReadFile("testdata/state/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	if now := stateSums(t); now != string(sums) {
		t.Errorf("a state of a release has changed: restore it. A change of the schema needs an upgrader, and a state of the next release beside this one.\ngot\n%swant\n%s", now, sums)
	}
}

// stateSums are the sums of all files that releases have written.
func stateSums(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("testdata/state/*/*")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	var sums strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(content), strings.TrimPrefix(filepath.ToSlash(file), "testdata/state/"))
	}
	return sums.String()
}

// Writes the state of a release, from the main.tf beside it. Not a test: it runs when
// it is asked to, and alone: the others read what it writes.
func TestAccUpgrade_writeState(t *testing.T) {
	release := os.Getenv(writeState)
	if release == "" {
		t.Skip("writes testdata/state/<release> when " + writeState + " names the release")
	}
	dir := filepath.Join("testdata/state", release)
	if _, err := os.Stat(filepath.Join(dir, "state.json")); err == nil {
		t.Fatalf("%s has a state already, and what a release has written never changes", dir)
	}
	w := acctest.NewWorld(t)
	e := ofRelease(t, w, release)
	e.terraform("apply", "-auto-approve", "-input=false", "-no-color")
	written := strings.ReplaceAll(e.state(), w.URL, "http://127.0.0.1:8090")
	if err := os.WriteFile(filepath.Join(dir, "state.json"), []byte(written), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("testdata/state/SHA256SUMS", []byte(stateSums(t)), 0o600); err != nil {
		t.Fatal(err)
	}
}
