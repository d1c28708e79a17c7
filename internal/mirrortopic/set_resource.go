package mirrortopic

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*topicSet)(nil)
	_ resource.ResourceWithIdentity       = (*topicSet)(nil)
	_ resource.ResourceWithImportState    = (*topicSet)(nil)
	_ resource.ResourceWithModifyPlan     = (*topicSet)(nil)
	_ resource.ResourceWithValidateConfig = (*topicSet)(nil)
)

// topicSet is the resource clink_mirror_topics: many mirror topics of one link.
type topicSet struct{ conns *tfkit.Connections }

// NewSetResource makes the resource clink_mirror_topics.
func NewSetResource() resource.Resource { return &topicSet{} }

// Metadata names the resource.
func (*topicSet) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_mirror_topics"
}

// Configure takes the ways to the clusters.
func (s *topicSet) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	s.conns = tfkit.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

// single is the resource of one mirror topic: what a plan asks about a link is the
// same for both.
func (s *topicSet) single() *mirrorTopic { return &mirrorTopic{conns: s.conns} }

// Create creates the mirror topics and brings them to the wanted status. When one
// cannot be created, nothing is stored: Terraform taints what is stored together with
// an error, and the next apply would delete the good ones.
func (s *topicSet) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m setModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := m.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(diags...)
	cluster := s.conns.Require(m.KafkaClusterID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	whole := ctx
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	sources, _ := m.sources()
	t := newTeam(s.conns, cluster, m)
	prefix, ok := t.prefix(ctx, sources, &resp.Diagnostics)
	if !ok {
		return
	}
	all := make([]work, 0, len(sources))
	for _, source := range sources {
		all = append(all, t.join(source, prefix))
	}
	outcomes := t.do(ctx, all)
	if len(ended(outcomes, notMade)) > 0 {
		s.setNotCreated(m, outcomes, &resp.Diagnostics)
		return
	}
	members := make(map[string]member, len(outcomes))
	for _, o := range outcomes {
		members[o.source] = o.member
	}
	m = m.withMembers(members)
	m.ID = m.id()
	resp.Diagnostics.Append(resp.Identity.Set(whole, m.identity())...)
	resp.Diagnostics.Append(resp.State.Set(whole, m)...)
	marks{Ended: fulfilled(nil, members, m.fulfils)}.store(whole, resp.Private, &resp.Diagnostics)
	unfinished(m, outcomes, true, &resp.Diagnostics)
}

// fulfils says that a member has been brought to the end that is wanted.
func (m setModel) fulfils(_ string, one member) bool {
	return final(m.wanted()) && one.is() == kafka.MirrorStopped
}

