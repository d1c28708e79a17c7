// Command reference writes the tables of link settings into a page of the docs:
// it puts each in the place of the comment that names it, such as
//
//	<!-- settings: sync -->
//
// It runs in the root of the repository, after the page has been made from its
// template.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

const page = "docs/guides/link-settings.md"

func main() {
	log.SetFlags(0)
	text, err := os.ReadFile(page)
	if err != nil {
		log.Fatal(err)
	}
	filled, err := fill(string(text), linkconfig.Settings())
	if err != nil {
		log.Fatalf("%s: %v", page, err)
	}
	if err := os.WriteFile(page, []byte(filled), 0o644); err != nil { //nolint:gosec // a page of the docs is for everybody to read
		log.Fatal(err)
	}
}

// tables are the names of the tables, in the order in which a setting is offered
// to them.
func tables() []table {
	return []table{
		{"arguments", func(s linkconfig.Setting) bool { return s.Argument != "" }, []column{
			{"Setting", name}, {"Argument", func(s linkconfig.Setting) string { return code(s.Argument) }}, {"What it is", doc},
		}},
		{"sync", func(s linkconfig.Setting) bool { return s.Carrier == linkconfig.Arriving }, []column{
			{"Setting", name}, {"Type", allowed}, {"Default", standard}, {"What it is", doc},
		}},
		{"login", func(s linkconfig.Setting) bool {
			return strings.HasPrefix(s.Name, "sasl.") || strings.HasPrefix(s.Name, "security.")
		}, loginColumns()},
		{"tls", func(s linkconfig.Setting) bool { return strings.HasPrefix(s.Name, "ssl.") }, loginColumns()},
		{"link", func(linkconfig.Setting) bool { return true }, []column{
			{"Setting", name}, {"Type", allowed}, {"Default", standard}, {"On Confluent Cloud", cloud}, {"What it is", doc},
		}},
	}
}

type table struct {
	name    string
	takes   func(linkconfig.Setting) bool
	columns []column
}

type column struct {
	title string
	cell  func(linkconfig.Setting) string
}

func loginColumns() []column {
	return []column{{"Setting", name}, {"Type", allowed}, {"Default", standard}, {"Goes into", place}, {"What it is", doc}}
}

// fill puts the tables into a page. Each setting appears in one table; settings
// with local. in front are not listed where the same setting exists without it.
func fill(text string, settings []linkconfig.Setting) (string, error) {
	rows := map[string][]linkconfig.Setting{}
	for _, s := range settings {
		if _, plain := linkconfig.Lookup(strings.TrimPrefix(s.Name, linkconfig.LocalPrefix)); s.Local() && plain && s.Argument == "" {
			continue
		}
		for _, t := range tables() {
			if t.takes(s) {
				rows[t.name] = append(rows[t.name], s)
				break
			}
		}
	}
	for _, t := range tables() {
		mark := "<!-- settings: " + t.name + " -->"
		if strings.Count(text, mark) != 1 {
			return "", fmt.Errorf("%s stands there %d times", mark, strings.Count(text, mark))
		}
		text = strings.Replace(text, mark, t.write(rows[t.name]), 1)
	}
	return text, nil
}

// write is a table in Markdown.
func (t table) write(rows []linkconfig.Setting) string {
	var b strings.Builder
	for _, c := range t.columns {
		b.WriteString("| " + c.title + " ")
	}
	b.WriteString("|\n" + strings.Repeat("|---", len(t.columns)) + "|")
	for _, s := range rows {
		b.WriteByte('\n')
		for _, c := range t.columns {
			b.WriteString("| " + strings.ReplaceAll(c.cell(s), "|", `\|`) + " ")
		}
		b.WriteByte('|')
	}
	return b.String()
}

func code(s string) string { return "`" + s + "`" }

func name(s linkconfig.Setting) string { return code(s.Name) }

func doc(s linkconfig.Setting) string {
	if s.Since != "" {
		return s.Doc + " Since " + s.Since + "."
	}
	return s.Doc
}

func standard(s linkconfig.Setting) string {
	if s.Default == "" {
		return ""
	}
	return code(s.Default)
}

// allowed is a setting's type, with its minimum or values.
func allowed(s linkconfig.Setting) string {
	switch {
	case len(s.Values) > 0:
		values := make([]string, len(s.Values))
		for i, v := range s.Values {
			values[i] = code(v)
		}
		return strings.Join(values, ", ") + ", in any letter case"
	case s.Maximum > 0:
		return fmt.Sprintf("%s, %d to %d", s.Type, s.Minimum, s.Maximum)
	case s.HasMinimum && s.MinimumFirm:
		return fmt.Sprintf("%s, %s or more", s.Type, strconv.FormatInt(s.Minimum, 10))
	case s.HasMinimum:
		return fmt.Sprintf("%s; less than %d is reported to be refused", s.Type, s.Minimum)
	default:
		return string(s.Type)
	}
}

func cloud(s linkconfig.Setting) string { return s.Cloud.String() }

// place is the argument that a setting goes into.
func place(s linkconfig.Setting) string {
	where := code("config")
	if s.Sensitive {
		where = code("config_wo")
	}
	if s.Block != "" {
		where = code(s.Block) + ", else " + where
	}
	if s.Cloud == linkconfig.Refused {
		where += "; not on Confluent Cloud"
	}
	return where
}
