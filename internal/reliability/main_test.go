package reliability

import (
	"flag"
	"os"
	"testing"
)

// chaos says that there is time for what takes long: make chaos.
func chaos() bool { return os.Getenv("CLINK_CHAOS") != "" }

// TestMain lets many tests run beside each other: they wait for time to run out
// more than they work.
func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "test.parallel" })
	if !given {
		if err := flag.Set("test.parallel", "48"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
