package spec

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Report is the judgement of some traffic.
type Report struct {
	Exchanges int
	Dropped   int // connections, which nobody answered
	MadeUp    int // answers that tests made up
	// Asked counts the requests of Clink's client by operation.
	Asked map[string]int
	// Explained counts the exchanges that an exception was needed for, by its name.
	Explained map[string]int
	// Findings are the differences that no exception explains.
	Findings []Finding
}

// Finding is a difference and where it was seen.
type Finding struct {
	Difference
	Count   int
	Example Exchange
}

// Judge validates traffic.
func (d *Documents) Judge(traffic []Exchange) (Report, error) {
	report := Report{Asked: map[string]int{}, Explained: map[string]int{}}
	exceptions, findings := Exceptions(), map[Difference]*Finding{}
	for _, e := range traffic {
		operation, differences, err := d.Validate(e)
		if err != nil {
			return Report{}, err
		}
		report.count(e, operation)
		seen := map[string]bool{} // once per exchange, however many elements its list has
		for _, difference := range differences {
			i := slices.IndexFunc(exceptions, func(x Exception) bool { return x.Explains(difference) })
			switch {
			case i >= 0 && !seen[exceptions[i].Name]:
				seen[exceptions[i].Name] = true
				report.Explained[exceptions[i].Name]++
			case i >= 0 || seen[difference.String()]:
			case findings[difference] != nil:
				seen[difference.String()] = true
				findings[difference].Count++
			default:
				seen[difference.String()] = true
				findings[difference] = &Finding{difference, 1, e}
			}
		}
	}
	for _, f := range findings {
		report.Findings = append(report.Findings, *f)
	}
	slices.SortFunc(report.Findings, func(a, b Finding) int { return cmp.Compare(a.String(), b.String()) })
	return report, nil
}

func (r *Report) count(e Exchange, operation string) {
	r.Exchanges++
	if e.ByClient() {
		r.Asked[operation]++
	}
	switch {
	case e.Fault:
		r.MadeUp++
	case e.Status == 0:
		r.Dropped++
	}
}

// Unused are the exceptions that nothing needed.
func (r *Report) Unused() []Exception {
	return slices.DeleteFunc(Exceptions(), func(x Exception) bool { return r.Explained[x.Name] > 0 })
}

// Write prints the report for a reader.
func (r *Report) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d exchanges over %d operations of the client; %d connections dropped, %d answers made up by tests.\n",
		r.Exchanges, len(r.Asked), r.Dropped, r.MadeUp)
	b.WriteString("\nKnown differences from the OpenAPI files, in exchanges:\n")
	for _, x := range Exceptions() {
		if n := r.Explained[x.Name]; n > 0 {
			fmt.Fprintf(&b, "%6d  %s (%s)\n", n, x.Name, x.Source)
		}
	}
	fmt.Fprintf(&b, "\nDifferences that nothing explains: %d\n", len(r.Findings))
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%6d  %s\n        such as %s\n", f.Count, f.Difference, f.Example)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
