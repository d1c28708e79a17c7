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
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
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
		resp.Diagnostics.AddAttributeError(path.Root("replication_factor"), "Replication Factor Not Possible on Confluent Cloud",
			fmt.Sprintf("On Confluent Cloud every topic has a replication factor of %d, so %d cannot be had. Leave it out.", cloudReplicationFactor, n.ValueInt64()))
	}
	if !config.Status.IsUnknown() && !final(strings.ToUpper(config.Status.ValueString())) {
		checkSettings(config, &resp.Diagnostics)
	}
}

// checkSettings refuses settings that mirroring controls.
func checkSettings(config model, diags *diag.Diagnostics) {
	for _, name := range slices.Sorted(maps.Keys(config.Config.Elements())) {
		if why := controlled(name); why != "" {
			diags.AddAttributeError(path.Root("config").AtMapKey(name), "Setting Is Controlled by Mirroring", why)
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
		warnOfDestroy(prior, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	r.conns.PlanStays(plan.object(), &resp.Diagnostics)
	if exists && r.keeps(ctx, prior, &resp.Diagnostics) {
		resp.Plan.Raw = tfkit.KeepPrior(req.State.Raw, req.Config.Raw, req.Plan.Raw)
		return
	}
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
		if config.MirrorTopicName.IsNull() {
			plan.MirrorTopicName = types.StringUnknown()
		}
		plan.ID = plan.identity().id()
	default:
		observed, diags := req.Private.GetKey(ctx, markObserved)
		resp.Diagnostics.Append(diags...)
		unlinked, diags := req.Private.GetKey(ctx, markUnlinked)
		resp.Diagnostics.Append(diags...)
		plan.MirrorTopicName, plan.ID = prior.MirrorTopicName, prior.ID
		r.planStatus(ctx, &plan, prior, history{observed: observed != nil, unlinked: unlinked != nil}, &resp.Diagnostics)
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

// warnOfDestroy warns that a destroy deletes a topic that mirrors no longer, and
// that one will be refused, as far as the last refresh tells.
func warnOfDestroy(prior model, diags *diag.Diagnostics) {
	is, policy := kafka.MirrorStatus(prior.MirrorStatus.ValueString()), strings.ToUpper(prior.DeletionPolicy.ValueString())
	switch {
	case is == kafka.MirrorStopped && policy == deleteAlways:
		diags.AddWarning("Live Topic Will Be Deleted", fmt.Sprintf("Topic %q on cluster %q was promoted or failed over and may hold data that is nowhere else. "+
			"Because of deletion_policy = \"DELETE\" it is deleted with all its data.", prior.MirrorTopicName.ValueString(), prior.KafkaClusterID.ValueString()))
	case is != "" && policy != abandon && destiny(policy, is) == refused:
		diags.AddWarning("Mirror Topic Will Not Be Deleted", fmt.Sprintf("Mirror topic %q on link %q of cluster %q is %s and may be the last copy of its data, so the apply will refuse to delete it unless it has recovered by then. "+
			"Make it a plain topic first (status = \"FAILED_OVER\"), or apply deletion_policy = \"DELETE\" first.",
			prior.MirrorTopicName.ValueString(), prior.LinkName.ValueString(), prior.KafkaClusterID.ValueString(), is))
	}
}

// planCreate plans a mirror topic that does not exist.
func (r *mirrorTopic) planCreate(ctx context.Context, plan *model, config model, diags *diag.Diagnostics) {
	cluster, availability := r.conns.Cluster(plan.KafkaClusterID)
	if availability == tfkit.NotConfigured {
		tfkit.MissingEntry(plan.KafkaClusterID.ValueString(), diags)
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
}

// checkSynced refuses settings that the link copies from the source topic. It
// says nothing of a link that this plan may change.
func (r *mirrorTopic) checkSynced(ctx context.Context, plan model, cluster *tfkit.Cluster, diags *diag.Diagnostics) {
	if _, planned := r.conns.PlannedPrefix(plan.KafkaClusterID, plan.LinkName); planned || cluster == nil || plan.LinkName.IsUnknown() || len(plan.Config.Elements()) == 0 {
		return
	}
	view, err := cluster.LinkView(ctx, plan.LinkName.ValueString(), sharedForPlan)
	if err != nil {
		return
	}
	synced := strings.Split(strings.ReplaceAll(view.Settings.Value("topic.config.sync.include"), " ", ""), ",")
	for _, name := range slices.Sorted(maps.Keys(plan.Config.Elements())) {
		if slices.Contains(synced, name) {
			diags.AddAttributeError(path.Root("config").AtMapKey(name), "Setting Is Controlled by Mirroring",
				fmt.Sprintf("Link %q copies %q from the source topic (its setting topic.config.sync.include lists it), so it cannot be set here. Change it on the source topic, or take it out of that list.", plan.LinkName.ValueString(), name))
		}
	}
}

// plannedPrefix is the prefix that the link will have once this plan is applied:
// what the link's own plan says, else what the server says, else unknown.
func (r *mirrorTopic) plannedPrefix(ctx context.Context, plan model, cluster *tfkit.Cluster, diags *diag.Diagnostics) types.String {
	if plan.KafkaClusterID.IsUnknown() || plan.LinkName.IsUnknown() {
		return types.StringUnknown()
	}
	if prefix, recorded := r.conns.PlannedPrefix(plan.KafkaClusterID, plan.LinkName); recorded {
		return prefix
	}
	if cluster == nil {
		return types.StringUnknown()
	}
	// A link that cannot be read may be created by this very apply.
	view, err := cluster.LinkView(ctx, plan.LinkName.ValueString(), sharedForPlan)
	if err != nil {
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
		diags.AddAttributeError(path.Root("source_topic_name"), "Mirror Topic Name Too Long",
			fmt.Sprintf("With the link's prefix %q in front the mirror topic's name has %d characters; Kafka allows %d.", prefix.ValueString(), len(right.ValueString()), maxTopicName))
		return false
	case m.MirrorTopicName.IsUnknown() || m.MirrorTopicName.IsNull():
		m.MirrorTopicName = right
	case !m.MirrorTopicName.Equal(right):
		diags.AddAttributeError(path.Root("mirror_topic_name"), "Mirror Topic Cannot Have This Name",
			fmt.Sprintf("A mirror topic's name is the link's prefix (%q) followed by the source topic's name: %q, not %q. Leave mirror_topic_name out; other names need a link with another prefix.",
				prefix.ValueString(), right.ValueString(), m.MirrorTopicName.ValueString()))
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

// history is what earlier reads found out about a mirror topic.
type history struct{ observed, unlinked bool }

// planStatus plans what is wanted of a mirror topic that exists.
func (r *mirrorTopic) planStatus(ctx context.Context, plan *model, prior model, h history, diags *diag.Diagnostics) {
	plan.MirrorStatus = types.StringUnknown()
	if plan.Status.IsUnknown() {
		return
	}
	at, wanted := path.Root("status"), strings.ToUpper(plan.Status.ValueString())
	is := kafka.MirrorStatus(prior.MirrorStatus.ValueString())
	v := judge(wanted, strings.ToUpper(prior.Status.ValueString()), is, h.observed)
	if v.problem != "" {
		diags.AddAttributeError(at, "Mirror Topic Status Cannot Be Reached",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q. %s", prior.MirrorTopicName.ValueString(), prior.LinkName.ValueString(), prior.KafkaClusterID.ValueString(), v.problem))
		return
	}
	if v.keep {
		plan.Status = prior.Status
	}
	if !v.changes {
		plan.MirrorStatus = prior.MirrorStatus
	}
	if final(wanted) && is != kafka.MirrorStopped {
		checkSettings(*plan, diags)
	}
	if n, operation := next(wanted, is); v.changes && n == toOperate {
		r.preflight(ctx, operation, prior, diags)
	}
	r.warn(ctx, v.notice, wanted, prior, h, diags)
}

// warn says what a plan leaves as it is.
func (r *mirrorTopic) warn(ctx context.Context, n notice, wanted string, prior model, h history, diags *diag.Diagnostics) {
	at, is := path.Root("status"), kafka.MirrorStatus(prior.MirrorStatus.ValueString())
	cluster, link, topic := prior.KafkaClusterID.ValueString(), prior.LinkName.ValueString(), prior.MirrorTopicName.ValueString()
	const record = "It is not mirrored again over what it holds now. To record that, write status = \"PROMOTED\"; to give it up here, remove the resource, which leaves the topic unless deletion_policy is DELETE."
	switch {
	case n == stoppedElsewhere && h.unlinked:
		diags.AddAttributeWarning(at, "Topic Mirrors No Longer",
			fmt.Sprintf("Topic %q on cluster %q is there, but link %q no longer has it as a mirror topic, as after the link was deleted. %s", topic, cluster, link, record))
	case n == stoppedElsewhere:
		diags.AddAttributeWarning(at, "Topic Mirrors No Longer",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q was promoted or failed over outside of this configuration: it is STOPPED, a plain, writable topic, while status = %q is wanted. %s %s",
				topic, link, cluster, wanted, record, bringsBack))
	case n == comingToItsEnd:
		diags.AddAttributeWarning(at, "Mirror Topic Is Being Stopped",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q. %s", topic, link, cluster, obstacle(wanted, is)))
	case n == unhealthy && r.conns.Ailment(prior.KafkaClusterID, prior.LinkName) != "" && is != kafka.MirrorFailed:
		// The link's own plan says what is wrong, for all its mirror topics.
	case n == unhealthy && r.conns.First("health "+cluster+"/"+link+" "+string(is)):
		diags.AddAttributeWarning(at, "Mirror Topic Is Not Healthy",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q (and perhaps others of this link): %s%s Nothing is changed. To use the topic with what has been copied so far, write status = \"FAILED_OVER\".",
				topic, link, cluster, obstacle(wanted, is), r.mirrorError(ctx, prior)))
	}
}

// mirrorError quotes what the cluster says is wrong with a mirror topic, with a
// space before it, where it can be had.
func (r *mirrorTopic) mirrorError(ctx context.Context, prior model) string {
	cluster, _ := r.conns.Cluster(prior.KafkaClusterID)
	if cluster == nil {
		return ""
	}
	mirror, err := cluster.Mirror(ctx, prior.LinkName.ValueString(), prior.MirrorTopicName.ValueString(), sharedForPlan)
	if err != nil || mirror.Error == "" || mirror.Error == "NO_ERROR" {
		return ""
	}
	return fmt.Sprintf(" The cluster says: %s.", mirror.Error)
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
