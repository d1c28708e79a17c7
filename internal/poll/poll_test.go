package poll_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
)

// instant is a clock on which every pause is over at once, and remembered.
type instant struct{ pauses []time.Duration }

func (c *instant) Now() time.Time { return time.Time{} }

func (c *instant) After(d time.Duration) <-chan time.Time {
	c.pauses = append(c.pauses, d)
	ch := make(chan time.Time, 1)
	ch <- time.Time{}
	return ch
}

func TestUntil_readsUntilDone(t *testing.T) {
	t.Parallel()
	clock, reads := &instant{}, 0
	got, err := poll.Until(t.Context(), clock, poll.Default, func(context.Context) (int, bool, error) {
		reads++
		return reads, reads == 4, nil
	})
	if err != nil || got != 4 {
		t.Fatalf("got %d, %v; want 4", got, err)
	}
	if len(clock.pauses) != 3 {
		t.Fatalf("paused %d times, want 3", len(clock.pauses))
	}
}

func TestUntil_pausesGrowToTheMaximum(t *testing.T) {
	t.Parallel()
	clock, reads := &instant{}, 0
	b := poll.Backoff{First: 100 * time.Millisecond, Max: time.Second, Factor: 2}
	_, err := poll.Until(t.Context(), clock, b, func(context.Context) (int, bool, error) {
		reads++
		return reads, reads == 8, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	whole := b.First
	for i, p := range clock.pauses {
		if p > whole || p < whole*4/5 {
			t.Errorf("pause %d is %s, want %s less at most a fifth", i, p, whole)
		}
		whole = min(whole*2, b.Max)
	}
}

func TestUntil_keepsTheLastValueWhenTimeIsUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	reads := 0
	got, err := poll.Until(ctx, &instant{}, poll.Default, func(context.Context) (int, bool, error) {
		if reads++; reads == 3 {
			cancel()
		}
		return reads, false, nil
	})
	if !errors.Is(err, context.Canceled) || got != 3 {
		t.Fatalf("got %d, %v; want 3 and context.Canceled", got, err)
	}
}

func TestUntil_stopsAtAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	got, err := poll.Until(t.Context(), &instant{}, poll.Default, func(context.Context) (string, bool, error) {
		return "ignored", false, broken
	})
	if !errors.Is(err, broken) || got != "" {
		t.Fatalf("got %q, %v", got, err)
	}
}
