package mirrortopic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// problems are what is wrong with a mirror topic, a sentence each: none for one that
// mirrors, was paused or ended on purpose, or is on its way to what was asked for.
// maxLag is the most messages that it may be behind; negative for no limit.
func problems(m kafka.Mirror, maxLag int64) []string {
	var words []string
	switch m.Status {
	case kafka.MirrorFailed, kafka.MirrorLinkFailed, kafka.MirrorSourceUnavailable:
		words = append(words, fmt.Sprintf("Its status is %s. %s", m.Status, meaning(m.Status)))
	default:
		if !m.Status.Known() {
			words = append(words, fmt.Sprintf("Its status is %q, which this version of Clink does not know.", m.Status))
		}
	}
	if fault := m.Fault(); fault != "" {
		words = append(words, fmt.Sprintf("It has the error %s.", fault))
	}
	for _, e := range m.Transitions {
		words = append(words, fmt.Sprintf("Its change of status is held up: %s (%s).", e.Message, e.Code))
	}
	if lags(m, maxLag) {
		words = append(words, fmt.Sprintf("It is %d messages behind its source, and max_lag is %d.", m.Lag(), maxLag))
	}
	return words
}

// lags says whether a mirror topic is farther behind than it may be. One that has
// ended has no source to be behind.
func lags(m kafka.Mirror, maxLag int64) bool {
	return maxLag >= 0 && m.Lag() > maxLag && m.Status != kafka.MirrorStopped
}

// limit is a max_lag argument; negative for none.
func limit(maxLag types.Int64) int64 {
	if maxLag.IsNull() {
		return -1
	}
	return maxLag.ValueInt64()
}

var _ datasource.DataSourceWithConfigure = (*topicDataSource)(nil)

// topicDataSource is the data source clink_mirror_topic.
type topicDataSource struct{ tfkit.DataSource }

// NewDataSource makes the data source of one mirror topic.
func NewDataSource() datasource.DataSource { return &topicDataSource{} }

type topicData struct {
	KafkaClusterID   types.String `tfsdk:"kafka_cluster_id"`
	LinkName         types.String `tfsdk:"link_name"`
	MirrorTopicName  types.String `tfsdk:"mirror_topic_name"`
	MaxLag           types.Int64  `tfsdk:"max_lag"`
	ID               types.String `tfsdk:"id"`
	SourceTopicName  types.String `tfsdk:"source_topic_name"`
	MirrorStatus     types.String `tfsdk:"mirror_status"`
	MirrorTopicError types.String `tfsdk:"mirror_topic_error"`
	StateTime        types.String `tfsdk:"state_time"`
	NumPartitions    types.Int64  `tfsdk:"num_partitions"`
	Lag              types.Int64  `tfsdk:"lag"`
	MaxPartitionLag  types.Int64  `tfsdk:"max_partition_lag"`
	Partitions       types.List   `tfsdk:"partitions"`
	TransitionErrors types.List   `tfsdk:"transition_errors"`
	Healthy          types.Bool   `tfsdk:"healthy"`
	Problems         types.List   `tfsdk:"problems"`
}

var (
	partitionType  = types.ObjectType{AttrTypes: map[string]attr.Type{"partition": types.Int64Type, "lag": types.Int64Type, "last_source_fetch_offset": types.Int64Type}}
	transitionType = types.ObjectType{AttrTypes: map[string]attr.Type{"code": types.StringType, "message": types.StringType}}
)

// Metadata names the data source.
func (d *topicDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_mirror_topic"
}

const (
	maxLagWords  = "The most messages that a mirror topic may be behind its source and be healthy. Without it, lag is told and not judged."
	healthyWords = "Whether nothing is wrong with it. One that was paused or ended on purpose, or is on its way to what was asked for, is healthy."
)

