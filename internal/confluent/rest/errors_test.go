package rest_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

func TestDo_credentialsThatCannotBeHad(t *testing.T) {
	t.Parallel()
	noToken := errors.New("the identity provider is down")
	s := play(answer(200, ""))
	c := rest.New(rest.Options{BaseURL: "https://x.example", Transport: s, Authorize: func(*http.Request) error { return noToken }})
	var auth *rest.AuthorizeError
	if err := c.Do(t.Context(), post); !errors.As(err, &auth) || auth.Cause.Error() != noToken.Error() || errors.Is(err, rest.ErrUnknown) {
		t.Errorf("got %v", err)
	}
	if s.count() != 0 || c.Unreachable() != nil {
		t.Errorf("sent %d, verdict %v", s.count(), c.Unreachable())
	}
}

// No secret reaches a log or an error, in whichever form a server echoes it.
func TestDo_secretsAreHidden(t *testing.T) {
	t.Parallel()
	const own, inCall = `s3cr+t/"<&>"`, `p'w"d & co\`
	forms := func(s string) []string {
		return []string{
			s, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s), strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", `\u0026`, "<", `\u003c`, ">", `\u003e`).Replace(s),
			url.QueryEscape(s), url.PathEscape(s), base64.StdEncoding.EncodeToString([]byte(s)),
		}
	}
	for _, level := range []slog.Level{rest.LevelTrace, slog.LevelDebug} {
		for name, handler := range map[string]func(io.Writer) slog.Handler{
			"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}) },
			"JSON": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}) },
		} {
			var log bytes.Buffer
			all := append(forms(own), forms(inCall)...)
			quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
			message := quoted.Replace(strings.Join(all, " | "))
			body := `{"error_code":400,"message":"echo: ` + message + ` and token ` + base64.StdEncoding.EncodeToString([]byte("key:"+own)) + `"}`
			c := rest.New(rest.Options{
				BaseURL: "https://x.example", Transport: play(answer(400, body)), Authorize: rest.Basic("key", own),
				Secrets: []string{own, "key:" + own}, Logger: slog.New(handler(&log)),
			})
			call := post
			call.Body, call.Secrets = map[string]string{"password": inCall, "other": own, "plain": "visible"}, []string{inCall}
			err := c.Do(t.Context(), call)
			if err == nil || !strings.Contains(err.Error(), "echo: (hidden)") {
				t.Errorf("got %v", err)
			}
			for what, text := range map[string]string{"log": log.String(), "error": err.Error()} {
				for _, form := range append(all, base64.StdEncoding.EncodeToString([]byte("key:"+own))) {
					if strings.Contains(text, form) {
						t.Errorf("%s, %s: %q stands in\n%s", name, what, form, text)
					}
				}
			}
			if traced := strings.Contains(log.String(), "visible"); traced != (level == rest.LevelTrace) {
				t.Errorf("%s at %s: bodies are logged: %t", name, level, traced)
			}
		}
	}
}

// Any character of a JSON string may stand as an escape, and other encoders than
// Go's choose others.
func TestDo_secretsInForeignEscapes(t *testing.T) {
	t.Parallel()
	const secret = "p/ü=\"x"
	var log bytes.Buffer
	c := rest.New(rest.Options{
		BaseURL: "https://x.example", Secrets: []string{secret},
		Transport: play(answer(400, `{"message":"is \"p\/\u00fc\u003d\"x\" and \"more\"","other":"a\\b"}`)),
		Logger:    slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: rest.LevelTrace})),
	})
	var api *rest.APIError
	if err := c.Do(t.Context(), get); !errors.As(err, &api) || api.Message != `is "(hidden)" and "more"` {
		t.Errorf("got %v", err)
	}
	if text := log.String(); strings.Contains(text, "u00fc") || !strings.Contains(text, "(hidden)") || !strings.Contains(text, `a\\\\b`) {
		t.Errorf("logged %s", text)
	}
}

// A secret that is part of another must not leave the rest of it standing, nor
// an empty one hide everything.
func TestDo_overlappingSecrets(t *testing.T) {
	t.Parallel()
	c := rest.New(rest.Options{BaseURL: "https://x.example", Transport: play(answer(400, `{"message":"abcd abcdef plain"}`)), Secrets: []string{"", "a", "abcd", "abcdef", "abcd"}})
	var api *rest.APIError
	if err := c.Do(t.Context(), get); !errors.As(err, &api) || api.Message != "(hidden) (hidden) plain" {
		t.Errorf("got %v", err)
	}
}

// A handshake that fails ends a write before it is sent: nobody has to ask what
// became of it, and nothing is gained by trying again.
func TestDo_handshakeThatFails(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS12, ClientAuth: tls.RequireAnyClientCert}
	server.StartTLS()
	t.Cleanup(server.Close)
	trusting := x509.NewCertPool()
	trusting.AddCert(server.Certificate())
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	proxy, _ := url.Parse(plain.URL)
	create := rest.Call{Method: http.MethodPost, Path: []string{"links"}}
	for name, c := range map[string]struct {
		endpoint                string
		transport               rest.TransportOptions
		words                   string
		notTrusted, notAdmitted bool
	}{
		"server not trusted":  {server.URL, rest.TransportOptions{}, "unknown authority", true, false},
		"client not admitted": {server.URL, rest.TransportOptions{TLS: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: trusting}}, "certificate", false, true},
		"no TLS there":        {strings.Replace(plain.URL, "http", "https", 1), rest.TransportOptions{}, "HTTP response to HTTPS client", false, false},
		"proxy refuses":       {server.URL, rest.TransportOptions{Proxy: proxy}, plain.URL + " answered 404", false, false},
	} {
		tries := &counted{RoundTripper: rest.NewTransport(c.transport)}
		err := rest.New(rest.Options{BaseURL: c.endpoint, Transport: tries}).Do(t.Context(), create)
		var unreachable *rest.UnreachableError
		if !errors.As(err, &unreachable) || !strings.Contains(err.Error(), c.words) || rest.NotTrusted(err) != c.notTrusted || rest.NotAdmitted(err) != c.notAdmitted {
			t.Errorf("%s: got %v", name, err)
		}
		if tries.n != 1 {
			t.Errorf("%s: tried %d times", name, tries.n)
		}
	}
}

// counted counts how often a connection is tried.
type counted struct {
	http.RoundTripper
	n int
}

func (c *counted) RoundTrip(req *http.Request) (*http.Response, error) {
	c.n++
	return c.RoundTripper.RoundTrip(req)
}

// A secret may be a word of the server's own.
func TestAPIError_saysWhatIsHidden(t *testing.T) {
	t.Parallel()
	c := rest.New(rest.Options{BaseURL: "https://x.example", Secrets: []string{"link"}, Transport: play(answer(400, `{"error_code":400,"message":"no link named x"}`))})
	var api *rest.APIError
	if err := c.Do(t.Context(), get); !errors.As(err, &api) || !api.Says("no link named") || strings.Contains(err.Error(), "link named") {
		t.Errorf("got %v", err)
	}
}

// The words are the same each time, or a value that holds them would change.
func TestUnreachableError_hasNoLocalPort(t *testing.T) {
	t.Parallel()
	address := &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 443}
	for want, cause := range map[string]error{
		"no connection to https://e: read: connection reset by peer":  &net.OpError{Op: "read", Net: "tcp", Source: &net.TCPAddr{Port: 40123}, Addr: address, Err: os.NewSyscallError("read", syscall.ECONNRESET)},
		"no connection to https://e: dial tcp 10.0.0.1:443: no route": &net.OpError{Op: "dial", Net: "tcp", Addr: address, Err: errors.New("no route")},
		"no connection to https://e: context deadline exceeded":       context.DeadlineExceeded,
	} {
		if got := (&rest.UnreachableError{Endpoint: "https://e", Cause: cause}).Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
