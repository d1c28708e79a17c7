package conformance

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/test/conformance/spec"
)

// trafficFile is the environment variable that names what the acceptance tests
// recorded; reportFile, if set, is where the report goes.
const (
	trafficFile = "CLINK_TRAFFIC"
	reportFile  = "CLINK_TRAFFIC_REPORT"
)

// notRecorded are operations of the client that no acceptance test reaches, and
// why. One that is reached must not be here.
func notRecorded() map[string]string {
	return map[string]string{
		"listNetworkingV1NetworkLinkServiceAssociations": "nothing that a user can write reads associations yet",
		"getNetworkingV1NetworkLinkServiceAssociation":   "nothing that a user can write reads associations yet",
	}
}

func TestTraffic(t *testing.T) {
	t.Parallel()
	path := os.Getenv(trafficFile)
	if path == "" {
		t.Skipf("judges what the acceptance tests recorded: make conformance, or name the file in %s", trafficFile)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	traffic, err := spec.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := spec.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	report, err := documents.Judge(traffic)
	if err != nil {
		t.Fatal(err)
	}
	publish(t, report)
	for _, f := range report.Findings {
		t.Errorf("%d exchanges differ from the OpenAPI file:\n%s\nsuch as %s", f.Count, f.Difference, f.Example)
	}
	for _, x := range report.Unused() {
		t.Errorf("nothing needs this exception any more: %s (%s); remove it from spec/exceptions.go", x.Name, x.Source)
	}
	calls, err := clientCalls()
	if err != nil {
		t.Fatal(err)
	}
	missed := notRecorded()
	for _, c := range calls {
		operation := documents.Operation(c.Method, c.Path)
		_, known := missed[operation]
		switch recorded := report.Asked[operation] > 0; {
		case !recorded && !known:
			t.Errorf("%s: no acceptance test has the client send %s %s (%s)", c.At, c.Method, c.Path, operation)
		case recorded && known:
			t.Errorf("%s is recorded: take it off the list notRecorded", operation)
		}
		if strings.Contains(operation, " ") {
			t.Errorf("%s: no OpenAPI file knows %s", c.At, operation)
		}
	}
	for operation := range missed {
		if !slices.ContainsFunc(calls, func(c call) bool { return documents.Operation(c.Method, c.Path) == operation }) {
			t.Errorf("the client has no %s any more: take it off the list notRecorded", operation)
		}
	}
}

// publish writes the report for a reader.
func publish(t *testing.T, report spec.Report) {
	t.Helper()
	path := os.Getenv(reportFile)
	if path == "" {
		return
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := report.Write(file); err != nil {
		t.Fatal(err)
	}
}
