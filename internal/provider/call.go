package provider

import (
	"context"
	"sync/atomic"
	"time"
)

// callContext is the context of one call. The framework holds on to the context of
// every call until the provider ends (registerContext in its proto6server), and so to
// all that hangs on it: 90 kB for each resource of a run. This one lets go.
type callContext struct {
	done   <-chan struct{}
	parent atomic.Pointer[context.Context] // nil when the call has ended
}

// call makes the context of a call, and what says that the call has ended.
func call(parent context.Context) (context.Context, func()) {
	c := &callContext{done: parent.Done()}
	c.parent.Store(&parent)
	return c, func() { c.parent.Store(nil) }
}

// Deadline is the parent's.
func (c *callContext) Deadline() (time.Time, bool) {
	if parent := c.parent.Load(); parent != nil {
		return (*parent).Deadline()
	}
	return time.Time{}, false
}

// Done is closed when the parent's is.
func (c *callContext) Done() <-chan struct{} { return c.done }

// Err is the parent's, and after the call that it is over.
func (c *callContext) Err() error {
	if parent := c.parent.Load(); parent != nil {
		return (*parent).Err()
	}
	return context.Canceled
}

// Value is the parent's, and after the call nothing.
func (c *callContext) Value(key any) any {
	if parent := c.parent.Load(); parent != nil {
		return (*parent).Value(key)
	}
	return nil
}