// Read refreshes the state.
func (s *topicSet) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m setModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// First of all, since Terraform 1.11 insists on it even for what is gone.
	if resp.Identity.Raw.IsFullyNull() {
		resp.Diagnostics.Append(resp.Identity.Set(ctx, m.identity())...)
	}
	timeout, diags := m.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	imported := m.SourceTopicNames.IsNull()
	if _, availability := s.conns.Cluster(m.KafkaClusterID); availability == tfkit.NotYetKnown && !imported {
		s.conns.KeepUnknown(fmt.Sprintf("The mirror topics on %s", m.onLink()), fmt.Sprintf("cluster %q", m.KafkaClusterID.ValueString()), &resp.Diagnostics)
		return
	}
	cluster := s.conns.Require(m.KafkaClusterID, &resp.Diagnostics)
	if cluster == nil {
		return
	}
	before := m.members()
	var now look
	var err error
	if imported {
		now, err = s.lookForImport(ctx, cluster, m, &resp.Diagnostics)
	} else {
		now, err = s.lookAt(ctx, cluster, m, before)
	}
	if err != nil && (imported || !s.conns.KeepUnreachable(cluster, &resp.Diagnostics)) {
		setNotRead(m, err, &resp.Diagnostics)
	}
	if err != nil || resp.Diagnostics.HasError() {
		return
	}
	remembered := marksOf(ctx, req.Private, &resp.Diagnostics)
	if imported {
		m = m.fromImport(now.members)
		remembered.Observed = m.wanted() == promoted
	} else if len(now.gone) > 0 {
		vanished(m, now.gone, &resp.Diagnostics)
		if len(now.members) == 0 {
			resp.State.RemoveResource(ctx)
			return
		}
		m.SourceTopicNames = m.without(now.gone)
	}
	m = m.withMembers(now.members)
	if len(m.Config.Elements()) > 0 {
		m.Config = newTeam(s.conns, cluster, m).settingsOf(ctx, now.members, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	remembered.Unlinked = now.unlinked
	remembered.Ended = fulfilled(remembered.Ended, now.members, func(source string, one member) bool {
		return one.is() == kafka.MirrorStopped || before[source].is() == kafka.MirrorStopped
	})
	remembered.store(ctx, resp.Private, &resp.Diagnostics)
}

// without is the list of source topics without some.
func (m setModel) without(gone []string) types.List {
	out := present(gone)
	sources, _ := m.sources()
	return tfkit.Texts(slices.DeleteFunc(sources, func(source string) bool { return out[source] }))
}

// fromImport is the set of members that an import has found.
func (m setModel) fromImport(members map[string]member) setModel {
	m.SourceTopicNames = tfkit.Texts(sourcesIn(members))
	m.Status, m.DeletionPolicy = types.StringValue(importedWish(members)), types.StringValue(deleteUnlessLive)
	m.Config, m.ID = types.MapNull(types.StringType), m.id()
	return m
}

// Update lets members come and go, and changes those that stay. The state it stores
// has exactly the members that there are.
func (s *topicSet) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config, prior setModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Identity.Raw.IsFullyNull() {
		resp.Diagnostics.Append(resp.Identity.Set(ctx, prior.identity())...)
	}
	remembered := marksOf(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	whole := ctx
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	u := &setUpdate{plan: plan, prior: prior, members: prior.members(), conns: s.conns}
	if !u.do(ctx, &resp.Diagnostics) {
		return // nothing was done
	}
	m := u.result()
	resp.Diagnostics.Append(resp.State.Set(whole, m)...)
	// What ended the mirroring once does not end it again before the wish has changed.
	ended := remembered.Ended
	if !sameEnd(prior.wanted(), m.wanted()) {
		ended = nil
	}
	remembered.Ended = fulfilled(ended, u.members, m.fulfils)
	remembered.Observed = remembered.Observed && !strings.EqualFold(m.wanted(), config.wanted())
	remembered.store(whole, resp.Private, &resp.Diagnostics)
	notJoined(plan, u.outcomes, &resp.Diagnostics)
	unfinished(plan, u.outcomes, false, &resp.Diagnostics)
	departed(plan, u.outcomes, &resp.Diagnostics)
}

// Delete does with the topics what deletion_policy says.
func (s *topicSet) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m setModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || m.policy() == abandon {
		return
	}
	whole := ctx
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	cluster := s.conns.Require(m.KafkaClusterID, &resp.Diagnostics)
	if cluster == nil {
		return
	}
	members := m.members()
	t := newTeam(s.conns, cluster, m)
	all := make([]work, 0, len(members))
	for _, source := range sourcesIn(members) {
		all = append(all, t.leave(source, members[source], m.policy()))
	}
	outcomes := t.do(ctx, all)
	departed(m, outcomes, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		return
	}
	var gone []string
	for _, o := range outcomes {
		if o.in {
			members[o.source] = o.member
			continue
		}
		delete(members, o.source)
		gone = append(gone, o.source)
	}
	m.SourceTopicNames = m.without(gone)
	resp.Diagnostics.Append(resp.State.Set(whole, m.withMembers(members))...)
}

// ImportState takes in the mirror topics of a link that an import id or an identity
// selects. Which these are, Read finds out.
func (s *topicSet) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var who setIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
		if _, err := who.selects(""); err != nil {
			resp.Diagnostics.AddError("Invalid Import Identity", "source_topic_glob is not what it should be: "+err.Error()+".")
		}
	} else {
		parsed, err := parseSetID(req.ID)
		if err != nil {
			resp.Diagnostics.AddError("Invalid Import Id", "Expected another form: "+err.Error()+".")
		}
		who = parsed
	}
	if resp.Diagnostics.HasError() {
		return
	}
	for name, value := range map[string]types.String{"kafka_cluster_id": who.KafkaClusterID, "link_name": who.LinkName, "id": who.importID()} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}
