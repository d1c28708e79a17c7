package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func answered(status int) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}}
}

func TestLimiter_halvesAndRecovers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter()
		expect := func(want float64) {
			t.Helper()
			if got := float64(l.bucket.Limit()); max(got-want, want-got) > 1e-6 {
				t.Errorf("rate %v, want %v", got, want)
			}
		}
		busy := func(n int) {
			for range n {
				if err := l.wait(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		refused := func() { l.observe(answered(http.StatusTooManyRequests), time.Now()) }
		expect(startRate)
		// Half of what was really sent in the last second.
		busy(200)
		refused()
		expect(100)
		// The rest of the burst, sent before the cut, says nothing new.
		l.observe(answered(http.StatusTooManyRequests), time.Now().Add(-time.Millisecond))
		expect(100)
		// What was sent after it does.
		for range 20 {
			time.Sleep(time.Second) //nolint:forbidigo // the bubble's clock
			refused()
		}
		expect(leastRate)
		for range 4 {
			l.observe(answered(http.StatusOK), time.Now())
		}
		expect(leastRate + 4*rateStep)
		for range 6000 {
			l.observe(answered(http.StatusNotFound), time.Now())
		}
		expect(startRate)
		// A refusal of one of a few does not mean that the server takes so few.
		time.Sleep(5 * time.Second) //nolint:forbidigo // the bubble's clock
		busy(1)
		refused()
		expect(doubtfulRate / 2)
	})
}

func TestLimiter_spreadsRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l, began := newLimiter(), time.Now()
		for range int(startRate) + l.bucket.Burst() {
			if err := l.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began).Round(10 * time.Millisecond); took != time.Second {
			t.Errorf("a second's requests beyond the burst took %s", took)
		}
	})
}

func TestLimiter_waitsForTheReset(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l, began := newLimiter(), time.Now()
		resp := answered(http.StatusOK)
		resp.Header.Set("X-RateLimit-Remaining", "0")
		resp.Header.Set("X-RateLimit-Reset", "4")
		l.observe(resp, time.Now())
		if err := l.wait(t.Context()); err != nil || time.Since(began) != 4*time.Second {
			t.Errorf("waited %s, %v", time.Since(began), err)
		}
		// Nobody waits for a turn that comes too late.
		l.observe(resp, time.Now())
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		began = time.Now()
		if err := l.wait(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 0 {
			t.Errorf("waited %s, %v", time.Since(began), err)
		}
	})
}

// Who comes first is served first, and a cut of the rate holds for all that wait.
func TestLimiter_isFair(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter()
		var mu sync.Mutex
		var served []int
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				if err := l.wait(t.Context()); err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				served = append(served, i)
			})
			synctest.Wait() // it has its place
		}
		l.observe(answered(http.StatusTooManyRequests), time.Now())
		began := time.Now()
		all.Wait()
		if !slices.IsSorted(served) {
			t.Errorf("served in the order %v", served)
		}
		left := float64(100 - burst(startRate))
		if took := time.Since(began).Seconds(); took < 0.9*left/(doubtfulRate/2) {
			t.Errorf("%v requests waited when the rate was cut to %v, and were sent within %v s", left, doubtfulRate/2, took)
		}
	})
}

// limited is a server that takes so many requests a second, and as many at once.
type limited struct {
	mu             sync.Mutex
	perSecond      float64
	tokens         float64
	last           time.Time
	calls, refused int
	headers        http.Header // of a refusal
}

func (s *limited) RoundTrip(req *http.Request) (*http.Response, error) {
	time.Sleep(20 * time.Millisecond) //nolint:forbidigo // the bubble's clock
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.tokens = min(s.perSecond, s.tokens+now.Sub(s.last).Seconds()*s.perSecond)
	s.last = now
	s.calls++
	resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{}`)), Request: req}
	if s.tokens < 1 {
		s.refused++
		resp.StatusCode, resp.Body = http.StatusTooManyRequests, io.NopCloser(strings.NewReader("<html>Error 429 Too Many Requests</html>"))
		for name := range s.headers {
			resp.Header.Set(name, s.headers.Get(name))
		}
		return resp, nil
	}
	s.tokens--
	return resp, nil
}

// Two hundred callers at a server that takes 20 requests a second: none fails, few
// are sent twice, and what the server takes is used. It says when to come again, or
// does not, as Confluent's Kafka REST API.
func TestDo_manyCallersAtAServerThatTakesFew(t *testing.T) {
	t.Parallel()
	for name, headers := range map[string]http.Header{
		"silent":        nil,
		"Retry-After":   {"Retry-After": {"1"}},
		"X-RateLimit-*": {"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {"1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const callers, each, perSecond = 200, 10, 20
				s := &limited{perSecond: perSecond, tokens: perSecond, last: time.Now(), headers: headers}
				c := New(Options{BaseURL: "https://pkc.example", Transport: s, MaxRetries: 10})
				began := time.Now()
				var all sync.WaitGroup
				for i := range callers {
					all.Go(func() {
						for n := range each {
							if err := c.Do(t.Context(), Call{Method: http.MethodGet, Path: []string{fmt.Sprint(i)}, Query: url.Values{"n": {fmt.Sprint(n)}}}); err != nil {
								t.Errorf("caller %d: %v", i, err)
							}
						}
					})
				}
				all.Wait()
				took := time.Since(began).Seconds()
				t.Logf("%d calls, %d refused, %.0f s", s.calls, s.refused, took)
				if s.refused > callers*each/10 {
					t.Errorf("%d of %d calls were refused, more than a tenth", s.refused, s.calls)
				}
				if least := float64(callers*each) / perSecond; took > 1.5*least {
					t.Errorf("took %.0f s of the clock, where the server needs %.0f", took, least)
				}
			})
		})
	}
}
