// Package simulator is an in-memory Confluent Cloud and Confluent Platform: a
// set of Kafka clusters with their REST API, cluster links and mirror topics,
// and the networking API of Confluent Cloud. It answers as the contract in
// reference/api-contract.md says; where that is silent, choices.go decides.
//
// A [Simulator] is an [http.Handler]. It runs nothing in the background: state
// changes that take time are planned and happen when the next request looks
// at the world, each at its own time.
package simulator

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options are the physics of a simulated world.
type Options struct {
	// Settle is how long a state change takes: a link to become ACTIVE, a
	// topic to be deleted, an endpoint to be provisioned.
	Settle time.Duration
	// Latency is added to every answer.
	Latency time.Duration
	// RateLimit is the number of requests per second that each cluster, and
	// the networking API, answers before 429. Zero is no limit.
	RateLimit int
	// TokenLifetime is how long access tokens are valid; an hour when zero.
	TokenLifetime time.Duration
	// Clock is the system's when nil.
	Clock Clock
	// Choices switch behaviours that are not documented.
	Choices Choices
}

func (o Options) tokenLifetime() time.Duration {
	if o.TokenLifetime > 0 {
		return o.TokenLifetime
	}
	return time.Hour
}

// Simulator serves one world. It is safe for concurrent use.
type Simulator struct {
	world   World
	options Options
	clock   Clock
	api     *http.ServeMux
	control *http.ServeMux
	journal journal
	faults  faults

	closed    chan struct{}
	closeOnce sync.Once

	mu    sync.Mutex
	state *state
}

// New starts a world, which must not be changed afterwards. The error says
// what in the world contradicts itself.
func New(world World, options Options) (*Simulator, error) {
	if err := world.validate(); err != nil {
		return nil, err
	}
	s := &Simulator{world: world, options: options, clock: options.Clock, closed: make(chan struct{})}
	if s.clock == nil {
		s.clock = systemClock{}
	}
	s.api = s.apiRoutes()
	s.control = s.controlRoutes()
	s.state = newState(world, options, s.clock.Now())
	return s, nil
}

// Close ends requests that are being held or delayed: their connections are
// dropped. It may be called more than once.
func (s *Simulator) Close() { s.closeOnce.Do(func() { close(s.closed) }) }

// maxBody is the size of the largest request body that is read.
const maxBody = 16 << 20

// ServeHTTP answers API and control requests.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/simulator" || strings.HasPrefix(r.URL.Path, "/simulator/") {
		if !fromHere(r) {
			answerJSON(w, http.StatusForbidden, map[string]string{"error": "what is below /simulator answers to this machine only: ask for it as localhost or 127.0.0.1, and from no other web page"})
			return
		}
		s.control.ServeHTTP(w, r)
		return
	}
	if r.URL.Path == "/" && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		http.Redirect(w, r, "/simulator/", http.StatusFound) // no API has this path: somebody looks for the page
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_, pattern := s.api.Handler(r)
	entry := s.journal.begin(r, pattern, body)
	resp := s.serve(r, body)
	resp.header.Set("X-Request-Id", rand.Text())
	// Whoever has the answer finds it in the journal, so it is written first.
	s.journal.finish(entry, resp)
	resp.send(w)
}

// serve works out the answer to one request, after the fault that is planned
// for it, if any.
func (s *Simulator) serve(r *http.Request, body []byte) *response {
	ctx := r.Context()
	fault := s.faults.take(r)
	if fault != nil && !fault.After {
		if !s.wait(ctx, fault.delay()) {
			return dropped()
		}
		if fault.answers() {
			return fault.response()
		}
	}
	resp := newResponse()
	if strings.Contains(r.URL.Path, "//") {
		malformed(resp, r)
	} else {
		s.api.ServeHTTP(resp, r.WithContext(withBody(ctx, body)))
	}
	if !s.wait(ctx, s.options.Latency) {
		return dropped()
	}
	if fault != nil && fault.After {
		if !s.wait(ctx, fault.delay()) {
			return dropped()
		}
		if fault.answers() {
			return fault.response()
		}
	}
	return resp
}

// wait passes d, and reports false when the caller or the simulator has gone
// away meanwhile.
func (s *Simulator) wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	return s.waitFor(ctx, d, nil) != gone
}

// How a wait ended.
type ending int

const (
	timedOut ending = iota
	ready
	gone
)

func (s *Simulator) waitFor(ctx context.Context, d time.Duration, until <-chan struct{}) ending {
	fired, stop := s.clock.NewTimer(d)
	defer stop()
	select {
	case <-fired:
		return timedOut
	case <-until:
		return ready
	case <-ctx.Done():
		return gone
	case <-s.closed:
		return gone
	}
}

// operation is what one endpoint does. It runs alone: the world does not
// change under it.
type operation func(st *state, c *call) (reply, error)

// hold is the error of an operation that the server would keep waiting. It is
// tried again when ready is closed, and once more when after has passed, at
// the latest then its answer is refusal.
type hold struct {
	ready   <-chan struct{}
	after   time.Duration
	refusal error
}

func (h *hold) Error() string { return "held: " + h.refusal.Error() }

// perform runs an operation and writes its answer.
func (s *Simulator) perform(ctx context.Context, w http.ResponseWriter, c *call, op operation) {
	rep, err := s.attempt(c, op)
	for waiting, held := errors.AsType[*hold](err); held; waiting, held = errors.AsType[*hold](err) {
		end := s.waitFor(ctx, waiting.after, waiting.ready)
		if end == gone {
			err = errDropped
			break
		}
		rep, err = s.attempt(c, op)
		if still, again := errors.AsType[*hold](err); again && end == timedOut {
			err = still.refusal
		}
	}
	if err != nil {
		answer, known := errors.AsType[replier](err)
		if !known {
			answer = kafkaError{http.StatusInternalServerError, http.StatusInternalServerError, err.Error()}
		}
		rep = answer.reply()
	}
	rep.write(w)
}

func (s *Simulator) attempt(c *call, op operation) (reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	s.state.advance(now)
	rep, err := op(s.state, c)
	s.state.advance(now) // what takes no time has happened before the answer is out
	return rep, err
}

// reset goes back to the initial world.
func (s *Simulator) reset() {
	s.mu.Lock()
	s.state = newState(s.world, s.options, s.clock.Now())
	s.mu.Unlock()
	s.faults.clear()
	s.journal.clear()
}

// newUUID makes a random identifier in the usual spelling.
func newUUID() string { return uuidText(newUUIDBytes()) }

func newUUIDBytes() [16]byte {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return b
}

func uuidText(b [16]byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}
