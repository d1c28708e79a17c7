package mirrortopic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// cloudReplicationFactor is the only one that Confluent Cloud allows.
const cloudReplicationFactor = 3

// ValidateConfig judges what can be judged without looking at anything else.
func (r *mirrorTopic) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.conns.Claim(config.object(), path.Root("source_topic_name"), &resp.Diagnostics)
	if n := config.ReplicationFactor; !n.IsNull() && !n.IsUnknown() && n.ValueInt64() != cloudReplicationFactor && linkconfig.DeploymentOf(config.KafkaClusterID.ValueString()) == linkconfig.Cloud {
		replicationNotPossible(n.ValueInt64(), &resp.Diagnostics)
	}
	if !config.Status.IsUnknown() && !final(strings.ToUpper(config.Status.ValueString())) {
		checkSettings(config, &resp.Diagnostics)
	}
}

// checkSettings refuses settings that mirroring controls.
func checkSettings(config model, diags *diag.Diagnostics) {
	for _, name := range slices.Sorted(maps.Keys(config.Config.Elements())) {
		if why := controlled(name); why != "" {
			controlledByMirroring(name, why, diags)
		}
	}
}

// ModifyPlan fills in what will be, and judges what cannot be.
func (r *mirrorTopic) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.conns == nil {
		return
	}
	var config, plan, prior model
	exists := !req.State.Raw.IsNull()
	if exists {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if req.Plan.Raw.IsNull() {
		r.conns.PlanGoes(prior.object(), &resp.Diagnostics)
		if deletes(strings.ToUpper(prior.DeletionPolicy.ValueString()), kafka.MirrorStatus(prior.MirrorStatus.ValueString())) {
			r.conns.PlanTopicGoes(prior.KafkaClusterID, prior.MirrorTopicName)
		}
		warnOfDestroy(prior, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if exists && r.keeps(ctx, prior, &resp.Diagnostics) {
		r.conns.PlanStays(prior.object(), &resp.Diagnostics)
		resp.Plan.Raw = tfkit.KeepPrior(req.State.Raw, req.Config.Raw, req.Plan.Raw)
		return
	}
	r.conns.PlanChanges(prior.object(), plan.object(), &resp.Diagnostics)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case !exists:
		r.planCreate(ctx, &plan, config, &resp.Diagnostics)
	case replaced(plan, prior, config):
		// Terraform asks again for the new mirror topic.
		warnOfDestroy(prior, &resp.Diagnostics)
		plan.MirrorStatus = types.StringUnknown()
		plan = plan.with(toBeRecorded)
		if config.MirrorTopicName.IsNull() {
			plan.MirrorTopicName = types.StringUnknown()
		}
		plan.ID = plan.identity().id()
	default:
		marked := func(name string) bool {
			mark, diags := req.Private.GetKey(ctx, name)
			resp.Diagnostics.Append(diags...)
			return mark != nil
		}
		plan.MirrorTopicName, plan.ID = prior.MirrorTopicName, prior.ID
		s := situation{is: kafka.MirrorStatus(prior.MirrorStatus.ValueString()), observed: marked(markObserved), ended: marked(markEnded), unlinked: marked(markUnlinked)}
		s.held = (s.is == kafka.MirrorLinkPaused || beginning(s.is)) && r.heldByLink(ctx, prior)
		r.planStatus(ctx, &plan, prior, s, &resp.Diagnostics)
		if r.otherReplicas(ctx, plan, prior) {
			resp.RequiresReplace.Append(path.Root("replication_factor"))
		}
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	}
}

// keeps says whether an object stays as it is because its cluster cannot be
// reached.
func (r *mirrorTopic) keeps(ctx context.Context, prior model, diags *diag.Diagnostics) bool {
	cluster, availability := r.conns.Cluster(prior.KafkaClusterID)
	return availability == tfkit.Available && r.conns.KeepPlanned(ctx, cluster, diags)
}

// replaced says whether a plan makes a new mirror topic. Terraform does not hand
// the results of the attributes' own rules to ModifyPlan.
func replaced(plan, prior, config model) bool {
	return !plan.KafkaClusterID.Equal(prior.KafkaClusterID) ||
		!plan.LinkName.Equal(prior.LinkName) ||
		!plan.SourceTopicName.Equal(prior.SourceTopicName) ||
		(!config.MirrorTopicName.IsNull() && !config.MirrorTopicName.Equal(prior.MirrorTopicName)) ||
		(!plan.ReplicationFactor.IsNull() && !prior.ReplicationFactor.IsNull() && !plan.ReplicationFactor.Equal(prior.ReplicationFactor))
}

// planCreate plans a mirror topic that does not exist.
func (r *mirrorTopic) planCreate(ctx context.Context, plan *model, config model, diags *diag.Diagnostics) {
	cluster, availability := r.conns.Cluster(plan.KafkaClusterID)
	if availability == tfkit.NotConfigured {
		r.conns.MissingEntry(plan.KafkaClusterID.ValueString(), diags)
		return
	}
	if !config.Status.IsUnknown() && final(strings.ToUpper(config.Status.ValueString())) {
		checkSettings(config, diags)
	}
	// What is configured and not known yet must not be filled in.
	if !config.MirrorTopicName.IsUnknown() {
		checkName(plan, r.plannedPrefix(ctx, *plan, cluster, diags), diags)
	}
	if !final(strings.ToUpper(plan.Status.ValueString())) {
		r.checkSynced(ctx, *plan, cluster, diags)
	}
	plan.MirrorStatus, plan.ID = types.StringUnknown(), plan.identity().id()
	*plan = plan.with(toBeRecorded)
}

// checkSynced refuses settings that the link copies from the source topic: by the
// link's own plan, else by what the server says.
func (r *mirrorTopic) checkSynced(ctx context.Context, plan model, cluster *tfkit.Cluster, diags *diag.Diagnostics) {
	if len(plan.Config.Elements()) == 0 || plan.KafkaClusterID.IsUnknown() || plan.LinkName.IsUnknown() {
		return
	}
	link, recorded := r.conns.PlannedLink(plan.KafkaClusterID, plan.LinkName)
	include := link.SyncInclude.ValueString()
	switch {
	case link.Goes || link.SyncInclude.IsUnknown():
		return
	case recorded && !link.SyncInclude.IsNull():
	case recorded && link.New:
		for _, name := range slices.Sorted(maps.Keys(plan.Config.Elements())) {
			if linkconfig.MaySync(name) {
				syncedByDefault(plan.LinkName.ValueString(), name, diags)
			}
		}
		return
	case cluster == nil:
		return
	default:
		view, err := cluster.LinkView(ctx, plan.LinkName.ValueString(), sharedForPlan)
		if err != nil {
			return
		}
		include = view.Settings.Value(linkconfig.TopicConfigSyncInclude)
	}
	synced := strings.Split(strings.ReplaceAll(include, " ", ""), ",")
	for _, name := range slices.Sorted(maps.Keys(plan.Config.Elements())) {
		if slices.Contains(synced, name) {
			synchronised(plan.LinkName.ValueString(), name, diags)
		}
	}
}

// waitsInVain reports whether the plan creates a half that waits, and so far no
// half that connects to it.
func (r *mirrorTopic) waitsInVain(link tfkit.PlannedLink) bool {
	if !link.New || !strings.EqualFold(link.Connection.ValueString(), "INBOUND") || link.Remote.IsUnknown() {
		return false
	}
	_, connects := r.conns.PlannedLink(link.Remote, link.Name)
	return !connects
}

// plannedPrefix is the prefix that the link will have once this plan is applied:
// what the link's own plan says, else what the server says, else unknown.
func (r *mirrorTopic) plannedPrefix(ctx context.Context, plan model, cluster *tfkit.Cluster, diags *diag.Diagnostics) types.String {
	if plan.KafkaClusterID.IsUnknown() || plan.LinkName.IsUnknown() {
		return types.StringUnknown()
	}
	if planned, recorded := r.conns.PlannedLink(plan.KafkaClusterID, plan.LinkName); recorded {
		if strings.EqualFold(planned.Mode.ValueString(), "SOURCE") {
			sourceHalf(plan.KafkaClusterID.ValueString(), plan.LinkName.ValueString(), diags)
		}
		if r.waitsInVain(planned) && r.conns.First("in vain "+plan.KafkaClusterID.ValueString()+"/"+plan.LinkName.ValueString()) {
			nobodyConnects(planned, diags)
		}
		return planned.Prefix
	}
	if cluster == nil {
		return types.StringUnknown()
	}
	view, err := cluster.LinkView(ctx, plan.LinkName.ValueString(), sharedForPlan)
	if errors.Is(err, rest.ErrNotFound) {
		view, err = cluster.LinkView(ctx, plan.LinkName.ValueString(), 0)
	}
	switch {
	case errors.Is(err, rest.ErrNotFound), err != nil && r.conns.KeepUnreachable(cluster, diags):
		// A link that does not exist may be created by this very apply.
		return types.StringUnknown()
	case err != nil:
		// Apply plans again, and a name that was known must not be unknown then.
		linkNotRead(cluster.ClusterID(), plan.LinkName.ValueString(), err, diags)
		return types.StringUnknown()
	}
	if isSource(view) {
		sourceHalf(cluster.ClusterID(), plan.LinkName.ValueString(), diags)
	}
	return types.StringValue(view.Settings.Value("cluster.link.prefix"))
}

// checkName fills in the mirror topic's name, or holds a configured one against
// the only one there can be. It says nothing while that is not known.
func checkName(m *model, prefix types.String, diags *diag.Diagnostics) bool {
	right := mirrorName(prefix, m.SourceTopicName)
	switch {
	case right.IsUnknown():
		return true
	case len(right.ValueString()) > maxTopicName:
		nameTooLong(prefix.ValueString(), len(right.ValueString()), diags)
		return false
	case m.MirrorTopicName.IsUnknown() || m.MirrorTopicName.IsNull():
		m.MirrorTopicName = right
	case !m.MirrorTopicName.Equal(right):
		m.cannotBeNamed(prefix.ValueString(), right.ValueString(), diags)
		return false
	}
	return true
}

// preflight tries an operation on the server, if the user wants that.
func (r *mirrorTopic) preflight(ctx context.Context, operation kafka.Operation, prior model, diags *diag.Diagnostics) {
	cluster, _ := r.conns.Cluster(prior.KafkaClusterID)
	if cluster == nil || !r.conns.Preflight.On() {
		return
	}
	link, topic := prior.LinkName.ValueString(), prior.MirrorTopicName.ValueString()
	err := cluster.TryOperation(ctx, link, operation, topic)
	if err == nil {
		return
	}
	words := tfkit.Explain(err)
	if refusal, ok := errors.AsType[*kafka.OperationError](err); ok {
		words = fmt.Sprintf("The server refuses: %s (code %d).", refusal.Message, refusal.Code)
	}
	r.conns.Preflight.Report(path.Root("status"), fmt.Sprintf("Mirror topic %q on link %q of cluster %q would not %s. %s", topic, link, cluster.ClusterID(), operation, words), diags)
}

// heldByLink says whether the link of a mirror topic is paused and stays so: by the
// link's own plan, else by the server.
func (r *mirrorTopic) heldByLink(ctx context.Context, prior model) bool {
	if planned, ok := r.conns.PlannedLink(prior.KafkaClusterID, prior.LinkName); ok && !planned.Paused.IsNull() {
		return planned.Paused.ValueBool()
	}
	cluster, _ := r.conns.Cluster(prior.KafkaClusterID)
	if cluster == nil {
		return false
	}
	view, err := cluster.LinkView(ctx, prior.LinkName.ValueString(), sharedForPlan)
	return err == nil && view.Paused()
}

// planStatus plans what is wanted of a mirror topic that exists.
func (r *mirrorTopic) planStatus(ctx context.Context, plan *model, prior model, s situation, diags *diag.Diagnostics) {
	plan.MirrorStatus = types.StringUnknown()
	*plan = plan.with(toBeRecorded)
	if plan.Status.IsUnknown() {
		return
	}
	wanted := strings.ToUpper(plan.Status.ValueString())
	v := judge(wanted, strings.ToUpper(prior.Status.ValueString()), s)
	if v.problem != "" {
		prior.statusOutOfReach(v.problem, diags)
		return
	}
	if v.keep {
		plan.Status = prior.Status
	}
	*plan = plan.with(prior.record().planned(wanted))
	if !v.changes {
		plan.MirrorStatus = prior.MirrorStatus
		*plan = plan.with(prior.record())
	}
	if final(wanted) && s.is != kafka.MirrorStopped {
		checkSettings(*plan, diags)
	}
	if n, operation := next(wanted, s.is); v.changes && n == toOperate {
		r.preflight(ctx, operation, prior, diags)
		if lag := r.conns.Lag(prior.KafkaClusterID, prior.MirrorTopicName.ValueString()); operation == kafka.Failover && lag > 0 {
			prior.failoverLoses(lag, diags)
		}
	}
	r.warn(ctx, v.notice, wanted, prior, s, diags)
}

// otherReplicas says whether a replication factor that is given for the first
// time, as after an import, differs from the topic's own.
func (r *mirrorTopic) otherReplicas(ctx context.Context, plan, prior model) bool {
	n := plan.ReplicationFactor
	if !prior.ReplicationFactor.IsNull() || n.IsNull() || n.IsUnknown() {
		return false
	}
	cluster, _ := r.conns.Cluster(prior.KafkaClusterID)
	if cluster == nil {
		return false
	}
	topic, err := cluster.Topic(ctx, prior.MirrorTopicName.ValueString())
	return err == nil && int64(topic.ReplicationFactor) != n.ValueInt64()
}

// wish judges a status that is wanted.
type wish struct{}

func (wish) Description(context.Context) string {
	return "one of ACTIVE, PAUSED, PROMOTED and FAILED_OVER"
}
func (w wish) MarkdownDescription(c context.Context) string { return w.Description(c) }

// ValidateString refuses what nobody can wish for.
func (wish) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	word := req.ConfigValue.ValueString()
	if !slices.ContainsFunc([]string{active, paused, promoted, failedOver}, func(w string) bool { return strings.EqualFold(w, word) }) {
		notAWish(req.Path, word, &resp.Diagnostics)
	}
}
