package rest

import (
	"cmp"
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
	rateStep  = 0.5                    // added by each answer that is no 429
	cutPause  = 250 * time.Millisecond // answers to one burst count as one 429
)

// limiter is what all requests to one endpoint pass through.
type limiter struct {
	bucket *rate.Limiter

	mu     sync.Mutex
	resume time.Time // nothing is sent before
	cut    time.Time // when the rate was last halved
}

func newLimiter() *limiter {
	return &limiter{bucket: rate.NewLimiter(startRate, int(startRate)/10)}
}

// queueError says that a request was not sent, because ctx ends before its turn.
type queueError struct{ cause error }

func (e *queueError) Error() string { return fmt.Sprintf("not sent: %v", e.cause) }
func (e *queueError) Unwrap() error { return e.cause }

// wait returns when the next request may be sent, or with a [queueError].
func (l *limiter) wait(ctx context.Context) error {
	for {
		l.mu.Lock()
		pause := time.Until(l.resume)
		l.mu.Unlock()
		if pause <= 0 {
			if err := l.bucket.Wait(ctx); err != nil {
				// The bucket foresees that the turn comes after ctx's deadline.
				return &queueError{cmp.Or(ctx.Err(), context.DeadlineExceeded)}
			}
			return nil
		}
		select {
		case <-ctx.Done():
			return &queueError{ctx.Err()}
		case <-time.After(pause):
		}
	}
}

// observe learns from an answer.
func (l *limiter) observe(resp *http.Response) {
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
		l.bucket.SetLimit(rate.Limit(min(startRate, current+rateStep)))
	case now.Sub(l.cut) > cutPause:
		l.cut = now
		l.bucket.SetLimit(rate.Limit(max(leastRate, current/2)))
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
