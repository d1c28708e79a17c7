package conformance

import (
	"os"
	"path/filepath"
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
	for _, c := range calls {
		operation := documents.Operation(c.Method, c.Path)
		if report.Asked[operation] == 0 {
			t.Errorf("%s: no acceptance test has the client send %s %s (%s)", c.At, c.Method, c.Path, operation)
		}
		if strings.Contains(operation, " ") {
			t.Errorf("%s: no OpenAPI file knows %s", c.At, operation)
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
