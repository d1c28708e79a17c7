package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// fault is an answer planned for requests to come: POST /simulator/faults.
type fault struct {
	// Method is that of the requests meant; empty is any.
	Method string `json:"method,omitempty"`
	// Path and Query are regular expressions, found anywhere in the path
	// (without the query) and in the raw query.
	Path  string `json:"path"`
	Query string `json:"query,omitempty"`
	// Times is how many requests get it: 1 when absent, no end when negative.
	Times int `json:"times"`
	// After lets the request take effect before its answer is replaced.
	After bool `json:"after,omitempty"`
	// Status, Headers and Body are the answer. Without a status (and without
	// Drop) the request is only delayed. Body is text, or JSON sent as such.
	Status  int               `json:"status,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    json.RawMessage   `json:"body,omitempty"`
	// Drop closes the connection instead of answering.
	Drop    bool `json:"drop,omitempty"`
	DelayMS int  `json:"delay_ms,omitempty"`
	// Used is how many requests got it so far.
	Used int `json:"used"`

	path, query *regexp.Regexp
}

func (f *fault) compile() error {
	var err error
	if f.path, err = regexp.Compile(f.Path); err != nil {
		return fmt.Errorf("path: %w", err)
	}
	if f.query, err = regexp.Compile(f.Query); err != nil {
		return fmt.Errorf("query: %w", err)
	}
	if f.Status != 0 && (f.Status < 200 || f.Status > 599) {
		return fmt.Errorf("status %d is none of 200 to 599", f.Status)
	}
	if f.Status == 0 && !f.Drop && f.DelayMS == 0 {
		return errors.New("one of status, drop and delay_ms is needed")
	}
	if f.Times == 0 {
		f.Times = 1
	}
	f.Used = 0
	return nil
}

func (f *fault) matches(r *http.Request) bool {
	return (f.Times < 0 || f.Used < f.Times) &&
		(f.Method == "" || strings.EqualFold(f.Method, r.Method)) &&
		f.path.MatchString(r.URL.Path) && f.query.MatchString(r.URL.RawQuery)
}

func (f *fault) delay() time.Duration { return time.Duration(f.DelayMS) * time.Millisecond }

// answers is false for a fault that only delays.
func (f *fault) answers() bool { return f.Drop || f.Status != 0 }

func (f *fault) response() *response {
	if f.Drop {
		return dropped()
	}
	body := []byte(f.Body)
	var text string
	if json.Unmarshal(f.Body, &text) == nil {
		body = []byte(text)
	}
	resp := newResponse()
	resp.header.Set("Content-Type", contentType(body))
	for name, value := range f.Headers {
		resp.header.Set(name, value)
	}
	resp.WriteHeader(f.Status)
	resp.body.Write(body)
	return resp
}

// contentType is what a server would call such a body.
func contentType(body []byte) string {
	switch {
	case json.Valid(body):
		return "application/json"
	case strings.HasPrefix(string(body), "<"):
		return "text/html;charset=iso-8859-1"
	default:
		return "text/plain"
	}
}

// faults are consulted in the order in which they were added; a request gets
// the first that is meant for it.
type faults struct {
	mu   sync.Mutex
	list []*fault
}

func (fs *faults) add(f *fault) error {
	if err := f.compile(); err != nil {
		return err
	}
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.list = append(fs.list, f)
	return nil
}

// take uses up one application of the fault meant for r; nil when there is
// none.
func (fs *faults) take(r *http.Request) *fault {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for _, f := range fs.list {
		if f.matches(r) {
			f.Used++
			return f
		}
	}
	return nil
}

func (fs *faults) all() []fault {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	list := make([]fault, 0, len(fs.list))
	for _, f := range fs.list {
		list = append(list, *f)
	}
	return list
}

func (fs *faults) clear() {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.list = nil
}
