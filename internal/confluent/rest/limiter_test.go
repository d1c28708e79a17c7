package rest

import (
	"net/http"
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
			if got := float64(l.bucket.Limit()); got != want {
				t.Errorf("rate %v, want %v", got, want)
			}
		}
		expect(startRate)
		time.Sleep(time.Second) //nolint:forbidigo // the bubble's clock
		l.observe(answered(http.StatusTooManyRequests))
		expect(startRate / 2)
		// The rest of the burst says nothing new.
		l.observe(answered(http.StatusTooManyRequests))
		expect(startRate / 2)
		for range 20 {
			time.Sleep(time.Second) //nolint:forbidigo // the bubble's clock
			l.observe(answered(http.StatusTooManyRequests))
		}
		expect(leastRate)
		for range 4 {
			l.observe(answered(http.StatusOK))
		}
		expect(leastRate + 4*rateStep)
		for range 1000 {
			l.observe(answered(http.StatusNotFound))
		}
		expect(startRate)
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
		l.observe(resp)
		if err := l.wait(t.Context()); err != nil || time.Since(began) != 4*time.Second {
			t.Errorf("waited %s, %v", time.Since(began), err)
		}
	})
}
