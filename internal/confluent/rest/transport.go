package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// TransportOptions say how connections are made.
type TransportOptions struct {
	TLS   *tls.Config // nil for the system's certificate authorities
	Proxy *url.URL    // nil for HTTPS_PROXY and NO_PROXY of the environment
}

// maxIdle is how many connections to an endpoint are kept for the next request: as
// many as are ever needed at once, or each wave of requests would open its own.
// Where the endpoint offers HTTP/2, one carries all.
const maxIdle = 256

// NewTransport makes a transport whose connections fail fast, and whose answers
// may take as long as Confluent needs to find out that a remote cluster does
// not answer (30 seconds).
func NewTransport(opts TransportOptions) *http.Transport {
	proxy := http.ProxyFromEnvironment
	if opts.Proxy != nil {
		proxy = http.ProxyURL(opts.Proxy)
	}
	return &http.Transport{
		Proxy:                 proxy,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:       opts.TLS,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 2 * time.Minute,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   maxIdle,
		IdleConnTimeout:       90 * time.Second,
		OnProxyConnectResponse: func(_ context.Context, proxy *url.URL, _ *http.Request, resp *http.Response) error {
			if resp.StatusCode == http.StatusOK {
				return nil
			}
			return &proxyError{proxy: proxy.Redacted(), status: resp.StatusCode}
		},
	}
}

// proxyError says that a proxy made no connection.
type proxyError struct {
	proxy  string
	status int
}

func (e *proxyError) Error() string {
	return fmt.Sprintf("the proxy %s answered %d %s", e.proxy, e.status, http.StatusText(e.status))
}

// AuthorizeError says that no credentials could be had for a request.
type AuthorizeError struct{ Cause error }

// Error gives the reason.
func (e *AuthorizeError) Error() string { return fmt.Sprintf("no credentials: %v", e.Cause) }

// sentKey is the context's key for [Call].Sent.
type sentKey struct{}

// attempt is the transport of each single attempt of a call, repeats included.
type attempt struct {
	client *Client
	next   http.RoundTripper
}

// RoundTrip waits for its turn, adds credentials, sends, and logs.
func (a *attempt) RoundTrip(req *http.Request) (*http.Response, error) {
	c := a.client
	if err := c.limit.wait(req.Context()); err != nil {
		return nil, err
	}
	if c.opts.Authorize != nil {
		req = req.Clone(req.Context())
		if err := c.opts.Authorize(req); err != nil {
			// An identity provider may echo what it was sent.
			return nil, &AuthorizeError{errors.New(c.redact.text(err.Error()))}
		}
	}
	start := time.Now()
	if sent, ok := req.Context().Value(sentKey{}).(*time.Time); ok {
		*sent = start
	}
	resp, err := a.next.RoundTrip(req)
	log := c.opts.Logger.With("method", req.Method, "path", req.URL.Path, "milliseconds", time.Since(start).Milliseconds())
	if err != nil {
		log.DebugContext(req.Context(), "No answer", "error", c.redact.text(err.Error()))
		return nil, err
	}
	c.limit.observe(resp, start)
	// Read here, so that an answer that breaks off is a lost connection like any other.
	whole, err := readWhole(resp)
	if err != nil {
		log.DebugContext(req.Context(), "Answer broke off", "status", resp.StatusCode, "error", c.redact.text(err.Error()))
		return nil, err
	}
	resp.Body = whole
	log.DebugContext(req.Context(), "Answer", "status", resp.StatusCode, "request_id", c.redact.shown(resp.Header.Get("X-Request-Id"), maxName))
	return resp, nil
}

const (
	// slowAfter and slowest end an answer that drips: at first it has some seconds,
	// then each kilobyte that has come gives it one more.
	slowAfter = 30 * time.Second
	slowest   = 1 << 10 // bytes per second
)

var (
	errDrips    = errors.New("its answer comes slower than 1 kB a second")
	errTooLarge = fmt.Errorf("its answer is larger than %d MB", maxAnswer>>20)
)

// wholeAnswer is the body of an answer that has been read.
type wholeAnswer struct {
	io.Reader
	content []byte
}

// Close does nothing: the connection has been given back.
func (wholeAnswer) Close() error { return nil }

// answerOf is the content of an answer that attempt has read.
func answerOf(resp *http.Response) []byte {
	if whole, ok := resp.Body.(wholeAnswer); ok {
		return whole.content
	}
	return nil
}

// readWhole reads an answer, unless it is too large or does not come to its end.
func readWhole(resp *http.Response) (wholeAnswer, error) {
	defer func() { _ = resp.Body.Close() }()
	if resp.ContentLength > maxAnswer {
		return wholeAnswer{}, errTooLarge
	}
	var content bytes.Buffer
	if resp.ContentLength > 0 {
		content.Grow(int(resp.ContentLength))
	}
	begun := time.Now()
	var dripped atomic.Bool
	watch := time.AfterFunc(slowAfter, func() {
		dripped.Store(true)
		_ = resp.Body.Close() // ends the read
	})
	defer watch.Stop()
	for {
		n, err := io.CopyN(&content, resp.Body, 32<<10)
		switch {
		case dripped.Load():
			return wholeAnswer{}, errDrips
		case content.Len() > maxAnswer:
			return wholeAnswer{}, errTooLarge
		case errors.Is(err, io.EOF):
			return wholeAnswer{bytes.NewReader(content.Bytes()), content.Bytes()}, nil
		case err != nil:
			return wholeAnswer{}, err
		case n > 0:
			watch.Reset(slowAfter + time.Duration(content.Len()/slowest)*time.Second - time.Since(begun))
		}
	}
}
