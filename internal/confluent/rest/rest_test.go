package rest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// script is a transport that gives one answer after the other, the last one
// again and again, and counts.
type script struct {
	mu      sync.Mutex
	answers []func(*http.Request) (*http.Response, error)
	sent    []time.Time
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	n := min(len(s.sent), len(s.answers)-1)
	s.sent = append(s.sent, time.Now())
	s.mu.Unlock()
	return s.answers[n](req)
}

func (s *script) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

func play(answers ...func(*http.Request) (*http.Response, error)) *script {
	return &script{answers: answers}
}

// answer is a response; headers are given as name and value.
func answer(status int, body string, headers ...string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(headers); i += 2 {
			h.Set(headers[i], headers[i+1])
		}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	}
}

func fail(err error) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

var (
	errDial = &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("no route to host")}
	errRead = &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}
)

// errAny stands for any answer that is no success.
var errAny = errors.New("an error answer")

const tooMany = "<html><head><title>Error 429 Too Many Requests</title></head></html>"

func client(s http.RoundTripper, retries int) *rest.Client {
	return rest.New(rest.Options{BaseURL: "https://pkc.example:443/kafka/v3/", Transport: s, MaxRetries: retries})
}

var (
	get = rest.Call{Method: http.MethodGet, Path: []string{"links"}}
	// about is a call that is about an object.
	about = rest.Call{Method: http.MethodGet, Path: []string{"links"}, Absent: func(e *rest.APIError) bool { return e.Says("it is gone") }}
	post  = rest.Call{Method: http.MethodPost, Path: []string{"links"}, Body: map[string]string{"a": "b"}}
)

func TestDo_retries(t *testing.T) {
	t.Parallel()
	ok := answer(http.StatusOK, "{}")
	repeatable := post
	repeatable.Repeatable = true
	for name, c := range map[string]struct {
		call    rest.Call
		script  *script
		sent    int
		want    error // matched with errors.Is; nil for success, errAny for any APIError
		unknown bool
	}{
		"429 HTML, GET":              {get, play(answer(429, tooMany), answer(429, tooMany), ok), 3, nil, false},
		"429, POST":                  {post, play(answer(429, tooMany), ok), 2, nil, false},
		"429 for ever":               {post, play(answer(429, tooMany)), 4, rest.ErrRateLimited, false},
		"503, GET":                   {get, play(answer(503, ""), ok), 2, nil, false},
		"503, POST":                  {post, play(answer(503, ""), ok), 1, rest.ErrUnknown, true},
		"503, repeatable POST":       {repeatable, play(answer(503, ""), ok), 2, nil, false},
		"503, DELETE":                {rest.Call{Method: http.MethodDelete}, play(answer(503, ""), answer(204, "")), 2, nil, false},
		"503, PUT":                   {rest.Call{Method: http.MethodPut}, play(answer(503, ""), ok), 2, nil, false},
		"503, PATCH":                 {rest.Call{Method: http.MethodPatch}, play(answer(503, ""), ok), 1, rest.ErrUnknown, true},
		"501":                        {get, play(answer(501, ""), ok), 1, errAny, false},
		"501, POST":                  {post, play(answer(501, ""), ok), 1, errAny, false},
		"400":                        {get, play(answer(400, ""), ok), 1, errAny, false},
		"401":                        {get, play(answer(401, ""), ok), 1, rest.ErrUnauthorized, false},
		"403":                        {get, play(answer(403, ""), ok), 1, rest.ErrForbidden, false},
		"404 of the object":          {about, play(answer(404, `{"error_code":404,"message":"it is gone"}`), ok), 1, rest.ErrNotFound, false},
		"404 of something else":      {about, play(answer(404, `{"error_code":404,"message":"Cluster lkc-1 cannot be found."}`), ok), 1, errAny, false},
		"404 of a gateway, once":     {about, play(answer(404, "<html>it is gone</html>"), ok), 2, nil, false},
		"404 of a gateway, for ever": {about, play(answer(404, "<html>it is gone</html>")), 4, errAny, false},
		"404 of a gateway, POST":     {post, play(answer(404, ""), ok), 1, errAny, false},
		"409":                        {post, play(answer(409, ""), ok), 1, rest.ErrConflict, false},
		"no dial, GET":               {get, play(fail(errDial), ok), 2, nil, false},
		"no dial, POST":              {post, play(fail(errDial), fail(errDial), ok), 3, nil, false},
		"dropped, GET":               {get, play(fail(errRead), ok), 2, nil, false},
		"dropped, POST":              {post, play(fail(errRead), ok), 1, rest.ErrUnknown, true},
		"dropped, repeatable POST":   {repeatable, play(fail(errRead), ok), 2, nil, false},
		"EOF, POST":                  {post, play(fail(io.EOF), ok), 1, rest.ErrUnknown, true},
		"429, then dropped POST":     {post, play(answer(429, tooMany), fail(errRead), ok), 2, rest.ErrUnknown, true},
		"answer breaks off, GET":     {get, play(broken, ok), 2, nil, false},
		"answer breaks off, POST":    {post, play(broken, ok), 1, rest.ErrUnknown, true},
		"redirect is not followed":   {get, play(answer(302, "", "Location", "https://elsewhere.example/"), ok), 1, errAny, false},
		"503 for ever, the server's": {get, play(answer(503, `{"error_code":50003,"message":"the real reason"}`)), 4, errAny, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				err := client(c.script, 3).Do(t.Context(), c.call)
				if _, api := errors.AsType[*rest.APIError](err); !errors.Is(err, c.want) && (!errors.Is(c.want, errAny) || !api) {
					t.Errorf("got %v, want %v", err, c.want)
				}
				if errors.Is(err, rest.ErrUnknown) != c.unknown {
					t.Errorf("outcome unknown: %t, want %t (%v)", !c.unknown, c.unknown, err)
				}
				if c.script.count() != c.sent {
					t.Errorf("sent %d times, want %d", c.script.count(), c.sent)
				}
			})
		})
	}
}

