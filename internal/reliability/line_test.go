package reliability

import (
	"bytes"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// line stands between a provider and a world, and does what a test wants to the
// requests that pass.
type line struct {
	*httptest.Server
	world *acctest.World

	mu sync.Mutex
	// passed counts requests.
	passed int
	// trouble decides about a request; nil lets it pass.
	trouble func(r *http.Request, body []byte) *Trouble
	// cut ends all at a request: -1 for never. after lets that request take effect.
	cut   int
	after bool
	// before holds what reads were answered before a write, by URL.
	before map[string]answered
	wrote  bool
}

type answered struct {
	status int
	header http.Header
	body   []byte
}

func newLine(t *testing.T, w *acctest.World) *line {
	t.Helper()
	l := &line{world: w, cut: -1, before: map[string]answered{}}
	l.Server = httptest.NewUnstartedServer(l)
	l.Config.ErrorLog = log.New(io.Discard, "", 0) // connections break on purpose
	l.Start()
	t.Cleanup(func() {
		l.CloseClientConnections()
		l.Close()
	})
	return l
}

// ServeHTTP passes a request on, unless something happens to it.
func (l *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	l.mu.Lock()
	n := l.passed
	l.passed++
	dead, last, after := l.cut >= 0 && n > l.cut, n == l.cut, l.after
	var trouble *Trouble
	if l.trouble != nil {
		trouble = l.trouble(r, body)
	}
	if r.Method != http.MethodGet && !strings.HasSuffix(r.URL.Path, "/oauth/token") {
		l.wrote = true
	}
	l.mu.Unlock()
	forward := func() *http.Response { return l.forward(r, body) }
	switch {
	case dead, last && !after:
		panic(http.ErrAbortHandler)
	case last:
		_ = forward().Body.Close()
		panic(http.ErrAbortHandler)
	case trouble != nil && trouble.stale:
		if old, known := l.old(r); known {
			write(w, old)
			return
		}
		l.pass(w, r, forward)
	case trouble != nil:
		trouble.strike(w, r, forward)
	default:
		l.pass(w, r, forward)
	}
}

// pass gives the true answer.
func (l *line) pass(w http.ResponseWriter, r *http.Request, forward func() *http.Response) {
	resp := forward()
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	said := answered{resp.StatusCode, resp.Header, raw}
	l.mu.Lock()
	if r.Method == http.MethodGet && !l.wrote {
		l.before[r.URL.String()] = said
	}
	l.mu.Unlock()
	write(w, said)
}

// old is what a read was answered before anything was written.
func (l *line) old(r *http.Request) (answered, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	said, known := l.before[r.URL.String()]
	return said, known && l.wrote && r.Method == http.MethodGet
}

func write(w http.ResponseWriter, a answered) {
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// forward asks the simulator, whether or not the caller still listens.
func (l *line) forward(r *http.Request, body []byte) *http.Response {
	req, err := http.NewRequest(r.Method, l.world.URL+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	req.Header = r.Header.Clone()
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return resp
}

// reset lets everything pass again, and returns how many requests there were.
func (l *line) reset() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.passed
	l.passed, l.trouble, l.cut, l.after, l.wrote = 0, nil, -1, false, false
	return n
}

// dead says that the line has been cut.
func (l *line) dead() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cut >= 0 && l.passed > l.cut
}

// set changes what happens from here on.
func (l *line) set(change func(*line)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(l)
}