// Schema describes the data source.
func (d *topicDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text, number := tfkit.ComputedText, tfkit.ComputedNumber
	resp.Schema = schema.Schema{
		MarkdownDescription: "One mirror topic: its status, how far behind it is, and in plain sentences what is wrong with it. A value that the server does not tell is null. " +
			"Guide: [Health and monitoring](../guides/health-and-monitoring.md).",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_id":   schema.StringAttribute{MarkdownDescription: "Id of the Kafka cluster that the mirror topic lives on.", Required: true, Validators: []validator.String{tfkit.ClusterID()}},
			"link_name":          schema.StringAttribute{MarkdownDescription: "Name of the cluster link.", Required: true, Validators: []validator.String{tfkit.LinkName()}},
			"mirror_topic_name":  schema.StringAttribute{MarkdownDescription: "Name of the mirror topic, prefix included.", Required: true, Validators: topicName},
			"max_lag":            schema.Int64Attribute{MarkdownDescription: maxLagWords, Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)}},
			"id":                 text("`<kafka_cluster_id>/<link_name>/<mirror_topic_name>`."),
			"source_topic_name":  text("Name of the source topic."),
			"mirror_status":      text("Status, such as `ACTIVE`, `PAUSED`, `STOPPED` or `FAILED`."),
			"mirror_topic_error": text("Error code; null for none."),
			"state_time":         text("When the status changed last, in RFC 3339."),
			"num_partitions":     number("Number of partitions."),
			"lag":                number("How many messages it is behind its source, over all partitions; null where the server does not tell."),
			"max_partition_lag":  number("How many messages the partition that is farthest behind is behind."),
			"partitions": schema.ListNestedAttribute{
				MarkdownDescription: "The partitions in order.", Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"partition": number("Number of the partition."), "lag": number("How many messages it is behind."), "last_source_fetch_offset": number("Source offset that was fetched last; -1 while nothing has been."),
				}},
			},
			"transition_errors": schema.ListNestedAttribute{
				MarkdownDescription: "What holds up a change of status.", Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{"code": text("Error code."), "message": text("The server's words.")}},
			},
			"healthy":  tfkit.ComputedFlag(healthyWords),
			"problems": tfkit.ComputedTexts("What is wrong with it, a sentence each; empty when healthy."),
		},
	}
}

