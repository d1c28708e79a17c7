package mirrortopic

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// kindOfAction is what one action is: an operation, and what it leads to.
type kindOfAction struct {
	name  string // without clink_ and _mirror_topics
	done  string // as in "2 mirror topics promoted"
	words string
	then  string // what to write in the configuration afterwards
	// operation is what is sent; start says which of two reversals.
	operation func(start bool) kafka.Operation
	goal      kafka.MirrorStatus // what the mirror topics become
	// underway says by a status that the operation was accepted before, if a status can.
	underway func(kafka.MirrorStatus) bool
	// onPlain says that it is about topics that are no mirrors yet.
	onPlain bool
	// Which arguments it has beside the common ones.
	hasMaxLag, hasConfirm, hasStart bool
	timeout                         time.Duration
}

func always(operation kafka.Operation) func(bool) kafka.Operation {
	return func(bool) kafka.Operation { return operation }
}

// kindsOfActions are all of them.
var kindsOfActions = []kindOfAction{
	{
		name: "promote", done: "promoted", operation: always(kafka.Promote), goal: kafka.MirrorStopped, underway: ending, hasMaxLag: true, timeout: updateTimeout,
		words: "Ends mirroring without loss: each mirror topic copies what is left from its source, and becomes a plain, writable topic. The source has to be reachable, and its producers stopped.",
		then:  "Write `status = \"PROMOTED\"` in the `clink_mirror_topic` of each topic.",
	},
	{
		name: "failover", done: "failed over", operation: always(kafka.Failover), goal: kafka.MirrorStopped, hasConfirm: true, timeout: createTimeout,
		words: "Ends mirroring at once, for a source that is gone: each mirror topic becomes a plain, writable topic. **What it has not copied is lost**: the action reports for each topic how far behind it was.",
		then:  "Write `status = \"FAILED_OVER\"` in the `clink_mirror_topic` of each topic.",
	},
	{
		name: "pause", done: "paused", operation: always(kafka.Pause), goal: kafka.MirrorPaused, timeout: createTimeout,
		words: "Pauses mirror topics: they keep what they have and copy nothing until they are resumed.",
		then:  "Write `status = \"PAUSED\"` in the `clink_mirror_topic` of each topic.",
	},
	{
		name: "resume", done: "resumed", operation: always(kafka.Resume), goal: kafka.MirrorActive, timeout: createTimeout,
		words: "Resumes mirror topics that were paused.",
		then:  "Write `status = \"ACTIVE\"` in the `clink_mirror_topic` of each topic.",
	},
	{
		name: "reverse", done: "reversed", goal: kafka.MirrorStopped, hasMaxLag: true, hasStart: true, timeout: updateTimeout,
		underway: func(is kafka.MirrorStatus) bool { return is == kafka.MirrorPendingSynchronize },
		operation: func(start bool) kafka.Operation {
			if start {
				return kafka.ReverseAndStart
			}
			return kafka.ReverseAndPause
		},
		words: "Turns the direction of mirror topics on a bidirectional link: each copies what is left, becomes the writable topic, and the source topic at the other end becomes its mirror. Run it on the cluster that has the mirror topics now; `kafka_cluster_id` and `link_name` are those of this half.",
		then:  "The mirror topic lives on the other cluster now: let the `clink_mirror_topic` here go (`removed` with `destroy = false`), and import or declare it there.",
	},
	{
		name: "truncate_and_restore", done: "restored", operation: always(kafka.TruncateAndRestore), goal: kafka.MirrorActive, underway: beginning, onPlain: true, hasConfirm: true, timeout: updateTimeout,
		words: "Makes topics that were the source once mirrors of what they were mirrored to, on a bidirectional link, after the other side was failed over or promoted. Run it on the cluster that came back. " +
			"**Messages that the other side does not have are dropped** and cannot be had back; a dry run tells how many. No consumer group may be active on the topics. [Which versions of Confluent Platform](../guides/confluent-platform.md#which-versions-can-be-linked) have it.",
		then: "Declare the `clink_mirror_topic`s on this cluster, with `status = \"ACTIVE\"`: they are taken over.",
	},
}

// NewActions are the actions on mirror topics.
func NewActions() []func() action.Action {
	var all []func() action.Action
	for _, kind := range kindsOfActions {
		all = append(all, func() action.Action { return &mirrorAction{kind: kind} })
	}
	return all
}

var (
	_ action.ActionWithConfigure      = (*mirrorAction)(nil)
	_ action.ActionWithValidateConfig = (*mirrorAction)(nil)
)

type mirrorAction struct {
	kind  kindOfAction
	conns *tfkit.Connections
}

// Metadata names the action.
func (a *mirrorAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + a.kind.name + "_mirror_topics"
}

