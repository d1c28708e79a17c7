package linkconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind is the kind of a JSON value.
type kind int

const (
	jsonNull kind = iota
	jsonBool
	jsonNumber
	jsonString
	jsonArray
	jsonObject
)

// String names the kind as JSON's users do.
func (k kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "a list", "an object"}[k]
}

// node is a JSON value as it was written: keys in order, repeated ones included.
type node struct {
	kind    kind
	text    string // of a string its content, of a number or boolean its letters
	items   []*node
	members []member
}

type member struct {
	key   string
	value *node
}

// get finds the value of a key, exactly as it is written; nil when there is none.
func (n *node) get(key string) *node {
	for _, m := range n.members {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// jsonError is text that is no JSON: where, and what is wrong.
type jsonError struct {
	path      string
	line, col int // from 1; columns count characters
	err       error
}

func (e *jsonError) Error() string {
	return fmt.Sprintf("line %d, column %d: %v", e.line, e.col, e.err)
}

func (e *jsonError) Unwrap() error { return e.err }

// depthLimit is how deep a filter may nest: well above what any does.
const depthLimit = 32

var errTooDeep = errors.New("it nests too deeply")

// parseJSON reads one JSON value, which has to be all of the text.
func parseJSON(text string) (*node, *jsonError) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	n, path, err := parseValue(d, "", 0)
	if err == nil {
		end := d.InputOffset()
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return n, nil
		}
		at := int64(len(text) - len(strings.TrimLeft(text[end:], " \t\r\n")))
		line, col := position(text, at)
		return nil, &jsonError{line: line, col: col, err: errors.New("something follows after the end of the value")}
	}
	// The scanner's own words and position are better than the tokenizer's.
	offset := d.InputOffset()
	var probe json.RawMessage
	var syntax *json.SyntaxError
	if whole := json.Unmarshal([]byte(text), &probe); errors.As(whole, &syntax) {
		offset, err = max(syntax.Offset-1, 0), whole
		if offset >= int64(len(text)) || strings.Contains(whole.Error(), "unexpected end") {
			offset = int64(len(text))
		}
	}
	line, col := position(text, offset)
	// The scanner names the first byte of a character, which is another one.
	if r, size := utf8.DecodeRuneInString(text[min(offset, int64(len(text))):]); size > 1 && syntax != nil {
		if _, where, found := strings.Cut(syntax.Error(), "' "); found {
			err = fmt.Errorf("invalid character %q %s", r, where)
		}
	}
	return nil, &jsonError{path: path, line: line, col: col, err: err}
}

// position turns an offset into line and column.
func position(text string, offset int64) (line, col int) {
	before := []byte(text)[:min(offset, int64(len(text)))]
	line = 1 + bytes.Count(before, []byte("\n"))
	return line, 1 + len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:])))
}

// parseValue reads the next value; with an error comes the path of the value at
// which it happened.
func parseValue(d *json.Decoder, path string, depth int) (*node, string, error) {
	if depth > depthLimit {
		return nil, path, errTooDeep
	}
	token, err := d.Token()
	if err != nil {
		return nil, path, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			return parseArray(d, path, depth)
		}
		return parseObject(d, path, depth)
	case string:
		return &node{kind: jsonString, text: t}, "", nil
	case json.Number:
		return &node{kind: jsonNumber, text: t.String()}, "", nil
	case bool:
		return &node{kind: jsonBool, text: strconv.FormatBool(t)}, "", nil
	default:
		return &node{kind: jsonNull}, "", nil
	}
}

func parseArray(d *json.Decoder, path string, depth int) (*node, string, error) {
	n := &node{kind: jsonArray}
	for d.More() {
		item, at, err := parseValue(d, fmt.Sprintf("%s[%d]", path, len(n.items)), depth+1)
		if err != nil {
			return nil, at, err
		}
		n.items = append(n.items, item)
	}
	_, err := d.Token()
	return n, path, err
}

func parseObject(d *json.Decoder, path string, depth int) (*node, string, error) {
	n := &node{kind: jsonObject}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, path, err
		}
		key, _ := token.(string)
		value, at, err := parseValue(d, join(path, key), depth+1)
		if err != nil {
			return nil, at, err
		}
		n.members = append(n.members, member{key, value})
	}
	_, err := d.Token()
	return n, path, err
}

// join appends a key to a path; a key that is no plain word is quoted.
func join(path, key string) string {
	for _, r := range key {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' {
			return path + "[" + strconv.Quote(key) + "]"
		}
	}
	switch {
	case key == "":
		return path + `[""]`
	case path == "":
		return key
	default:
		return path + "." + key
	}
}
