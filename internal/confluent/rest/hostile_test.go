package rest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// endless is a body that gives n bytes after each pause, for ever.
type endless struct {
	n      int
	pause  time.Duration
	read   atomic.Int64
	closed chan struct{}
}

func newEndless(n int, pause time.Duration) *endless {
	return &endless{n: n, pause: pause, closed: make(chan struct{})}
}

func (e *endless) Read(p []byte) (int, error) {
	if e.pause > 0 {
		select {
		case <-e.closed:
			return 0, errClosed
		case <-time.After(e.pause):
		}
	}
	n := min(e.n, len(p))
	for i := range p[:n] {
		p[i] = ' '
	}
	e.read.Add(int64(n))
	return n, nil
}

func (e *endless) Close() error {
	select {
	case <-e.closed:
	default:
		close(e.closed)
	}
	return nil
}

var errClosed = errors.New("closed")

func body(e *endless) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: e, Request: req, ContentLength: -1}, nil
	}
}

// An answer of one byte a second is no answer, even where nobody has set an end.
func TestDo_answerThatDrips(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		var list struct{ Data []string }
		call := get
		call.Into = &list
		c := client(play(func(req *http.Request) (*http.Response, error) { return body(newEndless(1, time.Second))(req) }), 10)
		err := c.Do(t.Context(), call)
		if waited := time.Since(begun); !errors.Is(err, rest.ErrUnreachable) || !strings.Contains(err.Error(), "slower than 1 kB a second") || waited > 2*time.Minute {
			t.Errorf("after %s: %v", waited, err)
		}
	})
}

// One that is slow but comes is waited for.
func TestDo_answerThatIsSlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		slow := io.MultiReader(io.LimitReader(newEndless(4096, time.Second), 400<<10), strings.NewReader(`{"data":["a"]}`))
		var list struct{ Data []string }
		call := get
		call.Into = &list
		err := client(play(func(req *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(slow), Request: req}, nil
		}), 0).Do(t.Context(), call)
		if waited := time.Since(begun); err != nil || len(list.Data) != 1 || waited < 90*time.Second {
			t.Errorf("after %s: %v, %v", waited, err, list)
		}
	})
}

// A server that never stops answering 503 does not hold a plan for ever.
func TestDo_callWithoutADeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		err := client(play(answer(503, "", "Retry-After", "50")), 100).Do(t.Context(), get)
		if waited := time.Since(begun); !errors.Is(err, rest.ErrTooLong) || waited > 6*time.Minute {
			t.Errorf("after %s: %v", waited, err)
		}
	})
}

func TestDo_answerThatIsTooLarge(t *testing.T) {
	t.Parallel()
	for name, length := range map[string]int64{"of unknown length": -1, "announced": 300 << 20} {
		synctest.Test(t, func(t *testing.T) {
			flood := newEndless(64<<10, 0)
			c := client(play(func(req *http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: flood, Request: req, ContentLength: length}, nil
			}), 0)
			var list struct{ Data []string }
			call := get
			call.Into = &list
			err := c.Do(t.Context(), call)
			if err == nil || !strings.Contains(err.Error(), "larger than 64 MB") || errors.Is(err, rest.ErrUnreachable) {
				t.Errorf("%s: %v", name, err)
			}
			if read := flood.read.Load(); read > 65<<20 {
				t.Errorf("%s: read %d bytes", name, read)
			}
		})
	}
}

