package simulator

import "time"

// Clock tells the time and waits. The simulator's own clock is the system's,
// whose times carry a monotonic reading: a change of the wall clock moves no
// state.
type Clock interface {
	Now() time.Time
	// NewTimer returns a channel that receives once d has passed, and a
	// function that releases the timer.
	NewTimer(d time.Duration) (fired <-chan time.Time, stop func() bool)
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) NewTimer(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}
