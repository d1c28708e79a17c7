package simulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
)

// journalEntry is one request to an API. Status is 0 while it has no answer,
// and for good when its connection was dropped.
type journalEntry struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Query  string `json:"query"`
	Status int    `json:"status"`
	Body   any    `json:"body"`

	route string
}

// journal remembers every API request in order of arrival, including those
// that a fault answered. Control requests are not in it.
type journal struct {
	mu      sync.Mutex
	entries []*journalEntry
}

func (j *journal) begin(r *http.Request, pattern string, body []byte) *journalEntry {
	e := &journalEntry{
		Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Body: readable(body),
		route: r.Method + " " + template(r, pattern),
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, e)
	return e
}

// template is the route of a request with its parameters by name, such as
// /kafka/v3/clusters/{cluster_id}/links/{link_name}; for a request that no
// route serves, the path itself.
func template(r *http.Request, pattern string) string {
	if pattern == fallbackPattern || pattern == "" {
		return r.URL.Path
	}
	_, path, _ := strings.Cut(pattern, " ")
	return strings.TrimSuffix(path, "/{$}")
}

// readable is a body as JSON when it is JSON, else as text.
func readable(body []byte) any {
	if len(body) == 0 {
		return nil
	}
	var v any
	if json.Unmarshal(body, &v) != nil {
		return string(body)
	}
	return v
}

func (j *journal) finish(e *journalEntry, resp *response) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !resp.drop {
		e.Status = resp.status
	}
}

// journalReport is the answer of GET /simulator/requests.
type journalReport struct {
	Counts   map[string]int `json:"counts"`
	Requests []journalEntry `json:"requests"`
}

func (j *journal) report() journalReport {
	j.mu.Lock()
	defer j.mu.Unlock()
	rep := journalReport{Counts: make(map[string]int), Requests: make([]journalEntry, 0, len(j.entries))}
	for _, e := range j.entries {
		rep.Counts[e.route]++
		rep.Requests = append(rep.Requests, *e)
	}
	return rep
}

func (j *journal) clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
}
