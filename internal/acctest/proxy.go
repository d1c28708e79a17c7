package acctest

import (
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
)

// Proxy is an HTTP proxy of a test. It passes everything on to one address,
// whatever it is asked for, so that names which do not exist can be called.
type Proxy struct {
	URL    string
	Refuse bool // answers everything with 407

	to     string
	passed atomic.Int64
}

// NewProxy starts one that leads to the server at this URL.
func NewProxy(tb testing.TB, to string) *Proxy {
	tb.Helper()
	u, err := url.Parse(to)
	if err != nil {
		tb.Fatal(err)
	}
	p := &Proxy{to: u.Host}
	server := httptest.NewServer(p)
	tb.Cleanup(server.Close)
	p.URL = server.URL
	return p
}

// Passed counts what went through.
func (p *Proxy) Passed() int64 { return p.passed.Load() }

// ServeHTTP is the proxy.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.Refuse {
		http.Error(w, "ask the administrator", http.StatusProxyAuthRequired)
		return
	}
	p.passed.Add(1)
	if r.Method != http.MethodConnect {
		r.URL.Host = p.to
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = resp.Body.Close() }()
		maps.Copy(w.Header(), resp.Header)
		w.WriteHeader(resp.StatusCode)
		_, _ = io.Copy(w, resp.Body)
		return
	}
	target, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", p.to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	client, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		_ = target.Close()
		return
	}
	_, _ = io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n")
	go func() { _, _ = io.Copy(target, client); _ = target.Close() }()
	go func() { _, _ = io.Copy(client, target); _ = client.Close() }()
}
