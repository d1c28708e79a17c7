package kafka

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// This file is how many wait as one. A poller reads for all who wait for objects
// of one kind, one request at a time: the list where several want to know, one
// object where only one does. It reads no sooner than one of them can have become
// ready, going by how long the last ones took, and a little later when that
// serves more of them.

const (
	// longestHabit bounds how long the first look is put off because others took
	// long: what took one promotion hours may take the next a second.
	longestHabit = 2 * time.Second
	// shortestPause and longestPause bound the time between two looks at what takes
	// longer than expected: an eighth of what it has taken so far.
	shortestPause = 50 * time.Millisecond
	longestPause  = 5 * time.Second
	// longestSlack bounds how long a look waits for others to share it, while they are
	// fewer than enough: a third of the time that the change takes. Those whom one look
	// tells go on together, so mostly nobody waits at all.
	longestSlack = time.Second
	// firstLook and firstPause are when to look, and at least how much later to look
	// again, while nobody knows how long a change takes: half of what it has taken so far.
	firstLook  = 50 * time.Millisecond
	firstPause = 100 * time.Millisecond
)

// Change is what a wait is for: an [Operation], or one of these.
type Change string

// The changes that are no operation.
const (
	// NoChange is for one who wants to know how things are now.
	NoChange Change = ""
	Creation Change = "creation"
	Deletion Change = "deletion"
)

// poller reads objects for all who wait for them.
type poller[T any] struct {
	list readList[T]
	one  readOne[T]

	mu    sync.Mutex
	looks map[*look[T]]struct{}
	// stop ends the run that serves looks; nil while there is none.
	stop  context.CancelFunc
	woken chan struct{} // tells the run that looks has changed
	// habits are how long changes took of late.
	habits map[Change]habit
	asked  pace
	crowd  *crowd // all that wait for something of the cluster
}

// readList reads all objects, by name, and readOne one; both say when the request
// was sent.
type (
	readList[T any] func(ctx context.Context, sent *time.Time) (map[string]T, error)
	readOne[T any]  func(ctx context.Context, name string, sent *time.Time) (T, error)
)

// habit is how long a change takes, and when the answer was asked for that told so;
// zero while no such change has come to its end, and it takes longer than takes.
type habit struct {
	takes time.Duration
	told  time.Time
}

func (h habit) known() bool { return !h.told.IsZero() }

// look is one read that somebody waits for.
type look[T any] struct {
	name  string
	since time.Time // answers to requests sent before do not count
	window

	done  chan struct{}
	sent  time.Time
	value T
	err   error
}

// notListedError says that an object is not in the list that would hold it.
type notListedError struct{ name string }

func (e *notListedError) Error() string { return "the list that would hold " + e.name + " does not" }

// Is matches rest.ErrNotFound: the list is complete, and was sent when the object
// was asked for.
func (e *notListedError) Is(target error) bool { return target == rest.ErrNotFound }

func newPoller[T any](crowd *crowd, list readList[T], one readOne[T]) *poller[T] {
	return &poller[T]{
		list: list, one: one, crowd: crowd,
		looks: map[*look[T]]struct{}{}, woken: make(chan struct{}, 1), habits: map[Change]habit{},
	}
}

// read waits for the answer to a look.
func (p *poller[T]) read(ctx context.Context, l *look[T]) error {
	l.done = make(chan struct{})
	p.mu.Lock()
	p.looks[l] = struct{}{}
	if p.stop == nil {
		// The others' looks are in this run's hands, so one caller's end is not theirs.
		run, stop := context.WithCancel(context.WithoutCancel(ctx)) //nolint:gosec // the last to leave calls it, or the run at its end
		p.stop = stop
		go p.run(run)
	}
	p.mu.Unlock()
	nudge(p.woken)
	defer p.crowd.enter()()
	select {
	case <-l.done:
		return l.err
	case <-ctx.Done():
		p.leave(l)
		return ctx.Err()
	}
}

// leave gives up a look. The last one to leave ends the run, and its request.
func (p *poller[T]) leave(l *look[T]) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.looks, l)
	if len(p.looks) == 0 && p.stop != nil {
		p.stop()
		p.stop = nil
	}
}

// nudge tells whoever waits for it, now or next, that something has changed.
func nudge(changed chan<- struct{}) {
	select {
	case changed <- struct{}{}:
	default:
	}
}

// run reads until nobody waits any more.
func (p *poller[T]) run(ctx context.Context) {
	defer nudge(p.woken) // the next run shares the channel
	for ctx.Err() == nil {
		enough, all := p.crowd.enough(p.gathering())
		at, some := p.next(ctx, enough)
		if !some {
			return
		}
		pause := time.Until(at)
		if pause <= 0 {
			p.answer(ctx, enough)
			continue
		}
		if enough {
			all = nil
		}
		select {
		case <-ctx.Done():
		case <-p.woken:
		case <-all:
		case <-time.After(pause):
		}
	}
}

// gathering is how many looks wait for others to come.
func (p *poller[T]) gathering() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for l := range p.looks {
		if !l.early.IsZero() {
			n++
		}
	}
	return n
}

