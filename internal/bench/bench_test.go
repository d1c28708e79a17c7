package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// Terraform starts the test in the place of the providers, as it starts the bench.
func TestMain(m *testing.M) {
	if acted, err := actAsProvider(context.Background(), os.Args); acted {
		if err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// The whole programme, in small: each resource type, ten topics on five links.
func TestAccBench_measuresEveryStep(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "bench.json")
	var table, progress strings.Builder
	args := []string{"-terraform", terraformPath(t), "-sizes", "10", "-rounds", roundLinks, "-latency", "0s", "-settle", "20ms", "-out", out}
	if err := run(t.Context(), args, &table, &progress); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var written struct {
		Rounds []struct {
			Resource string
			Topics   int
			Links    int
			Steps    []struct {
				Step  string
				Calls struct {
					All    int
					ByKind map[string]int `json:"by_kind"`
				}
				Cost struct {
					Wall      float64 `json:"wall_seconds"`
					Terraform float64 `json:"terraform_cpu_seconds"`
					Provider  float64 `json:"provider_cpu_seconds"`
					Peak      int64   `json:"provider_peak_bytes"`
					Log       int64   `json:"provider_log_bytes"`
				}
				Floor float64 `json:"floor_seconds"`
			}
		}
	}
	if err := json.Unmarshal(content, &written); err != nil {
		t.Fatal(err)
	}
	if len(written.Rounds) != len(resourceTypes) {
		t.Fatalf("%d rounds, for %d resource types", len(written.Rounds), len(resourceTypes))
	}
	for i, r := range written.Rounds {
		if r.Resource != resourceTypes[i] || r.Topics != 10 || r.Links != 5 || len(r.Steps) != len(commands) {
			t.Errorf("round %d is %s with %d topics on %d links and %d steps", i, r.Resource, r.Topics, r.Links, len(r.Steps))
		}
		for j, s := range r.Steps {
			if s.Step != commands[j].name || !strings.Contains(table.String(), s.Step) {
				t.Errorf("%s: step %q is not %q, or not in the table", r.Resource, s.Step, commands[j].name)
			}
			if s.Cost.Wall <= 0 || s.Floor <= 0 || s.Cost.Terraform <= 0 || s.Cost.Provider <= 0 {
				t.Errorf("%s: %s cost %+v, and the floor %v", r.Resource, s.Step, s.Cost, s.Floor)
			}
			// No provider is smaller; Windows does not tell.
			if runtime.GOOS != "windows" && (s.Cost.Peak < 10<<20 || s.Cost.Peak > 1<<30) {
				t.Errorf("%s: %s took %d bytes", r.Resource, s.Step, s.Cost.Peak)
			}
			// A line for each process is the plugin library's.
			if s.Cost.Log > 4<<10 {
				t.Errorf("%s: %s wrote %d bytes of a log that nobody asked for", r.Resource, s.Step, s.Cost.Log)
			}
			sum := 0
			for _, n := range s.Calls.ByKind {
				sum += n
			}
			if sum != s.Calls.All || sum == 0 {
				t.Errorf("%s: %s made %d calls, by kind %v", r.Resource, s.Step, s.Calls.All, s.Calls.ByKind)
			}
		}
		if made := r.Steps[0].Calls.ByKind["POST /links/{link_name}/mirrors"]; made != 10 {
			t.Errorf("%s: the apply created %d mirror topics", r.Resource, made)
		}
		if gone := r.Steps[len(r.Steps)-1].Calls.ByKind["DELETE /topics/{topic_name}"]; gone != 10 {
			t.Errorf("%s: the destroy deleted %d topics", r.Resource, gone)
		}
	}
}

// A provider that fails ends the run with terraform's words.
func TestAccBench_tellsWhyAStepFails(t *testing.T) {
	t.Parallel()
	args := []string{
		"-terraform", terraformPath(t), "-provider", filepath.Join(t.TempDir(), "missing"), "-sizes", "1", "-rounds", roundSizes,
		"-out", filepath.Join(t.TempDir(), "bench.json"),
	}
	err := run(t.Context(), args, &strings.Builder{}, &strings.Builder{})
	if err == nil {
		t.Fatal("a provider that does not exist was measured")
	}
	for _, part := range []string{"clink_mirror_topic: 1 topics", "terraform apply", "Error"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q:\n%v", part, err)
		}
	}
}

func terraformPath(t *testing.T) string {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("runs terraform: set TF_ACC=1")
	}
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	return "terraform"
}

// What a step leaves is looked at: one that did not do its work is not measured.
func TestWorld_awaitSaysWhatThereIs(t *testing.T) {
	t.Parallel()
	w, err := newWorld(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	if err := w.begin(t.Context(), round{Topics: 6, Links: 3}, true); err != nil {
		t.Fatal(err)
	}
	if err := w.await(t.Context(), map[string]int{"ACTIVE": 6}); err != nil {
		t.Error(err)
	}
	if made, err := w.takeCalls(t.Context()); err != nil || made.All != 0 {
		t.Errorf("the preparations count: %v, %v", made, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := w.await(ctx, map[string]int{"PAUSED": 6}); err == nil || !strings.Contains(err.Error(), "map[PAUSED:6]") {
		t.Errorf("topics that nobody paused: %v", err)
	}
}

func TestSchedule_roundsFollowTheFlags(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		want []string
	}{
		"all": {nil, []string{
			"10 topics on 1 link, parallelism 10", "100 topics on 1 link, parallelism 10", "1000 topics on 1 link, parallelism 10",
			"1000 topics on 5 links, parallelism 10", "1000 topics on 1 link, parallelism 10, 20 requests per second",
			"1000 topics on 1 link, parallelism 200, 20 requests per second", "5000 topics on 1 link, parallelism 10",
		}},
		"small": {[]string{"-sizes", "3"}, []string{
			"3 topics on 1 link, parallelism 10", "3 topics on 3 links, parallelism 10",
			"3 topics on 1 link, parallelism 10, 20 requests per second", "3 topics on 1 link, parallelism 200, 20 requests per second",
		}},
		"some": {[]string{"-sizes", "100 10", "-rounds", "sizes"}, []string{"10 topics on 1 link, parallelism 10", "100 topics on 1 link, parallelism 10"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, err := parse(append(test.args, "-resources", singleType), &strings.Builder{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range (&bench{options: o}).schedule() {
				got = append(got, strings.TrimPrefix(r.String(), singleType+": "))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestParse_namesTheFlag(t *testing.T) {
	t.Parallel()
	for flag, args := range map[string][]string{
		"-sizes":     {"-sizes", "many"},
		"-resources": {"-resources", "clink_cluster_link"},
		"-rounds":    {"-rounds", "fast"},
		"-steps":     {"-steps", "promote"},
		`"more"`:     {"more"},
		"-sizes and": {"-sizes", ","},
	} {
		if _, err := parse(args, &strings.Builder{}); err == nil || !strings.Contains(err.Error(), flag) {
			t.Errorf("%v: %v", args, err)
		}
	}
}
