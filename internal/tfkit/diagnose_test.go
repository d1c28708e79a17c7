package tfkit_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func TestExplain_isASentence(t *testing.T) {
	t.Parallel()
	if got, want := tfkit.Explain(errors.New("the connection was lost")), "The connection was lost."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestExplain_saysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err   error
		words []string
	}{
		"a redirect":          {&rest.APIError{Status: 307, Endpoint: "https://old.example", Location: "https://new.example/kafka/v3"}, []string{"https://old.example answered with a redirect to https://new.example/kafka/v3", "not followed", "rest_endpoint"}},
		"no credentials":      {&rest.APIError{Status: 401, Endpoint: "https://pkc.example", Anonymous: true}, []string{"No credentials were given for https://pkc.example", "api_key", "spelling"}},
		"wrong credentials":   {&rest.APIError{Status: 401, Endpoint: "https://pkc.example"}, []string{"its own API keys"}},
		"no token":            {&rest.AuthorizeError{Cause: errors.New("https://idp gave no token")}, []string{"https://idp gave no token.", "oauth"}},
		"a call without end":  {fmt.Errorf("reading: %w", rest.ErrTooLong), []string{"five minutes"}},
		"the user's own time": {context.DeadlineExceeded, []string{"`timeouts`"}},
	} {
		got := tfkit.Explain(c.err)
		for _, want := range c.words {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q does not say %q", name, got, want)
			}
		}
	}
}
