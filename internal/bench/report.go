package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// report is bench.json.
type report struct {
	Machine machine   `json:"machine"`
	Latency seconds   `json:"latency_seconds"`
	Settle  seconds   `json:"settle_seconds"`
	Rounds  []round   `json:"rounds"`
	Targets []verdict `json:"targets"`
}

// machine is what the figures were measured on.
type machine struct {
	Time      time.Time `json:"time"`
	System    string    `json:"system"`
	Processor string    `json:"processor,omitempty"`
	Cores     int       `json:"cores"`
	Load      string    `json:"load,omitempty"` // over the minute before
	Go        string    `json:"go"`
	Terraform string    `json:"terraform"`
}

func (m machine) String() string {
	text := fmt.Sprintf("%s, %d cores", m.System, m.Cores)
	if m.Processor != "" {
		text += " (" + m.Processor + ")"
	}
	if m.Load != "" {
		text += ", load " + m.Load
	}
	return fmt.Sprintf("%s, %s, Terraform %s", text, m.Go, m.Terraform)
}

func newReport(terraformVersion string, o options) *report {
	m := machine{Time: time.Now().UTC(), System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(), Go: runtime.Version(), Terraform: terraformVersion}
	// Both files are Linux's; elsewhere these two things are not told.
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, rest, found := strings.Cut(string(info), "model name\t: "); found {
			m.Processor, _, _ = strings.Cut(rest, "\n")
		}
	}
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.Load, _, _ = strings.Cut(string(load), " ")
	}
	return &report{Machine: m, Latency: seconds(o.latency), Settle: seconds(o.settle)}
}

func (r *report) write(file string) error {
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return err
	}
	return os.WriteFile(file, append(content, '\n'), 0o600)
}

func (r round) String() string {
	text := fmt.Sprintf("%s: %d topics on %d link", r.Resource, r.Topics, r.Links)
	if r.Links > 1 {
		text += "s"
	}
	text += fmt.Sprintf(", parallelism %d", r.Parallelism)
	if r.RateLimit > 0 {
		text += fmt.Sprintf(", %d requests per second", r.RateLimit)
	}
	return text
}

// printRound prints one table, and what was called.
func printRound(out io.Writer, r round) {
	fmt.Fprintf(out, "\n%s\n\n", r)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "step        \tcalls\tper topic\t429\ttime\tfloor\t/ floor\tlimit\t/ limit\tprovider CPU\tterraform CPU\tprovider memory\t")
	for _, s := range r.Steps {
		fmt.Fprintf(table, "%-12s\t%d\t%.2f\t%d\t%s\t%s\t%s\t%s\t%s\t%.0f MB\t\n", s.Name, s.Calls.All, float64(s.Calls.All)/float64(r.Topics), s.Calls.Limited,
			s.Cost.Wall, compared(s.Cost.Wall, s.Floor), compared(s.Cost.Wall, s.Limit), s.Cost.ProviderCPU, s.Cost.TerraformCPU, megabytes(s.Cost.ProviderPeak))
	}
	_ = table.Flush()
	fmt.Fprintln(out)
	for _, s := range r.Steps {
		fmt.Fprintf(out, "  %-12s %s\n", s.Name, s.Calls)
	}
}

// compared is a measure as a table shows it, with how many times as long the time is.
func compared(wall, measure seconds) string {
	if measure == 0 {
		return "\t"
	}
	return fmt.Sprintf("%s\t%.2f", measure, ratio(wall, measure))
}

// printTargets prints what was aimed at and what came of it.
func printTargets(out io.Writer, verdicts []verdict) {
	if len(verdicts) == 0 {
		return
	}
	fmt.Fprintf(out, "\nTargets\n\n")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "resource\tstep\twhat\tat most\tmeasured\t")
	for _, v := range verdicts {
		word := "met"
		if !v.Met {
			word = "NOT met"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%.4g\t%.4g\t%s\n", v.Resource, v.Step, v.What, v.AtMost, v.Measured, word)
	}
	_ = table.Flush()
}

// String is a number of seconds, as a table shows it.
func (s seconds) String() string { return fmt.Sprintf("%.1f s", time.Duration(s).Seconds()) }

// String lists the kinds of calls by name.
func (c calls) String() string {
	parts := make([]string, 0, len(c.ByKind))
	for _, kind := range slices.Sorted(maps.Keys(c.ByKind)) {
		parts = append(parts, fmt.Sprintf("%d× %s", c.ByKind[kind], kind))
	}
	return strings.Join(parts, ", ")
}