// broken is an answer whose body ends too early.
func broken(req *http.Request) (*http.Response, error) {
	body := io.MultiReader(strings.NewReader(`{"data":[`), &brokenReader{})
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(body), Request: req}, nil
}

type brokenReader struct{}

func (*brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestDo_pausesAsAsked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		headers []string
		want    time.Duration
	}{
		"Retry-After":           {[]string{"Retry-After", "7"}, 7 * time.Second},
		"reset":                 {[]string{"X-RateLimit-Reset", "3"}, 3 * time.Second},
		"both":                  {[]string{"X-RateLimit-Reset", "3", "Retry-After", "5"}, 5 * time.Second},
		"never more than a min": {[]string{"Retry-After", "86400"}, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := play(answer(429, tooMany, c.headers...), answer(200, ""))
				if err := client(s, 3).Do(t.Context(), post); err != nil {
					t.Fatal(err)
				}
				if paused := s.sent[1].Sub(s.sent[0]); paused != c.want {
					t.Errorf("paused %s, want %s", paused, c.want)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		date := time.Now().Add(9 * time.Second).UTC().Format(http.TimeFormat)
		s := play(answer(503, "", "Retry-After", date), answer(200, ""))
		if err := client(s, 3).Do(t.Context(), get); err != nil {
			t.Fatal(err)
		}
		if paused := s.sent[1].Sub(s.sent[0]); paused < 8*time.Second || paused > 9*time.Second {
			t.Errorf("paused %s, want until %s", paused, date)
		}
	})
}

// What one call learns about the rate holds for the others.
func TestDo_othersWaitToo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := play(answer(429, tooMany, "Retry-After", "10"), answer(200, ""))
		c := client(s, 3)
		go func() { _ = c.Do(t.Context(), get) }()
		synctest.Wait()
		if err := c.Do(t.Context(), get); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		for _, at := range s.sent[1:] {
			if at.Sub(s.sent[0]) < 10*time.Second {
				t.Errorf("sent after %s, want 10s", at.Sub(s.sent[0]))
			}
		}
	})
}

func TestDo_unreachableIsFoundOutOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := play(fail(errDial))
		c := client(s, 3)
		began := time.Now()
		var wait sync.WaitGroup
		for range 10 {
			wait.Go(func() {
				if err := c.Do(t.Context(), get); !errors.Is(err, rest.ErrUnreachable) {
					t.Errorf("got %v", err)
				}
			})
		}
		wait.Wait()
		if took := time.Since(began); took < 15*time.Second || took > 20*time.Second {
			t.Errorf("gave up after %s, want about 15s", took)
		}
		sent, began := s.count(), time.Now()
		for _, call := range []rest.Call{get, post} {
			var unreachable *rest.UnreachableError
			if err := c.Do(t.Context(), call); !errors.As(err, &unreachable) || unreachable.Endpoint != "https://pkc.example:443/kafka/v3" || errors.Is(err, rest.ErrUnknown) {
				t.Errorf("got %v", err)
			}
		}
		if !time.Now().Equal(began) || s.count() != sent {
			t.Error("a later call tried again")
		}
		if c.Unreachable() == nil {
			t.Error("no verdict is kept")
		}
	})
}

