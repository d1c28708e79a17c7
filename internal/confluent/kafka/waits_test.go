package kafka

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// changing is a link whose mirror topics t0 to t99 become ACTIVE at a time. An
// answer takes a tenth of a second, and tells how things are when it is begun.
type changing struct {
	mu     sync.Mutex
	active time.Time
	asked  []time.Time
}

func (c *changing) handle(request string, _ []byte) (int, any) {
	c.mu.Lock()
	c.asked = append(c.asked, time.Now())
	status := MirrorPending
	if !time.Now().Before(c.active) {
		status = MirrorActive
	}
	c.mu.Unlock()
	time.Sleep(100 * time.Millisecond) //nolint:forbidigo // the bubble's clock
	if name, single := strings.CutPrefix(request, "GET links/l/mirrors/"); single {
		return http.StatusOK, map[string]any{"mirror_topic_name": name, "mirror_status": status}
	}
	data := []any{}
	for i := range 100 {
		data = append(data, map[string]any{"mirror_topic_name": fmt.Sprintf("t%d", i), "mirror_status": status})
	}
	return http.StatusOK, map[string]any{"data": data}
}

// await waits until a topic is ACTIVE, and says how long that took.
func await(t *testing.T, c *Client, topic string, change Change) time.Duration {
	t.Helper()
	begun := time.Now()
	watch := c.WatchMirror("l", topic, change)
	for {
		m, err := watch.Next(t.Context())
		if err != nil || m.Name != topic {
			t.Errorf("%s: got %+v, %v", topic, m, err)
			return 0
		}
		if m.Status == MirrorActive {
			watch.Done()
			return time.Since(begun)
		}
	}
}

// Those who wait share their looks, and a look comes no sooner than somebody can
// have become ready, by what the last ones took.
func TestWatch_looksWhenSomebodyCanBeReady(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := &changing{}
		f, c := newFake(world.handle)
		const takes = time.Second
		var before int
		for wave := range 20 {
			world.active = time.Now().Add(takes)
			begun := time.Now()
			var all sync.WaitGroup
			for i := range 100 {
				all.Go(func() {
					if took := await(t, c, fmt.Sprintf("t%d", i), Creation); took > takes*3/2 {
						t.Errorf("wave %d: t%d was told after %s", wave, i, took)
					}
				})
			}
			all.Wait()
			looks := world.asked[before:]
			before = len(world.asked)
			switch {
			case wave == 0: // nobody knows yet
				if len(looks) > 7 {
					t.Errorf("the first wave: %d looks for a hundred topics", len(looks))
				}
			case len(looks) > 3:
				t.Errorf("wave %d: %d looks for a hundred topics", wave, len(looks))
			case looks[0].Sub(begun) < takes*9/10:
				t.Errorf("wave %d: the first look came after %s", wave, looks[0].Sub(begun))
			}
		}
		for _, request := range f.requests(false) {
			if request != "GET links/l/mirrors" {
				t.Errorf("sent %s", request)
			}
		}
	})
}

// While nobody knows how long a change takes, those who begin to wait for one later
// look no sooner than it has taken the others already.
func TestWatch_othersHaveWaitedAsLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := &changing{active: time.Now().Add(time.Minute)}
		_, c := newFake(world.handle)
		first := c.WatchMirror("l", "t0", Creation)
		for range 6 {
			if _, err := first.Next(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		begun := time.Now()
		if _, err := c.WatchMirror("l", "t1", Creation).Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		if waited := world.asked[len(world.asked)-1].Sub(begun); waited < 500*time.Millisecond {
			t.Errorf("looked after %s, when another has not changed after %s", waited, time.Since(world.asked[0]))
		}
	})
}

// One who waits alone reads the topic alone: its link may hold thousands.
func TestWatch_oneReadsAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := &changing{active: time.Now().Add(time.Second)}
		f, c := newFake(world.handle)
		await(t, c, "t7", Creation)
		for _, request := range f.requests(false) {
			if request != "GET links/l/mirrors/t7" {
				t.Errorf("sent %s", request)
			}
		}
	})
}

// A straggler does not make those after it wait as long.
func TestWatch_stragglersAreForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := &changing{}
		_, c := newFake(world.handle)
		for i, takes := range []time.Duration{time.Second, time.Hour, time.Second, 0} {
			world.active = time.Now().Add(takes)
			if took := await(t, c, "t1", Creation); took > max(takes*5/4, 2*time.Second) {
				t.Errorf("%d: told after %s, ready after %s", i, took, takes)
			}
		}
	})
}

// Reads that have to be fresh are shared by those who ask at the same moment; none
// is answered by a request that was sent before it asked, and nothing is kept.
func TestMirror_freshReadsShare(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake((&changing{}).handle)
		read := func(topic string) {
			if m, err := c.Mirror(t.Context(), "l", topic, 0); err != nil || m.Name != topic {
				t.Errorf("got %+v, %v", m, err)
			}
		}
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() { read(fmt.Sprintf("t%d", i)) })
		}
		time.Sleep(100 * time.Millisecond) //nolint:forbidigo // the bubble's clock
		f.expect(t, false, "GET links/l/mirrors")
		// It is under way, and was sent before these ask.
		all.Go(func() { read("t1") })
		all.Go(func() { read("t2") })
		all.Wait()
		f.expect(t, false, "GET links/l/mirrors", "GET links/l/mirrors")
		read("t3")
		f.expect(t, false, "GET links/l/mirrors", "GET links/l/mirrors", "GET links/l/mirrors/t3")
	})
}

