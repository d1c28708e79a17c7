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

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

var update = flag.Bool("update", false, "write what the matrix shows to matrix.json, of which the docs' page is made")

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
				is := Cell{Resource: cell.Resource, Operation: cell.Operation, Trouble: cell.Trouble.Name, Lasts: cell.Lasts}
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
	if !chaos() {
		t.Fatal("-update needs the slow cases as well: make chaos")
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
				for _, lasts := range []string{Once, AWhile, ForEver} {
					all = append(all, cell{s.name, operation, lasts, trouble, s})
				}
			}
		}
	}
	return all
}

// slow says that the case ends when time runs out, or is one of many alike.
func (c cell) slow() bool {
	waits := strings.Contains(c.Operation, "reads after")
	return c.Trouble.hangs || c.Lasts == AWhile || c.Lasts == ForEver && (waits || c.Trouble.retried())
}

// patience is how long operations may take: much, unless the case waits for its end.
func (c cell) patience() string {
	if c.slow() && c.Lasts != AWhile {
		return short
	}
	return long
}

// run does the operation in its trouble, and says what the user sees.
func (c cell) run(t *testing.T) string {
	t.Helper()
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
	troubled := &engine{t: t, provider: providers(w, l, c.Trouble.login), patience: c.patience()}
	l.set(func(l *line) { l.trouble = c.strikes(l) })
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
	if c.Operation != Create && c.Operation != Import && !strings.HasPrefix(c.Operation, Destroy) && !a.exists() {
		t.Errorf("it is lost from state: %s %s", o.errors, o.warnings)
	}
	for _, d := range append(o.errors, o.warnings...) {
		if strings.ContainsAny(d.Detail, "\x1b") || strings.Contains(d.Detail, "SECRET") {
			t.Errorf("a secret or an escape: %s", d.Detail)
		}
	}
	if c.Operation == Import {
		if imported := c.importAgain(t, healthy, a); len(imported.errors) > 0 {
			t.Errorf("the next import: %s", imported.errors)
		}
		healthy.must(wanted) // timeouts are no part of an import
	}
	healthy.converges(w, []string{c.subject.list}, count, wanted)
	switch {
	case len(o.errors) > 0:
		return Failed
	case len(o.warnings) > 0:
		return Warned
	default:
		return Done
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
	if imported.Object == nil {
		t.Errorf("the import of %s gave nothing, and no error", id)
		return o
	}
	a.state = imported
	return o
}

// strikes lets the trouble meet the requests that are meant, as long as it lasts.
func (c cell) strikes(l *line) func(int, *http.Request) *Trouble {
	left := map[string]int{Once: 1, AWhile: 3, ForEver: -1}[c.Lasts]
	return func(_ int, r *http.Request) *Trouble {
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
		if !part || !c.Trouble.meets(r) || left == 0 {
			return nil
		}
		left--
		return &c.Trouble
	}
}
