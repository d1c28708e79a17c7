// Package mirrortopic is the resource clink_mirror_topic: one mirror topic on one
// cluster link.
package mirrortopic

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*mirrorTopic)(nil)
	_ resource.ResourceWithIdentity       = (*mirrorTopic)(nil)
	_ resource.ResourceWithImportState    = (*mirrorTopic)(nil)
	_ resource.ResourceWithModifyPlan     = (*mirrorTopic)(nil)
	_ resource.ResourceWithValidateConfig = (*mirrorTopic)(nil)
)

// Marks in private state.
const (
	// markObserved says that status was never wanted, but found by an import.
	markObserved = "observed"
	// markUnlinked says that the topic is there and the link no longer knows it.
	markUnlinked = "unlinked"
	// markEnded says that the topic was seen STOPPED: a wish to end its mirroring is
	// fulfilled, whatever becomes of the topic later.
	markEnded = "ended"
)

// set is the value of a mark.
var set = []byte("true")

// mirrorTopic is the resource.
type mirrorTopic struct{ conns *tfkit.Connections }

// NewResource makes the resource clink_mirror_topic.
func NewResource() resource.Resource { return &mirrorTopic{} }

// Metadata names the resource.
func (*mirrorTopic) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_mirror_topic"
}

// Configure takes the ways to the clusters.
func (r *mirrorTopic) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.conns = tfkit.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

// target is the mirror topic of a model whose id is known.
func (r *mirrorTopic) target(cluster *tfkit.Cluster, m model) target {
	return target{cluster: cluster, clock: r.conns.Clock, link: m.LinkName.ValueString(), topic: m.MirrorTopicName.ValueString(), mayAdopt: !r.conns.AdoptNever}
}

// Read refreshes the state.
func (r *mirrorTopic) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// First of all, since Terraform 1.11 insists on it even for what is gone.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, m.identity())...)
	timeout, diags := m.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	imported := m.SourceTopicName.IsNull()
	if _, availability := r.conns.Cluster(m.KafkaClusterID); availability == tfkit.NotYetKnown && !imported {
		r.conns.KeepUnknown(fmt.Sprintf("Mirror topic %q", m.ID.ValueString()), fmt.Sprintf("cluster %q", m.KafkaClusterID.ValueString()), &resp.Diagnostics)
		return
	}
	cluster := r.conns.Require(m.KafkaClusterID, &resp.Diagnostics)
	if cluster == nil {
		return
	}
	link, topic := m.LinkName.ValueString(), m.MirrorTopicName.ValueString()
	mirror, err := cluster.Mirror(ctx, link, topic, sharedForPlan)
	unlinked := errors.Is(err, rest.ErrNotFound)
	if unlinked {
		_, err = cluster.Topic(ctx, topic)
		// A topic that outlives its link, or its place on it, is a live topic.
		mirror = kafka.Mirror{Status: kafka.MirrorStopped}
	}
	switch {
	case imported && unlinked && (err == nil || errors.Is(err, rest.ErrNotFound)):
		m.notImported(err == nil, &resp.Diagnostics)
		return
	case errors.Is(err, rest.ErrNotFound):
		m.gone(&resp.Diagnostics)
		resp.State.RemoveResource(ctx)
		return
	case err != nil && !imported && r.conns.KeepUnreachable(cluster, &resp.Diagnostics):
		return
	case err != nil:
		m.notRead(err, &resp.Diagnostics)
		return
	}
	r.conns.NoteLag(m.KafkaClusterID, topic, mirror.Lag())
	observed := imported && mirror.Status == kafka.MirrorStopped
	ended := mirror.Status == kafka.MirrorStopped || m.MirrorStatus.ValueString() == string(kafka.MirrorStopped)
	m = m.fromAPI(mirror)
	if imported || len(m.Config.Elements()) > 0 {
		read := cluster.TopicSettings
		if imported { // perhaps one of a thousand
			read = func(ctx context.Context, topic string) (kafka.Settings, error) {
				return cluster.SetTopicSettings(ctx, topic, sharedForPlan)
			}
		}
		settings, err := read(ctx, topic)
		if err != nil {
			m.settingsNotRead(err, &resp.Diagnostics)
			return
		}
		if imported {
			m.Config = importable(settings)
		} else {
			m.Config = m.managed(settings)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	if resp.Private == nil {
		return // a list has no place for marks
	}
	if observed {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, markObserved, set)...)
	} else if mirror.Status != kafka.MirrorStopped {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, markObserved, nil)...)
	}
	mark := set
	if !unlinked {
		mark = nil
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, markUnlinked, mark)...)
	if ended {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, markEnded, set)...)
	}
}

