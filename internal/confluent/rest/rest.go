// Package rest makes one HTTP round trip to one of Confluent's APIs: it
// authenticates, limits its rate, retries what is safe to repeat, takes secrets
// out of what it logs and reports, and turns answers into typed errors.
package rest

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	// unreachableAfter is how long connections may fail before an endpoint
	// counts as unreachable: long enough for a broker to restart behind its
	// load balancer, short enough for a plan during a disaster.
	unreachableAfter = 15 * time.Second
	// maxAnswer bounds what is read of one answer, in bytes; ten thousand mirror
	// topics of a hundred partitions are about 60 MB.
	maxAnswer = 64 << 20
	// callTimeout ends a call whose caller has set no end, as in a plan.
	callTimeout = 5 * time.Minute
	// strayRepeats is how often a 404 that is not the API's own is asked about
	// again: enough for a gateway that reloads, not so often that a wrong path in
	// rest_endpoint holds up a plan for more than a second.
	strayRepeats = 3
	// LevelTrace is the level below Debug at which bodies are logged, redacted.
	LevelTrace = slog.LevelDebug - 4
)

// Options say which endpoint a client calls, and as whom.
type Options struct {
	BaseURL    string                    // the URL that paths are appended to
	UserAgent  string                    // sent with each request
	Authorize  func(*http.Request) error // adds credentials; nil for none
	Secrets    []string                  // strings that no log and no error may show
	Transport  http.RoundTripper         // nil for [NewTransport] with its defaults
	MaxRetries int                       // repeats after 429 and 5xx
	Logger     *slog.Logger              // nil for none
}

// Client calls one endpoint. It is safe for concurrent use.
type Client struct {
	opts    Options
	http    *http.Client
	limit   *limiter
	redact  redactor
	verdict atomic.Pointer[UnreachableError]
}

