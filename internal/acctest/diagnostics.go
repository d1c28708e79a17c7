package acctest

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Diagnostics are what the provider had to say.
type Diagnostics []*tfprotov6.Diagnostic

// Errors are the errors among them.
func (d Diagnostics) Errors() Diagnostics { return d.of(tfprotov6.DiagnosticSeverityError) }

// Warnings are the warnings among them.
func (d Diagnostics) Warnings() Diagnostics { return d.of(tfprotov6.DiagnosticSeverityWarning) }

func (d Diagnostics) of(severity tfprotov6.DiagnosticSeverity) Diagnostics {
	var found Diagnostics
	for _, one := range d {
		if one.Severity == severity {
			found = append(found, one)
		}
	}
	return found
}

// Says reports whether one of them, on the attribute at this path (any, if
// empty), holds all of these words in its summary or detail.
func (d Diagnostics) Says(at string, words ...string) bool {
next:
	for _, one := range d {
		if at != "" && (one.Attribute == nil || one.Attribute.String() != at) {
			continue
		}
		for _, w := range words {
			if !strings.Contains(one.Summary+"\n"+one.Detail, w) {
				continue next
			}
		}
		return true
	}
	return false
}

// String lists them for a failing test.
func (d Diagnostics) String() string {
	var b strings.Builder
	for _, one := range d {
		at := ""
		if one.Attribute != nil {
			at = one.Attribute.String() + " "
		}
		fmt.Fprintf(&b, "\n%s: %s%s: %s", one.Severity, at, one.Summary, one.Detail)
	}
	return b.String()
}
