package simulator_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// Whoever adds a switch tells in the record what it is for.
func TestChoices_areOnRecord(t *testing.T) {
	t.Parallel()
	record, err := os.ReadFile("../../docs/adr/0006-what-the-simulator-chose.md")
	if err != nil {
		t.Fatal(err)
	}
	for field := range reflect.TypeFor[simulator.Choices]().Fields() {
		if !strings.Contains(string(record), "`"+field.Name+"`") {
			t.Errorf("docs/adr/0006 does not tell of %s", field.Name)
		}
	}
}