// New makes a client; it sends nothing.
func New(opts Options) *Client {
	if opts.Transport == nil {
		opts.Transport = NewTransport(TransportOptions{})
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	opts.BaseURL = strings.TrimRight(opts.BaseURL, "/")
	c := &Client{opts: opts, limit: newLimiter(), redact: newRedactor(opts.Secrets...)}
	c.http = &http.Client{
		Transport: &attempt{client: c, next: opts.Transport},
		// Credentials are for the endpoint that was configured: a redirect is an answer like any other.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// BaseURL is the endpoint that the client calls.
func (c *Client) BaseURL() string { return c.opts.BaseURL }

// Unreachable is the verdict that ended the first call which got no connection,
// or nil while there is none.
func (c *Client) Unreachable() error {
	if v := c.verdict.Load(); v != nil {
		return v
	}
	return nil
}

// Call is one request.
type Call struct {
	Method string
	Path   []string // segments; escaped here
	Query  url.Values
	Body   any // sent as JSON; nil for none
	Into   any // what a JSON answer is decoded into; nil to ignore it
	// Repeatable says that a POST or PATCH may be sent twice without harm. Other
	// methods are by their nature.
	Repeatable bool
	// Secrets are strings in Body that no log and no error may show.
	Secrets []string
	// Absent reads in an answer with status 404 that what the call is about does
	// not exist, in the API's own words; only then does the error match
	// [ErrNotFound]. nil for a call that is about nothing that may not exist.
	Absent func(*APIError) bool
	// Sent, unless nil, is set to when the request that was answered was sent: after
	// its turn in the rate limit, and anew with each repeat.
	Sent *time.Time
}

// Do sends a call and decodes its answer. Any 2xx is a success, with or without
// a body. 429 is always retried; 5xx, lost connections and a 404 that says
// nothing of the object only where a repeat is harmless. Errors are:
//
//   - *[APIError] for an answer that is no success;
//   - one that matches [ErrBroken] for a success whose body is not what the API
//     documents, an empty one where an object is asked for included;
//   - *[UnreachableError] when there was no connection for 15 seconds. This
//     verdict is kept: later calls fail with it at once, so that a dead cluster
//     costs its wait only once in a run;
//   - [ErrTooLong] when ctx has no deadline and five minutes have passed;
//   - an error that matches [ErrUnknown] when a write that must not be repeated
//     blindly failed after it may have taken effect: read before repeating it;
//   - ctx's error when ctx ended.
func (c *Client) Do(ctx context.Context, call Call) error {
	if v := c.verdict.Load(); v != nil {
		return v
	}
	if _, has := ctx.Deadline(); !has {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, callTimeout, ErrTooLong)
		defer cancel()
	}
	if call.Sent != nil {
		ctx = context.WithValue(ctx, sentKey{}, call.Sent)
	}
	redact, secrets := c.redact, slices.Concat(call.Secrets, c.opts.Secrets)
	if len(call.Secrets) > 0 {
		redact = newRedactor(secrets...)
	}
	req, err := c.request(ctx, call)
	if err != nil {
		return err
	}
	t := &try{client: c, absent: call.Absent, repeatable: call.Repeatable || (call.Method != http.MethodPost && call.Method != http.MethodPatch)}
	retrier := retryablehttp.Client{
		HTTPClient:   c.http,
		RetryMax:     1 << 20, // try counts for itself
		CheckRetry:   t.again,
		Backoff:      t.backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	if c.opts.Logger.Enabled(ctx, LevelTrace) {
		sent, _ := req.BodyBytes()
		c.opts.Logger.Log(ctx, LevelTrace, "Sending request", "method", req.Method, "path", req.URL.Path, "body", body{redact, sent})
	}
	resp, err := retrier.Do(req)
	if err != nil {
		return t.failure(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer := answerOf(resp)
	succeeded := resp.StatusCode >= 200 && resp.StatusCode <= 299
	if token := bearerToken(resp.Request); token != "" && (!succeeded || c.opts.Logger.Enabled(ctx, LevelTrace)) {
		redact = newRedactor(append(secrets, token)...)
	}
	c.opts.Logger.Log(ctx, LevelTrace, "Received answer", "method", req.Method, "path", req.URL.Path, "status", resp.StatusCode, "body", body{redact, answer})
	if !succeeded {
		api := c.apiError(req.Request, resp, answer, redact)
		api.absent = api.saysAbsent(call.Absent)
		if resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented && !t.repeatable {
			return &unknownError{api}
		}
		return api
	}
	if call.Into == nil {
		return nil
	}
	if err := decode(answer, call.Into); err != nil {
		err = &brokenError{fmt.Errorf("%s %s: the answer is not what the API documents: %w", req.Method, req.URL.Path, err)}
		if !t.repeatable {
			return &unknownError{err} // it was a success
		}
		return err
	}
	return nil
}

// Checked is an answer that knows whether it is whole: JSON's null and an empty
// object decode into anything.
type Checked interface{ Check() error }

// maxItems is how many objects a list may have: ten times what a link can hold.
const maxItems = 100_000

// Items is a list that does not grow without end: a small document can hold
// millions of small objects. It is nil when the document has null in its place.
type Items[T any] []T

// UnmarshalJSON reads one object after the other.
func (l *Items[T]) UnmarshalJSON(raw []byte) error {
	*l = nil
	d := json.NewDecoder(bytes.NewReader(raw))
	begin, err := d.Token()
	if err != nil || begin == nil {
		return err
	}
	if begin != json.Delim('[') {
		return fmt.Errorf("it has %v where a list belongs", begin)
	}
	*l = Items[T]{}
	for d.More() {
		var item T
		if err := d.Decode(&item); err != nil {
			return err
		}
		if *l = append(*l, item); len(*l) > maxItems {
			return fmt.Errorf("it lists more than %d objects", maxItems)
		}
	}
	return nil
}

// decode reads the answer to a call.
func decode(answer []byte, into any) error {
	if len(bytes.TrimSpace(answer)) == 0 {
		return errors.New("it is empty")
	}
	if err := json.Unmarshal(harmless(answer), into); err != nil {
		return err
	}
	if checked, ok := into.(Checked); ok {
		return checked.Check()
	}
	return nil
}

// bearerToken is the access token that a request carried: it was not known
// beforehand, and a server may repeat it like any other secret.
func bearerToken(req *http.Request) string {
	if req == nil {
		return ""
	}
	scheme, token, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

// request builds the HTTP request of a call.
func (c *Client) request(ctx context.Context, call Call) (*retryablehttp.Request, error) {
	var target strings.Builder
	target.WriteString(c.opts.BaseURL)
	for _, segment := range call.Path {
		target.WriteString("/" + url.PathEscape(segment))
	}
	if len(call.Query) > 0 {
		target.WriteString("?" + call.Query.Encode())
	}
	var payload any
	if call.Body != nil {
		raw, err := json.Marshal(call.Body)
		if err != nil {
			return nil, fmt.Errorf("encoding a request: %w", err)
		}
		payload = raw
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, call.Method, target.String(), payload)
	if err != nil {
		return nil, fmt.Errorf("the endpoint is no URL: %w", err)
	}
	req.Header.Set("Accept", "application/json")
	if payload != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.opts.UserAgent != "" {
		req.Header.Set("User-Agent", c.opts.UserAgent)
	}
	return req, nil
}

// try is the course of one call over its attempts. retryablehttp calls its
// methods one after the other.
type try struct {
	client     *Client
	repeatable bool
	absent     func(*APIError) bool
	cutOff     bool      // ctx ended while the server may have been at it
	repeats    int       // after answers
	lost       time.Time // when connections began to fail; zero while they do not
	losses     int
}

// again decides whether an attempt is followed by another.
func (t *try) again(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if err != nil {
		if ctx.Err() != nil {
			t.cutOff = !unsent(err)
			return false, ctx.Err()
		}
		if t.lost.IsZero() {
			t.lost = time.Now()
		}
		t.losses++
		// Calls that began together share the first verdict among them.
		return retriableLoss(err, t.repeatable) && time.Since(t.lost) < unreachableAfter && t.client.verdict.Load() == nil, nil
	}
	t.lost, t.losses = time.Time{}, 0
	status := resp.StatusCode
	most := t.client.opts.MaxRetries
	retry := status == http.StatusTooManyRequests || (t.repeatable && status >= 500 && status != http.StatusNotImplemented)
	if status == http.StatusNotFound && t.repeatable {
		retry, most = t.astray(resp), min(most, strayRepeats)
	}
	if !retry || t.repeats >= most {
		return false, nil
	}
	t.repeats++
	return true, nil
}

// astray says that a 404 is not one of the API: it comes from something that
// stands before it, such as a gateway that has lost its way for a moment.
func (t *try) astray(resp *http.Response) bool {
	api := t.client.apiError(resp.Request, resp, answerOf(resp), t.client.redact)
	return !api.own && !api.saysAbsent(t.absent)
}

// backoff is how long to pause before the next attempt: what the server asks
// for, else longer each time, up to two seconds between connections and thirty
// after answers, with jitter.
func (t *try) backoff(_, _ time.Duration, _ int, resp *http.Response) time.Duration {
	n, most := t.losses, 2*time.Second
	if resp != nil && t.losses == 0 {
		if asked := retryAfter(resp); asked > 0 {
			return asked
		}
		n, most = t.repeats, 30*time.Second
	}
	whole := min(most, 100*time.Millisecond<<min(n, 10))
	return whole/2 + rand.N(whole/2) //nolint:gosec // spreads load; nothing depends on it being unpredictable
}

// failure turns the end of a call without an answer into its error.
func (t *try) failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		if t.cutOff && !t.repeatable {
			return &unknownError{context.Cause(ctx)}
		}
		return context.Cause(ctx)
	}
	if auth, ok := errors.AsType[*AuthorizeError](err); ok {
		return auth
	}
	if queue, ok := errors.AsType[*queueError](err); ok {
		return queue.cause
	}
	cause := innermost(err)
	if errors.Is(err, errTooLarge) {
		err := &brokenError{fmt.Errorf("%s is there, but %w", t.client.opts.BaseURL, errTooLarge)}
		if !t.repeatable {
			return &unknownError{err}
		}
		return err
	}
	if !t.repeatable && !unsent(err) {
		// Not wrapped: a time-out of the connection is not the end of ctx.
		return &unknownError{fmt.Errorf("the connection to %s was lost before it answered: %s", t.client.opts.BaseURL, cause.Error())}
	}
	v := &UnreachableError{Endpoint: t.client.opts.BaseURL, Cause: cause}
	t.client.verdict.CompareAndSwap(nil, v)
	return v
}

// retriableLoss says whether a connection that failed may be tried again.
func retriableLoss(err error, repeatable bool) bool {
	var (
		auth  *AuthorizeError
		queue *queueError
	)
	if errors.As(err, &auth) || errors.As(err, &queue) || NotTrusted(err) || refused(err) || errors.Is(err, errTooLarge) {
		return false
	}
	return repeatable || unsent(err)
}

// unsent says that a request cannot have taken effect.
func unsent(err error) bool {
	var (
		auth  *AuthorizeError
		queue *queueError
		op    *net.OpError
		proxy *proxyError
	)
	return errors.As(err, &auth) || errors.As(err, &queue) || errors.As(err, &proxy) || NotTrusted(err) || refused(err) ||
		errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect")
}

// NotTrusted says that the endpoint's certificate was not accepted.
func NotTrusted(err error) bool {
	var (
		unknown x509.UnknownAuthorityError
		host    x509.HostnameError
		invalid x509.CertificateInvalidError
	)
	return errors.As(err, &unknown) || errors.As(err, &host) || errors.As(err, &invalid)
}

// NotAdmitted says that the endpoint ended the TLS handshake, as one does that
// asks for a certificate of the client and gets none, or not one that it accepts.
func NotAdmitted(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "remote error" // crypto/tls's name for an alert
}

// TurnedDown says that an endpoint is there, but that one of the two does not
// want the other: a matter of configuration, not of an outage.
func TurnedDown(err error) bool { return NotTrusted(err) || refused(err) }

// refused says that a connection was turned down in a way that will not change.
func refused(err error) bool {
	if proxy, ok := errors.AsType[*proxyError](err); ok {
		return proxy.status < http.StatusInternalServerError
	}
	return NotAdmitted(err) || errors.Is(err, http.ErrSchemeMismatch)
}

// innermost takes off the wrapping of net/http and retryablehttp, which repeat
// method and URL.
func innermost(err error) error {
	var wrapped *url.Error
	for errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return err
}
