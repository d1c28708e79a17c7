package tfkit

import (
	"context"
	"errors"
	"testing"
)

func TestAlone(t *testing.T) {
	t.Parallel()
	c := &Connections{}
	first, err := c.Alone(t.Context(), "pair")
	if err != nil {
		t.Fatal(err)
	}
	// Somebody else's key, and no key, wait for nobody.
	for _, key := range []string{"other", "", ""} {
		if _, err := c.Alone(t.Context(), key); err != nil {
			t.Errorf("%q: %v", key, err)
		}
	}
	// Whoever gives up leaves no turn behind.
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Alone(interrupted, "pair"); !errors.Is(err, context.Canceled) {
		t.Errorf("did not wait: %v", err)
	}
	got := make(chan func())
	go func() {
		done, err := c.Alone(t.Context(), "pair")
		if err != nil {
			t.Error(err)
		}
		got <- done
	}()
	first()
	(<-got)()
	if done, err := c.Alone(t.Context(), "pair"); err != nil {
		t.Error(err)
	} else {
		done()
	}
}
