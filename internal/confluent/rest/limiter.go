package rest

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Confluent publishes no rate: the limiter starts fast, halves when the server
// says 429, and creeps up again while it does not.
const (
	startRate = 500.0 // requests per second
	leastRate = 1.0
	// doubtfulRate is how many requests in a second are too few to conclude from
	// their refusal that the server takes fewer: somebody else may have used it up.
	doubtfulRate = 20.0
	// rateStep is added by each answer that is no 429: a tenth more each second,
	// so that a server at its limit refuses about one request in a hundred.
	rateStep = 0.1
)

// limiter is what all requests to one endpoint pass through, in the order in
// which they come.
type limiter struct {
	// turn is held by the request that goes next. Only that one looks at the rate,
	// so that a cut of the rate holds for all that wait.
	turn   chan struct{}
	bucket *rate.Limiter

	mu     sync.Mutex
	resume time.Time // nothing is sent before
	cut    time.Time // when the rate was last halved
	// What was sent in the second that began at second, and in the one before.
	second       time.Time
	sent, before float64
}

func newLimiter() *limiter {
	return &limiter{turn: make(chan struct{}, 1), bucket: rate.NewLimiter(startRate, burst(startRate))}
}

// setRate sets how many requests may be sent per second.
func (l *limiter) setRate(r float64) {
	l.bucket.SetLimit(rate.Limit(r))
	l.bucket.SetBurst(burst(r))
}

// burst is how many may be sent at once, at so many per second.
func burst(r float64) int { return max(1, int(r/25)) }

// queueError says that a request was not sent, because ctx ends before its turn.
type queueError struct{ cause error }

func (e *queueError) Error() string { return fmt.Sprintf("not sent: %v", e.cause) }
func (e *queueError) Unwrap() error { return e.cause }

// wait returns when the next request may be sent, or with a [queueError].
func (l *limiter) wait(ctx context.Context) error {
	select {
	case l.turn <- struct{}{}: // those who wait for a channel are served in their order
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return &queueError{ctx.Err()}
	}
	for {
		pause := l.pause()
		if pause <= 0 {
			return nil
		}
		if end, has := ctx.Deadline(); has && time.Until(end) < pause {
			return &queueError{context.DeadlineExceeded}
		}
		select {
		case <-ctx.Done():
			return &queueError{ctx.Err()}
		case <-time.After(pause):
		}
	}
}

// pause is how long the next request has to wait, as far as is known now. Zero
// counts it as sent.
func (l *limiter) pause() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if pause := l.resume.Sub(now); pause > 0 {
		return pause
	}
	if turn := l.bucket.ReserveN(now, 1); turn.DelayFrom(now) > 0 {
		turn.CancelAt(now)
		return turn.DelayFrom(now)
	}
	if since := now.Sub(l.second); since >= time.Second {
		l.before = 0
		if since < 2*time.Second {
			l.before = l.sent
		}
		l.second, l.sent = now, 0
	}
	l.sent++
	return 0
}

// observe learns from an answer to a request that was sent at some time.
func (l *limiter) observe(resp *http.Response, sent time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	limited := resp.StatusCode == http.StatusTooManyRequests
	if limited || resp.Header.Get("X-RateLimit-Remaining") == "0" {
		if until := now.Add(retryAfter(resp)); until.After(l.resume) {
			l.resume = until
		}
	}
	current := float64(l.bucket.Limit())
	switch {
	case !limited:
		l.setRate(min(startRate, current+rateStep))
	case sent.After(l.cut):
		// What was sent before the cut says nothing new. Half of the rate means half of
		// what was really sent, where that is less than what was allowed.
		l.cut = now
		l.setRate(max(leastRate, min(current, max(l.sent, l.before, doubtfulRate))/2))
	}
}

// retryAfter is how long the server asks to be left alone: Retry-After in
// seconds or as a date, else X-RateLimit-Reset, which is in relative seconds
// (api-contract, E). Zero when it does not say; never more than a minute.
func retryAfter(resp *http.Response) time.Duration {
	for _, name := range []string{"Retry-After", "X-RateLimit-Reset"} {
		value := resp.Header.Get(name)
		if value == "" {
			continue
		}
		if seconds, err := strconv.ParseFloat(value, 64); err == nil {
			return clampPause(time.Duration(seconds * float64(time.Second)))
		}
		if date, err := http.ParseTime(value); err == nil {
			return clampPause(time.Until(date))
		}
	}
	return 0
}

func clampPause(d time.Duration) time.Duration { return min(max(d, 0), time.Minute) }
