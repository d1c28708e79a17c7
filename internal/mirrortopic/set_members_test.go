package mirrortopic

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// While Terraform shows nothing but that it is busy, the log tells each tenth.
func TestTeam_tellsHowFarItHasCome(t *testing.T) {
	t.Parallel()
	for _, count := range []int{3, 10, 95} {
		var log bytes.Buffer
		ctx := tflogtest.RootLogger(t.Context(), &log)
		team := newTeam(nil, &tfkit.Cluster{Client: kafka.New(rest.New(rest.Options{}), "lkc-dr")}, setModel{LinkName: types.StringValue("l")})
		all := make([]work, count)
		for i := range all {
			all[i] = func(context.Context) outcome {
				if i == 0 {
					return outcome{source: "bad", end: notMade, why: "for some reason"}
				}
				return outcome{source: fmt.Sprint(i)}
			}
		}
		outcomes := team.do(ctx, all)
		if outcomes[0].source != "bad" || outcomes[count-1].source != fmt.Sprint(count-1) {
			t.Errorf("the outcomes are not in the order of the work: %v", outcomes)
		}
		lines, err := tflogtest.MultilineJSONDecode(&log)
		if err != nil {
			t.Fatal(err)
		}
		if want := min(count, 10); len(lines) != want {
			t.Fatalf("%d lines for %d members, want %d", len(lines), count, want)
		}
		last := lines[len(lines)-1]
		if last["@level"] != "info" || last["@message"] != fmt.Sprintf(`Mirror topics on link "l" of cluster "lkc-dr": %d of %[1]d`, count) || last["not_as_wanted"] != 1.0 {
			t.Errorf("the last line is %v", last)
		}
	}
}

// No more than some write at a time; a turn that does not come ends with the context.
func TestTeam_turns(t *testing.T) {
	t.Parallel()
	team := newTeam(nil, nil, setModel{})
	var ends []func()
	for range writers {
		end, err := team.turn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, end)
	}
	late, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := team.turn(late); !errors.Is(err, context.Canceled) {
		t.Errorf("one too many: %v", err)
	}
	ends[0]()
	if _, err := team.turn(t.Context()); err != nil {
		t.Error(err)
	}
}

// Members that go share a look. Before the turn of one comes that has to wait for
// others, somebody may have made its topic live: it is looked at again.
func TestTeam_looksAgainBeforeALateTurn(t *testing.T) {
	t.Parallel()
	for latency, most := range map[time.Duration]int{
		300 * time.Millisecond:  5,
		1300 * time.Millisecond: 8, // the list itself takes longer than a look stays fresh
	} {
		t.Run(latency.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { lateTurns(t, latency, most) })
		})
	}
}

// lateTurns deletes the members of a set in eight rounds of turns, fails all topics
// over half way, and expects so many looks at most.
func lateTurns(t *testing.T, latency time.Duration, most int) {
	t.Helper()
	const n, rounds = 400, 8
	c := newCrowd(t, simulator.Options{Latency: latency, Settle: 500 * time.Millisecond})
	c.slots = n
	c.sources(n)
	c.all(n, "create", creating)
	clear(c.calls)
	count := func(what string) int {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.calls[what]
	}
	const looks, deletes = "GET links/l/mirrors 200", "DELETE topics/one 204"

	team := newTeam(&tfkit.Connections{Clock: poll.System{}}, c.cluster, setModel{LinkName: types.StringValue("l"), Status: types.StringValue(active)})
	all, topics := make([]work, n), make([]string, n)
	for i := range all {
		topics[i] = c.source(i)
		all[i] = team.leave(topics[i], member{name: types.StringValue(topics[i]), status: types.StringValue(active)}, deleteUnlessLive)
	}
	var outcomes []outcome
	var group sync.WaitGroup
	group.Go(func() { outcomes = team.do(t.Context(), all) })
	for count(deletes) < n/2 {
		time.Sleep(10 * time.Millisecond) //nolint:forbidigo // the bubble's clock
	}
	if _, err := c.cluster.Operate(t.Context(), "l", kafka.Failover, topics, false); err != nil {
		t.Fatal(err)
	}
	before := count(deletes)
	group.Wait()

	// What was looked at before the failover may still go: the rounds of one fresh look.
	gone := count(deletes)
	lives := len(ended(outcomes, liveStays)) + len(ended(outcomes, lastCopy))
	if late := int(freshLook/latency+1) * n / rounds; gone > before+late || lives != n-gone {
		t.Errorf("%d were deleted, %d of them before all were failed over; %d live", gone, before, lives)
	}
	if count(looks) > most {
		t.Errorf("%d looks at the link for %d rounds of deletions", count(looks), rounds)
	}
}