// Whoever writes and then reads sees what it wrote, however many do so at once, and
// whatever they share.
func TestMirror_showsTheCallersOwnWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		written := map[string]int64{}
		f, c := newFake(func(request string, _ []byte) (int, any) {
			if topic, write := strings.CutPrefix(request, "DELETE topics/"); write {
				time.Sleep(30 * time.Millisecond) //nolint:forbidigo // the bubble's clock
				mu.Lock()
				written[topic]++
				mu.Unlock()
				time.Sleep(30 * time.Millisecond) //nolint:forbidigo // the bubble's clock
				return http.StatusNoContent, nil
			}
			time.Sleep(30 * time.Millisecond) //nolint:forbidigo // the bubble's clock
			mu.Lock()
			data := []any{}
			for topic, n := range written {
				data = append(data, map[string]any{"mirror_topic_name": topic, "num_partitions": n})
			}
			topic, single := strings.CutPrefix(request, "GET links/l/mirrors/")
			one := map[string]any{"mirror_topic_name": topic, "num_partitions": written[topic]}
			mu.Unlock()
			time.Sleep(30 * time.Millisecond) //nolint:forbidigo // the bubble's clock
			if single {
				return http.StatusOK, one
			}
			return http.StatusOK, map[string]any{"data": data}
		})
		const writers, writes = 30, 20
		var all sync.WaitGroup
		for i := range writers {
			all.Go(func() {
				topic := fmt.Sprintf("t%d", i)
				for n := range int64(writes) {
					time.Sleep(time.Duration(int64(i)*n*7) * time.Millisecond % time.Second) //nolint:forbidigo // the bubble's clock
					if err := c.DeleteTopic(t.Context(), topic, "l"); err != nil {
						t.Error(err)
					}
					var m Mirror
					var err error
					switch (int64(i) + n) % 3 {
					case 0:
						m, err = c.Mirror(t.Context(), "l", topic, 0)
					case 1:
						m, err = c.WatchMirror("l", topic, Deletion).Next(t.Context())
					default:
						m, err = c.Mirror(t.Context(), "l", topic, time.Hour)
					}
					if err != nil || m.Partitions != n+1 {
						t.Errorf("%s: after write %d it reads %d, %v", topic, n+1, m.Partitions, err)
					}
				}
			})
		}
		all.Wait()
		if n := len(f.requests(false)); n > 2*writers*writes {
			t.Errorf("%d requests for %d writes", n, writers*writes)
		}
	})
}

// An error reaches all who wait for the request, and nobody else.
func TestWatch_errorsReachAllWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(slow(always(http.StatusForbidden, refusal(403, "Cluster authorization failed."))))
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				if _, err := c.WatchMirror("l", fmt.Sprintf("t%d", i), NoChange).Next(t.Context()); !errors.Is(err, rest.ErrForbidden) {
					t.Errorf("t%d: got %v", i, err)
				}
			})
		}
		all.Wait()
		f.expect(t, false, "GET links/l/mirrors")
	})
}

// The end of one caller is not that of the others, whose looks it shares; the last to
// leave ends the request as well.
func TestWatch_callersLeave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(slow((&changing{}).handle))
		var all sync.WaitGroup
		leave := func(topic string) {
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			begun := time.Now()
			if _, err := c.Mirror(ctx, "l", topic, 0); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != 200*time.Millisecond {
				t.Errorf("%s left with %v after %s", topic, err, time.Since(begun))
			}
		}
		all.Go(func() { leave("t0") }) // the first: it began the request
		synctest.Wait()
		for i := range 5 {
			all.Go(func() {
				if _, err := c.Mirror(t.Context(), "l", fmt.Sprintf("t%d", i), 0); err != nil {
					t.Errorf("t%d stayed and got %v", i, err)
				}
			})
		}
		all.Wait()
		f.expect(t, false, "GET links/l/mirrors")
		all.Go(func() { leave("t1") })
		all.Wait()
		// What it left behind serves nobody, and hinders nobody.
		if _, err := c.Mirror(t.Context(), "l", "t1", 0); err != nil {
			t.Error(err)
		}
		f.expect(t, false, "GET links/l/mirrors", "GET links/l/mirrors/t1", "GET links/l/mirrors/t1")
	})
}

// A complete list proves that something is gone. Whoever needs the server's words
// for it gets them.
func TestWatch_absence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, c := newFake(func(request string, _ []byte) (int, any) {
			switch request {
			case "GET topics":
				return http.StatusOK, map[string]any{"data": []any{map[string]any{"topic_name": "there"}}}
			case "GET links/l/mirrors":
				return http.StatusOK, mirrorList("there")
			default:
				return http.StatusNotFound, refusal(404, "The mirror topic doesn't exist: ")
			}
		})
		var all sync.WaitGroup
		for _, topic := range []string{"gone", "there"} {
			all.Go(func() {
				_, err := c.WatchTopic(topic, Deletion).Next(t.Context())
				if errors.Is(err, rest.ErrNotFound) != (topic == "gone") {
					t.Errorf("%s: got %v", topic, err)
				}
			})
		}
		all.Wait()
		f.expect(t, false, "GET topics")
		for _, topic := range []string{"gone", "there"} {
			all.Go(func() {
				_, err := c.Mirror(t.Context(), "l", topic, 0)
				if _, quoted := errors.AsType[*rest.APIError](err); quoted != (topic == "gone") || quoted != errors.Is(err, rest.ErrNotFound) {
					t.Errorf("%s: got %v", topic, err)
				}
			})
		}
		all.Wait()
		f.expect(t, false, "GET topics", "GET links/l/mirrors", "GET links/l/mirrors/gone")
	})
}