// Configure takes the ways to the clusters.
func (a *mirrorAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.conns = tfkit.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

// Schema describes the action.
func (a *mirrorAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"kafka_cluster_id": schema.StringAttribute{MarkdownDescription: "Id of the Kafka cluster that the topics live on.", Required: true, Validators: []validator.String{tfkit.ClusterID()}},
		"link_name":        schema.StringAttribute{MarkdownDescription: "Name of the cluster link.", Required: true, Validators: []validator.String{tfkit.LinkName()}},
		"mirror_topic_names": schema.ListAttribute{
			MarkdownDescription: "Names of the topics, prefix included. Give either these or a pattern.", Optional: true, ElementType: types.StringType,
			Validators: []validator.List{listvalidator.SizeAtLeast(1), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(topicName...)},
		},
		"mirror_topic_name_pattern": schema.StringAttribute{
			MarkdownDescription: "Regular expression (RE2) that the whole name of a mirror topic of the link has to match. One that matches nothing is an error.", Optional: true, Validators: []validator.String{pattern{}},
		},
		"dry_run":  schema.BoolAttribute{MarkdownDescription: "Only report what would happen, as the server judges it. Default: `false`.", Optional: true},
		"timeouts": actionTimeouts(ctx, a.kind.timeout),
	}
	if a.kind.hasMaxLag {
		attributes["max_lag"] = schema.Int64Attribute{MarkdownDescription: "A topic that is more than so many messages behind its source is left alone, and told as an error.", Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)}}
	}
	if a.kind.hasConfirm {
		attributes["confirm"] = schema.StringAttribute{MarkdownDescription: "The name of the link once more, because this cannot be undone.", Required: true}
	}
	if a.kind.hasStart {
		attributes["start"] = schema.BoolAttribute{MarkdownDescription: "Whether the mirror at the other end starts at once (default), or is paused.", Optional: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: a.kind.words + "\n\nA topic that already is where it should be counts as done. A topic that is refused stops no other. Progress is told while it runs.\n\n" + a.kind.then + " Then the next plan is empty. Guide: [Disaster recovery](../guides/disaster-recovery.md).",
		Attributes:          attributes,
	}
}

// actionTimeouts is the argument timeouts of an action.
func actionTimeouts(ctx context.Context, otherwise time.Duration) schema.Attribute {
	attribute := timeouts.AttributesWithOpts(ctx, timeouts.Opts{InvokeDescription: fmt.Sprintf("Until all topics are what they are to be. What was accepted goes on after that. Default: `%s`.", shortDuration(otherwise))})
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok { // the library describes the attribute inside, not the whole
		nested.MarkdownDescription = "How long the action may take, such as `30s` or `2h45m`."
		return nested
	}
	return attribute
}

// invocation is the configuration of an action.
type invocation struct {
	cluster, link types.String
	names         types.List
	pattern       types.String
	dry, start    types.Bool
	maxLag        types.Int64
	confirm       types.String
	timeouts      timeouts.Value
}

// config is what Invoke and ValidateConfig are given.
type config interface {
	GetAttribute(ctx context.Context, at path.Path, target any) diag.Diagnostics
}

func (a *mirrorAction) read(ctx context.Context, from config, diags *diag.Diagnostics) invocation {
	var i invocation
	get := func(name string, target any) { diags.Append(from.GetAttribute(ctx, path.Root(name), target)...) }
	get("kafka_cluster_id", &i.cluster)
	get("link_name", &i.link)
	get("mirror_topic_names", &i.names)
	get("mirror_topic_name_pattern", &i.pattern)
	get("dry_run", &i.dry)
	get("timeouts", &i.timeouts)
	if a.kind.hasMaxLag {
		get("max_lag", &i.maxLag)
	}
	if a.kind.hasConfirm {
		get("confirm", &i.confirm)
	}
	i.start = types.BoolValue(true)
	if a.kind.hasStart {
		get("start", &i.start)
	}
	return i
}

// ValidateConfig judges the arguments together.
func (a *mirrorAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	i := a.read(ctx, req.Config, &resp.Diagnostics)
	tfkit.CheckTimes(path.Root("timeouts"), i.timeouts.Attributes(), &resp.Diagnostics)
	names, pattern := path.Root("mirror_topic_names"), path.Root("mirror_topic_name_pattern")
	switch {
	case i.names.IsUnknown() || i.pattern.IsUnknown():
	case i.names.IsNull() && i.pattern.IsNull():
		noTopics(names, pattern, &resp.Diagnostics)
	case !i.names.IsNull() && !i.pattern.IsNull():
		topicsTwice(names, pattern, &resp.Diagnostics)
	case a.kind.onPlain && !i.pattern.IsNull():
		topicsNotNamed(names, pattern, &resp.Diagnostics)
	}
	if a.kind.hasConfirm && !i.confirm.IsUnknown() && !i.link.IsUnknown() && i.confirm.ValueString() != i.link.ValueString() {
		notConfirmed(i.confirm.ValueString(), i.link.ValueString(), &resp.Diagnostics)
	}
}

// Invoke does what the action is for.
func (a *mirrorAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	i := a.read(ctx, req.Config, &resp.Diagnostics)
	cluster := a.conns.Require(i.cluster, &resp.Diagnostics)
	timeout, diags := i.timeouts.Invoke(ctx, a.kind.timeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	c := &course{
		kind: a.kind, conns: a.conns, cluster: cluster, clock: a.conns.Clock, link: i.link.ValueString(), before: map[string]kafka.Mirror{}, failed: map[string]string{},
		progress: func(format string, args ...any) {
			resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
		},
	}
	operation := a.kind.operation(i.start.IsNull() || i.start.ValueBool())
	topics, ok := c.choose(ctx, i, &resp.Diagnostics)
	if !ok {
		return
	}
	topics, underway := c.spare(ctx, topics, i)
	if i.dry.ValueBool() {
		c.rehearse(ctx, operation, topics)
		c.report("would not be", &resp.Diagnostics)
		return
	}
	c.wait(ctx, append(underway, c.send(ctx, operation, topics)...))
	c.report("were not", &resp.Diagnostics)
}
