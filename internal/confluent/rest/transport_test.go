package rest_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// endpoint is a server that counts the connections that are made to it, and the
// versions of HTTP that they speak.
type endpoint struct {
	*httptest.Server
	connections atomic.Int64
	versions    sync.Map
}

func newEndpoint(t *testing.T, start func(*httptest.Server)) *endpoint {
	t.Helper()
	e := &endpoint{}
	e.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.versions.Store(r.Proto, true)
		_, _ = w.Write([]byte(`{}`))
	}))
	e.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			e.connections.Add(1)
		}
	}
	start(e.Server)
	t.Cleanup(e.Close)
	return e
}

// ask sends so many requests at a time.
func (e *endpoint) ask(t *testing.T, c *rest.Client, atOnce int) {
	t.Helper()
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() {
			if err := c.Do(t.Context(), get); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// What goes out in one wave leaves its connections to the next.
func TestTransport_connectionsAreReused(t *testing.T) {
	t.Parallel()
	const atOnce = 20
	e := newEndpoint(t, (*httptest.Server).Start)
	c := rest.New(rest.Options{BaseURL: e.URL, Transport: rest.NewTransport(rest.TransportOptions{})})
	for range 10 {
		e.ask(t, c, atOnce)
	}
	if n := e.connections.Load(); n > atOnce {
		t.Errorf("%d connections for %d requests at a time", n, atOnce)
	}
}

// Where an endpoint offers HTTP/2, one connection carries all requests.
func TestTransport_speaksHTTP2(t *testing.T) {
	t.Parallel()
	e := newEndpoint(t, func(s *httptest.Server) {
		s.EnableHTTP2 = true
		s.StartTLS()
	})
	authorities := x509.NewCertPool()
	authorities.AddCert(e.Certificate())
	c := rest.New(rest.Options{BaseURL: e.URL, Transport: rest.NewTransport(rest.TransportOptions{
		TLS: &tls.Config{RootCAs: authorities, MinVersion: tls.VersionTLS12},
	})})
	e.ask(t, c, 1)
	e.ask(t, c, 20)
	if n := e.connections.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
	e.versions.Range(func(version, _ any) bool {
		if version != "HTTP/2.0" {
			t.Errorf("a request went out over %v", version)
		}
		return true
	})
}
