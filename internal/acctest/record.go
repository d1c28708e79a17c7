package acctest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
)

// recordTraffic is the environment variable that names the file to which all
// worlds append what they are asked and what they answer, for test/conformance to
// judge. Nothing is recorded while it is not set.
const recordTraffic = "CLINK_RECORD_TRAFFIC"

// exchange is one request to an API of the simulator with its answer: a line of
// the file.
type exchange struct {
	Test         string      `json:"test"`
	Method       string      `json:"method"`
	URL          string      `json:"url"`
	Header       http.Header `json:"header"` // Authorization without the credentials
	Body         string      `json:"body"`
	Status       int         `json:"status"` // 0 when the connection was dropped
	AnswerHeader http.Header `json:"answer_header"`
	Answer       string      `json:"answer"`
	Fault        bool        `json:"fault"` // the test made the answer up, or what it tells
}

// recorder stands in front of a simulator and records what passes. A nil recorder
// records nothing.
type recorder struct {
	tb   testing.TB
	next http.Handler

	mu     sync.Mutex
	file   *os.File
	faults []Fault
	// forced says that the test has set a state that no server has today: from then
	// on, what the simulator answers is made up as well.
	forced bool
}

// newRecorder makes a recorder for the simulator of a test, or nil where no
// traffic is asked for.
func newRecorder(tb testing.TB, next http.Handler) *recorder {
	tb.Helper()
	path := os.Getenv(recordTraffic)
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		tb.Fatalf("%s: %v", recordTraffic, err)
	}
	return &recorder{tb: tb, next: next, file: file}
}

// close ends the recording. No request may be under way.
func (r *recorder) close() {
	if r == nil {
		return
	}
	if err := r.file.Close(); err != nil {
		r.tb.Errorf("recording the traffic: %v", err)
	}
}

// expect remembers a fault, to tell answers that a test made up from those of
// the simulator.
func (r *recorder) expect(f Fault) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults = append(r.faults, f)
}

// ServeHTTP passes a request on. The control endpoints are no part of Confluent.
func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return // the client has gone
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	if strings.HasPrefix(req.URL.Path, "/simulator/") {
		r.control(body)
		r.next.ServeHTTP(w, req)
		return
	}
	answer := &recordedAnswer{ResponseWriter: w}
	r.next.ServeHTTP(answer, req)

	asked := picked(req.Header, "Accept", "Content-Type", "User-Agent", "Confluent-Identity-Pool-Id")
	if scheme, _, found := strings.Cut(req.Header.Get("Authorization"), " "); found {
		asked.Set("Authorization", scheme)
	}
	line := exchange{
		Test: r.tb.Name(), Method: req.Method, URL: "http://" + req.Host + req.RequestURI, Header: asked, Body: string(body),
		Status: answer.status, Answer: answer.body.String(),
		AnswerHeader: picked(w.Header(), "Allow", "Content-Type", "Location", "Retry-After", "Www-Authenticate", "X-Request-Id",
			"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"),
	}
	// A request that was dropped may end after its test.
	if err := r.write(line); err != nil && !errors.Is(err, os.ErrClosed) {
		panic(fmt.Sprintf("recording the traffic: %v", err)) // the test may have ended, and with it tb
	}
}

// control remembers whether a request to a control endpoint forces a state that
// no server has today.
func (r *recorder) control(body []byte) {
	var request struct{ Force bool }
	if json.Unmarshal(body, &request) == nil && request.Force {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.forced = true
	}
}

// write appends a line in one write, so that those of other processes stay whole.
func (r *recorder) write(line exchange) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	line.Fault = r.forced
	for _, f := range r.faults {
		line.Fault = line.Fault || !f.Drop && f.Status == line.Status && f.Body == line.Answer
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(line); err != nil {
		return err
	}
	_, err := r.file.Write(b.Bytes())
	return err
}

func picked(h http.Header, names ...string) http.Header {
	some := http.Header{}
	for _, name := range names {
		if values, found := h[name]; found {
			some[name] = values
		}
	}
	return some
}

// recordedAnswer keeps what is written to the client.
type recordedAnswer struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (a *recordedAnswer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *recordedAnswer) Write(p []byte) (int, error) {
	a.body.Write(p)
	return a.ResponseWriter.Write(p)
}

// Unwrap lets the simulator take over the connection in order to drop it.
func (a *recordedAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
