package cfk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxNodes is how many values a manifest may unfold to: aliases can make an endless
// text of a short one.
const maxNodes = 100_000

// node is a value of the manifest, and where it stands. What is absent, or null, has
// no value.
type node struct {
	*yaml.Node
	path string
	line int // 0 for what is absent
}

// reader takes values out of a manifest. After the first fault everything is absent.
type reader struct {
	leftOut map[string]string
	seen    int
	err     error
}

// fail notes what is wrong with a value.
func (r *reader) fail(n node, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("line %d: %s: %s", n.line, n.path, fmt.Sprintf(format, args...))
	}
}

// leave notes a value that has no counterpart, and why.
func (r *reader) leave(n node, why string) {
	if n.Node != nil {
		r.leftOut[n.path] = why
	}
}

// at is a value of the manifest, without aliases.
func (r *reader) at(raw *yaml.Node, path string) node {
	r.seen++
	n := node{raw, path, raw.Line}
	if raw.Kind == yaml.AliasNode {
		n.Node = raw.Alias
	}
	if r.seen > maxNodes {
		r.fail(n, "the manifest unfolds to more than %d values", maxNodes)
	}
	if r.err != nil || n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		n.Node = nil
	}
	return n
}

// entries are the fields of an object in order, merged ones (<<) behind its own.
func (r *reader) entries(n node) (names []string, values map[string]node) {
	values = map[string]node{}
	if n.Node == nil {
		return nil, values
	}
	if n.Kind != yaml.MappingNode {
		r.fail(n, "it has to be an object: fields with values")
		return nil, values
	}
	var merged []node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		// A version of the CRD has a field " configs", with a blank in front.
		name := strings.TrimSpace(key.Value)
		value := r.at(n.Content[i+1], n.path+"."+name)
		switch _, twice := values[name]; {
		case key.Kind != yaml.ScalarNode:
			r.fail(node{key, n.path, key.Line}, "the name of a field is no text")
		case key.Tag == "!!merge":
			merged = append(merged, value)
		case twice:
			r.fail(node{key, value.path, key.Line}, "it is given twice")
		default:
			names, values[name] = append(names, name), value
		}
	}
	for _, from := range merged {
		sources := []node{from}
		if from.Node != nil && from.Kind == yaml.SequenceNode {
			sources = r.list(from)
		}
		for _, source := range sources {
			source.path = n.path
			more, theirs := r.entries(source)
			for _, name := range more {
				if _, own := values[name]; !own {
					names, values[name] = append(names, name), theirs[name]
				}
			}
		}
	}
	return names, values
}

// object is the fields of an object. Those that are not known are left out.
func (r *reader) object(n node, known ...string) map[string]node {
	names, values := r.entries(n)
	for _, name := range names {
		if !slices.Contains(known, name) {
			r.leave(values[name], becauseUnknown(values[name].line))
		}
	}
	return values
}

// list is the elements of a list.
func (r *reader) list(n node) []node {
	if n.Node == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.fail(n, "it has to be a list")
		return nil
	}
	var elements []node
	for i, raw := range n.Content {
		elements = append(elements, r.at(raw, fmt.Sprintf("%s[%d]", n.path, i)))
	}
	return elements
}

// text is a text, or a number or truth value as it is written.
func (r *reader) text(n node) string {
	if n.Node == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		r.fail(n, "it has to be a text")
		return ""
	}
	return n.Value
}

// required is a text that has to be there, a field of an object.
func (r *reader) required(fields map[string]node, name string, of node) string {
	n := fields[name]
	n.path = of.path + "." + name
	value := r.text(n)
	if value == "" {
		r.fail(node{path: n.path, line: of.line}, "it is missing or empty")
	}
	return value
}

// oneOf is one of these values, in any letter case, or empty.
func (r *reader) oneOf(n node, values ...string) string {
	text := r.text(n)
	if text == "" {
		return ""
	}
	for _, value := range values {
		if strings.EqualFold(text, value) {
			return value
		}
	}
	r.fail(n, "it is %q, and has to be one of %s", text, strings.Join(values, ", "))
	return ""
}

// flag is a truth value; what is absent is false.
func (r *reader) flag(n node) bool {
	return r.oneOf(n, "true", "false") == "true"
}

// number is a whole number that is greater than 0, or 0 if it is absent.
func (r *reader) number(n node) int64 {
	text := r.text(n)
	if text == "" {
		return 0
	}
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || value < 1 {
		r.fail(n, "it is %q, and has to be a whole number greater than 0", text)
		return 0
	}
	return value
}

// texts is an object whose fields may have any name.
func (r *reader) texts(n node) map[string]string {
	names, values := r.entries(n)
	texts := map[string]string{}
	for _, name := range names {
		texts[name] = r.text(values[name])
	}
	return texts
}
