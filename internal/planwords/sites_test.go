package planwords

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// speakers are the packages whose words a plan can hold.
var speakers = []string{"clusterlink", "linkconfig", "mirrortopic", "networklink", "provider", "tfkit"}

// roots are what Terraform calls to judge a configuration and to plan it.
var roots = []string{"ValidateConfig", "ModifyPlan", "ValidateString", "PlanModifyString", "PlanModifyMap", "Configure"}

// applies are what Terraform calls to read and to apply, which no plan comes to.
var applies = []string{"Create", "Read", "Update", "Delete", "ImportState", "Invoke", "MoveState", "List", "Metadata", "Schema"}

// applyFiles hold what happens in reads and applies; a method of such a name may be
// called in plans, and would lead there.
var applyFiles = []string{"create.go", "delete.go", "report_apply.go", "set_members.go", "set_read.go", "set_update.go", "wait.go"}

// constructors make a diagnostic, or what becomes one.
var constructors = []string{"AddError", "AddWarning", "AddAttributeError", "AddAttributeWarning", "fail", "say", "fault", "advice"}

// site is a place in the code that makes a diagnostic.
type site struct {
	at    string // file and line
	in    string // the function
	words string // what its text holds, whatever is put into it
}

// function is a function of the speakers.
type function struct {
	of, name string // its package
	uses     []use
	sites    []site
}

// use is what a function calls, or hands over to be called: a function of the same
// package, or, by its name alone, a method of any.
type use struct{ of, name string }

var verb = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*\d*[a-zA-Z%]`)

// planSites are the places that a plan can come to: reached, by name, from what
// Terraform calls. More are found than there are, since names are not types.
func planSites(t *testing.T) []site {
	t.Helper()
	byUse := map[use][]function{}
	for _, dir := range speakers {
		for _, f := range functionsOf(t, dir) {
			byUse[use{f.of, f.name}] = append(byUse[use{f.of, f.name}], f)
			byUse[use{"", f.name}] = append(byUse[use{"", f.name}], f)
		}
	}
	var queue []use
	for _, root := range roots {
		queue = append(queue, use{"", root})
	}
	var sites []site
	seen := map[use]bool{}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		if seen[next] || slices.Contains(applies, next.name) {
			continue
		}
		seen[next] = true
		for _, f := range byUse[next] {
			sites = append(sites, f.sites...)
			queue = append(queue, f.uses...)
		}
	}
	slices.SortFunc(sites, func(a, b site) int { return strings.Compare(a.at, b.at) })
	return slices.Compact(sites)
}

func functionsOf(t *testing.T, of string) (found []function) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", of, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no code in %s: %v", of, err)
	}
	files := token.NewFileSet()
	var parsed []*ast.File
	constants := map[string]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || slices.Contains(applyFiles, filepath.Base(name)) {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				collect(g, constants)
			}
		}
	}
	for _, file := range parsed {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				found = append(found, read(files, of, d.Name.Name, d, constants))
			case *ast.GenDecl: // a table of functions
				for _, spec := range d.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok && len(v.Values) > 0 {
						found = append(found, read(files, of, v.Names[0].Name, v, constants))
					}
				}
			}
		}
	}
	return found
}

// collect notes the texts that names stand for.
func collect(in ast.Node, constants map[string]string) {
	ast.Inspect(in, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for i, name := range spec.Names {
				if i < len(spec.Values) {
					constants[name.Name] = longest(spec.Values[i], nil)
				}
			}
		}
		return true
	})
}

func read(files *token.FileSet, of, name string, n ast.Node, constants map[string]string) function {
	f := function{of: of, name: name}
	constants = maps.Clone(constants)
	collect(n, constants)
	refers := func(e ast.Expr) {
		switch e := e.(type) {
		case *ast.Ident:
			f.uses = append(f.uses, use{of, e.Name})
		case *ast.SelectorExpr:
			f.uses = append(f.uses, use{"", e.Sel.Name})
		}
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			called := nameOf(n.Fun)
			refers(n.Fun)
			for _, argument := range n.Args { // a function that is handed over
				refers(argument)
			}
			if slices.Contains(constructors, called) {
				f.sites = append(f.sites, siteOf(files, name, n, constants))
			}
		case *ast.RangeStmt:
			refers(n.X)
		case *ast.CompositeLit:
			for _, e := range n.Elts { // a table of functions
				refers(e)
			}
			if typ, ok := n.Type.(*ast.Ident); (ok && typ.Name == "Finding" || n.Type == nil) && hasKey(n, "Summary") {
				f.sites = append(f.sites, siteOf(files, name, n, constants))
			}
		}
		return true
	})
	return f
}

// nameOf is the name of a function or a method; empty of anything else.
func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	default:
		return ""
	}
}

func hasKey(n *ast.CompositeLit, key string) bool {
	return slices.ContainsFunc(n.Elts, func(e ast.Expr) bool {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		name, ok := kv.Key.(*ast.Ident)
		return ok && name.Name == key
	})
}

func siteOf(files *token.FileSet, in string, n ast.Node, constants map[string]string) site {
	at := files.Position(n.Pos())
	return site{fmt.Sprintf("%s:%d", strings.TrimPrefix(at.Filename, "../"), at.Line), in, longest(n, constants)}
}

// longest is the longest text in n that is there whatever is put in between.
func longest(n ast.Node, constants map[string]string) string {
	best := ""
	ast.Inspect(n, func(n ast.Node) bool {
		text := ""
		switch n := n.(type) {
		case *ast.CallExpr: // what another call makes of a text is not known
			if called := nameOf(n.Fun); called != "Sprintf" && !slices.Contains(constructors, called) {
				return false
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				text, _ = strconv.Unquote(n.Value)
			}
		case *ast.Ident:
			text = constants[n.Name]
		}
		for _, piece := range verb.Split(text, -1) {
			if piece = strings.Trim(piece, " "); len(piece) > len(best) {
				best = piece
			}
		}
		return true
	})
	return best
}
