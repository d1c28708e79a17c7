package mirrortopic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

const (
	// lookPatience is how long a topic may take to show that an operation was accepted
	// whose answer was lost. Then it is sent again.
	lookPatience = 10 * time.Second
	// looksBeforeReasons is after how many looks the server is asked what holds a topic
	// up: about two seconds.
	looksBeforeReasons = 8
	// mostReported is of how many topics a report says why they are not done.
	mostReported = 20
	// sends is how often an operation is sent whose answers are lost.
	sends = 3
)

// course is an action under way.
type course struct {
	kind     kindOfAction
	conns    *tfkit.Connections
	cluster  *tfkit.Cluster
	clock    poll.Clock
	link     string
	progress func(format string, args ...any)
	// before is what the mirror topics were, by name.
	before map[string]kafka.Mirror
	failed map[string]string // why, by name
}

// choose reads the link's mirror topics, and finds out which topics are meant.
func (c *course) choose(ctx context.Context, i invocation, diags *diag.Diagnostics) ([]string, bool) {
	mirrors, err := c.cluster.Mirrors(ctx, c.link)
	switch {
	case errors.Is(err, rest.ErrNotFound):
		noSuchLink(c.cluster.ClusterID(), c.link, err, diags)
		return nil, false
	case err != nil:
		c.mirrorsNotRead(err, diags)
		return nil, false
	}
	for _, m := range mirrors {
		c.before[m.Name] = m
	}
	if !i.names.IsNull() {
		var names []string
		diags.Append(i.names.ElementsAs(ctx, &names, false)...)
		return names, !diags.HasError()
	}
	matches, err := wholeName(i.pattern.ValueString())
	if err != nil {
		notAPattern(path.Root("mirror_topic_name_pattern"), i.pattern.ValueString(), err, diags)
		return nil, false
	}
	var names []string
	for name := range c.before {
		if matches.MatchString(name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		c.matchesNothing(i.pattern.ValueString(), len(mirrors), diags)
		return nil, false
	}
	slices.Sort(names)
	return names, true
}

// spare tells the topics to send the operation for from those that are underway, for
// which it was accepted before. It leaves out what is done, and what must not be touched.
func (c *course) spare(ctx context.Context, topics []string, i invocation) (open, underway []string) {
	done := 0
	var back func(name string) (known, mirrors bool)
	for _, name := range topics {
		m, known := c.before[name]
		switch {
		case known && m.Status == c.kind.goal && c.kind.hasStart:
			// STOPPED is what a promotion and a failover lead to as well.
			if back == nil {
				back = c.otherEnd(ctx)
			}
			switch seen, mirrors := back(name); {
			case seen && !mirrors:
				c.failed[name] = notReversed
				continue
			case !seen:
				c.progress("%s: %s already; from here it cannot be seen whether the topic at the other end mirrors it", name, m.Status)
			}
			done++
		case known && m.Status == c.kind.goal:
			done++
		case !known && !c.kind.onPlain:
			c.failed[name] = "the link has no mirror topic of this name"
		case known && c.kind.underway != nil && c.kind.underway(m.Status):
			c.progress("%s: on its way already (%s)", name, m.Status)
			underway = append(underway, name)
		case !i.maxLag.IsNull() && len(m.Lags) == 0:
			c.failed[name] = fmt.Sprintf("the server does not tell how far behind it is, and max_lag is %d", i.maxLag.ValueInt64())
		case !i.maxLag.IsNull() && m.Lag() > i.maxLag.ValueInt64():
			c.failed[name] = fmt.Sprintf("it is %d messages behind its source, and max_lag is %d", m.Lag(), i.maxLag.ValueInt64())
		default:
			open = append(open, name)
		}
	}
	if done > 0 {
		c.progress("%d of %d topics: done already", done, len(topics))
	}
	return open, underway
}

// otherEnd tells of a topic whether the one at the link's other end mirrors it, and
// whether that can be known from here.
func (c *course) otherEnd(ctx context.Context) func(name string) (known, mirrors bool) {
	statuses := map[string]kafka.MirrorStatus{}
	link, err := c.cluster.Link(ctx, c.link)
	var there *tfkit.Cluster
	if err == nil {
		there, _ = c.conns.Cluster(types.StringValue(link.Remote()))
	}
	if there == nil {
		return func(string) (known, mirrors bool) { return false, false }
	}
	mirrors, err := there.Mirrors(ctx, c.link)
	for _, m := range mirrors {
		statuses[m.Name] = m.Status
	}
	return func(name string) (known, mirrors bool) {
		is, found := statuses[name]
		return err == nil, found && is != kafka.MirrorStopped
	}
}

// send asks for the operation, and returns the topics for which it was accepted.
func (c *course) send(ctx context.Context, operation kafka.Operation, topics []string) []string {
	var accepted []string
	for chunk := range slices.Chunk(topics, kafka.PerRequest) {
		for tries := 1; len(chunk) > 0; tries++ {
			results, err := c.cluster.Operate(ctx, c.link, operation, chunk, false)
			lost := errors.Is(err, rest.ErrUnknown) || errors.Is(err, rest.ErrBroken)
			if !lost || tries == sends {
				accepted = append(accepted, c.sort(chunk, results, err)...)
				break
			}
			c.progress("%s of %d topics: the answer was lost, looking what became of it", operation, len(chunk))
			var moved []string
			moved, chunk = c.look(ctx, chunk)
			accepted = append(accepted, moved...)
		}
	}
	return append(accepted, c.pardon(ctx, topics)...)
}

// pardon gives the topics that were refused and have moved all the same: a request that
// took effect and lost its answer is repeated, and the repeat is refused.
func (c *course) pardon(ctx context.Context, sent []string) []string {
	refused := slices.DeleteFunc(slices.Clone(sent), func(name string) bool { return c.failed[name] == "" })
	if len(refused) == 0 {
		return nil
	}
	moved, err := c.moved(ctx, refused)
	if err != nil {
		return nil // what was refused stays refused
	}
	for _, name := range moved {
		delete(c.failed, name)
	}
	return moved
}

// sort tells which topics of a request were accepted, and keeps why others were not.
func (c *course) sort(topics []string, results []kafka.OperationResult, err error) (accepted []string) {
	if err != nil {
		for _, name := range topics {
			c.failed[name] = notSent(err)
		}
		return nil
	}
	for _, result := range results {
		if result.Refusal != nil {
			c.failed[result.Topic] = refusalWords(result.Refusal)
			continue
		}
		accepted = append(accepted, result.Topic)
		c.progress("%s: accepted%s", result.Topic, c.loss(result))
	}
	for _, name := range topics {
		if _, refused := c.failed[name]; !refused && !slices.Contains(accepted, name) {
			accepted = append(accepted, name) // the answer says nothing of it: the wait finds out
		}
	}
	return accepted
}

// look finds out which topics an operation has taken effect on whose answer was lost, and
// gives the others time to show it.
func (c *course) look(ctx context.Context, topics []string) (moved, unmoved []string) {
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	_, _ = poll.Until(ctx, c.clock, poll.Default, func(ctx context.Context) (struct{}, bool, error) {
		if left, err := c.moved(ctx, topics); err == nil {
			moved = left
		}
		return struct{}{}, len(moved) == len(topics), nil
	})
	return moved, slices.DeleteFunc(slices.Clone(topics), func(name string) bool { return slices.Contains(moved, name) })
}

// moved gives those of the topics that have left the status in which they were.
func (c *course) moved(ctx context.Context, topics []string) ([]string, error) {
	mirrors, err := c.cluster.Mirrors(ctx, c.link)
	var left []string
	for _, m := range mirrors {
		if m.Status != c.before[m.Name].Status && slices.Contains(topics, m.Name) {
			left = append(left, m.Name)
		}
	}
	return left, err
}

// loss says what a topic loses, for the operations by which it may.
func (c *course) loss(result kafka.OperationResult) string {
	lags := result.Lags
	if len(lags) == 0 {
		lags = c.before[result.Topic].Lags
	}
	switch {
	case result.Truncated != nil:
		return fmt.Sprintf(", %d messages are dropped", *result.Truncated)
	case len(lags) > 0:
		return ", " + tfkit.Behind(lags)
	default:
		return ""
	}
}

// rehearse has the server judge, and says what would happen.
func (c *course) rehearse(ctx context.Context, operation kafka.Operation, topics []string) {
	would := 0
	for chunk := range slices.Chunk(topics, kafka.PerRequest) {
		results, err := c.cluster.Operate(ctx, c.link, operation, chunk, true)
		if err != nil {
			for _, name := range chunk {
				c.failed[name] = notSent(err)
			}
			continue
		}
		for _, result := range results {
			if result.Refusal != nil {
				c.failed[result.Topic] = refusalWords(result.Refusal)
				c.progress("%s: would be refused: %s", result.Topic, result.Refusal.Message)
				continue
			}
			would++
			c.progress("%s: would be %s%s", result.Topic, c.kind.done, c.loss(result))
		}
		for _, name := range chunk {
			if !slices.ContainsFunc(results, func(r kafka.OperationResult) bool { return r.Topic == name }) {
				c.failed[name] = "the server's answer says nothing of it"
			}
		}
	}
	c.progress("Dry run: %d of %d topics would be %s, nothing was sent", would, len(topics), c.kind.done)
}

// wait waits until the topics are what they are to be, and tells each that is.
func (c *course) wait(ctx context.Context, topics []string) {
	waiting := map[string]kafka.MirrorStatus{}
	for _, name := range topics {
		waiting[name] = ""
	}
	if len(waiting) == 0 {
		return
	}
	begun, all, looks := c.clock.Now(), len(waiting), 0
	_, err := poll.Until(ctx, c.clock, poll.Default, func(ctx context.Context) (struct{}, bool, error) {
		mirrors, err := c.cluster.Mirrors(ctx, c.link)
		if err != nil {
			return struct{}{}, false, err
		}
		for _, m := range mirrors {
			last, mine := waiting[m.Name]
			if !mine {
				continue
			}
			waiting[m.Name] = m.Status
			late := c.clock.Now().Sub(begun) >= strangePatience
			switch {
			case m.Status == c.kind.goal:
				delete(waiting, m.Name)
				c.progress("%s: %s (%d of %d)%s", m.Name, c.kind.done, all-len(waiting), all, stoppedAt(m))
			case leadsNowhere(m.Status, c.before[m.Name].Status), !m.Status.Known() && late:
				delete(waiting, m.Name)
				c.failed[m.Name] = endedElsewhere(m.Status)
			case m.Status != last && last != "":
				c.progress("%s: %s", m.Name, m.Status)
			}
		}
		if looks++; looks == looksBeforeReasons {
			for name, why := range c.reasons(ctx, waiting) {
				c.progress("%s: held up. %s", name, why)
			}
		}
		return struct{}{}, len(waiting) == 0, nil
	})
	if len(waiting) == 0 {
		return
	}
	after := c.clock.Now().Sub(begun).Round(time.Second)
	reasons := map[string]string{}
	if errors.Is(err, context.DeadlineExceeded) {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLook)
		defer cancel()
		reasons, err = c.reasons(late, waiting), nil
	}
	for name, last := range waiting {
		c.failed[name] = stillWaiting(after, last, reasons[name], err)
	}
}

// leadsNowhere says that a mirror topic has come to an end that it was not asked for.
func leadsNowhere(is, was kafka.MirrorStatus) bool {
	return is != was && (is == kafka.MirrorFailed || is == kafka.MirrorStopped)
}

// reasons are the server's words why changes of status do not come to their end, by
// topic, for as many topics as a report names.
func (c *course) reasons(ctx context.Context, waiting map[string]kafka.MirrorStatus) map[string]string {
	found := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(waiting))[:min(len(waiting), mostReported)] {
		mirror, err := c.cluster.MirrorTransition(ctx, c.link, name)
		if words := heldUp(mirror); err == nil && words != "" {
			found[name] = words
		}
	}
	return found
}