// Update changes status and settings; whatever else is planned takes no call.
func (r *mirrorTopic) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, config, m model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, m.identity())...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	// What ended the mirroring once does not end it again before the wish has changed.
	newWish := !sameEnd(m.Status.ValueString(), plan.Status.ValueString())
	// m grows from the prior state towards the plan, so that what was reached is
	// stored when the rest fails.
	m.DeletionPolicy, m.ReplicationFactor, m.Timeouts = plan.DeletionPolicy, plan.ReplicationFactor, plan.Timeouts
	defer func() { resp.Diagnostics.Append(resp.State.Set(ctx, m)...) }()
	changes := alterations(m.settings(), plan.settings())
	if plan.MirrorStatus.IsUnknown() || len(changes) > 0 {
		cluster := r.conns.Require(m.KafkaClusterID, &resp.Diagnostics)
		if cluster == nil {
			return
		}
		t := r.target(cluster, m)
		if plan.MirrorStatus.IsUnknown() {
			wanted := strings.ToUpper(plan.Status.ValueString())
			mirror, err := t.become(ctx, wanted, kafka.MirrorStatus(m.MirrorStatus.ValueString()))
			if mirror.Status != "" {
				m = m.seen(mirror)
			}
			if _, foreign := errors.AsType[*strangeError](err); foreign {
				t.warnUnfinished("was asked to change", wanted, t.explain(ctx, wanted, mirror, err), &resp.Diagnostics)
			} else if err != nil {
				t.statusNotReached(ctx, wanted, mirror, err, &resp.Diagnostics)
				return
			}
		}
		m.Status = plan.Status
		if err := t.alter(ctx, changes); err != nil {
			t.settingsNotChanged(err, &resp.Diagnostics)
			return
		}
	}
	m.Status, m.Config = plan.Status, plan.Config
	if final(strings.ToUpper(config.Status.ValueString())) {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, markObserved, nil)...)
	}
	if newWish || m.ended() != nil {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, markEnded, m.ended())...)
	}
}

// Delete does with the topic what deletion_policy says.
func (r *mirrorTopic) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m model
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(diags...)
	policy := strings.ToUpper(m.DeletionPolicy.ValueString())
	if resp.Diagnostics.HasError() || policy == abandon {
		return
	}
	if r.conns.LetGo(m.object(), &resp.Diagnostics) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	cluster := r.conns.Require(m.KafkaClusterID, &resp.Diagnostics)
	if cluster == nil {
		return
	}
	t := r.target(cluster, m)
	end, is, err := t.remove(ctx, policy)
	if err == nil && end == deleted {
		err = t.gone(ctx)
	}
	switch {
	case err != nil:
		t.notDeleted(err, &resp.Diagnostics)
	case end == stays:
		t.liveTopicStays(&resp.Diagnostics)
	case end == refused:
		t.mayBeLastCopy(is, &resp.Diagnostics)
	}
}

// ImportState takes a mirror topic by its id or its identity.
func (r *mirrorTopic) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var who identity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
	} else {
		parsed, err := parseID(req.ID)
		if err != nil {
			resp.Diagnostics.AddError("Invalid Import Id", "Expected another form: "+err.Error()+".")
		}
		who = parsed
	}
	if resp.Diagnostics.HasError() {
		return
	}
	for name, value := range map[string]types.String{
		"kafka_cluster_id": who.KafkaClusterID, "link_name": who.LinkName, "mirror_topic_name": who.MirrorTopicName, "id": who.id(),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}
