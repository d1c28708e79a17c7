package tfkit_test

import (
	"errors"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func TestExplain_isASentence(t *testing.T) {
	t.Parallel()
	if got, want := tfkit.Explain(errors.New("the connection was lost")), "The connection was lost."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
