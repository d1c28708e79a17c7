package kafka

import (
	"sync"
	"time"
)

// This file decides how long a call waits for others to share a request with:
// until all are here that can come. Terraform works on ten objects at a time, so
// when ten calls wait, or are under way, nobody is left; and it begins them one
// after the other, so as long as fewer wait, more may come.

const (
	// together is what counts as coming one after the other: Terraform begins its
	// operations some milliseconds apart, and more with thousands of resources.
	together = 200 * time.Millisecond
	// A call waits at least shortestGather, for those that come with it; for another one
	// five times as long as they usually are apart; and longestGather in all, which is
	// short against the second or more that a change takes.
	shortestGather = 10 * time.Millisecond
	usualGather    = 25 * time.Millisecond
	longestGather  = 600 * time.Millisecond
)

// crowd counts the calls to a cluster that wait for something.
type crowd struct {
	mu      sync.Mutex
	waiting int
	most    int           // that waited at once
	all     chan struct{} // closed when as many wait
}

func newCrowd() *crowd { return &crowd{all: make(chan struct{})} }

// enter counts a call until the function that it returns is called.
func (c *crowd) enter() (leave func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting++
	if c.waiting >= c.most {
		c.most = c.waiting
		close(c.all)
		c.all = make(chan struct{})
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.waiting--
	}
}

// gathered says whether all wait that are likely to come, or tells when they do.
func (c *crowd) gathered() (bool, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.waiting >= c.most, c.all
}

// gaveUp lowers what to expect, because a gathering went ahead without all.
func (c *crowd) gaveUp() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.most = max(c.most-1, c.waiting)
}

// window is when a call wants its request to be sent.
type window struct {
	due   time.Time // no sooner for its own sake,
	late  time.Time // and no later for the sake of others
	early time.Time // both, once nobody is left who could come; zero for a window that waits for nobody
}

// given is the window when all have gathered, or not all.
func (w window) given(all bool) (due, late time.Time) {
	if all && !w.early.IsZero() {
		return w.early, w.early
	}
	return w.due, w.late
}

// pace is how close on each other calls come that may go together.
type pace struct {
	last time.Time
	gap  time.Duration
}

// gather is the window of a call that comes now.
func (p *pace) gather(now time.Time) window {
	if p.last.IsZero() {
		p.gap = usualGather / 5
	} else if gap := now.Sub(p.last); gap < together {
		p.gap += (gap - p.gap) / 4
	}
	p.last = now
	quiet := min(max(5*p.gap, shortestGather), longestGather)
	return window{due: now.Add(quiet), late: now.Add(min(3*quiet, longestGather)), early: now.Add(shortestGather)}
}
