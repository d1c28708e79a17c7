package kafka

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// slow makes each answer take a second of the bubble's clock.
func slow(handle func(string, []byte) (int, any)) func(string, []byte) (int, any) {
	return func(request string, body []byte) (int, any) {
		time.Sleep(time.Second) //nolint:forbidigo // the bubble's clock
		return handle(request, body)
	}
}

// linkAPI answers reads of a link and its settings.
func linkAPI(request string, _ []byte) (int, any) {
	if strings.HasSuffix(request, "/configs") {
		return http.StatusOK, map[string]any{"data": []any{map[string]any{"name": "x", "value": "1"}}}
	}
	if strings.HasPrefix(request, "GET links/l?include_tasks=true") {
		return http.StatusOK, map[string]any{"link_name": "l", "link_state": "ACTIVE"}
	}
	return http.StatusNoContent, nil
}

const maxAge = 5 * time.Second

func TestLinkView_sharesAndExpires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(slow(linkAPI))
		var wait sync.WaitGroup
		for range 20 {
			wait.Go(func() {
				view, err := c.LinkView(t.Context(), "l", maxAge)
				if err != nil || view.Name != "l" || view.Settings.Value("x") != "1" {
					t.Errorf("got %+v, %v", view, err)
				}
			})
		}
		wait.Wait()
		both := []string{"GET links/l?include_tasks=true", "GET links/l/configs"}
		f.expect(t, false, both...)
		if _, err := c.LinkView(t.Context(), "l", maxAge); err != nil {
			t.Fatal(err)
		}
		f.expect(t, false, both...)
		// After a write nothing older serves.
		if err := c.AlterLinkSettings(t.Context(), "l", []Alteration{{"x", new("2")}}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := c.LinkView(t.Context(), "l", maxAge); err != nil {
			t.Fatal(err)
		}
		want := slices.Concat(both, []string{"PUT links/l/configs:alter"}, both)
		f.expect(t, false, want...)
		// Nor does what is too old.
		time.Sleep(maxAge) //nolint:forbidigo // the bubble's clock
		if _, err := c.LinkView(t.Context(), "l", maxAge); err != nil {
			t.Fatal(err)
		}
		f.expect(t, false, slices.Concat(want, both)...)
	})
}

// A read that was sent before a write does not answer one that is asked for after.
func TestLinkView_readUnderWayAtAWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(slow(linkAPI))
		go func() { _, _ = c.LinkView(t.Context(), "l", maxAge) }()
		time.Sleep(time.Millisecond) //nolint:forbidigo // the bubble's clock
		c.forget("l")
		if _, err := c.LinkView(t.Context(), "l", maxAge); err != nil {
			t.Fatal(err)
		}
		if n := len(f.requests(false)); n != 4 {
			t.Errorf("%d requests, want 4", n)
		}
	})
}

func TestLinkView_oneCallersEndIsNotTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, c := newFake(slow(linkAPI))
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		var wait sync.WaitGroup
		wait.Go(func() {
			if _, err := c.LinkView(ctx, "l", maxAge); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the first caller got %v", err)
			}
		})
		synctest.Wait()
		for range 5 {
			wait.Go(func() {
				if _, err := c.LinkView(t.Context(), "l", maxAge); err != nil {
					t.Errorf("another caller got %v", err)
				}
			})
		}
		// One who waits for another's request can leave as well.
		wait.Go(func() {
			began := time.Now()
			if _, err := c.LinkView(ctx, "l", maxAge); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 500*time.Millisecond {
				t.Errorf("a waiting caller got %v after %s", err, time.Since(began))
			}
		})
		wait.Wait()
	})
}

func TestLinkView_errorsAreSharedButNotKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(slow(always(http.StatusNotFound, refusal(404, "The cluster link doesn't exist: "))))
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				if _, err := c.LinkView(t.Context(), "l", maxAge); !errors.Is(err, rest.ErrNotFound) {
					t.Errorf("got %v", err)
				}
			})
		}
		wait.Wait()
		f.expect(t, false, "GET links/l?include_tasks=true")
		_, _ = c.LinkView(t.Context(), "l", maxAge)
		f.expect(t, false, "GET links/l?include_tasks=true", "GET links/l?include_tasks=true")
	})
}

// One topic is read alone; from the second one on, the list answers for all.
func TestMirror_listForMany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(slow(func(request string, _ []byte) (int, any) {
			switch request {
			case "GET links/l/mirrors":
				return http.StatusOK, mirrorList("a", "b", "c")
			case "GET links/l/mirrors/a":
				return http.StatusOK, map[string]any{"mirror_topic_name": "a"}
			default:
				return http.StatusNotFound, refusal(404, "The mirror topic doesn't exist: ")
			}
		}))
		if m, err := c.Mirror(t.Context(), "l", "a", maxAge); err != nil || m.Name != "a" {
			t.Fatalf("got %+v, %v", m, err)
		}
		f.expect(t, false, "GET links/l/mirrors/a")
		var wait sync.WaitGroup
		for range 50 {
			for _, topic := range []string{"b", "c"} {
				wait.Go(func() {
					if m, err := c.Mirror(t.Context(), "l", topic, maxAge); err != nil || m.Name != topic {
						t.Errorf("got %+v, %v", m, err)
					}
				})
			}
		}
		wait.Wait()
		f.expect(t, false, "GET links/l/mirrors/a", "GET links/l/mirrors")
		// That a topic is not there is never said by a list.
		if _, err := c.Mirror(t.Context(), "l", "d", maxAge); !errors.Is(err, rest.ErrNotFound) {
			t.Errorf("got %v", err)
		}
		f.expect(t, false, "GET links/l/mirrors/a", "GET links/l/mirrors", "GET links/l/mirrors/d")
		// A write on the link voids the list.
		c.forgetMirrors("l")
		if _, err := c.Mirror(t.Context(), "l", "b", maxAge); err != nil {
			t.Error(err)
		}
		if n := len(f.requests(false)); n != 4 {
			t.Errorf("%d requests, want 4", n)
		}
	})
}
