package kafka

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// The answers to "is it gone?" that are not the API's own.
var strangers = map[string]struct {
	status int
	answer string
}{
	"a gateway":       {http.StatusNotFound, "<html><h1>404 Not Found</h1><hr>nginx</html>"},
	"nobody":          {http.StatusNotFound, ""},
	"another server":  {http.StatusNotFound, `{"error":{"message":"no such service"}}`},
	"the route":       {http.StatusNotFound, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
	"the cluster":     {http.StatusNotFound, `{"error_code":404,"message":"Cluster lkc-1 cannot be found."}`},
	"an empty answer": {http.StatusOK, ""},
	"an empty object": {http.StatusOK, "{}"},
	"null":            {http.StatusOK, "null"},
	"a login page":    {http.StatusOK, "<html>Sign in</html>"},
	"no rights":       {http.StatusForbidden, `{"error_code":40301,"message":"no"}`},
}

// asked are the calls that learn from a 404 that an object is gone.
func asked(t *testing.T, c *Client) map[string]func() error {
	t.Helper()
	return map[string]func() error{
		"link":       func() error { _, err := c.Link(t.Context(), "l"); return err },
		"view":       func() error { _, err := c.LinkView(t.Context(), "l", 0); return err },
		"mirror":     func() error { _, err := c.Mirror(t.Context(), "l", "t", 0); return err },
		"mirrors":    func() error { _, err := c.Mirrors(t.Context(), "l"); return err },
		"transition": func() error { _, err := c.MirrorTransition(t.Context(), "l", "t"); return err },
		"topic":      func() error { _, err := c.Topic(t.Context(), "t"); return err },
		"settings":   func() error { _, err := c.TopicSettings(t.Context(), "t"); return err },
	}
}

// deleted are the calls for which an object that is gone is a success.
func deleted(t *testing.T, c *Client) map[string]func() error {
	t.Helper()
	return map[string]func() error{
		"delete link":  func() error { return c.DeleteLink(t.Context(), "l", false) },
		"delete topic": func() error { return c.DeleteTopic(t.Context(), "t", "l") },
	}
}

// Only the API's own words take an object out of the world.
func TestNotFound_onlyInTheApisWords(t *testing.T) {
	t.Parallel()
	for who, s := range strangers {
		_, c := newFake(always(s.status, s.answer))
		for what, call := range asked(t, c) {
			if err := call(); err == nil || errors.Is(err, rest.ErrNotFound) {
				t.Errorf("%s, answered by %s: %v", what, who, err)
			}
		}
		if s.status == http.StatusOK {
			continue // whatever a deletion answers, it was done
		}
		for what, call := range deleted(t, c) {
			if err := call(); err == nil || errors.Is(err, rest.ErrNotFound) {
				t.Errorf("%s, answered by %s: %v", what, who, err)
			}
		}
	}
}

// Where the 404 says nothing, the list that would hold the object does.
func TestNotFound_theListDecides(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		list string
		gone bool
	}{
		"not in it":  {`{"data":[{"link_name":"x","mirror_topic_name":"x","topic_name":"x"}]}`, true},
		"none":       {`{"data":[]}`, true},
		"in it":      {`{"data":[{"link_name":"l","mirror_topic_name":"t","topic_name":"t"}]}`, false},
		"not a list": {`{}`, false},
	} {
		_, client := newFake(func(request string, _ []byte) (int, any) {
			switch path := strings.Split(request, " ")[1]; path {
			case "links", "links/l/mirrors", "topics":
				return http.StatusOK, c.list
			}
			return http.StatusNotFound, `{"error_code":404,"message":"HTTP 404 Not Found"}`
		})
		calls := deleted(t, client)
		for _, what := range []string{"link", "mirror", "transition", "topic"} {
			calls[what] = asked(t, client)[what]
		}
		for what, call := range calls {
			if err := call(); errors.Is(err, rest.ErrNotFound) != c.gone || err == nil {
				t.Errorf("%s, %s: %v", what, name, err)
			}
		}
	}
}