// A call that begins late in the wait of another one ends with it.
func TestDo_lateCallSharesTheVerdict(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := client(play(fail(errDial)), 3)
		began := time.Now()
		go func() { _ = c.Do(t.Context(), get) }()
		time.Sleep(14 * time.Second) //nolint:forbidigo // the bubble's clock
		if err := c.Do(t.Context(), get); !errors.Is(err, rest.ErrUnreachable) {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("gave up after %s", took)
		}
		synctest.Wait()
	})
}

// Answers in between show that the endpoint is there.
func TestDo_answersResetTheVerdict(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var answers []func(*http.Request) (*http.Response, error)
		for range 8 {
			answers = append(answers, fail(errDial), fail(errDial), fail(errDial), answer(503, ""))
		}
		c := client(play(append(answers, answer(200, ""))...), 10)
		if err := c.Do(t.Context(), get); err != nil || c.Unreachable() != nil {
			t.Errorf("got %v, verdict %v", err, c.Unreachable())
		}
	})
}

func TestDo_contextEnds(t *testing.T) {
	t.Parallel()
	hang := func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	for name, c := range map[string]struct {
		call    rest.Call
		script  *script
		unknown bool
	}{
		"under way, GET":         {get, play(hang), false},
		"under way, POST":        {post, play(hang), true},
		"between repeats":        {post, play(answer(429, tooMany, "Retry-After", "60")), false},
		"while it cannot dial":   {post, play(fail(errDial)), false},
		"between 503s":           {get, play(answer(503, "", "Retry-After", "60")), false},
		"before its turn, POST":  {post, play(answer(200, "", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "60")), false},
		"while it cannot dial 2": {get, play(fail(errDial)), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				cl := client(c.script, 10)
				if strings.HasPrefix(name, "before") {
					_ = cl.Do(ctx, get)
				}
				err := cl.Do(ctx, c.call)
				if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, rest.ErrUnknown) != c.unknown || errors.Is(err, rest.ErrUnreachable) {
					t.Errorf("got %v (unknown %t), want unknown %t", err, errors.Is(err, rest.ErrUnknown), c.unknown)
				}
				if cl.Unreachable() != nil {
					t.Errorf("verdict %v", cl.Unreachable())
				}
			})
		})
	}
}

// The turn of a call that comes after its deadline is no reason to call the
// endpoint unreachable.
func TestDo_queueLongerThanTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := play(answer(429, tooMany))
		c := client(s, 0)
		for range 10 { // down to one request a second
			_ = c.Do(t.Context(), get)
			time.Sleep(time.Second) //nolint:forbidigo // the bubble's clock
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var wait sync.WaitGroup
		for range 200 {
			wait.Go(func() {
				if err := c.Do(ctx, post); !errors.Is(err, rest.ErrRateLimited) && !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, rest.ErrUnknown) {
					t.Errorf("got %v", err)
				}
			})
		}
		wait.Wait()
		if c.Unreachable() != nil {
			t.Errorf("verdict %v", c.Unreachable())
		}
	})
}

func TestDo_successIsAny2xx(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"200": {200, `{"name":"x"}`, "x"}, "202": {202, `{"name":"x","more":{}}`, "x"},
	} {
		var into struct{ Name string }
		call := post
		call.Into = &into
		if err := client(play(answer(c.status, c.body)), 0).Do(t.Context(), call); err != nil || into.Name != c.want {
			t.Errorf("%s: got %q, %v", name, into.Name, err)
		}
	}
	for _, empty := range []string{"", " \n"} {
		var into struct{ Name string }
		call := get
		call.Into = &into
		if err := client(play(answer(200, empty)), 0).Do(t.Context(), call); !errors.Is(err, rest.ErrBroken) {
			t.Errorf("%q in the place of an object: %v", empty, err)
		}
		if err := client(play(answer(204, empty)), 0).Do(t.Context(), post); err != nil {
			t.Errorf("nothing was asked for: %v", err)
		}
	}
	// A body that nobody asked for may be anything.
	if err := client(play(answer(201, "<html>")), 0).Do(t.Context(), post); err != nil {
		t.Error(err)
	}
	// A success that cannot be read is one nevertheless.
	var into struct{ Name string }
	call := post
	call.Into = &into
	if err := client(play(answer(201, "<html>")), 0).Do(t.Context(), call); !errors.Is(err, rest.ErrUnknown) {
		t.Errorf("POST: got %v", err)
	}
	call.Method = http.MethodGet
	if err := client(play(answer(200, "<html>")), 0).Do(t.Context(), call); err == nil || errors.Is(err, rest.ErrUnknown) {
		t.Errorf("GET: got %v", err)
	}
}

