package mirrortopic

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// look is what a cluster has of a set.
type look struct {
	members  map[string]member
	gone     []string // source topics of members whose topic is gone
	unlinked []string // and of those whose topic is there, and no mirror of the link
}

// lookAt reads the members of a set from the list of the link's mirror topics, however
// many there are. Only where that misses one, the list of topics is read as well.
func (s *topicSet) lookAt(ctx context.Context, cluster *tfkit.Cluster, m setModel, before map[string]member) (look, error) {
	now := look{members: make(map[string]member, len(before))}
	missing := sourcesIn(before)
	// What a shared list does not have, a new one may.
	for _, maxAge := range []time.Duration{sharedForPlan, 0} {
		is, err := cluster.MirrorsByName(ctx, m.LinkName.ValueString(), maxAge)
		if err != nil && !isGone(err) {
			return look{}, err
		}
		missing = slices.DeleteFunc(missing, func(source string) bool {
			one := before[source]
			mirror, found := is[one.name.ValueString()]
			if found {
				now.members[source] = one.seen(mirror)
				s.conns.NoteLag(m.KafkaClusterID, mirror.Name, mirror.Lag())
			}
			return found
		})
		if len(missing) == 0 {
			return now, nil
		}
	}
	topics, err := cluster.Topics(ctx)
	if err != nil {
		return look{}, err
	}
	there := make(map[string]bool, len(topics))
	for _, topic := range topics {
		there[topic.Name] = true
	}
	for _, source := range missing {
		name := before[source].name
		if !there[name.ValueString()] {
			now.gone = append(now.gone, source)
			continue
		}
		// A topic that outlives its link, or its place on it, is a live topic.
		now.unlinked = append(now.unlinked, source)
		now.members[source] = before[source].seen(kafka.Mirror{Status: kafka.MirrorStopped})
	}
	return now, nil
}

// lookForImport finds the mirror topics that an import is to take in.
func (s *topicSet) lookForImport(ctx context.Context, cluster *tfkit.Cluster, m setModel, diags *diag.Diagnostics) (look, error) {
	who, err := parseSetID(m.ID.ValueString())
	if err != nil {
		return look{}, err
	}
	mirrors, err := cluster.Mirrors(ctx, m.LinkName.ValueString())
	if err != nil {
		return look{}, err
	}
	now := look{members: map[string]member{}}
	for _, mirror := range mirrors {
		if selected, err := who.selects(mirror.SourceTopicName); err == nil && selected {
			s.conns.NoteLag(m.KafkaClusterID, mirror.Name, mirror.Lag())
			now.members[mirror.SourceTopicName] = member{name: types.StringValue(mirror.Name), record: noRecord}.seen(mirror)
		}
	}
	if len(now.members) == 0 {
		nothingToImport(m, who.Glob, len(mirrors), diags)
	}
	return now, nil
}

// settingsOf is config with the values that the members have. Where a member has
// another value than state, that one is taken, and where one has none, none: so a plan
// shows that there is something to do.
func (t *team) settingsOf(ctx context.Context, members map[string]member, diags *diag.Diagnostics) types.Map {
	var mu sync.Mutex
	values := t.wants.topic("").settings()
	differs := map[string]bool{}
	all := make([]work, 0, len(members))
	for _, source := range sourcesIn(members) {
		all = append(all, func(ctx context.Context) outcome {
			o := outcome{source: source, in: true}
			settings, err := t.settings(ctx, t.target(members[source].name))
			if err != nil {
				o.end, o.why = notSet, tfkit.Explain(err)
				return o
			}
			mu.Lock()
			defer mu.Unlock()
			for name, want := range values {
				entry, found := settings[name]
				switch {
				case differs[name]:
				case !found || entry.Value == nil:
					differs[name] = true
					delete(values, name)
				case *entry.Value != want:
					differs[name] = true
					values[name] = *entry.Value
				}
			}
			return o
		})
	}
	if unread := ended(t.do(ctx, all), notSet); len(unread) > 0 {
		memberSettingsNotRead(t.wants, unread, diags)
		return t.wants.Config
	}
	elements := make(map[string]attr.Value, len(values))
	for name, value := range values {
		elements[name] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, elements)
}

// settings reads the settings of a topic once it is its turn.
func (t *team) settings(ctx context.Context, topic target) (kafka.Settings, error) {
	end, err := t.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	return t.cluster.TopicSettings(ctx, topic.topic)
}

// prefix is the prefix of the link, if mirror topics of these source topics can live
// on it; else it adds the error.
func (t *team) prefix(ctx context.Context, sources []string, diags *diag.Diagnostics) (string, bool) {
	view, ok := t.target(types.StringNull()).checkLink(ctx, diags)
	if !ok {
		return "", false
	}
	prefix := view.Settings.Value("cluster.link.prefix")
	planned := t.wants.members()
	for _, source := range sources {
		if name := planned[source].name; !name.IsUnknown() && name.ValueString() != prefix+source {
			prefixChanged(t.wants, prefix, name.ValueString(), diags)
			return "", false
		}
	}
	return prefix, checkNames(t.wants, types.StringValue(prefix), sources, diags)
}
