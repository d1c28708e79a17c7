package mirrortopic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
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
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
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
		name: "promote", done: "promoted", operation: always(kafka.Promote), goal: kafka.MirrorStopped, hasMaxLag: true, timeout: updateTimeout,
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
		name: "truncate_and_restore", done: "restored", operation: always(kafka.TruncateAndRestore), goal: kafka.MirrorActive, onPlain: true, hasConfirm: true, timeout: updateTimeout,
		words: "Makes topics that were the source once mirrors of what they were mirrored to, on a bidirectional link, after the other side was failed over or promoted. Run it on the cluster that came back. " +
			"**Messages that the other side does not have are dropped** and cannot be had back; a dry run tells how many. No consumer group may be active on the topics.",
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
		"timeouts": timeouts.AttributesWithOpts(ctx, timeouts.Opts{InvokeDescription: fmt.Sprintf("How long to wait until all topics are what they are to be. Default: `%s`. What was accepted goes on after that.", shortDuration(a.kind.timeout))}),
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
		MarkdownDescription: a.kind.words + "\n\nA topic that already is where it should be counts as done. A topic that is refused stops no other. Progress is told while it runs.\n\n" + a.kind.then + " Then the next plan is empty.",
		Attributes:          attributes,
	}
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
	names, pattern := path.Root("mirror_topic_names"), path.Root("mirror_topic_name_pattern")
	switch {
	case i.names.IsUnknown() || i.pattern.IsUnknown():
	case i.names.IsNull() && i.pattern.IsNull():
		resp.Diagnostics.AddAttributeError(names, "No Topics Given", fmt.Sprintf("Neither %s nor %s is given. Give one of them; the pattern \".*\" means all mirror topics of the link.", names, pattern))
	case !i.names.IsNull() && !i.pattern.IsNull():
		resp.Diagnostics.AddAttributeError(pattern, "Topics Given Twice", fmt.Sprintf("%s and %s are both given. Give one of them.", names, pattern))
	case a.kind.onPlain && !i.pattern.IsNull():
		resp.Diagnostics.AddAttributeError(pattern, "Topics Must Be Named", fmt.Sprintf("%s is about mirror topics, and these topics are no mirrors yet. Name them in %s.", pattern, names))
	}
	if a.kind.hasConfirm && !i.confirm.IsUnknown() && !i.link.IsUnknown() && i.confirm.ValueString() != i.link.ValueString() {
		resp.Diagnostics.AddAttributeError(path.Root("confirm"), "Not Confirmed", fmt.Sprintf("confirm is %q, and the link is %q. This cannot be undone: write the name of the link in confirm as well.", i.confirm.ValueString(), i.link.ValueString()))
	}
}

// perRequest is how many topics go out in one request.
const perRequest = 200

// course is an action under way.
type course struct {
	kind     kindOfAction
	cluster  *tfkit.Cluster
	clock    poll.Clock
	link     string
	progress func(format string, args ...any)
	// before is what the mirror topics were, by name.
	before map[string]kafka.Mirror
	failed map[string]string // why, by name
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
		kind: a.kind, cluster: cluster, clock: a.conns.Clock, link: i.link.ValueString(), before: map[string]kafka.Mirror{}, failed: map[string]string{},
		progress: func(format string, args ...any) {
			resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, args...)})
		},
	}
	operation := a.kind.operation(i.start.IsNull() || i.start.ValueBool())
	topics, ok := c.choose(ctx, i, &resp.Diagnostics)
	if !ok {
		return
	}
	topics = c.spare(topics, i)
	if i.dry.ValueBool() {
		c.rehearse(ctx, operation, topics, &resp.Diagnostics)
		return
	}
	c.wait(ctx, c.send(ctx, operation, topics))
	c.report(&resp.Diagnostics)
}

