package mirrortopic

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// setUpdate is an update of a set under way.
type setUpdate struct {
	conns       *tfkit.Connections
	plan, prior setModel
	members     map[string]member // as they are
	outcomes    []outcome
}

// do does all that the plan takes. It returns false, with an error, when nothing could
// be done. What keeps members from being added does not keep the others from anything.
func (u *setUpdate) do(ctx context.Context, diags *diag.Diagnostics) bool {
	sources, _ := u.plan.sources()
	planned := u.plan.members()
	joining, leaving, staying := change(sourcesIn(u.members), sources)
	changes := alterations(u.prior.topic("").settings(), u.plan.topic("").settings())
	if u.plan.policy() == abandon {
		for _, source := range leaving {
			delete(u.members, source)
		}
		leaving = nil
	}
	var all []work
	t := newTeam(u.conns, nil, u.plan)
	t.reset = resets(changes)
	for _, source := range staying {
		if planned[source].status.IsUnknown() || len(changes) > 0 {
			all = append(all, t.keep(source, u.members[source], planned[source], len(changes) > 0))
		}
	}
	for _, source := range leaving {
		all = append(all, t.leave(source, u.members[source], u.plan.policy()))
	}
	if len(all)+len(joining) == 0 {
		return true
	}
	if t.cluster = u.conns.Require(u.plan.KafkaClusterID, diags); t.cluster == nil {
		return false
	}
	if len(joining) > 0 {
		if prefix, ok := t.prefix(ctx, joining, diags); ok {
			for _, source := range joining {
				all = append(all, t.join(source, prefix))
			}
		}
	}
	u.outcomes = t.do(ctx, all)
	for _, o := range u.outcomes {
		if o.in {
			u.members[o.source] = o.member
		} else {
			delete(u.members, o.source)
		}
	}
	return true
}

// resets are the settings that go back to their defaults.
func resets(changes []kafka.Alteration) []string {
	var names []string
	for _, a := range changes {
		if a.Value == nil {
			names = append(names, a.Name)
		}
	}
	return names
}

// result is what to store: the set as it is wanted, with the members that there are.
// The wish is stored even where a member did not follow it, which the next plan shows
// by that member; settings that not every member has got stay what they were.
func (u *setUpdate) result() setModel {
	m := u.plan
	sources, _ := m.sources()
	wants := present(sources)
	var is []string
	for _, source := range sources {
		if _, there := u.members[source]; there {
			is = append(is, source)
		}
	}
	was, _ := u.prior.sources()
	for _, source := range was {
		if _, there := u.members[source]; there && !wants[source] {
			is = append(is, source) // it was to go, and could not
		}
	}
	if len(is) != len(sources) || len(u.members) != len(sources) {
		m.SourceTopicNames = tfkit.Texts(is)
	}
	if len(ended(u.outcomes, notSet)) > 0 {
		m.Config = u.prior.Config
	}
	return m.withMembers(u.members)
}
