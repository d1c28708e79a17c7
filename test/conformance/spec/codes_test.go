package spec

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every state and code that Confluent's OpenAPI file knows is explained to the user.
func TestGuides_explainEveryCode(t *testing.T) {
	t.Parallel()
	documents, err := Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	read := func(page string) string {
		content, err := os.ReadFile("../../../docs/guides/" + page + ".md")
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	// section is a page from one heading to the next of the same level.
	section := func(page, heading string) string {
		_, rest, found := strings.Cut(page, "\n"+heading+"\n")
		if !found {
			t.Fatalf("there is no %q", heading)
		}
		text, _, _ := strings.Cut(rest, "\n## ")
		return text
	}
	health, trouble := read("health-and-monitoring"), read("troubleshooting")
	firstCell := regexp.MustCompile("(?m)^\\| (`.+?) \\|")
	code := regexp.MustCompile("`([A-Z_]+)`")
	for schema, text := range map[string]string{
		"LinkState":         section(health, "## Links"),
		"LinkTaskState":     section(health, "## Tasks"),
		"MirrorTopicStatus": section(health, "## Mirror topics"),
		"LinkError":         section(trouble, "## Link errors"),
		"LinkTaskErrorCode": section(trouble, "## Task errors"),
	} {
		var explained []string
		for _, row := range firstCell.FindAllStringSubmatch(text, -1) {
			for _, match := range code.FindAllStringSubmatch(row[1], -1) {
				explained = append(explained, match[1])
			}
		}
		known := documents.kafka.enumeration(schema)
		if len(known) < 5 {
			t.Errorf("%s has the values %v", schema, known)
		}
		for _, value := range known {
			if !slices.Contains(explained, value) {
				t.Errorf("%s: nothing explains %s", schema, value)
			}
		}
		for _, value := range explained {
			if !slices.Contains(known, value) {
				t.Errorf("%s: %s is explained, and does not exist", schema, value)
			}
		}
	}
}

// enumeration are the values of an enumeration, open or closed.
func (d document) enumeration(schema string) []string {
	ref := d.doc.Components.Schemas[schema]
	if ref == nil {
		return nil
	}
	values := ref.Value.Enum
	if open, ok := ref.Value.Extensions["x-extensible-enum"].([]any); ok {
		values = open
	}
	var texts []string
	for _, value := range values {
		if text, ok := value.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}