// Read reads the mirror topic.
func (d *topicDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data topicData
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	cluster := d.Conns.Require(data.KafkaClusterID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	link, topic := data.LinkName.ValueString(), data.MirrorTopicName.ValueString()
	data.ID = identity{data.KafkaClusterID, data.LinkName, data.MirrorTopicName}.id()
	mirror, err := cluster.MirrorTransition(ctx, link, topic)
	if err != nil {
		kept := d.Conns.OutOfReach(cluster)
		switch {
		case kept != "":
			data.Partitions, data.TransitionErrors = types.ListNull(partitionType), types.ListNull(transitionType)
			data.Healthy, data.Problems = types.BoolValue(false), tfkit.Texts([]string{kept})
			resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
		case errors.Is(err, rest.ErrNotFound):
			noSuchMirror(cluster.ClusterID(), link, topic, err, &resp.Diagnostics)
		default:
			mirrorNotRead(cluster.ClusterID(), link, topic, err, &resp.Diagnostics)
		}
		return
	}
	data.SourceTopicName, data.MirrorStatus, data.MirrorTopicError = tfkit.TextOrNull(mirror.SourceTopicName), tfkit.TextOrNull(string(mirror.Status)), tfkit.TextOrNull(mirror.Fault())
	data.StateTime, data.NumPartitions = tfkit.TextOrNull(mirror.Since()), types.Int64Value(mirror.Partitions)
	data.Lag, data.MaxPartitionLag = lagOf(mirror)
	slices.SortFunc(mirror.Lags, func(a, b kafka.MirrorLag) int { return int(a.Partition - b.Partition) })
	partitions := make([]attr.Value, 0, len(mirror.Lags))
	for _, p := range mirror.Lags {
		partitions = append(partitions, types.ObjectValueMust(partitionType.AttrTypes, map[string]attr.Value{
			"partition": types.Int64Value(p.Partition), "lag": types.Int64Value(p.Lag), "last_source_fetch_offset": types.Int64Value(p.LastSourceFetchOffset),
		}))
	}
	data.Partitions = types.ListValueMust(partitionType, partitions)
	transitions := make([]attr.Value, 0, len(mirror.Transitions))
	for _, e := range mirror.Transitions {
		transitions = append(transitions, types.ObjectValueMust(transitionType.AttrTypes, map[string]attr.Value{"code": tfkit.TextOrNull(e.Code), "message": tfkit.TextOrNull(e.Message)}))
	}
	data.TransitionErrors = types.ListValueMust(transitionType, transitions)
	found := problems(mirror, limit(data.MaxLag))
	data.Healthy, data.Problems = types.BoolValue(len(found) == 0), tfkit.Texts(found)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// lagOf is how far behind a mirror topic is, in all and at most; null where the
// server does not tell.
func lagOf(m kafka.Mirror) (all, most types.Int64) {
	if len(m.Lags) == 0 {
		return types.Int64Null(), types.Int64Null()
	}
	return types.Int64Value(m.Lag()), types.Int64Value(m.MaxLag())
}

// lagsOf is how far behind mirror topics are together, and the one that is farthest
// behind; null where the server tells of none of them.
func lagsOf(mirrors []kafka.Mirror) (all, most types.Int64) {
	var sum, farthest int64
	told := len(mirrors) == 0
	for _, m := range mirrors {
		told = told || len(m.Lags) > 0
		sum, farthest = sum+m.Lag(), max(farthest, m.Lag())
	}
	if !told {
		return types.Int64Null(), types.Int64Null()
	}
	return types.Int64Value(sum), types.Int64Value(farthest)
}

// The data source clink_mirror_topics.

var _ datasource.DataSourceWithConfigure = (*topicsDataSource)(nil)

type topicsDataSource struct{ tfkit.DataSource }

// NewListDataSource makes the data source of all mirror topics of a link or a cluster.
func NewListDataSource() datasource.DataSource { return &topicsDataSource{} }

type topicsData struct {
	KafkaClusterID types.String `tfsdk:"kafka_cluster_id"`
	LinkName       types.String `tfsdk:"link_name"`
	MirrorStatuses types.Set    `tfsdk:"mirror_statuses"`
	NamePattern    types.String `tfsdk:"name_pattern"`
	MirrorTopics   types.Map    `tfsdk:"mirror_topics"`
	Counts         types.Map    `tfsdk:"counts"`
	Lag            types.Int64  `tfsdk:"lag"`
	MaxLag         types.Int64  `tfsdk:"max_lag"`
	Healthy        types.Bool   `tfsdk:"healthy"`
	Problems       types.List   `tfsdk:"problems"`
}

var topicRowType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"id": types.StringType, "link_name": types.StringType, "source_topic_name": types.StringType, "mirror_status": types.StringType, "mirror_topic_error": types.StringType,
	"state_time": types.StringType, "num_partitions": types.Int64Type, "lag": types.Int64Type, "max_partition_lag": types.Int64Type, "healthy": types.BoolType,
}}

// Metadata names the data source.
func (d *topicsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_mirror_topics"
}

