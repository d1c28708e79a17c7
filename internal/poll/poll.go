// Package poll waits until something that is read becomes what is wanted.
// What many wait for at once, the mirror topics of a link, is waited for in
// confluent/kafka, where they share their reads.
package poll

import (
	"context"
	"math/rand/v2"
	"time"
)

// Clock is what a wait needs of time, so that a test can do without it.
type Clock interface {
	Now() time.Time
	// After delivers once d has passed.
	After(d time.Duration) <-chan time.Time
}

// System is the clock of the machine.
type System struct{}

// Now is the time of day with a monotonic reading.
func (System) Now() time.Time { return time.Now() }

// After is time.After.
func (System) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Backoff says how long to pause between two reads: First, then Factor times
// as long each time, up to Max. Each pause is shortened by up to a fifth at
// random, so that many waits begun together spread out.
type Backoff struct {
	First  time.Duration
	Max    time.Duration
	Factor float64
}

// Default starts at a fraction of a second, because most changes on a link
// take a second or two, and slows to five seconds for those that take minutes.
// A factor of 1.25 bounds what a wait adds to the server's own time at a quarter.
var Default = Backoff{First: 100 * time.Millisecond, Max: 5 * time.Second, Factor: 1.25}

// Until calls read until it reports done or fails, and returns what it read
// last. When ctx ends first, the error is ctx's and the value is what was read
// last, so that the caller can say how far things had come.
func Until[T any](ctx context.Context, clock Clock, b Backoff, read func(context.Context) (value T, done bool, err error)) (T, error) {
	var last T
	for pause := b.First; ; pause = min(time.Duration(float64(pause)*b.Factor), b.Max) {
		value, done, err := read(ctx)
		if err == nil {
			last = value
		}
		switch {
		case err != nil || done:
			return last, err
		case ctx.Err() != nil:
			return last, ctx.Err()
		}
		select {
		case <-ctx.Done():
			return last, ctx.Err()
		case <-clock.After(jitter(pause)):
		}
	}
}

// jitter shortens d by up to a fifth.
func jitter(d time.Duration) time.Duration {
	return d - time.Duration(rand.Float64()*float64(d)/5) //nolint:gosec // spreads load; nothing depends on it being unpredictable
}