// A member that another address takes over while it waits for its turn is not touched.
func TestTeam_takenOverWhileWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		conns := &tfkit.Connections{Clock: poll.System{}}
		team := newTeam(conns, nil, setModel{KafkaClusterID: types.StringValue("lkc-dr"), LinkName: types.StringValue("l")})
		var turns []func()
		for range writers {
			end, err := team.turn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			turns = append(turns, end)
		}
		var o outcome
		var leaves sync.WaitGroup
		leaves.Go(func() { o = team.leave("orders", member{name: types.StringValue("orders")}, deleteAlways)(t.Context()) })
		synctest.Wait()
		conns.TakeOver(team.wants.topic("orders").object())
		turns[0]()
		leaves.Wait()
		if o.end != handedOver || o.in {
			t.Errorf("it ended as %+v", o)
		}
	})
}

// What differs only in the request is one reason; ten are told, and how many more.
func TestReasons(t *testing.T) {
	t.Parallel()
	var outcomes []outcome
	for i := range 30 {
		why := fmt.Sprintf("The server answered: no to 't%d' (HTTP 403, request id %d).", i, i)
		if i >= 12 {
			why = fmt.Sprintf("reason %d", i)
		}
		outcomes = append(outcomes, outcome{source: fmt.Sprintf("t%d", i), member: member{name: types.StringValue("")}, why: why})
	}
	text := reasons(whys(outcomes))
	const first = `"t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9" and 2 more: The server answered: no to 't0' (HTTP 403, request id 0).`
	if !bytes.HasPrefix([]byte(text), []byte(first)) || !bytes.HasSuffix([]byte(text), []byte("And 9 more, for other reasons.")) {
		t.Errorf("got\n%s", text)
	}
}

func TestParseSetID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{"lkc-1/l": "lkc-1/l", "lkc-1/l/a*,b": "lkc-1/l/a*,b"} {
		who, err := parseSetID(id)
		if err != nil || who.importID().ValueString() != want {
			t.Errorf("%s: %v %v", id, who, err)
		}
	}
	for _, id := range []string{"", "lkc-1", "lkc-1/", "lkc-1/l/", "a/b/c/d", "lkc-1/l/[a"} {
		if who, err := parseSetID(id); err == nil {
			t.Errorf("%q is %v", id, who)
		}
	}
}

// An import is to leave things as they are, as far as one word for all can say that.
func TestImportedWish(t *testing.T) {
	t.Parallel()
	for want, statuses := range map[string][][]kafka.MirrorStatus{
		active:   {{"ACTIVE"}, {"ACTIVE", "STOPPED"}, {"PAUSED", "ACTIVE"}, {"FAILED"}},
		paused:   {{"PAUSED"}, {"PAUSED", "STOPPED"}},
		promoted: {{"STOPPED"}, {"STOPPED", "STOPPED"}},
	} {
		for _, all := range statuses {
			members := map[string]member{}
			for i, is := range all {
				members[fmt.Sprint(i)] = member{status: types.StringValue(string(is))}
			}
			if got := importedWish(members); got != want {
				t.Errorf("%v: %s, want %s", all, got, want)
			}
		}
	}
}