// Schema describes the data source.
func (d *topicsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text, number := tfkit.ComputedText, tfkit.ComputedNumber
	resp.Schema = schema.Schema{
		MarkdownDescription: "The mirror topics of a link, or of all links of a cluster, with how far behind they are and what is wrong. It takes one call, however many there are. " +
			"Guide: [Health and monitoring](../guides/health-and-monitoring.md).",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_id": schema.StringAttribute{MarkdownDescription: "Id of the Kafka cluster that the mirror topics live on.", Required: true, Validators: []validator.String{tfkit.ClusterID()}},
			"link_name":        schema.StringAttribute{MarkdownDescription: "Name of the cluster link. Default: all links of the cluster.", Optional: true, Validators: []validator.String{tfkit.LinkName()}},
			"mirror_statuses":  schema.SetAttribute{MarkdownDescription: "Only mirror topics with one of these statuses, such as `ACTIVE` or `FAILED`.", Optional: true, ElementType: types.StringType},
			"name_pattern":     schema.StringAttribute{MarkdownDescription: "Only mirror topics whose whole name matches this regular expression (RE2).", Optional: true, Validators: []validator.String{pattern{}}},
			"mirror_topics": schema.MapNestedAttribute{
				MarkdownDescription: "The mirror topics by name.", Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id": text("`<kafka_cluster_id>/<link_name>/<mirror_topic_name>`."), "link_name": text("Name of the cluster link."), "source_topic_name": text("Name of the source topic."),
					"mirror_status": text("Status."), "mirror_topic_error": text("Error code; null for none."), "state_time": text("When the status changed last, in RFC 3339."),
					"num_partitions": number("Number of partitions."), "lag": number("How many messages it is behind, over all partitions."), "max_partition_lag": number("How many messages the partition that is farthest behind is behind."),
					"healthy": tfkit.ComputedFlag(healthyWords),
				}},
			},
			"counts": schema.MapAttribute{MarkdownDescription: "How many have which status.", Computed: true, ElementType: types.Int64Type},
			"lag":    number("How many messages all of them that have not ended are behind together; null where the server does not tell."),
			"max_lag": schema.Int64Attribute{
				MarkdownDescription: "Given: the most messages that each of them may be behind its source and be healthy. Not given: how many messages the one that is farthest behind is behind, which is told and not judged.",
				Optional:            true, Computed: true, Validators: []validator.Int64{int64validator.AtLeast(0)},
			},
			"healthy":  tfkit.ComputedFlag("Whether all of them are."),
			"problems": tfkit.ComputedTexts("What is wrong, a sentence for each kind of problem with ten names at most; empty when healthy."),
		},
	}
}

// pattern judges a regular expression.
type pattern struct{}

func (pattern) Description(context.Context) string             { return "is a regular expression (RE2)" }
func (p pattern) MarkdownDescription(c context.Context) string { return p.Description(c) }

// ValidateString refuses what is no regular expression.
func (pattern) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := regexp.Compile(req.ConfigValue.ValueString()); err != nil {
		notAPattern(req.Path, req.ConfigValue.ValueString(), err, &resp.Diagnostics)
	}
}

// wholeName is a pattern that has to match the whole name.
func wholeName(pattern string) (*regexp.Regexp, error) {
	return regexp.Compile(`\A(?:` + pattern + `)\z`)
}

