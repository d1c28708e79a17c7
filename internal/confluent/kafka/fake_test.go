package kafka

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// fake is a cluster's REST API. handle answers by method and path below the
// cluster; what was sent is kept.
type fake struct {
	mu     sync.Mutex
	handle func(request string, body []byte) (status int, answer any)
	sent   []string // "METHOD path?query body"
}

// RoundTrip makes the fake a transport.
func (f *fake) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	request := req.Method + " " + strings.TrimPrefix(req.URL.RequestURI(), "/kafka/v3/clusters/lkc-1/")
	f.mu.Lock()
	f.sent = append(f.sent, strings.TrimSpace(request+" "+string(body)))
	f.mu.Unlock()
	status, answer := f.handle(request, body)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	var text string
	switch a := answer.(type) {
	case string:
		text = a
	case nil:
	default:
		raw, err := json.Marshal(a)
		if err != nil {
			return nil, err
		}
		text = string(raw)
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(text)), Request: req}, nil
}

// requests are those that were sent, without their bodies unless asked for.
func (f *fake) requests(bodies bool) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []string
	for _, s := range f.sent {
		if !bodies {
			s = strings.Join(strings.SplitN(s, " ", 3)[:2], " ")
		}
		all = append(all, s)
	}
	return all
}

func newFake(handle func(request string, body []byte) (int, any)) (*fake, *Client) {
	f := &fake{handle: handle}
	return f, New(rest.New(rest.Options{BaseURL: "https://pkc.example/kafka/v3", Transport: f, MaxRetries: 1}), "lkc-1")
}

// always answers everything alike.
func always(status int, answer any) func(string, []byte) (int, any) {
	return func(string, []byte) (int, any) { return status, answer }
}

// expect fails the test unless exactly these requests were sent.
func (f *fake) expect(t *testing.T, bodies bool, want ...string) {
	t.Helper()
	if got := f.requests(bodies); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("sent\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// mirrorList is a list answer of these mirror topics.
func mirrorList(names ...string) any {
	data := []map[string]any{}
	for _, n := range names {
		data = append(data, map[string]any{"mirror_topic_name": n, "source_topic_name": n, "mirror_status": "ACTIVE", "mirror_lags": []any{map[string]any{"partition": 0, "lag": len(n)}}})
	}
	return map[string]any{"kind": "KafkaMirrorDataList", "data": data}
}

func refusal(status int, message string) map[string]any {
	return map[string]any{"error_code": status, "message": message}
}

func sprint(v any) string { return fmt.Sprintf("%+v", v) }
