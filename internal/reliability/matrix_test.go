package reliability

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

var update = flag.Bool("update", false, "write what the matrix shows to matrix.json, of which the docs' page is made; cases that are not run stay as they are")

// Each trouble in each operation of each resource, however long it lasts: the
// state is kept, nothing is doubled or tainted, the next apply brings all in order,
// and the user sees what the page says.
func TestMatrix(t *testing.T) {
	t.Parallel()
	known, err := Matrix()
	if err != nil {
		t.Fatal(err)
	}
	expected := map[Cell]string{}
	for _, cell := range known {
		outcome := cell.Outcome
		cell.Outcome = ""
		expected[cell] = outcome
	}
	var mu sync.Mutex
	var seen []Cell
	t.Run("cells", func(t *testing.T) {
		for _, cell := range cells() {
			t.Run(strings.Join([]string{cell.Resource, cell.Operation, cell.Trouble.Name, cell.Lasts}, "/"), func(t *testing.T) {
				if cell.slow() && !chaos() {
					t.Skip("waits for time to run out: make chaos")
				}
				t.Parallel()
				outcome := cell.run(t)
				is := cell.key()
				if want := expected[is]; !*update && outcome != want {
					t.Errorf("the user sees %q, and the page says %q", outcome, want)
				}
				is.Outcome = outcome
				mu.Lock()
				defer mu.Unlock()
				seen = append(seen, is)
			})
		}
	})
	if !*update {
		return
	}
	// What was not run is as it was.
	for _, cell := range cells() {
		is := cell.key()
		if outcome, known := expected[is]; known && !slices.ContainsFunc(seen, func(c Cell) bool { c.Outcome = ""; return c == is }) {
			is.Outcome = outcome
			seen = append(seen, is)
		}
	}
	slices.SortFunc(seen, func(a, b Cell) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	lines := make([]string, len(seen))
	for i, cell := range seen {
		raw, err := json.Marshal(cell)
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = string(raw)
	}
	if err := os.WriteFile("matrix.json", []byte("[\n"+strings.Join(lines, ",\n")+"\n]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// cell is one case of the matrix.
type cell struct {
	Resource  string
	Operation string
	Lasts     string
	Trouble   Trouble
	subject   subject
	deed      deed
}

// key is the cell without its outcome.
func (c cell) key() Cell {
	return Cell{Resource: c.Resource, Operation: c.Operation, Trouble: c.Trouble.Name, Lasts: c.Lasts}
}

func cells() []cell {
	var all []cell
	for _, s := range subjects() {
		for _, operation := range Operations() {
			for _, trouble := range Troubles() {
				waits := strings.Contains(operation, "reads after")
				if trouble.login && waits || trouble.stale && !waits || trouble.stale && operation == CreateWait {
					continue // it cannot meet these
				}
				if operation == UpdateWait && strings.Contains(s.name, "network_link") {
					continue // it waits for nothing
				}
				if trouble.hangs && operation == Import {
					continue // it has no timeouts: a connection that hangs is given up after two minutes
				}
				if trouble.absent && (operation == Create || operation == Update && strings.HasPrefix(s.name, "clink_mirror_topic")) {
					continue // such a request is about no object that is there, or about a list
				}
				if trouble.absent && s.name == "clink_mirror_topics" && (operation == Read || operation == Import) {
					continue // it reads lists
				}
				if trouble.of != nil && !trouble.absent && (!strings.HasPrefix(s.name, "clink_mirror_topic") || operation != Update) {
					continue // it is about operations on mirror topics
				}
				for _, lasts := range []string{Once, AWhile, ForEver} {
					if trouble.absent && lasts == ForEver && operation != Destroy {
						continue // what is never there again is gone
					}
					all = append(all, cell{Resource: s.name, Operation: operation, Lasts: lasts, Trouble: trouble, subject: s})
				}
			}
		}
	}
	for _, d := range deeds() {
		for _, operation := range []string{Invoke, InvokeWait} {
			for _, trouble := range Troubles() {
				if trouble.absent || operation == InvokeWait && (trouble.login || trouble.of != nil) || operation == Invoke && trouble.stale {
					continue // it cannot meet these
				}
				for _, lasts := range []string{Once, AWhile, ForEver} {
					all = append(all, cell{Resource: d.name, Operation: operation, Lasts: lasts, Trouble: trouble, deed: d})
				}
			}
		}
	}
	return all
}

// slow says that the case ends when time runs out, or is one of many alike.
func (c cell) slow() bool {
	alike := c.deed.name != "" && c.deed.name != "clink_failover_mirror_topics" && c.deed.name != "clink_reverse_mirror_topics"
	return alike || c.Trouble.hangs || c.Lasts == AWhile || c.runsOut()
}

// runsOut says that the case ends when time runs out.
func (c cell) runsOut() bool {
	waits := strings.Contains(c.Operation, "reads after")
	return c.Trouble.hangs && c.Lasts != AWhile || c.Lasts == ForEver && (waits || c.Trouble.retried())
}

// patience is how long operations may take: much, unless the case waits for its end.
func (c cell) patience() string {
	if c.runsOut() {
		return short
	}
	return long
}

// run does the operation in its trouble, and says what the user sees.
func (c cell) run(t *testing.T) string {
	t.Helper()
	if c.deed.name != "" {
		return c.invoke(t)
	}
	w := acctest.NewWorld(t)
	l := newLine(t, w)
	config := c.subject.prepare(w)
	a := &address{resource: c.subject.resource, name: "this"}
	wanted := wish{a, func() acctest.Object { return config }}
	healthy := &engine{t: t, provider: providers(w, nil, false), patience: long}
	if !strings.HasPrefix(c.Operation, Create) {
		healthy.must(wanted)
		healthy.hasten(c.patience(), wanted)
	}
	count := 1
	switch {
	case strings.HasPrefix(c.Operation, Update):
		wanted.config = func() acctest.Object { return with(config, c.subject.change) }
	case strings.HasPrefix(c.Operation, Destroy):
		wanted.config, count = nil, 0
	}
	usual := healthy.plan(wanted).warnings
	troubled := &engine{t: t, provider: providers(w, l, c.Trouble.login), patience: c.patience()}
	l.set(func(l *line) { l.trouble = c.strikes(t, l) })
	var o outcome
	if c.Operation == Import {
		o = c.importAgain(t, troubled, a)
	} else {
		o = troubled.apply(wanted)
	}
	l.reset()
	if len(troubled.bugs) > 0 {
		t.Error(troubled.bugs)
	}
	if a.tainted {
		t.Errorf("the trouble tainted it: %s", o.errors)
	}
	if c.Operation != Create && c.Operation != Import && !strings.HasPrefix(c.Operation, Destroy) && !c.Trouble.absent && !a.exists() {
		t.Errorf("it is lost from state: %s %s", o.errors, o.warnings)
	}
	sound(t, append(o.errors, o.warnings...))
	if c.Operation == Import {
		imported := c.importAgain(t, healthy, a)
		if len(imported.errors) > 0 {
			t.Errorf("the next import: %s", imported.errors)
		}
		usual = imported.warnings
		healthy.must(wanted) // timeouts are no part of an import
	}
	healthy.converges(w, []string{c.subject.list}, count, wanted)
	return seen(o.errors, without(o.warnings, usual))
}

// without are warnings but those that are said without trouble as well.
func without(warnings, usual acctest.Diagnostics) acctest.Diagnostics {
	return slices.DeleteFunc(slices.Clone(warnings), func(w *tfprotov6.Diagnostic) bool {
		return slices.ContainsFunc(usual, func(u *tfprotov6.Diagnostic) bool { return u.Summary == w.Summary })
	})
}

// seen is what the user sees, in one word.
func seen(errors, warnings acctest.Diagnostics) string {
	switch {
	case len(errors) > 0:
		return Failed
	case len(warnings) > 0:
		return Warned
	default:
		return Done
	}
}

// sound looks that what is said holds no secret, and nothing that a terminal obeys.
func sound(t *testing.T, said acctest.Diagnostics) {
	t.Helper()
	for _, d := range said {
		if strings.ContainsAny(d.Detail, "\x1b") || strings.Contains(d.Detail, "SECRET") {
			t.Errorf("a secret or an escape: %s", d.Detail)
		}
	}
}

// importAgain imports what Terraform has forgotten.
func (c cell) importAgain(t *testing.T, e *engine, a *address) (o outcome) {
	t.Helper()
	id := c.subject.id(a.state.Object)
	imported := e.provider().Import(c.subject.resource, id)
	o.add(imported.Diagnostics)
	if len(o.errors) > 0 {
		return o
	}
	if imported.Object == nil && c.Trouble.absent {
		o.errors = acctest.Diagnostics{{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Cannot import non-existent remote object"}} // Terraform's own
		return o
	}
	if imported.Object == nil {
		t.Errorf("the import of %s gave nothing, and no error", id)
		return o
	}
	a.state = imported
	return o
}

// strikes lets the trouble meet the requests that are meant, as long as it lasts.
func (c cell) strikes(t *testing.T, l *line) func(*http.Request, []byte) *Trouble {
	t.Helper()
	met := false
	t.Cleanup(func() {
		if !met && !c.runsOut() { // a busy machine may take all the time there is before
			t.Error("the trouble has met nothing")
		}
	})
	left := map[string]int{Once: 1, AWhile: 3, ForEver: -1}[c.Lasts]
	return func(r *http.Request, body []byte) *Trouble {
		read := r.Method == http.MethodGet
		part := !read
		switch {
		case c.Trouble.login:
			part = true
		case strings.Contains(c.Operation, "reads after"):
			part = read && l.wrote
		case c.Operation == Read || c.Operation == Import:
			part = read
		}
		if !part || left == 0 {
			return nil
		}
		trouble := c.Trouble.meets(r, body)
		if trouble == nil {
			return nil
		}
		if trouble.absent && c.Operation == Destroy {
			trouble.Effect = true // what is destroyed is gone
		}
		left--
		met = true
		return trouble
	}
}
