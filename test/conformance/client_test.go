package conformance

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the root of the repository, from this package.
const root = "../.."

// call is what a line of the client's source sends.
type call struct {
	Method string
	Path   string // with x for what varies
	At     string // file and line
}

// clientCalls reads the requests that Clink's client can send out of its source,
// so that an operation which is added there cannot go unnoticed here. A form of
// call that it does not understand is an error.
func clientCalls() ([]call, error) {
	var all []call
	for dir, base := range map[string]string{"kafka": "/kafka/v3/clusters/x", "networking": "/networking/v1"} {
		p, err := parsePackage(filepath.Join(root, "internal", "confluent", dir))
		if err != nil {
			return nil, err
		}
		calls, err := p.calls(base)
		if err != nil {
			return nil, err
		}
		all = append(all, calls...)
	}
	p, err := parsePackage(filepath.Join(root, "internal", "confluent", "rest"))
	if err != nil {
		return nil, err
	}
	return append(all, p.tokenCalls()...), nil
}

// source is a parsed package.
type source struct {
	fset  *token.FileSet
	funcs []*ast.FuncDecl
	// constants are the texts of string constants by name, and by the name of
	// their type.
	constants map[string]string
	typed     map[string][]string
}

func parsePackage(dir string) (*source, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	p := &source{fset: token.NewFileSet(), constants: map[string]string{}, typed: map[string][]string{}}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(p.fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range parsed.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				p.funcs = append(p.funcs, decl)
			case *ast.GenDecl:
				p.declare(decl)
			}
		}
	}
	if len(p.funcs) == 0 {
		return nil, fmt.Errorf("%s holds no functions", dir)
	}
	return p, nil
}

func (p *source) declare(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		values, ok := spec.(*ast.ValueSpec)
		if !ok || decl.Tok != token.CONST {
			continue
		}
		for i, name := range values.Names {
			if i >= len(values.Values) {
				continue
			}
			if text, is := literal(values.Values[i]); is {
				p.constants[name.Name] = text
				if t, named := values.Type.(*ast.Ident); named {
					p.typed[t.Name] = append(p.typed[t.Name], text)
				}
			}
		}
	}
}

// literal is the text of a string literal.
func literal(e ast.Expr) (string, bool) {
	lit, is := e.(*ast.BasicLit)
	if !is || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// helper is a function that sends to a collection which its caller names.
type helper struct {
	method, rest string
	parameter    int
}

func (p *source) calls(base string) ([]call, error) {
	var found []call
	var wrong error
	add := func(at ast.Node, method string, paths []string) {
		for _, path := range paths {
			found = append(found, p.at(at, method, base+"/"+path))
		}
	}
	unclear := func(at ast.Node, what string) {
		wrong = fmt.Errorf("%s: %s; teach clientCalls in test/conformance to read it", p.fset.Position(at.Pos()), what)
	}
	helpers := map[string]helper{}
	for _, f := range p.funcs {
		if f.Recv != nil && (f.Name.Name == "call" || f.Name.Name == "get") {
			continue // what these are called with is read below
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if selector, is := n.Fun.(*ast.SelectorExpr); is && isIdent(selector.X, "c") && (selector.Sel.Name == "call" || selector.Sel.Name == "get") {
					method, segments := http.MethodGet, n.Args
					if selector.Sel.Name == "call" {
						method, segments = methodOf(n.Args[0]), n.Args[1:]
					}
					if method == "" || n.Ellipsis.IsValid() {
						unclear(n, "a call whose method or path is not written out")
						return true
					}
					add(n, method, p.paths(segments))
				}
			case *ast.CompositeLit:
				if !isSelector(n.Type, "rest", "Call") {
					return true
				}
				method, path := literalCall(n)
				if method == "" || len(path) == 0 {
					unclear(n, "a rest.Call whose method or path is not written out")
					return true
				}
				if i := parameterIndex(f, path[0]); i >= 0 {
					helpers[f.Name.Name] = helper{method, strings.Join(p.paths(path[1:]), ""), i}
					return true
				}
				add(n, method, p.paths(path))
			}
			return true
		})
	}
	p.resolve(helpers, add, unclear)
	return found, wrong
}

// tokenCalls are the requests for Confluent's own tokens: a library sends them to
// the address that it is given.
func (p *source) tokenCalls() []call {
	var found []call
	for _, f := range p.funcs {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, is := n.(*ast.BasicLit); is {
				if text, is := literal(lit); is && strings.HasPrefix(text, "/sts/") {
					found = append(found, p.at(lit, http.MethodPost, text))
				}
			}
			return true
		})
	}
	return found
}

func (p *source) at(n ast.Node, method, path string) call {
	position := p.fset.Position(n.Pos())
	return call{method, strings.TrimSuffix(path, "/"), fmt.Sprintf("%s:%d", filepath.Base(position.Filename), position.Line)}
}

