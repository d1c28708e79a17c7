package acctest_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sources are the Go files below internal/ but for those of tests, in one text.
func sources(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		b.Write(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// said reports whether the code says a title: as one text, or put together from two.
func said(code, title string) bool {
	if strings.Contains(code, `"`+title+`"`) {
		return true
	}
	words := strings.Split(title, " ")
	for i := 1; i < len(words); i++ {
		first, rest := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if strings.Contains(code, `"`+first+` "`) && strings.Contains(code, `"`+rest+`"`) || strings.Contains(code, `"`+first+`"`) && strings.Contains(code, `" `+rest+`"`) {
			return true
		}
	}
	return false
}

// Whoever looks for a title on the page has read it in an error: the code says it.
// And what the page calls the server's words, Clink quotes, knows or says itself.
func TestTroubleshooting_namesWhatIsSaid(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/guides/troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	code := sources(t)
	titles := regexp.MustCompile(`(?m)^\| \*\*(.+?)\*\* \|`).FindAllStringSubmatch(string(page), -1)
	if len(titles) < 40 {
		t.Fatalf("the page has %d titles", len(titles))
	}
	for _, match := range titles {
		if !said(code, match[1]) {
			t.Errorf("nothing says %q", match[1])
		}
	}
	if said(code, "Unable to Dance") {
		t.Error("a title that nobody says is found")
	}

	_, words, _ := strings.Cut(string(page), "## By the server's words")
	words, _, _ = strings.Cut(words, "\n## ")
	quotes := regexp.MustCompile("(?m)^\\| `(.+?)`").FindAllStringSubmatch(words, -1)
	if len(quotes) < 15 {
		t.Fatalf("the page has %d quotes", len(quotes))
	}
	for _, match := range quotes {
		for part := range strings.SplitSeq(match[1], " ... ") {
			part = strings.TrimSpace(strings.TrimSuffix(part, " ..."))
			if !strings.Contains(code, part) && !strings.Contains(code, strings.ReplaceAll(part, "'PLAIN'", "'%s'")) {
				t.Errorf("nothing says or knows %q", part)
			}
		}
	}
}

// The errors of mirror topics are in no OpenAPI file that the tests can read: these are
// the values of MirrorTopicError in Confluent's of August 2026.
func TestTroubleshooting_explainsMirrorTopicErrors(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/guides/troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(page), "## Mirror topic errors")
	if !found {
		t.Fatal("there is no section on them")
	}
	for _, code := range []string{
		"UNKNOWN", "NOT_SET", "NO_ERROR", "SOURCE_TOPIC_MAY_BE_DELETED", "SOURCE_TOPIC_ID_CHANGED", "SOURCE_PARTITIONS_DECREASED", "NON_MONOTONIC_LOG_APPEND_EPOCH",
		"UNEXPECTED_TRUNCATION", "UNSUPPORTED_MESSAGE_FORMAT", "NON_MONOTONIC_SOURCE_EPOCH", "ILLEGAL_STATE", "UNSUPPORTED_MIRROR_STATE",
	} {
		if !strings.Contains(section, "`"+code+"`") {
			t.Errorf("nothing explains %s", code)
		}
	}
}