// Redirects are answers like any other: a token endpoint that moves must not take
// the secret along, whatever the status and wherever it leads.
func TestOAuth_redirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		var elsewhere atomic.Int32
		other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			elsewhere.Add(1)
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"access_token":"stolen","token_type":"Bearer","expires_in":3600}`)
		}))
		t.Cleanup(other.Close)
		moved := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+"/token?x=1", status)
		}))
		t.Cleanup(moved.Close)
		idp := newIdentityProvider(t)
		good := rest.OAuth{TokenURL: idp.URL, ClientID: "app", ClientSecret: "s3cret"}
		for name, authorize := range map[string]func(*http.Request) error{
			"token endpoint": rest.Bearer(rest.OAuth{TokenURL: moved.URL, ClientID: "app", ClientSecret: "s3cret"}.TokenSource(t.Context(), nil), ""),
			"STS":            rest.Bearer(rest.STS(t.Context(), moved.URL, "pool-1", good.TokenSource(t.Context(), nil)), ""),
		} {
			err := rest.New(rest.Options{BaseURL: idp.URL, Authorize: authorize}).Do(t.Context(), get)
			var auth *rest.AuthorizeError
			if !errors.As(err, &auth) || !strings.Contains(err.Error(), fmt.Sprintf("a redirect (HTTP %d) to %s, which is not followed", status, other.URL)) {
				t.Errorf("%s, %d: %v", name, status, err)
			}
		}
		if n := elsewhere.Load(); n > 0 {
			t.Errorf("%d: the other host was asked %d times", status, n)
		}
	}
}

// An error names who asked whom, and repeats no secret in whatever form it comes
// back.
func TestOAuth_refusalIsOneSentence(t *testing.T) {
	t.Parallel()
	const secret = `p"w/ü&s`
	for _, echo := range []string{secret, `{\"secret\":\"p\\\"w/ü&s\"}`, `p\\u0022w\\/\\u00fc\\u0026s`, `p%22w%2F%C3%BC%26s`, `p&quot;w/ü&amp;s`} {
		p := newIdentityProvider(t)
		p.refuse = func(string) (int, any) {
			return http.StatusUnauthorized, map[string]any{"error": "invalid_client", "error_description": "Wrong secret \u001b[31m " + strings.ReplaceAll(echo, `\\`, `\`) + "."}
		}
		err := getOnce(t, p.client(t, rest.OAuth{TokenURL: p.URL, ClientID: "app", ClientSecret: secret}, ""))
		want := fmt.Sprintf(`%s gave no token for client "app": it answered HTTP 401: invalid_client: Wrong secret \u001b[31m `, p.URL)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "(hidden)") || strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("got %v", err)
		}
	}
}

// Who waits for a token that does not come can give up.
func TestOAuth_waitingForATokenEndsWithTheCall(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(slow.Close)
	t.Cleanup(func() { close(release) })
	c := rest.New(rest.Options{BaseURL: slow.URL, Authorize: rest.Bearer(rest.OAuth{TokenURL: slow.URL, ClientID: "app", ClientSecret: "s3cret"}.TokenSource(t.Context(), nil), "")})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := c.Do(ctx, get); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// What a server tells of an object is shown in plans and messages: a terminal must
// not obey it.
func TestDo_controlCharactersAreMadeVisible(t *testing.T) {
	t.Parallel()
	var link struct {
		Name    string `json:"link_name"`
		Message string `json:"message"`
		PEM     string
	}
	call := get
	call.Into = &link
	document := `{"link_name":"a\u001b]0;x\u0007b","message":"\u009b31m \b ` + "\u202e" + ` \u200b \\u001b","PEM":"-----BEGIN\r\n\tx\n"}`
	if err := client(play(answer(200, document)), 0).Do(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	if link.Name != `a\u001b]0;x\u0007b` || link.Message != `\u009b31m \u0008 \u202e \u200b \u001b` || link.PEM != "-----BEGIN\r\n\tx\n" {
		t.Errorf("got %+q", link)
	}
}

// A code and a request id are the server's words as well.
func TestDo_codesAndIdsAreRedacted(t *testing.T) {
	t.Parallel()
	const secret = "s3cret"
	var log bytes.Buffer
	c := rest.New(rest.Options{
		BaseURL: "https://x.example", Secrets: []string{secret}, Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: rest.LevelTrace})),
		Transport: play(answer(400, `{"error_code":"code-s3cret","message":"m"}`, "X-Request-Id", "id-s3cret-"+strings.Repeat("x", 500))),
	})
	var api *rest.APIError
	if err := c.Do(t.Context(), get); !errors.As(err, &api) || api.Code != "code-(hidden)" || !strings.HasPrefix(api.RequestID, "id-(hidden)-x") || len(api.RequestID) > 100 {
		t.Errorf("got %+v", api)
	}
	if strings.Contains(log.String(), secret) {
		t.Errorf("logged %s", log.String())
	}
}

// A secret that stands where a long body is cut is no less hidden.
func TestDo_longBodiesAreLoggedInPart(t *testing.T) {
	t.Parallel()
	const secret = "s3cr\"et-that-is-long"
	for shift := range 60 {
		var log bytes.Buffer
		c := rest.New(rest.Options{
			BaseURL: "https://x.example", Secrets: []string{secret}, Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: rest.LevelTrace})),
			Transport: play(answer(200, `{"x":"`+strings.Repeat("x", 64<<10-40+shift)+`s3cr\u0022et-that-is-long`+strings.Repeat("y", 1000)+`"}`)),
		})
		if err := c.Do(t.Context(), get); err != nil {
			t.Fatal(err)
		}
		if text := log.String(); strings.Contains(text, "s3cr") || !strings.Contains(text, "bytes in all") {
			t.Fatalf("shift %d: logged ...%s", shift, text[max(0, len(text)-200):])
		}
	}
}

func TestItems(t *testing.T) {
	t.Parallel()
	type item struct{ Name string }
	for name, c := range map[string]struct {
		document string
		length   int
		words    string
	}{
		"null":     {`{"data":null}`, -1, ""},
		"none":     {`{"data":[]}`, 0, ""},
		"two":      {`{"data":[{"name":"a"},{"name":"b"}]}`, 2, ""},
		"a flood":  {`{"data":[` + strings.Repeat(`{},`, 200_000) + `{}]}`, -1, "more than 100000"},
		"no list":  {`{"data":{"a":1}}`, -1, "where a list belongs"},
		"bad item": {`{"data":[{"name":1}]}`, -1, "number"},
	} {
		var list struct{ Data rest.Items[item] }
		call := get
		call.Into = &list
		err := client(play(answer(200, c.document)), 0).Do(t.Context(), call)
		if c.words == "" && (err != nil || c.length < 0 && list.Data != nil || c.length >= 0 && (list.Data == nil || len(list.Data) != c.length)) || c.words != "" && (!errors.Is(err, rest.ErrBroken) || !strings.Contains(err.Error(), c.words)) {
			t.Errorf("%s: got %v, %v", name, err, list.Data)
		}
	}
}
