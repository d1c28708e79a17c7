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
	for _, lasts := range []string{reliability.Once, reliability.ForEver} {
		mark := fmt.Sprintf("<!-- matrix: %s -->", lasts)
		if !strings.Contains(filled, mark) {
			log.Fatalf("%s has no place for %q", page, mark)
		}
		filled = strings.Replace(filled, mark, table(cells, lasts), 1)
	}
	if err := os.WriteFile(page, []byte(filled), 0o644); err != nil { //nolint:gosec // a page of the docs is for everybody to read
		log.Fatal(err)
	}
}

// table has a row for each trouble and a column for each operation.
func table(cells []reliability.Cell, lasts string) string {
	var b strings.Builder
	b.WriteString("| | " + strings.Join(reliability.Operations(), " | ") + " |\n|---|" + strings.Repeat("---|", len(reliability.Operations())))
	for _, trouble := range reliability.Troubles() {
		name := trouble.Name
		if trouble.Words != "" {
			name += ", " + trouble.Words
		}
		b.WriteString("\n| " + name + " |")
		for _, operation := range reliability.Operations() {
			b.WriteString(" " + outcomes(cells, trouble.Name, operation, lasts) + " |")
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
		resources[c.Outcome] = append(resources[c.Outcome], strings.ReplaceAll(strings.TrimPrefix(c.Resource, "clink_"), "_", " "))
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