// resolve finds the calls of helpers and the collections that they name.
func (p *source) resolve(helpers map[string]helper, add func(ast.Node, string, []string), unclear func(ast.Node, string)) {
	for _, f := range p.funcs {
		ast.Inspect(f, func(n ast.Node) bool {
			callExpr, is := n.(*ast.CallExpr)
			if !is {
				return true
			}
			h, known := helpers[calledName(callExpr.Fun)]
			if !known || len(callExpr.Args) <= h.parameter {
				return true
			}
			argument, is := callExpr.Args[h.parameter].(*ast.Ident)
			if !is || p.constants[argument.Name] == "" {
				unclear(callExpr, "a call of "+calledName(callExpr.Fun)+" whose collection is no constant")
				return true
			}
			add(callExpr, h.method, []string{strings.TrimSuffix(p.constants[argument.Name]+"/"+h.rest, "/")})
			return true
		})
	}
}

// paths are the paths that segments may make, where one that varies stands for
// all constants of its type if it is one of a few words.
func (p *source) paths(segments []ast.Expr) []string {
	paths := []string{""}
	for _, segment := range segments {
		var longer []string
		for _, word := range p.words(segment) {
			for _, path := range paths {
				longer = append(longer, strings.TrimPrefix(path+"/"+word, "/"))
			}
		}
		paths = longer
	}
	return paths
}

func (p *source) words(segment ast.Expr) []string {
	if text, is := literal(segment); is {
		return []string{text}
	}
	if ident, is := segment.(*ast.Ident); is && p.constants[ident.Name] != "" {
		return []string{p.constants[ident.Name]}
	}
	if sum, is := segment.(*ast.BinaryExpr); is { // "mirrors:" + string(operation)
		if prefix, is := literal(sum.X); is {
			var words []string
			for _, operation := range p.typed["Operation"] {
				words = append(words, prefix+operation)
			}
			return words
		}
	}
	return []string{"x"}
}

func isIdent(e ast.Expr, name string) bool {
	ident, is := e.(*ast.Ident)
	return is && ident.Name == name
}

func isSelector(e ast.Expr, of, name string) bool {
	selector, is := e.(*ast.SelectorExpr)
	return is && isIdent(selector.X, of) && selector.Sel.Name == name
}

// methodOf reads http.MethodPut.
func methodOf(e ast.Expr) string {
	selector, is := e.(*ast.SelectorExpr)
	if !is || !isIdent(selector.X, "http") {
		return ""
	}
	return strings.ToUpper(strings.TrimPrefix(selector.Sel.Name, "Method"))
}

func literalCall(lit *ast.CompositeLit) (method string, path []ast.Expr) {
	for _, element := range lit.Elts {
		field, is := element.(*ast.KeyValueExpr)
		if !is {
			continue
		}
		switch {
		case isIdent(field.Key, "Method"):
			method = methodOf(field.Value)
		case isIdent(field.Key, "Path"):
			if list, is := field.Value.(*ast.CompositeLit); is {
				path = list.Elts
			}
		}
	}
	return method, path
}

// parameterIndex is the place of a name among a function's parameters, or -1.
func parameterIndex(f *ast.FuncDecl, e ast.Expr) int {
	i := 0
	for _, field := range f.Type.Params.List {
		for _, name := range field.Names {
			if isIdent(e, name.Name) {
				return i
			}
			i++
		}
	}
	return -1
}

// calledName is the name of a called function or method, generic or not.
func calledName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.IndexExpr:
		return calledName(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func TestClientCalls_areAllFound(t *testing.T) {
	t.Parallel()
	calls, err := clientCalls()
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, c := range calls {
		paths = append(paths, c.Method+" "+c.Path)
	}
	// A few that take each of the ways in which the client's source writes a call.
	for _, want := range []string{
		"GET /kafka/v3/clusters/x", "POST /kafka/v3/clusters/x/links", "PUT /kafka/v3/clusters/x/links/x/configs:alter",
		"DELETE /kafka/v3/clusters/x/links/x/configs/x", "POST /kafka/v3/clusters/x/links/x/mirrors:failover",
		"PATCH /networking/v1/network-link-services/x", "DELETE /networking/v1/network-link-endpoints/x",
		"GET /networking/v1/network-link-service-associations/x", "GET /networking/v1/network-link-service-associations",
		"POST /sts/v1/oauth2/token",
	} {
		if !slices.Contains(paths, want) {
			t.Errorf("%s is not among the calls that were found: %v", want, paths)
		}
	}
}

func TestClientCalls_areNowhereElse(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(raw), "rest.Call{") && !strings.Contains(filepath.ToSlash(path), "internal/confluent/") {
			t.Errorf("%s sends requests of its own, which clientCalls does not look at", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
