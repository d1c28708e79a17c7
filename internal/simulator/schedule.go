package simulator

import (
	"container/heap"
	"time"
)

// event is a state change that is due at a time.
type event struct {
	at  time.Time
	seq int // keeps events of one moment in the order in which they were planned
	run func()
}

// schedule is a heap of events, the earliest first.
type schedule []event

func (s schedule) Len() int { return len(s) }
func (s schedule) Less(i, j int) bool {
	if s[i].at.Equal(s[j].at) {
		return s[i].seq < s[j].seq
	}
	return s[i].at.Before(s[j].at)
}
func (s schedule) Swap(i, j int) { s[i], s[j] = s[j], s[i] }

// Push and Pop are for container/heap.
func (s *schedule) Push(x any) {
	if e, ok := x.(event); ok {
		*s = append(*s, e)
	}
}

func (s *schedule) Pop() any {
	last := len(*s) - 1
	e := (*s)[last]
	(*s)[last] = event{}
	*s = (*s)[:last]
	return e
}

// after plans a state change. Nothing runs in the background: the change
// happens, at its own time, when the next request looks at the world. A run
// must therefore check that it is still wanted.
func (st *state) after(d time.Duration, run func()) {
	st.planned++
	heap.Push(&st.schedule, event{at: st.now.Add(d), seq: st.planned, run: run})
}

// advance lets everything happen that is due by now, in order, each at its own
// time, so that the outcome does not depend on who looked when.
func (st *state) advance(now time.Time) {
	for len(st.schedule) > 0 && !st.schedule[0].at.After(now) {
		e, ok := heap.Pop(&st.schedule).(event)
		if !ok {
			return
		}
		if e.at.After(st.now) {
			st.now = e.at
		}
		e.run()
	}
	if now.After(st.now) {
		st.now = now
	}
}
