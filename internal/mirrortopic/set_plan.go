package mirrortopic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// ValidateConfig judges what can be judged without looking at anything else.
func (s *topicSet) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config setModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	sources, _ := config.sources()
	var twice []string
	for source := range maps.Keys(present(sources)) { // a name that comes twice is another error
		if s.conns.Claimed(config.topic(source).object()) > 1 {
			twice = append(twice, source)
		}
	}
	if len(twice) > 0 {
		slices.Sort(twice)
		twoOwners(config, twice, &resp.Diagnostics)
	}
	if !config.Status.IsUnknown() && !final(config.wanted()) {
		checkSettings(config.topic(""), &resp.Diagnostics)
	}
}

// ModifyPlan fills in what will be, and judges what cannot be.
func (s *topicSet) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if s.conns == nil {
		return
	}
	var config, plan, prior setModel
	exists := !req.State.Raw.IsNull()
	if exists {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	members := prior.members()
	if req.Plan.Raw.IsNull() {
		s.planAddresses(prior, nil, sourcesIn(members), &resp.Diagnostics)
		for _, m := range members {
			if deletes(prior.policy(), m.is()) {
				s.conns.PlanTopicGoes(prior.KafkaClusterID, m.name)
			}
		}
		warnOfSetDestroy(prior, prior.policy(), members, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if exists && s.single().keeps(ctx, prior.topic(""), &resp.Diagnostics) {
		s.planAddresses(prior, sourcesIn(members), nil, &resp.Diagnostics)
		resp.Plan.Raw = tfkit.KeepPrior(req.State.Raw, req.Config.Raw, req.Plan.Raw)
		return
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	p := &setPlan{set: s, plan: plan, prior: prior, members: members, replaced: exists && (!plan.KafkaClusterID.Equal(prior.KafkaClusterID) || !plan.LinkName.Equal(prior.LinkName))}
	if exists && !p.replaced {
		p.marks = marksOf(ctx, req.Private, &resp.Diagnostics)
	}
	p.make(ctx, config, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, p.plan)...)
	}
}

// sourcesIn are the source topics of members, in order.
func sourcesIn(members map[string]member) []string { return slices.Sorted(maps.Keys(members)) }

// planAddresses records which members a plan keeps and which it deletes here, and adds
// the error for those with which another address does the opposite.
func (s *topicSet) planAddresses(m setModel, stay, leave []string, diags *diag.Diagnostics) {
	var moved []string
	for _, source := range stay {
		if s.conns.Stays(m.topic(source).object()) {
			moved = append(moved, source)
		}
	}
	for _, source := range leave {
		if s.conns.Goes(m.topic(source).object()) {
			moved = append(moved, source)
		}
	}
	if len(moved) > 0 {
		movesAddress(m, moved, diags)
	}
}

// setPlan is a plan for a set in the making.
type setPlan struct {
	set         *topicSet
	plan, prior setModel
	members     map[string]member // that there are
	marks       marks
	replaced    bool // by another set, on another link
}

// make makes the plan.
func (p *setPlan) make(ctx context.Context, config setModel, diags *diag.Diagnostics) {
	s := p.set
	sources, known := p.plan.sources()
	if p.replaced {
		// Terraform asks again for the new set.
		s.planAddresses(p.prior, nil, sourcesIn(p.members), diags)
		warnOfSetDestroy(p.prior, p.prior.policy(), p.members, diags)
		p.plan.ID, p.plan.MirrorTopics = p.plan.id(), types.MapUnknown(memberType)
		return
	}
	p.plan.ID = p.plan.id()
	cluster, availability := s.conns.Cluster(p.plan.KafkaClusterID)
	if availability == tfkit.NotConfigured {
		s.conns.MissingEntry(p.plan.KafkaClusterID.ValueString(), diags)
		return
	}
	if !p.plan.Status.IsUnknown() && final(p.plan.wanted()) && !config.Config.IsUnknown() && p.mirrors() {
		checkSettings(p.plan.topic(""), diags)
	}
	if !final(p.plan.wanted()) {
		s.single().checkSynced(ctx, p.plan.topic(""), cluster, diags)
	}
	joining, leaving, staying := change(sourcesIn(p.members), sources)
	if !known {
		// Nobody can say yet who leaves. Who is named stays.
		s.planAddresses(p.plan, sources, nil, diags)
		p.plan.MirrorTopics = types.MapUnknown(memberType)
		return
	}
	p.planLeaving(leaving, sources, diags)
	planned := make(map[string]member, len(sources))
	p.planJoining(ctx, joining, cluster, planned, diags)
	p.planStaying(ctx, staying, len(joining) > 0, cluster, planned, diags)
	p.plan = p.plan.withMembers(planned)
}

// mirrors says whether a member mirrors, or there is none yet.
func (p *setPlan) mirrors() bool {
	for _, one := range p.members {
		if one.is() != kafka.MirrorStopped {
			return true
		}
	}
	return len(p.members) == 0
}

// planLeaving plans members that are taken out.
func (p *setPlan) planLeaving(leaving, sources []string, diags *diag.Diagnostics) {
	policy := p.plan.policy()
	if policy == abandon {
		p.set.planAddresses(p.plan, sources, nil, diags)
		return
	}
	p.set.planAddresses(p.plan, sources, leaving, diags)
	going := make(map[string]member, len(leaving))
	var deletes []string
	for _, source := range leaving {
		going[source] = p.members[source]
		if is := going[source].is(); destiny(policy, is) == deleted && is != kafka.MirrorStopped {
			deletes = append(deletes, source)
		}
	}
	if len(deletes) > 0 {
		willBeDeleted(p.plan, deletes, diags)
	}
	warnOfSetDestroy(p.plan, policy, going, diags)
}

// planJoining plans members that are added. Their name is known if the link's prefix
// is.
func (p *setPlan) planJoining(ctx context.Context, joining []string, cluster *tfkit.Cluster, planned map[string]member, diags *diag.Diagnostics) {
	if len(joining) == 0 {
		return
	}
	prefix := p.set.single().plannedPrefix(ctx, p.plan.topic(""), cluster, diags)
	checkNames(p.plan, prefix, joining, diags)
	rec := toBeRecorded
	if !p.plan.Status.IsUnknown() {
		rec = noRecord.planned(p.plan.wanted())
	}
	for _, source := range joining {
		planned[source] = member{mirrorName(prefix, types.StringValue(source)), types.StringUnknown(), rec}
	}
}

// checkNames refuses mirror topics whose name is too long with the prefix.
func checkNames(m setModel, prefix types.String, sources []string, diags *diag.Diagnostics) bool {
	tooLong := slices.DeleteFunc(slices.Clone(sources), func(source string) bool { return len(prefix.ValueString())+len(source) <= maxTopicName })
	if len(tooLong) > 0 {
		namesTooLong(m, prefix.ValueString(), tooLong, diags)
	}
	return len(tooLong) == 0
}

// planStaying plans what is wanted of members that there are. What it plans for each
// is what clink_mirror_topic would; only what one member cannot have does not keep the
// others from it, where that loses nothing.
func (p *setPlan) planStaying(ctx context.Context, staying []string, others bool, cluster *tfkit.Cluster, planned map[string]member, diags *diag.Diagnostics) {
	if p.plan.Status.IsUnknown() {
		for _, source := range staying {
			planned[source] = member{p.members[source].name, types.StringUnknown(), toBeRecorded}
		}
		return
	}
	var (
		endedBefore, unlinked = present(p.marks.Ended), present(p.marks.Unlinked)
		wanted, was           = p.plan.wanted(), p.prior.wanted()
		found                 = map[finding][]string{}
		problems              = map[string][]string{}
		late                  = map[kafka.MirrorStatus][]string{} // cannot be promoted any more
		trials                = map[kafka.Operation][]string{}
		behind                []laggard
		held                  = p.linkHeld(ctx)
		keep                  = !others
	)
	for _, source := range staying {
		one := p.members[source]
		state := situation{is: one.is(), observed: p.marks.Observed, ended: endedBefore[source], unlinked: unlinked[source]}
		state.held = (state.is == kafka.MirrorLinkPaused || beginning(state.is)) && held()
		v := judge(wanted, was, state)
		keep = keep && v.keep
		n, operation := next(wanted, state.is)
		switch {
		case v.problem != "" && n == rescue:
			late[state.is] = append(late[state.is], source)
		case v.problem != "":
			problems[v.problem] = append(problems[v.problem], source)
		case v.notice != silent:
			found[finding{v.notice, state.is}] = append(found[finding{v.notice, state.is}], source)
		}
		if v.changes {
			one.status, one.record = types.StringUnknown(), one.record.planned(wanted)
			if n == toOperate {
				trials[operation] = append(trials[operation], one.name.ValueString())
				if lag := p.set.conns.Lag(p.plan.KafkaClusterID, one.name.ValueString()); operation == kafka.Failover && lag > 0 {
					behind = append(behind, laggard{source, lag})
				}
			}
		}
		planned[source] = one
	}
	p.planLate(late, found, problems, len(staying), others)
	if len(problems) > 0 {
		cannotBeReached(p.plan, problems, diags)
		return
	}
	if keep && len(staying) > 0 {
		p.plan.Status = p.prior.Status
	}
	p.try(ctx, cluster, trials, diags)
	if len(behind) > 0 {
		membersLose(p.plan, behind, diags)
	}
	p.set.warnOfMembers(found, unlinked, p.plan, diags)
}

// planLate decides about members that are to be promoted and only a failover could
// end: where others can be promoted, these stay as they are.
func (p *setPlan) planLate(late map[kafka.MirrorStatus][]string, found map[finding][]string, problems map[string][]string, staying int, others bool) {
	n := 0
	for _, sources := range late {
		n += len(sources)
	}
	for is, sources := range late {
		if n == staying && !others {
			problems[obstacle(promoted, is)] = append(problems[obstacle(promoted, is)], sources...)
			continue
		}
		found[finding{unhealthy, is}] = append(found[finding{unhealthy, is}], sources...)
	}
}

// linkHeld says whether the link is paused and stays so. It finds out when somebody
// asks, and once.
func (p *setPlan) linkHeld(ctx context.Context) func() bool {
	asked, held := false, false
	return func() bool {
		if !asked {
			asked, held = true, p.set.single().heldByLink(ctx, p.prior.topic(""))
		}
		return held
	}
}

// try tries operations on the server, if the user wants that.
func (p *setPlan) try(ctx context.Context, cluster *tfkit.Cluster, trials map[kafka.Operation][]string, diags *diag.Diagnostics) {
	if cluster == nil || !p.set.conns.Preflight.On() {
		return
	}
	for _, operation := range slices.Sorted(maps.Keys(trials)) {
		refusals := map[string][]string{}
		for chunk := range slices.Chunk(trials[operation], kafka.PerRequest) {
			results, err := cluster.Operate(ctx, p.plan.LinkName.ValueString(), operation, chunk, true)
			if err != nil {
				why := tfkit.Explain(err)
				refusals[why] = append(refusals[why], chunk...)
			}
			for _, result := range results {
				if result.Refusal != nil {
					why := fmt.Sprintf("The server refuses: %s (code %d).", result.Refusal.Message, result.Refusal.Code)
					refusals[why] = append(refusals[why], result.Topic)
				}
			}
		}
		p.set.refusedByTrial(p.plan, operation, refusals, diags)
	}
}

// isGone says that an error is the API's own word that something does not exist.
func isGone(err error) bool { return errors.Is(err, rest.ErrNotFound) }