// next is when to read next: when enough looks are due, or the last that falls due
// before the first of all becomes late. It ends the run when there are no looks.
func (p *poller[T]) next(ctx context.Context, enough bool) (at time.Time, some bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if ctx.Err() != nil {
		return at, false
	}
	if len(p.looks) == 0 {
		p.stop()
		p.stop = nil
		return at, false
	}
	var first time.Time
	for l := range p.looks {
		if _, late := l.given(enough); first.IsZero() || late.Before(first) {
			first = late
		}
	}
	var dues []time.Time
	for l := range p.looks {
		if due, _ := l.given(enough); !due.After(first) {
			dues = append(dues, due)
		}
	}
	slices.SortFunc(dues, time.Time.Compare)
	return dues[min(len(dues), p.crowd.half())-1], true
}

// answer reads once for all looks that are due.
func (p *poller[T]) answer(ctx context.Context, enough bool) {
	due := map[*look[T]]bool{}
	var name string
	alone, gathering := true, false
	p.mu.Lock()
	now := time.Now()
	for l := range p.looks {
		if at, _ := l.given(enough); !at.After(now) {
			alone = alone && (len(due) == 0 || l.name == name)
			gathering = gathering || !l.early.IsZero()
			due[l], name = true, l.name
		}
	}
	p.mu.Unlock()
	if gathering && !enough {
		p.crowd.gaveUp()
	}
	if len(due) == 0 {
		return // they have left
	}
	sent := now
	var found map[string]T
	var err error
	if alone {
		var value T
		value, err = p.one(ctx, name, &sent)
		found = map[string]T{name: value}
	} else {
		found, err = p.list(ctx, &sent)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if ctx.Err() != nil {
		return // everybody has left
	}
	for l := range p.looks {
		// A list tells also those who did not ask yet. Its failure does not concern them.
		if !due[l] && (alone || err != nil || l.since.After(sent)) {
			continue
		}
		value, listed := found[l.name]
		l.value, l.sent, l.err = value, sent, err
		if err == nil && !listed {
			l.err = &notListedError{l.name}
		}
		delete(p.looks, l)
		close(l.done)
	}
}

// now reads an object by a request that is sent after the call: alone, or for all
// who ask at the same moment.
func (p *poller[T]) now(ctx context.Context, name string) (T, error) {
	return p.watch(name, NoChange).Next(ctx)
}

// Watch is a wait for one object to change.
type Watch[T any] struct {
	poller *poller[T]
	name   string
	change Change
	begun  time.Time
	first  window    // of the first look: when by habit it has changed
	sent   time.Time // when the last answer was asked for; zero before the first
	missed bool      // it had not changed by then
}

func (p *poller[T]) watch(name string, change Change) *Watch[T] {
	w := &Watch[T]{poller: p, name: name, change: change, begun: time.Now()}
	p.mu.Lock()
	defer p.mu.Unlock()
	if change == NoChange {
		w.first = p.asked.gather(w.begun)
		return w
	}
	takes := p.habits[change].takes
	if takes == 0 {
		takes = firstLook
	}
	due := w.begun.Add(takes)
	w.first = window{due: due, late: due.Add(slack(takes))}
	return w
}

// slack is how long a look may wait for others, when the change takes so long.
func slack(takes time.Duration) time.Duration { return min(takes/3, longestSlack) }

// Next waits until the object can have changed since the last look, or since the
// watch began, and returns it. An error that matches rest.ErrNotFound comes from a
// complete list without the object, or from the API's own word. Several watches of
// one kind share what they read; a context that ends ends this call alone.
func (w *Watch[T]) Next(ctx context.Context) (T, error) {
	l := &look[T]{name: w.name, since: w.begun, window: w.first}
	if !w.sent.IsZero() {
		w.missed = w.missed || !w.sent.Before(w.first.due)
		taken := w.sent.Sub(w.begun)
		again := w.sent.Add(w.poller.pause(w.change, taken))
		// The others who were told by the same answer are about to look again as well.
		if soon := time.Now().Add(shortestGather); soon.After(again) {
			again = soon
		}
		if again.After(w.first.due) {
			l.window = window{due: again, late: again.Add(slack(taken))}
		}
	}
	err := w.poller.read(ctx, l)
	if !l.sent.IsZero() {
		w.sent = l.sent
	}
	return l.value, err
}

// Done tells that the change has come that was waited for, so that the next wait
// for such a change knows how long it takes.
func (w *Watch[T]) Done() {
	if w.change != NoChange && !w.sent.IsZero() {
		w.poller.learn(w.change, w.sent.Sub(w.begun), w.sent, w.missed)
	}
}

// pause is how long to wait for the next look at what has not changed yet. Others
// who wait for such a change need not look before it has taken as long.
func (p *poller[T]) pause(change Change, taken time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	pause := max(taken/8, shortestPause)
	if h := p.habits[change]; change != NoChange && !h.known() {
		pause = max(taken/2, firstPause)
		h.takes = max(h.takes, min(taken, longestHabit))
		p.habits[change] = h
	}
	return min(pause, longestPause)
}

// learn keeps how long a change took until it was seen. What was seen at the first
// look may have come long before, so each of these shortens the habit a little;
// what was not, lengthens it, but one straggler not by much.
func (p *poller[T]) learn(change Change, took time.Duration, sent time.Time, missed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.habits[change]
	switch {
	case !h.known() || took < h.takes:
		h.takes = took
	case missed:
		h.takes = min(took, h.takes+h.takes/4+shortestPause)
	case sent.After(h.told): // once for all that were seen by one look
		h.takes -= h.takes / 100
	}
	h.takes, h.told = min(h.takes, longestHabit), sent
	p.habits[change] = h
}
