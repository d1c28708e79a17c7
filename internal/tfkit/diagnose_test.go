package tfkit_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
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
		"wrong Cloud key":     {&rest.APIError{Status: 401, Endpoint: "https://api.example", Path: "/networking/v1/network-link-services"}, []string{"cloud", "Cloud API key", "NetworkAdmin"}},
		"wrong pool":          {&rest.APIError{Status: 401, Endpoint: "https://pkc.example"}, []string{"identity_pool_id", "ALTER on the cluster"}},
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

// A server that speaks TLS says so itself when it is called without.
func TestExplain_plainHTTPToATLSPort(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	endpoint := strings.Replace(server.URL, "https://", "http://", 1)
	err := rest.New(rest.Options{BaseURL: endpoint}).Do(t.Context(), rest.Call{Method: http.MethodGet, Path: []string{"x"}})
	if got := tfkit.Explain(err); !strings.Contains(got, endpoint+" speaks TLS") || !strings.Contains(got, "https:// in rest_endpoint") {
		t.Error(got)
	}
}
