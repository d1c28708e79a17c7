package kafka

import (
	"sync"
	"time"
)

// This file decides how long a call waits for others to share a request with:
// until enough are here, or nobody is left who could come. Terraform works on ten
// objects at a time, so when ten calls wait, or are under way, nobody is left; and
// it begins them one after the other, so as long as fewer wait, more may come. Half
// of them is enough: Terraform needs its time to prepare and to store each object,
// and has it for one half while the other waits for its change. If all ten went
// together, it would stand idle until all have changed.

const (
	// together is what counts as coming one after the other: Terraform begins its
	// operations some milliseconds apart, and more with thousands of resources.
	together = 200 * time.Millisecond
	// A call waits at least shortestGather, for those that come with it; for another one
	// five times as long as they usually are apart, usualGather at least; and
	// longestGather in all, which is short against the second or more that a change takes.
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
		c.tellAll()
	}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.waiting--
	}
}

// half is how many calls are enough for one request: half of those that are likely
// to come.
func (c *crowd) half() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(1, (c.most+1)/2)
}

// enough says whether a request for so many calls need not wait for more of them. If
// it has to, it tells when all wait that are likely to come.
func (c *crowd) enough(calls int) (bool, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return 2*calls >= c.most || c.waiting >= c.most, c.all
}

// gaveUp lowers what to expect, because a request went out for fewer than enough: soon
// after a thousand have waited at once, ten are enough again.
func (c *crowd) gaveUp() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.most = max(c.most-max(1, c.most/8), c.waiting)
	if c.waiting == c.most {
		c.tellAll()
	}
}

// tellAll tells those who gather that all wait. The caller holds mu.
func (c *crowd) tellAll() {
	close(c.all)
	c.all = make(chan struct{})
}

// window is when a call wants its request to be sent.
type window struct {
	due   time.Time // no sooner for its own sake,
	late  time.Time // and no later for the sake of others
	early time.Time // both, once enough have come; zero for a window that waits for nobody
}

// given is the window when enough have come, or not enough.
func (w window) given(enough bool) (due, late time.Time) {
	if enough && !w.early.IsZero() {
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
	quiet := min(max(5*p.gap, usualGather), longestGather)
	return window{due: now.Add(quiet), late: now.Add(min(3*quiet, longestGather)), early: now.Add(shortestGather)}
}
