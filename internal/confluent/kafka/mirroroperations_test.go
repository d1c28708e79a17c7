package kafka

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// gathered returns once so many topics wait for the next request.
func gathered(c *Client, key batchKey, n int) {
	for {
		c.mu.Lock()
		b := c.batches[key]
		done := b != nil && b.waiting != nil && len(b.waiting.topics) == n
		c.mu.Unlock()
		if done {
			return
		}
		runtime.Gosched()
	}
}

// What is asked for while a request is under way goes out together after it, and
// what the server refuses of it fails only its own topic.
func TestOperateMirror_together(t *testing.T) {
	t.Parallel()
	first, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	f, c := newFake(func(_ string, body []byte) (int, any) {
		once.Do(func() { close(first); <-release })
		var sent struct {
			Topics []string `json:"mirror_topic_names"`
		}
		if err := json.Unmarshal(body, &sent); err != nil {
			t.Error(err)
		}
		data := []any{}
		for _, topic := range sent.Topics {
			one := map[string]any{"mirror_topic_name": topic, "error_code": nil, "error_message": nil}
			if topic == "t7" {
				one["error_code"], one["error_message"] = 400, "Topic t7 is already stopped"
			}
			data = append(data, one)
		}
		return http.StatusOK, map[string]any{"data": data}
	})
	var wait sync.WaitGroup
	operate := func(op Operation, topic string) {
		wait.Go(func() {
			err := c.OperateMirror(t.Context(), "l", op, topic)
			var refused *OperationError
			switch {
			case topic != "t7" && err != nil:
				t.Errorf("%s: %v", topic, err)
			case topic == "t7" && (!errors.As(err, &refused) || refused.Code != 400 || refused.Message != "Topic t7 is already stopped" || refused.Topic != "t7"):
				t.Errorf("t7: %v", err)
			}
		})
	}
	operate(Promote, "t0")
	<-first
	for i := 1; i <= 9; i++ {
		operate(Promote, fmt.Sprintf("t%d", i))
	}
	gathered(c, batchKey{"l", Promote, false}, 9)
	operate(Pause, "p") // another operation does not wait for it
	for len(f.requests(false)) < 2 {
		runtime.Gosched()
	}
	close(release)
	wait.Wait()
	sent := f.requests(true)
	if len(sent) != 3 || sent[0] != `POST links/l/mirrors:promote {"mirror_topic_names":["t0"]}` || sent[1] != `POST links/l/mirrors:pause {"mirror_topic_names":["p"]}` {
		t.Fatalf("sent %v", sent)
	}
	var names []string
	for i := 1; i <= 9; i++ {
		names = append(names, fmt.Sprintf("t%d", i))
	}
	var last struct {
		Topics []string `json:"mirror_topic_names"`
	}
	_ = json.Unmarshal([]byte(strings.TrimPrefix(sent[2], "POST links/l/mirrors:promote ")), &last)
	slices.Sort(last.Topics)
	if !slices.Equal(last.Topics, names) {
		t.Errorf("the second request names %v", last.Topics)
	}
}

func TestOperateMirror_wholeRequestFails(t *testing.T) {
	t.Parallel()
	_, c := newFake(always(http.StatusNotFound, refusal(404, "The cluster link doesn't exist: ")))
	if err := c.OperateMirror(t.Context(), "l", Failover, "t"); !errors.Is(err, rest.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

// Operations may be sent twice without harm, so a lost answer is made up for.
func TestOperateMirror_isRepeated(t *testing.T) {
	t.Parallel()
	n := 0
	f, c := newFake(func(string, []byte) (int, any) {
		if n++; n == 1 {
			return http.StatusServiceUnavailable, nil
		}
		return http.StatusOK, `{"data":[{"mirror_topic_name":"t","error_code":0}]}`
	})
	if err := c.OperateMirror(t.Context(), "l", Resume, "t"); err != nil || len(f.requests(false)) != 2 {
		t.Errorf("got %v after %v", err, f.requests(false))
	}
}

// One caller's end is not the others', whose topics are in its hands; its own topic
// stays as it is.
func TestOperateMirror_callerLeaves(t *testing.T) {
	t.Parallel()
	first, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	f, c := newFake(func(string, []byte) (int, any) {
		once.Do(func() { close(first); <-release })
		return http.StatusOK, `{"data":[]}`
	})
	var wait sync.WaitGroup
	wait.Go(func() { _ = c.OperateMirror(t.Context(), "l", Promote, "t0") })
	<-first
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan struct{})
	wait.Go(func() {
		defer close(left)
		if err := c.OperateMirror(ctx, "l", Promote, "leader"); !errors.Is(err, context.Canceled) {
			t.Errorf("the caller that left got %v", err)
		}
	})
	gathered(c, batchKey{"l", Promote, false}, 1)
	wait.Go(func() {
		if err := c.OperateMirror(t.Context(), "l", Promote, "other"); err != nil {
			t.Errorf("the other got %v", err)
		}
	})
	gathered(c, batchKey{"l", Promote, false}, 2)
	cancel()
	<-left
	close(release)
	wait.Wait()
	if sent := f.requests(true); len(sent) != 2 || sent[1] != `POST links/l/mirrors:promote {"mirror_topic_names":["other"]}` {
		t.Errorf("sent %v", sent)
	}
}
