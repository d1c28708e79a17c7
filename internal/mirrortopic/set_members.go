package mirrortopic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// writers is how many members of a set are written to at a time. A cluster that
// takes 100 ms for an answer then gets as many requests a second as the limiter lets
// pass at most; and no request waits so long for its turn that its own patience
// (createPatience) runs out, even where a cluster takes one a second.
const writers = 50

// freshLook is how old a look at a member may be when its turn to be deleted comes:
// what somebody else did since then is not seen.
const freshLook = time.Second

// upshot is how the work on a member has ended.
type upshot int

const (
	fine       upshot = iota
	notMade           // it does not exist
	notReached        // it exists, and is not what is wanted
	notKnown          // it was asked for, and led to a status that is not known
	notSet            // its settings are not what is wanted
	liveStays         // out of the set; its topic lives on
	handedOver        // out of the set; another address of this run has it
	lastCopy          // in the set, since deleting it was refused
	notDeleted        // in the set, since deleting it failed
)

// outcome is what has become of a member.
type outcome struct {
	source string
	member member // as it is now
	in     bool   // it belongs to the set
	end    upshot
	why    string // in words, unless all is fine
}

// team works on the members of a set at the same time.
type team struct {
	conns   *tfkit.Connections
	cluster *tfkit.Cluster
	wants   setModel
	wanted  string        // the wish, in capital letters
	slots   chan struct{} // for requests that write
	reset   []string      // settings that go back to their defaults
}

// newTeam makes a team for what is wanted of the members.
func newTeam(conns *tfkit.Connections, cluster *tfkit.Cluster, wants setModel) *team {
	return &team{conns: conns, cluster: cluster, wants: wants, wanted: wants.wanted(), slots: make(chan struct{}, writers)}
}

// work is what is to be done with one member.
type work func(ctx context.Context) outcome

// do does all work at the same time. How far it has come, it tells at each tenth:
// of a resource that holds thousands of topics Terraform shows nothing but that it is
// still busy.
func (t *team) do(ctx context.Context, all []work) []outcome {
	outcomes := make([]outcome, len(all))
	var (
		wg           sync.WaitGroup
		mu           sync.Mutex
		done, failed int
	)
	for i, one := range all {
		wg.Go(func() {
			outcomes[i] = one(ctx)
			mu.Lock()
			defer mu.Unlock()
			done++
			if outcomes[i].end != fine {
				failed++
			}
			if done*10/len(all) > (done-1)*10/len(all) {
				tflog.Info(ctx, fmt.Sprintf("Mirror topics on link %q of cluster %q: %d of %d", t.wants.LinkName.ValueString(), t.cluster.ClusterID(), done, len(all)),
					map[string]any{"done": done, "of": len(all), "not_as_wanted": failed})
			}
		})
	}
	wg.Wait()
	return outcomes
}

// target is the mirror topic of a member.
func (t *team) target(name types.String) target {
	return target{cluster: t.cluster, clock: t.conns.Clock, link: t.wants.LinkName.ValueString(), topic: name.ValueString(), mayAdopt: !t.conns.AdoptNever}
}

