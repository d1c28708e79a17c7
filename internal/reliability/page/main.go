// Command page writes the tables of what Clink does in trouble into the page
// "Reliability" of the docs, in the place of the comments that name them. It runs in
// the root of the repository, after the page has been made from its template.
package main

import (
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/internal/reliability"
)

const page = "docs/guides/reliability.md"

func main() {
	log.SetFlags(0)
	cells, err := reliability.Matrix()
	if err != nil {
		log.Fatal(err)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		log.Fatal(err)
	}
	filled := string(text)
	for name, columns := range tables() {
		mark := fmt.Sprintf("<!-- matrix: %s -->", name)
		if !strings.Contains(filled, mark) {
			log.Fatalf("%s has no place for %q", page, mark)
		}
		filled = strings.Replace(filled, mark, table(cells, columns), 1)
	}
	if err := os.WriteFile(page, []byte(filled), 0o644); err != nil { //nolint:gosec // a page of the docs is for everybody to read
		log.Fatal(err)
	}
}

// column is what a column of a table is about.
type column struct{ head, operation, lasts string }

// tables are the columns of each table of the page.
func tables() map[string][]column {
	all := map[string][]column{}
	for _, lasts := range []string{reliability.Once, reliability.ForEver} {
		for _, operation := range reliability.Operations() {
			all[lasts] = append(all[lasts], column{operation, operation, lasts})
		}
		for _, part := range []string{reliability.Invoke, reliability.InvokeWait} {
			all["actions"] = append(all["actions"], column{part + ", " + lasts, part, lasts})
		}
	}
	return all
}

// table has a row for each trouble.
func table(cells []reliability.Cell, columns []column) string {
	var b strings.Builder
	b.WriteString("| |")
	for _, c := range columns {
		b.WriteString(" " + c.head + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(columns)))
	for _, trouble := range reliability.Troubles() {
		name := trouble.Name
		if trouble.Words != "" {
			name += ", " + trouble.Words
		}
		b.WriteString("\n| " + name + " |")
		for _, c := range columns {
			b.WriteString(" " + outcomes(cells, trouble.Name, c.operation, c.lasts) + " |")
		}
	}
	return b.String()
}

// outcomes are what came of an operation: one word, or which resource had which.
func outcomes(cells []reliability.Cell, trouble, operation, lasts string) string {
	resources := map[string][]string{}
	var order []string
	for _, c := range cells {
		if c.Trouble != trouble || c.Operation != operation || c.Lasts != lasts {
			continue
		}
		if !slices.Contains(order, c.Outcome) {
			order = append(order, c.Outcome)
		}
		resources[c.Outcome] = append(resources[c.Outcome], short(c.Resource))
	}
	switch len(order) {
	case 0:
		return "–"
	case 1:
		return order[0]
	}
	parts := make([]string, len(order))
	for i, outcome := range order {
		parts[i] = outcome + ": " + strings.Join(resources[outcome], ", ")
	}
	return strings.Join(parts, "; ")
}

// short is the name of a resource or an action as a cell of a table has it.
func short(name string) string {
	return strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(name, "clink_"), "_mirror_topics"), "_", " ")
}