func TestDo_errorAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status              int
		body                string
		code, message, text string
		pointer             string
	}{
		"kafka":         {400, `{"error_code":40002,"message":"no such thing"}`, "40002", "no such thing", "no such thing", ""},
		"null message":  {404, `{"error_code":404,"message":null}`, "404", "", "404 Not Found", ""},
		"string code":   {400, `{"error_code":"bad_request","message":"m"}`, "bad_request", "m", "m", ""},
		"control plane": {409, `{"errors":[{"id":"1","status":"409","code":"resource_already_exists","title":"T","detail":"it is there"}]}`, "resource_already_exists", "it is there", "it is there", ""},
		"pointer":       {422, `{"errors":[{"code":"invalid_configuration","title":"T","source":{"pointer":"/spec/network"}},{"detail":"and more"}]}`, "invalid_configuration", "T; and more", "T; and more", "/spec/network"},
		"null source":   {422, `{"errors":[{"code":422,"detail":"d","source":null}]}`, "422", "d", "d", ""},
		"odd types":     {400, `{"error_code":400,"message":"m","errors":"none"}`, "400", "m", "m", ""},
		"HTML":          {502, "<html><head><title>Oops</title><style>p { color: red }</style></head><body><p>the\n  upstream</p> <script>alert(1)</script>is &amp; was down</body></html>", "", "Oops the upstream is & was down", "Oops the upstream", ""},
		"object":        {409, `{"error":{"message":"the network is busy","code":7}}`, "", "the network is busy", "the network is busy", ""},
		"OAuth":         {400, `{"error":"invalid_request","error_description":"no such pool"}`, "", "no such pool", "no such pool", ""},
		"bare string":   {400, `"not today"`, "", "not today", "not today", ""},
		"plain text":    {503, "upstream connect error\nor disconnect", "", "upstream connect error or disconnect", "upstream connect error", ""},
		"other JSON":    {400, `{"ok":false}`, "", `{"ok":false}`, `{"ok":false}`, ""},
		"bytes":         {502, "\xff\xfe\x00", "", "", "502 Bad Gateway", ""},
		"escapes":       {400, `{"error_code":"4\u001b[2J","message":"is \u001b[31mred\u0007 and \u202eturned"}`, `4\u001b[2J`, `is \u001b[31mred\u0007 and \u202eturned`, "turned", ""},
		"long":          {400, `{"message":"` + strings.Repeat("ä", 5000) + `"}`, "", strings.Repeat("ä", 600) + "...", "ä...", ""},
		"empty":         {403, "", "", "", "403 Forbidden", ""},
		"an array":      {400, "[1]", "", "[1]", "400 [1]", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := client(play(answer(c.status, c.body, "X-Request-Id", "req-1")), 0).Do(t.Context(), get)
			var api *rest.APIError
			if !errors.As(err, &api) {
				t.Fatalf("got %v", err)
			}
			if api.Status != c.status || api.Code != c.code || api.Message != c.message || api.Pointer != c.pointer || api.RequestID != "req-1" || api.Method != http.MethodGet || api.Path != "/kafka/v3/links" {
				t.Errorf("got %+v", api)
			}
			if !strings.Contains(err.Error(), c.text) {
				t.Errorf("says %q, want %q in it", err, c.text)
			}
		})
	}
}

func TestDo_request(t *testing.T) {
	t.Parallel()
	var got *http.Request
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got = r.Clone(r.Context())
		body, _ = io.ReadAll(r.Body)
	}))
	defer server.Close()
	c := rest.New(rest.Options{BaseURL: server.URL + "/kafka/v3/", UserAgent: "Clink/1", Authorize: rest.Basic("key", "secret")})
	call := post
	call.Path, call.Query = []string{"clusters", "lkc-1", "links", "a/b c?"}, url.Values{"link_name": {"x&y"}}
	if err := c.Do(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	user, password, _ := got.BasicAuth()
	if got.RequestURI != "/kafka/v3/clusters/lkc-1/links/a%2Fb%20c%3F?link_name=x%26y" || user != "key" || password != "secret" ||
		got.Header.Get("Content-Type") != "application/json" || got.UserAgent() != "Clink/1" || string(body) != `{"a":"b"}` {
		t.Errorf("sent %s %s %q, body %s", got.Method, got.RequestURI, got.Header, body)
	}
	if err := c.Do(t.Context(), get); err != nil || got.Header.Get("Content-Type") != "" {
		t.Errorf("GET: %v, Content-Type %q", err, got.Header.Get("Content-Type"))
	}
}