// choose reads the link's mirror topics, and finds out which topics are meant.
func (c *course) choose(ctx context.Context, i invocation, diags *diag.Diagnostics) ([]string, bool) {
	mirrors, err := c.cluster.Mirrors(ctx, c.link)
	switch {
	case errors.Is(err, rest.ErrNotFound):
		diags.AddAttributeError(path.Root("link_name"), "Cluster Link Not Found", fmt.Sprintf("Cluster %q has no link named %q. %s", c.cluster.ClusterID(), c.link, tfkit.Quote(err)))
		return nil, false
	case err != nil:
		diags.AddAttributeError(path.Root("link_name"), "Unable to Read Mirror Topics", fmt.Sprintf("The mirror topics of link %q on cluster %q could not be read, so nothing was sent. %s", c.link, c.cluster.ClusterID(), tfkit.Explain(err)))
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
		diags.AddAttributeError(path.Root("mirror_topic_name_pattern"), "Not a Regular Expression", err.Error())
		return nil, false
	}
	var names []string
	for name := range c.before {
		if matches.MatchString(name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		diags.AddAttributeError(path.Root("mirror_topic_name_pattern"), "Pattern Matches Nothing", fmt.Sprintf("None of the %d mirror topics of link %q on cluster %q has a name that %q matches as a whole. Nothing was sent.", len(mirrors), c.link, c.cluster.ClusterID(), i.pattern.ValueString()))
		return nil, false
	}
	slices.Sort(names)
	return names, true
}

// spare leaves out topics that are done, and those that must not be touched.
func (c *course) spare(topics []string, i invocation) []string {
	done := 0
	rest := slices.DeleteFunc(slices.Clone(topics), func(name string) bool {
		m, known := c.before[name]
		switch {
		case known && m.Status == c.kind.goal:
			done++
			return true
		case !known && !c.kind.onPlain:
			c.failed[name] = "the link has no mirror topic of this name"
			return true
		case !i.maxLag.IsNull() && m.Lag() > i.maxLag.ValueInt64():
			c.failed[name] = fmt.Sprintf("it is %d messages behind its source, and max_lag is %d", m.Lag(), i.maxLag.ValueInt64())
			return true
		}
		return false
	})
	if done > 0 {
		c.progress("%d of %d topics: done already", done, len(topics))
	}
	return rest
}

// send asks for the operation, and returns the topics for which it was accepted.
func (c *course) send(ctx context.Context, operation kafka.Operation, topics []string) []string {
	var accepted []string
	for chunk := range slices.Chunk(topics, perRequest) {
		results, err := c.cluster.Operate(ctx, c.link, operation, chunk, false)
		switch {
		case errors.Is(err, rest.ErrUnknown):
			// Not to be sent twice: what became of it, the wait finds out.
			c.progress("%s of %d topics: the answer was lost, looking what became of it", operation, len(chunk))
			accepted = append(accepted, chunk...)
			continue
		case err != nil:
			for _, name := range chunk {
				c.failed[name] = tfkit.Explain(err)
			}
			continue
		}
		for _, result := range results {
			if result.Refusal != nil {
				c.failed[result.Topic] = refusalWords(result.Refusal)
				continue
			}
			accepted = append(accepted, result.Topic)
			c.progress("%s: accepted%s", result.Topic, c.loss(result))
		}
	}
	return accepted
}

func refusalWords(refusal *kafka.OperationError) string {
	return fmt.Sprintf("the server refuses: %s (%d)", strings.TrimRight(refusal.Message, "."), refusal.Code)
}

// loss says what a topic loses, for the operations by which it may.
func (c *course) loss(result kafka.OperationResult) string {
	switch {
	case result.Truncated != nil:
		return fmt.Sprintf(", %d messages are dropped", *result.Truncated)
	case len(result.Lags) > 0:
		return ", " + tfkit.Behind(result.Lags)
	default:
		return ""
	}
}

// rehearse has the server judge, and says what would happen.
func (c *course) rehearse(ctx context.Context, operation kafka.Operation, topics []string, diags *diag.Diagnostics) {
	would := 0
	for chunk := range slices.Chunk(topics, perRequest) {
		results, err := c.cluster.Operate(ctx, c.link, operation, chunk, true)
		if err != nil {
			for _, name := range chunk {
				c.failed[name] = tfkit.Explain(err)
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
	}
	c.progress("Dry run: %d of %d topics would be %s, nothing was sent", would, len(topics), c.kind.done)
	c.report(diags)
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
	begun, all := c.clock.Now(), len(waiting)
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
			switch {
			case m.Status == c.kind.goal:
				delete(waiting, m.Name)
				c.progress("%s: %s (%d of %d)", m.Name, c.kind.done, all-len(waiting), all)
			case m.Status == kafka.MirrorFailed:
				delete(waiting, m.Name)
				c.failed[m.Name] = fmt.Sprintf("its status is %s. %s", m.Status, meaning(m.Status))
			case m.Status != last && last != "":
				c.progress("%s: %s", m.Name, m.Status)
			}
		}
		return struct{}{}, len(waiting) == 0, nil
	})
	for name, last := range waiting {
		why := fmt.Sprintf("after %s it is %s", c.clock.Now().Sub(begun).Round(time.Second), orNotSeen(last))
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			why += ". " + tfkit.Explain(err)
		}
		c.failed[name] = why
	}
}

// report names the topics for which it did not work, and why.
func (c *course) report(diags *diag.Diagnostics) {
	if len(c.failed) == 0 {
		return
	}
	const most = 20
	names := slices.Sorted(maps.Keys(c.failed))
	lines := make([]string, 0, most+1)
	for i, name := range names {
		if i == most {
			lines = append(lines, fmt.Sprintf("and %d more", len(names)-most))
			break
		}
		lines = append(lines, fmt.Sprintf("%q: %s", name, c.failed[name]))
	}
	topics := "Topics"
	if len(names) == 1 {
		topics = "Topic"
	}
	diags.AddError(fmt.Sprintf("%d %s Not %s", len(names), topics, capitalized(c.kind.done)),
		fmt.Sprintf("On link %q of cluster %q these topics were not %s:\n\n  %s\n\nThe others are as they are to be. Run the action again once the reason is gone: what is done counts as done.", c.link, c.cluster.ClusterID(), c.kind.done, strings.Join(lines, "\n  ")))
}

// capitalized is a phrase as a title has it.
func capitalized(words string) string {
	parts := strings.Fields(words)
	for i, part := range parts {
		parts[i] = strings.ToUpper(part[:1]) + part[1:]
	}
	return strings.Join(parts, " ")
}
