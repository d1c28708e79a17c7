package kafka_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// The first topics are read alone, the others from one list; where there is none, all
// are read alone, and the list is not asked for again.
func TestSetTopicSettings_readsManyWithOneList(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status         int
		lists, singles int32
	}{"listed": {http.StatusOK, 1, 10}, "no list": {http.StatusNotFound, 1, 100}} {
		var lists, singles atomic.Int32
		entry := func(topic, setting, rest string) string {
			return fmt.Sprintf(`{"topic_name":%q,"name":%q,"value":"v"%s}`, topic, setting, rest)
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			topic, _ := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/clusters/c/topics/"), "/configs")
			if topic != "-" {
				singles.Add(1)
				_, _ = fmt.Fprintf(w, `{"data":[%s,%s]}`, entry(topic, "set", `,"is_default":false`), entry(topic, "not.set", `,"is_default":true`))
				return
			}
			lists.Add(1)
			w.WriteHeader(c.status)
			var rows []string
			for n := range 100 {
				topic := fmt.Sprintf("t%d", n)
				rows = append(rows, entry(topic, "set", ""), entry(topic, "not.set", `,"default":true`))
			}
			_, _ = fmt.Fprintf(w, `{"data":[%s]}`, strings.Join(rows, ","))
		}))
		t.Cleanup(server.Close)
		client := kafka.New(rest.New(rest.Options{BaseURL: server.URL}), "c")
		for n := range 100 {
			got, err := client.SetTopicSettings(t.Context(), fmt.Sprintf("t%d", n), time.Hour)
			if err != nil || len(got) != 1 || got.Value("set") != "v" {
				t.Fatalf("%s, topic %d: %v %v", name, n, got, err)
			}
		}
		if lists.Load() != c.lists || singles.Load() != c.singles {
			t.Errorf("%s: %d lists and %d single reads, want %d and %d", name, lists.Load(), singles.Load(), c.lists, c.singles)
		}
	}
}
