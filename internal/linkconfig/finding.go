package linkconfig

import "strings"

// Severity says whether a finding stops a plan.
type Severity int

// The severities of findings: an Error is what the server refuses or what cannot
// work; a Warning is advice, or a rule for which no word of Confluent's was found.
const (
	Error Severity = iota + 1
	Warning
)

// String is the severity in one word.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "unknown"
	}
}

// Finding is something that is wrong, or worth saying, about a setting or an
// argument.
type Finding struct {
	Severity Severity
	// Setting is the name of the setting it belongs to; empty when it belongs to
	// an argument.
	Setting string
	// Argument is the argument of the resource it belongs to, when it is about no
	// setting, such as prefix.
	Argument string
	// Path is the place inside a setting's value, such as
	// topicFilters[1].patternType; empty when it is the value as a whole.
	Path string
	// Summary is one of few fixed texts; Detail says what was found, where (Path
	// included), what is allowed, and what to write instead.
	Summary, Detail string
}

// HasErrors reports whether any of the findings is an error.
func HasErrors(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == Error {
			return true
		}
	}
	return false
}

// list joins words for a sentence: "a, b or c".
func list(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}
