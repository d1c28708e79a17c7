package live

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/test/conformance/spec"
)

// Comparison shows where a simulator answered recorded requests differently.
type Comparison struct {
	Unanswered int // recorded requests without an answer, which are not replayed
	Replayed   int
	operations map[string]*operation
}

// operation gathers the answers to one operation. Answers are compared as sets, not
// one by one: a real cluster takes its time, and is asked more often until
// something has happened.
type operation struct {
	statuses map[[2]int]int // how often one status met another
	examples map[[2]int]string
	live     map[string]answers // by class: success or error
	ours     map[string]answers
}

func (c *Comparison) add(name string, e spec.Exchange, status int, answer string) {
	c.Replayed++
	o := c.operations[name]
	if o == nil {
		o = &operation{map[[2]int]int{}, map[[2]int]string{}, map[string]answers{}, map[string]answers{}}
		c.operations[name] = o
	}
	pair := [2]int{e.Status, status}
	if o.statuses[pair]++; o.examples[pair] == "" {
		o.examples[pair] = e.Method + " " + e.URL
	}
	gather(o.live, e.Status, e.Answer)
	gather(o.ours, status, answer)
}

func gather(sets map[string]answers, status int, body string) {
	class := "success"
	if status >= 300 {
		class = "error"
	}
	if _, known := sets[class]; !known {
		sets[class] = newAnswers()
	}
	sets[class].add(body)
}

// Differences are lines for a reader: statuses, fields, enumerated values and
// settings that one side has and the other has not.
func (c *Comparison) Differences() []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(c.operations)) {
		o := c.operations[name]
		for _, pair := range slices.SortedFunc(maps.Keys(o.statuses), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
			if pair[0] != pair[1] {
				lines = append(lines, fmt.Sprintf("%s: status %d live, %d simulated, %d times, such as %s", name, pair[0], pair[1], o.statuses[pair], o.examples[pair]))
			}
		}
		for _, class := range []string{"success", "error"} {
			live, both := o.live[class]
			ours, too := o.ours[class]
			if both && too {
				lines = append(lines, compare(name+" ("+class+")", live, ours)...)
			}
		}
	}
	return lines
}

func compare(name string, live, ours answers) []string {
	var lines []string
	only := func(what string, a, b map[string]bool) {
		for _, one := range slices.Sorted(maps.Keys(a)) {
			if !b[one] {
				lines = append(lines, fmt.Sprintf("%s: %s %s", name, what, one))
			}
		}
	}
	only("only live has the field", live.fields, ours.fields)
	only("only the simulator has the field", ours.fields, live.fields)
	for _, field := range slices.Sorted(maps.Keys(live.words)) {
		only("only live has the value at "+field+":", live.words[field], ours.words[field])
	}
	for _, field := range slices.Sorted(maps.Keys(ours.words)) {
		only("only the simulator has the value at "+field+":", ours.words[field], live.words[field])
	}
	for _, setting := range slices.Sorted(maps.Keys(live.settings)) {
		simulated, known := ours.settings[setting]
		switch fact := live.settings[setting]; {
		case !known:
			lines = append(lines, fmt.Sprintf("%s: only live has the setting %s (default %s)", name, setting, fact))
		case fact != simulated:
			lines = append(lines, fmt.Sprintf("%s: default of %s is %s live, %s simulated", name, setting, fact, simulated))
		}
	}
	for _, setting := range slices.Sorted(maps.Keys(ours.settings)) {
		if _, known := live.settings[setting]; !known {
			lines = append(lines, fmt.Sprintf("%s: only the simulator has the setting %s", name, setting))
		}
	}
	return lines
}

// Write prints the comparison for a reader.
func (c *Comparison) Write(w io.Writer) error {
	lines := c.Differences()
	_, err := fmt.Fprintf(w, "%d exchanges over %d operations replayed, %d without an answer left out.\n\nWhere the simulator differs: %d\n%s\n",
		c.Replayed, len(c.operations), c.Unanswered, len(lines), strings.Join(lines, "\n"))
	return err
}
