package clusterlink

import (
	"os"
	"strings"
	"testing"
)

// The guide shows the same rights as the error messages.
func TestRights_areThoseOfTheGuide(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/guides/authentication.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for line := range strings.Lines(string(guide)) {
		if strings.Contains(line, "| The credentials in ") {
			shown++
		}
	}
	listed := map[string]bool{}
	for _, of := range [][]right{
		rights(modeDestination, false, false), rights(modeDestination, true, false), rights(modeSource, false, true), rights(modeSource, false, false),
		rights(modeBidirectional, false, false), rights(modeBidirectional, false, true), rights(modeBidirectional, true, false),
	} {
		for _, r := range of {
			row := " | " + r.who + " | " + r.what + " |\n"
			listed[row] = true
			if !strings.Contains(string(guide), row) {
				t.Errorf("the guide does not show that %s need %s", r.who, r.what)
			}
		}
	}
	if shown != len(listed) {
		t.Errorf("the guide shows %d rows, there are %d", shown, len(listed))
	}
}
