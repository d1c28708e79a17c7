package kafka

import (
	"context"
	"errors"
	"sync"
	"time"
)

// shared is a read whose answer several callers use.
type shared[T any] struct {
	mu     sync.Mutex
	sent   time.Time // when the request that value answers was sent
	value  T
	floor  time.Time // answers to requests sent before are void
	flight *flight[T]
}

// flight is a request under way.
type flight[T any] struct {
	sent  time.Time
	done  chan struct{}
	value T
	err   error
}

// get returns an answer to a request that was sent no longer than maxAge ago,
// and not before the last expire. It sends one when there is none, and waits for
// one that is under way.
func (s *shared[T]) get(ctx context.Context, maxAge time.Duration, fetch func(context.Context) (T, error)) (T, error) {
	oldest := time.Now().Add(-maxAge)
	for {
		s.mu.Lock()
		if s.floor.After(oldest) {
			oldest = s.floor
		}
		if !s.sent.IsZero() && !s.sent.Before(oldest) {
			defer s.mu.Unlock()
			return s.value, nil
		}
		f := s.flight
		if f == nil {
			f = &flight[T]{sent: time.Now(), done: make(chan struct{})}
			s.flight = f
			s.mu.Unlock()
			s.land(f, ctx, fetch)
			return f.value, f.err
		}
		s.mu.Unlock()
		select {
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		case <-f.done:
		}
		// The end of another caller is not the end of this one; nor does an answer
		// to a request that was sent too early serve it.
		if f.err != nil && !ended(f.err) && !f.sent.Before(oldest) {
			return f.value, f.err
		}
	}
}

// land sends the request of a flight and keeps its answer.
func (s *shared[T]) land(f *flight[T], ctx context.Context, fetch func(context.Context) (T, error)) { //nolint:revive // the flight is what this is about
	f.value, f.err = fetch(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flight = nil
	if f.err == nil {
		s.value, s.sent = f.value, f.sent
	}
	close(f.done)
}

// expire makes callers ask anew.
func (s *shared[T]) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.floor = time.Now()
}

func ended(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
