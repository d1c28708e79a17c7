package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

const (
	// maxWords is how much a user is shown of a server's words, in characters.
	maxWords = 600
	// maxName is the same of an error code or a request id.
	maxName = 80
	// maxErrorBody is how much of an error answer is looked at, in bytes.
	maxErrorBody = 256 << 10
)

// shown is what a user sees of the server's words: on one line, without secrets,
// with control characters made visible, and not too long.
func (r redactor) shown(words string, most int) string {
	words = r.text(words)
	return cut(visible(strings.Join(strings.Fields(words), " ")), most)
}

// cut shortens a text to so many characters.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "..."
}

// visible writes characters that a terminal obeys, and those that turn the
// direction of what follows, as escapes.
func visible(text string) string {
	if !strings.ContainsFunc(text, obeyed) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if obeyed(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// obeyed says that a character is an order rather than a sign. Line ends and tabs
// are none: values such as certificates have them.
func obeyed(r rune) bool {
	return r != '\n' && r != '\r' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf) && r != '\u200d'
}

var (
	// jsonString finds the strings of a JSON document.
	jsonString = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	// mayObey finds what may be a character that a terminal obeys, raw or escaped.
	mayObey = regexp.MustCompile(`\\[bf]|\\u(?:00[0189]|[26fF])|[\x{7f}-\x{9f}\x{ad}\p{Cf}]`)
)

// harmless is a JSON document without characters that a terminal obeys. What a
// server tells of an object is shown in plans and messages.
func harmless(document []byte) []byte {
	if plain(document) || !mayObey.Match(document) {
		return document
	}
	return jsonString.ReplaceAllFunc(document, func(quoted []byte) []byte {
		var text string
		if !mayObey.Match(quoted) || json.Unmarshal(quoted, &text) != nil {
			return quoted
		}
		clean := visible(text)
		if clean == text {
			return quoted
		}
		raw, err := json.Marshal(clean)
		if err != nil {
			return quoted
		}
		return raw
	})
}

// plain reports whether a document is ASCII without escapes, as most are: a list of
// thousands of topics is megabytes, on which expressions take seconds.
func plain(document []byte) bool {
	return !bytes.ContainsFunc(document, func(r rune) bool { return r == '\\' || r >= 0x7f })
}

// wordsOf finds the words in an error body of unknown form: those of whatever
// stands in front of the API, or of an API that has changed its mind.
func wordsOf(body []byte) string {
	var document any
	switch trimmed := bytes.TrimSpace(body); {
	case len(trimmed) == 0:
		return ""
	case json.Unmarshal(trimmed, &document) == nil:
		if words := sayings(document, 0); words != "" {
			return words
		}
		return string(trimmed)
	case trimmed[0] == '<':
		return htmlText(trimmed)
	case utf8.Valid(trimmed) && !bytes.ContainsRune(trimmed, 0):
		return string(trimmed)
	default:
		return ""
	}
}

// sayings are the words in a JSON value, wherever they use to stand.
func sayings(value any, depth int) string {
	const deepest = 5
	if depth > deepest {
		return ""
	}
	switch v := value.(type) {
	case string:
		return v
	case []any:
		var words []string
		for _, item := range v {
			if said := sayings(item, depth+1); said != "" {
				words = append(words, said)
			}
		}
		return strings.Join(words, "; ")
	case map[string]any:
		for _, key := range []string{"message", "detail", "error_description", "description", "error", "errors", "title", "reason", "cause", "details"} {
			if said := sayings(v[key], depth+1); said != "" {
				return said
			}
		}
	}
	return ""
}

// htmlText is what a reader sees of a page.
func htmlText(page []byte) string {
	var words []string
	tokens, silent := html.NewTokenizer(bytes.NewReader(page)), ""
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.Join(words, " ")
		case html.StartTagToken:
			if name, _ := tokens.TagName(); string(name) == "script" || string(name) == "style" {
				silent = string(name)
			}
		case html.EndTagToken:
			if name, _ := tokens.TagName(); string(name) == silent {
				silent = ""
			}
		case html.TextToken:
			if text := strings.TrimSpace(string(tokens.Text())); silent == "" && text != "" {
				words = append(words, strings.Join(strings.Fields(text), " "))
			}
		case html.SelfClosingTagToken, html.CommentToken, html.DoctypeToken:
		}
	}
}
