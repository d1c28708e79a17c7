package planwords

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// aboutObjects are what a plan says of an object as a whole, or of what no argument
// is the place of: by summary, and why.
var aboutObjects = map[string]string{
	"Object Moves to Another Address":           "about two addresses; a destroy has no configuration to point into",
	"Cluster Link Is Not Healthy":               "about what the link does, whatever is written",
	"Network Link Endpoint Not Ready":           "about what the endpoint does, whatever is written",
	"Cluster Link Cannot Be Destroyed Now":      "a destroy has no configuration to point into",
	"Mirror History Will Be Lost":               "a destroy has no configuration to point into",
	"Data Stops on Both Halves of the Link":     "a destroy has no configuration to point into",
	"Mirror Topic Will Not Be Deleted":          "a destroy has no configuration to point into",
	"Live Topic Will Be Deleted":                "a destroy has no configuration to point into",
	"Live Topics Will Be Deleted":               "a destroy has no configuration to point into",
	"Mirror Topics Will Not Be Deleted":         "a destroy has no configuration to point into",
	"Network Link Will Be Cut":                  "a destroy has no configuration to point into",
	"Cluster Unreachable, Its Objects Are Kept": "once for all objects of a cluster",
	"Confluent Cloud Not Configured":            "the argument is in the provider block, which a resource cannot point into; the text shows it",
	"Invalid Environment Variable":              "there is no argument; the text names the variable",
	"Half of a Pair":                            "where it is about environment variables, which the text names",
}

// notRaised are functions that the search finds by name, and no plan comes to, or
// whose words are another's: and why.
var notRaised = map[string]string{
	"explainCreate":    "words of an apply; where a dry run raises them, Report puts them on their argument, as it does here",
	"notCreated":       "as explainCreate",
	"notReached":       "as explainCreate",
	"notOffered":       "as explainCreate",
	"marksOf":          "private state that something else has written",
	"FromProviderData": "a bug in the provider, which no configuration brings about",
}

// Whatever a plan can say names its argument, by its full path, in words and as the
// attribute; and the list of what is raised here leaves nothing out that a plan can
// come to.
func TestPlanWords(t *testing.T) {
	t.Parallel()
	var (
		mu   sync.Mutex
		said acctest.Diagnostics
	)
	t.Run("raise", func(t *testing.T) {
		for name, raise := range map[string]func(*testing.T) acctest.Diagnostics{
			"arguments": ofArguments, "settings": ofSettings, "halves": ofHalves, "changes": ofChanges, "outage": ofAnOutage,
			"topics": ofTopics, "sets of topics": ofSets, "network links": ofNetworkLinks, "provider blocks": ofProviderBlocks, "actions": ofActions,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				found := raise(t)
				mu.Lock()
				defer mu.Unlock()
				said = append(said, found...)
			})
		}
	})
	used := map[string]bool{}
	for _, d := range said {
		used[d.Summary] = used[d.Summary] || d.Attribute == nil
		name := pathAsWritten(d.Attribute)
		switch {
		case d.Attribute == nil && aboutObjects[d.Summary] == "":
			t.Errorf("on no argument: %s: %s", d.Summary, d.Detail)
		case d.Attribute != nil && (name == "" || !strings.Contains(d.Detail, name)):
			t.Errorf("does not name %q: %s: %s", name, d.Summary, d.Detail)
		}
	}
	for _, s := range planSites(t) {
		raised := slices.ContainsFunc(said, func(d *tfprotov6.Diagnostic) bool { return strings.Contains(d.Summary+"\n"+d.Detail, s.words) })
		if why := notRaised[s.in]; !raised && why == "" {
			t.Errorf("%s (%s): nothing here raises what says %q", s.at, s.in, s.words)
		}
	}
	for summary := range aboutObjects {
		if !used[summary] {
			t.Errorf("%s needs no exception", summary)
		}
	}
}

// pathAsWritten is a path as a user writes it: written for this test, so that it does
// not agree with a mistake of the provider's.
func pathAsWritten(at *tftypes.AttributePath) string {
	var parts []string
	for _, step := range at.Steps() {
		switch s := step.(type) {
		case tftypes.AttributeName:
			parts = append(parts, "."+string(s))
		case tftypes.ElementKeyString:
			parts = append(parts, "["+strconv.Quote(string(s))+"]")
		case tftypes.ElementKeyInt:
			parts = append(parts, "["+strconv.FormatInt(int64(s), 10)+"]")
		}
	}
	return strings.TrimPrefix(strings.Join(parts, ""), ".")
}