// Read lists the mirror topics.
func (d *topicsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data topicsData
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	cluster := d.Conns.Require(data.KafkaClusterID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	asked := selection{data.KafkaClusterID, data.LinkName, data.NamePattern, data.MirrorStatuses.Elements()}
	mirrors, err := asked.read(ctx, cluster, &resp.Diagnostics)
	kept := ""
	if err != nil {
		kept = d.Conns.OutOfReach(cluster)
	}
	switch {
	case kept != "":
		data.MirrorTopics, data.Counts = types.MapNull(topicRowType), types.MapNull(types.Int64Type)
		data.Healthy, data.Problems = types.BoolValue(false), tfkit.Texts([]string{kept})
	case err != nil:
		asked.notRead(cluster, err, &resp.Diagnostics)
		return
	default:
		data.fill(mirrors)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
	}
}

// selection is which mirror topics are asked for.
type selection struct {
	cluster, link, pattern types.String
	statuses               []attr.Value // none for any
}

// read lists the mirror topics that are asked for, in one call.
func (s selection) read(ctx context.Context, cluster *tfkit.Cluster, diags *diag.Diagnostics) ([]kafka.Mirror, error) {
	link := s.link.ValueString()
	if link == "" {
		link = allLinks
	}
	mirrors, err := cluster.Mirrors(ctx, link)
	if err != nil {
		return nil, err
	}
	matches, err := wholeName(s.pattern.ValueString())
	if err != nil { // the validator has said it, unless the value was not known then
		notAPattern(path.Root("name_pattern"), s.pattern.ValueString(), err, diags)
		return nil, nil
	}
	return slices.DeleteFunc(mirrors, func(m kafka.Mirror) bool {
		return !s.pattern.IsNull() && !matches.MatchString(m.Name) ||
			len(s.statuses) > 0 && !slices.ContainsFunc(s.statuses, func(status attr.Value) bool { return tfkit.IgnoreCase(textOf(status), string(m.Status)) })
	}), nil
}

// textOf is the text of a value that is a string.
func textOf(value attr.Value) string {
	text, _ := value.(types.String)
	return text.ValueString()
}

// fill tells what there is to tell of the mirror topics.
func (data *topicsData) fill(mirrors []kafka.Mirror) {
	rows, counts := map[string]attr.Value{}, map[string]int64{}
	sick := map[string][]string{} // names by what is wrong
	var live []kafka.Mirror       // what has ended is behind nothing
	allowed := limit(data.MaxLag)
	for _, m := range mirrors {
		found := problems(m, allowed)
		all, atMost := lagOf(m)
		rows[m.Name] = types.ObjectValueMust(topicRowType.AttrTypes, map[string]attr.Value{
			"id": identity{data.KafkaClusterID, types.StringValue(m.LinkName), types.StringValue(m.Name)}.id(), "link_name": tfkit.TextOrNull(m.LinkName),
			"source_topic_name": tfkit.TextOrNull(m.SourceTopicName), "mirror_status": tfkit.TextOrNull(string(m.Status)), "mirror_topic_error": tfkit.TextOrNull(m.Fault()),
			"state_time": tfkit.TextOrNull(m.Since()), "num_partitions": types.Int64Value(m.Partitions), "lag": all, "max_partition_lag": atMost, "healthy": types.BoolValue(len(found) == 0),
		})
		counts[string(m.Status)]++
		if m.Status != kafka.MirrorStopped {
			live = append(live, m)
		}
		for _, kind := range kindsOf(m, allowed) {
			sick[kind] = append(sick[kind], m.Name)
		}
	}
	numbers := map[string]attr.Value{}
	for status, n := range counts {
		numbers[status] = types.Int64Value(n)
	}
	var sentences []string
	for _, kind := range slices.Sorted(maps.Keys(sick)) {
		slices.Sort(sick[kind])
		sentences = append(sentences, fmt.Sprintf("%s: %s.", kind, tfkit.Names(sick[kind])))
	}
	data.MirrorTopics, data.Counts = types.MapValueMust(topicRowType, rows), types.MapValueMust(types.Int64Type, numbers)
	lag, most := lagsOf(live)
	data.Lag = lag
	if data.MaxLag.IsNull() {
		data.MaxLag = most
	}
	data.Healthy, data.Problems = types.BoolValue(len(sentences) == 0), tfkit.Texts(sentences)
}

// kindsOf are the kinds of problems of a mirror topic: what problems says, without
// what is of this topic alone.
func kindsOf(m kafka.Mirror, maxLag int64) []string {
	var kinds []string
	if len(problems(m, -1)) > 0 {
		kind := fmt.Sprintf("%s mirror topics", m.Status)
		if fault := m.Fault(); fault != "" {
			kind = fmt.Sprintf("%s mirror topics with the error %s", m.Status, fault)
		}
		kinds = append(kinds, kind)
	}
	if lags(m, maxLag) {
		kinds = append(kinds, fmt.Sprintf("Mirror topics that are more than %d messages behind", maxLag))
	}
	return kinds
}