// turn waits for a member's turn to write. What it returns ends the turn.
func (t *team) turn(ctx context.Context) (func(), error) {
	select {
	case t.slots <- struct{}{}:
		return func() { <-t.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// join makes a mirror topic a member: it creates it, or takes over the one that is
// there.
func (t *team) join(source, prefix string) work {
	return func(ctx context.Context) outcome {
		m := t.wants.topic(source)
		m.MirrorTopicName = mirrorName(types.StringValue(prefix), m.SourceTopicName)
		o := outcome{source: source, member: member{m.MirrorTopicName, types.StringNull(), noRecord}}
		topic := t.target(m.MirrorTopicName)
		adopted, unset, err := t.create(ctx, topic, m)
		if err != nil {
			o.end, o.why = notMade, topic.notMade(err, m)
			return o
		}
		o.in = true
		t.reach(ctx, topic, "", &o)
		if adopted && unset != nil && o.end == fine {
			o.end, o.why = notSet, tfkit.Explain(unset)
		}
		return o
	}
}

// create creates a mirror topic once it is its turn. One that was there already gets
// the settings that are wanted; unset says why it did not.
func (t *team) create(ctx context.Context, topic target, m model) (adopted bool, unset, err error) {
	end, err := t.turn(ctx)
	if err != nil {
		return false, nil, err
	}
	defer end()
	t.conns.TakeOver(m.object())
	adopted, err = topic.create(ctx, m.createRequest(), t.wanted)
	if err == nil && adopted {
		unset = topic.conform(ctx, m.settings(), nil)
	}
	return adopted, unset, err
}

// reach brings a member to the wanted status. known is the status that it had; empty
// for one that has just been created.
func (t *team) reach(ctx context.Context, topic target, known kafka.MirrorStatus, o *outcome) {
	mirror, err := topic.become(ctx, t.wanted, known)
	if mirror.Status != "" {
		o.member = o.member.seen(mirror)
	}
	if err == nil {
		return
	}
	o.end, o.why = notReached, topic.explain(ctx, t.wanted, mirror, err)
	if _, foreign := errors.AsType[*strangeError](err); foreign {
		o.end = notKnown
	}
}

// keep changes a member that stays: its status, if the plan does not know it, and its
// settings, if they change.
func (t *team) keep(source string, was, planned member, settings bool) work {
	return func(ctx context.Context) outcome {
		o := outcome{source: source, member: was, in: true}
		topic := t.target(was.name)
		if planned.status.IsUnknown() {
			t.reach(ctx, topic, kafka.MirrorStatus(was.status.ValueString()), &o)
		}
		if !settings {
			return o
		}
		end, err := t.turn(ctx)
		if err == nil {
			defer end()
			err = topic.conform(ctx, t.wants.topic(source).settings(), t.reset)
		}
		if err != nil && o.end == fine {
			o.end, o.why = notSet, tfkit.Explain(err)
		}
		return o
	}
}

// leave does with a member that goes what the deletion policy says.
func (t *team) leave(source string, was member, policy string) work {
	return func(ctx context.Context) outcome {
		o := outcome{source: source, member: was}
		if policy == abandon {
			return o
		}
		topic := t.target(was.name)
		becomes, is, err := t.remove(ctx, topic, t.wants.topic(source).object(), policy)
		if err == nil && becomes == deleted {
			err = topic.gone(ctx)
		}
		switch {
		case err != nil:
			o.in, o.end, o.why = true, notDeleted, tfkit.Explain(err)
		case becomes == elsewhere:
			o.end = handedOver
		case becomes == stays:
			o.end = liveStays
		case becomes == refused:
			o.in, o.end, o.why = true, lastCopy, strings.TrimSpace(fmt.Sprintf("it is %s. %s", is, meaning(is)))
			o.member.status = types.StringValue(string(is))
		}
		return o
	}
}

// remove is target.remove once it is the member's turn, unless another address has
// the topic by then. Those whose turns come close on each other share a look.
func (t *team) remove(ctx context.Context, topic target, object tfkit.Object, policy string) (fate, kafka.MirrorStatus, error) {
	end, err := t.turn(ctx)
	if err != nil {
		return absent, "", err
	}
	defer end()
	if t.conns.TakenOver(object) {
		return elsewhere, "", nil
	}
	// Members deleted since do not make a list too old for the others.
	mirrors, err := t.cluster.AgedMirrors(ctx, topic.link, freshLook)
	if mirror, listed := mirrors[topic.topic]; listed && err == nil {
		return topic.removeAs(ctx, policy, mirror.Status)
	}
	return topic.remove(ctx, policy)
}

// ended are the outcomes of one kind.
func ended(outcomes []outcome, end upshot) []outcome {
	return slices.DeleteFunc(slices.Clone(outcomes), func(o outcome) bool { return o.end != end })
}

// sourcesOf are the source topics of outcomes.
func sourcesOf(outcomes []outcome) []string {
	names := make([]string, len(outcomes))
	for i, o := range outcomes {
		names[i] = o.source
	}
	return names
}

// conform gives a topic the settings that are wanted, and sets others back to their
// defaults. It sends nothing for what the topic has already.
func (t target) conform(ctx context.Context, wants map[string]string, reset []string) error {
	if len(wants)+len(reset) == 0 {
		return nil
	}
	settings, err := t.cluster.TopicSettings(ctx, t.topic)
	if err != nil {
		return err
	}
	has := map[string]string{}
	for name := range maps.Keys(wants) {
		if entry, found := settings[name]; found && entry.Value != nil {
			has[name] = *entry.Value
		}
	}
	for _, name := range reset {
		if entry, found := settings[name]; found && !entry.Default && entry.Value != nil {
			has[name] = *entry.Value
		}
	}
	return t.alter(ctx, alterations(has, wants))
}
