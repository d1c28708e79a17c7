package kafka_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// counted is a client for a server that knows mirror topics t0 to t9 and counts
// how often it was asked for the list, and for one of them.
func counted(t *testing.T) (c *kafka.Client, lists, singles *atomic.Int32) {
	t.Helper()
	lists, singles = new(atomic.Int32), new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name, single := strings.CutPrefix(r.URL.Path, "/clusters/c/links/l/mirrors/"); single {
			singles.Add(1)
			_, _ = fmt.Fprintf(w, `{"mirror_topic_name":%q,"mirror_status":"ACTIVE"}`, name)
			return
		}
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusCreated)
			return
		}
		lists.Add(1)
		var rows []string
		for i := range 10 {
			rows = append(rows, fmt.Sprintf(`{"mirror_topic_name":"t%d","mirror_status":"ACTIVE"}`, i))
		}
		_, _ = fmt.Fprintf(w, `{"data":[%s]}`, strings.Join(rows, ","))
	}))
	t.Cleanup(server.Close)
	return kafka.New(rest.New(rest.Options{BaseURL: server.URL}), "c"), lists, singles
}

func TestMirror_readsManyWithOneList(t *testing.T) {
	t.Parallel()
	c, lists, singles := counted(t)
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			if m, err := c.Mirror(t.Context(), "l", fmt.Sprintf("t%d", i), time.Minute); err != nil || m.Status != kafka.MirrorActive {
				t.Errorf("got %v, %v", m, err)
			}
		})
	}
	all.Wait()
	if lists.Load() != 1 || singles.Load() != 1 {
		t.Errorf("%d lists and %d single reads, want one of each", lists.Load(), singles.Load())
	}
}

func TestMirror_readsAloneWhatMustBeFresh(t *testing.T) {
	t.Parallel()
	c, lists, singles := counted(t)
	for i := range 3 {
		if _, err := c.Mirror(t.Context(), "l", fmt.Sprintf("t%d", i), 0); err != nil {
			t.Fatal(err)
		}
	}
	if lists.Load() != 0 || singles.Load() != 3 {
		t.Errorf("%d lists and %d single reads, want none and 3", lists.Load(), singles.Load())
	}
}
