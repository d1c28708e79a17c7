package clusterlink

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*linkDataSource)(nil)

// linkDataSource is the data source clink_cluster_link.
type linkDataSource struct{ tfkit.DataSource }

// NewDataSource makes the data source of one link.
func NewDataSource() datasource.DataSource { return &linkDataSource{} }

// linkData is what it tells.
type linkData struct {
	KafkaClusterID         types.String `tfsdk:"kafka_cluster_id"`
	LinkName               types.String `tfsdk:"link_name"`
	ID                     types.String `tfsdk:"id"`
	ClusterLinkID          types.String `tfsdk:"cluster_link_id"`
	RemoteClusterID        types.String `tfsdk:"remote_cluster_id"`
	LinkMode               types.String `tfsdk:"link_mode"`
	ConnectionMode         types.String `tfsdk:"connection_mode"`
	Prefix                 types.String `tfsdk:"prefix"`
	RemoteBootstrapServers types.String `tfsdk:"remote_bootstrap_servers"`
	LinkState              types.String `tfsdk:"link_state"`
	LinkError              types.String `tfsdk:"link_error"`
	LinkErrorMessage       types.String `tfsdk:"link_error_message"`
	Tasks                  types.Map    `tfsdk:"tasks"`
	MirrorTopicCounts      types.Map    `tfsdk:"mirror_topic_counts"`
	Settings               types.Map    `tfsdk:"settings"`
	Healthy                types.Bool   `tfsdk:"healthy"`
	Problems               types.List   `tfsdk:"problems"`
}

// What the maps of linkData hold.
var (
	taskErrorType = types.ObjectType{AttrTypes: map[string]attr.Type{"code": types.StringType, "message": types.StringType}}
	taskType      = types.ObjectType{AttrTypes: map[string]attr.Type{"state": types.StringType, "errors": types.ListType{ElemType: taskErrorType}}}
	settingType   = types.ObjectType{AttrTypes: map[string]attr.Type{
		"value": types.StringType, "source": types.StringType, "is_default": types.BoolType, "is_read_only": types.BoolType, "is_sensitive": types.BoolType,
	}}
)

// Metadata names the data source.
func (d *linkDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cluster_link"
}

const healthyWords = "Whether nothing is wrong with it: ACTIVE or paused on purpose, and no task in error."

// Schema describes the data source.
func (d *linkDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := tfkit.ComputedText
	resp.Schema = schema.Schema{
		MarkdownDescription: "One cluster link as the cluster that hosts it tells it: its state, its tasks, its settings, and in plain sentences what is wrong with it. A value that the server does not tell is null. " +
			"Guide: [Health and monitoring](../guides/health-and-monitoring.md).",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_id":         schema.StringAttribute{MarkdownDescription: "Id of the Kafka cluster that hosts the link.", Required: true, Validators: []validator.String{tfkit.ClusterID()}},
			"link_name":                schema.StringAttribute{MarkdownDescription: "Name of the link.", Required: true, Validators: []validator.String{tfkit.LinkName()}},
			"id":                       text("`<kafka_cluster_id>/<link_name>`."),
			"cluster_link_id":          text("Id that Confluent gave the link; both halves have the same."),
			"remote_cluster_id":        text("Id of the cluster at the other end."),
			"link_mode":                text("`DESTINATION`, `SOURCE` or `BIDIRECTIONAL`."),
			"connection_mode":          text("`OUTBOUND` or `INBOUND`."),
			"prefix":                   text("Prefix of the names of mirror topics."),
			"remote_bootstrap_servers": text("Address at which the link reaches the remote cluster."),
			"link_state":               text("State, such as `ACTIVE`, `UNAVAILABLE`, `FAILED` or `PAUSED`."),
			"link_error":               text("Error code; null for none."),
			"link_error_message":       text("The server's words on the error."),
			"tasks": schema.MapNestedAttribute{
				MarkdownDescription: "What the link does beside mirroring, by name of the task, such as `ConsumerOffsetSync`.", Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"state": text("State of the task; `IN_ERROR` when it does not do its job."),
					"errors": schema.ListNestedAttribute{
						MarkdownDescription: "Why it is in error.", Computed: true,
						NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{"code": text("Error code."), "message": text("The server's words.")}},
					},
				}},
			},
			"mirror_topic_counts": schema.MapAttribute{MarkdownDescription: "How many mirror topics are in which category, such as `ACTIVE`, `PAUSED`, `PENDING` or `IN_ERROR`. The cluster where the mirror topics are tells it.", Computed: true, ElementType: types.Int64Type},
			"settings": schema.MapNestedAttribute{
				MarkdownDescription: "All settings by name, defaults included. The values of secrets are null.", Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"value": text("Value."), "source": text("Where the value comes from."),
					"is_default":   tfkit.ComputedFlag("Whether nobody has set it."),
					"is_read_only": tfkit.ComputedFlag("Whether it cannot be changed."),
					"is_sensitive": tfkit.ComputedFlag("Whether its value is secret."),
				}},
			},
			"healthy":  tfkit.ComputedFlag(healthyWords),
			"problems": tfkit.ComputedTexts("What is wrong with it, a sentence each; empty when healthy."),
		},
	}
}

// Read reads the link.
func (d *linkDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data linkData
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	cluster := d.Conns.Require(data.KafkaClusterID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	data.ID = types.StringValue(data.KafkaClusterID.ValueString() + "/" + data.LinkName.ValueString())
	view, err := cluster.LinkView(ctx, data.LinkName.ValueString(), sharedForPlan)
	kept := ""
	if err != nil {
		kept = d.Conns.OutOfReach(cluster)
	}
	switch {
	case kept != "":
		data = data.unknown(kept)
	case err != nil:
		dataNotRead(ctx, cluster, data.LinkName.ValueString(), err, &resp.Diagnostics)
		return
	default:
		data = data.of(view)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// unknown is what is told of a link that cannot be asked about.
func (d linkData) unknown(why string) linkData {
	return linkData{
		KafkaClusterID: d.KafkaClusterID, LinkName: d.LinkName, ID: d.ID,
		Tasks: types.MapNull(taskType), MirrorTopicCounts: types.MapNull(types.Int64Type), Settings: types.MapNull(settingType),
		Healthy: types.BoolValue(false), Problems: tfkit.Texts([]string{why}),
	}
}

// of is what a link tells.
func (d linkData) of(view kafka.LinkView) linkData {
	says := view.Settings.Value
	d.ClusterLinkID, d.RemoteClusterID = tfkit.TextOrNull(view.ClusterLinkID), tfkit.TextOrNull(view.Remote())
	d.LinkMode, d.ConnectionMode = tfkit.TextOrNull(says(linkconfig.LinkMode)), tfkit.TextOrNull(says(linkconfig.ConnectionMode))
	d.Prefix, d.RemoteBootstrapServers = tfkit.TextOrNull(says(linkconfig.Prefix)), tfkit.TextOrNull(says(linkconfig.BootstrapServers))
	d.LinkState, d.LinkError, d.LinkErrorMessage = tfkit.TextOrNull(string(view.State)), noError(view.Error), tfkit.TextOrNull(view.ErrorMessage)
	d.Healthy, d.Problems = healthOf(view.Link)

	tasks := map[string]attr.Value{}
	for _, task := range view.Tasks {
		causes := make([]attr.Value, 0, len(task.Errors))
		for _, e := range task.Errors {
			causes = append(causes, types.ObjectValueMust(taskErrorType.AttrTypes, map[string]attr.Value{"code": tfkit.TextOrNull(e.Code), "message": tfkit.TextOrNull(e.Message)}))
		}
		tasks[task.Name] = types.ObjectValueMust(taskType.AttrTypes, map[string]attr.Value{"state": tfkit.TextOrNull(task.State), "errors": types.ListValueMust(taskErrorType, causes)})
	}
	d.Tasks = types.MapValueMust(taskType, tasks)

	d.MirrorTopicCounts = types.MapNull(types.Int64Type)
	if view.Counts != nil {
		counts := map[string]attr.Value{}
		for _, c := range view.Counts {
			counts[c.Category] = types.Int64Value(c.Count)
		}
		d.MirrorTopicCounts = types.MapValueMust(types.Int64Type, counts)
	}

	settings := map[string]attr.Value{}
	for name, entry := range view.Settings {
		value := types.StringPointerValue(entry.Value)
		if entry.Sensitive {
			value = types.StringNull()
		}
		settings[name] = types.ObjectValueMust(settingType.AttrTypes, map[string]attr.Value{
			"value": value, "source": tfkit.TextOrNull(entry.Source),
			"is_default": types.BoolValue(entry.Default), "is_read_only": types.BoolValue(entry.ReadOnly), "is_sensitive": types.BoolValue(entry.Sensitive),
		})
	}
	d.Settings = types.MapValueMust(settingType, settings)
	return d
}

// noError is an error code; null for the one that says that there is none.
func noError(code string) types.String {
	if code == "NO_ERROR" {
		return types.StringNull()
	}
	return tfkit.TextOrNull(code)
}

// healthOf is what the data sources tell of a link's health.
func healthOf(link kafka.Link) (types.Bool, types.List) {
	found := tfkit.LinkProblems(link)
	return types.BoolValue(len(found) == 0), tfkit.Texts(found)
}

// The data source clink_cluster_links.

var _ datasource.DataSourceWithConfigure = (*linksDataSource)(nil)

type linksDataSource struct{ tfkit.DataSource }

// NewListDataSource makes the data source of all links of a cluster.
func NewListDataSource() datasource.DataSource { return &linksDataSource{} }

type linksData struct {
	KafkaClusterID  types.String `tfsdk:"kafka_cluster_id"`
	RemoteClusterID types.String `tfsdk:"remote_cluster_id"`
	LinkMode        types.String `tfsdk:"link_mode"`
	ClusterLinks    types.Map    `tfsdk:"cluster_links"`
	Ghosts          types.Int64  `tfsdk:"ghosts"`
	Healthy         types.Bool   `tfsdk:"healthy"`
	Problems        types.List   `tfsdk:"problems"`
}

var linkRowType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"id": types.StringType, "cluster_link_id": types.StringType, "remote_cluster_id": types.StringType, "link_mode": types.StringType,
	"link_state": types.StringType, "link_error": types.StringType, "healthy": types.BoolType, "problems": types.ListType{ElemType: types.StringType},
}}

// Metadata names the data source.
func (d *linksDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cluster_links"
}

// Schema describes the data source.
func (d *linksDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := tfkit.ComputedText
	resp.Schema = schema.Schema{
		MarkdownDescription: "The links of a Kafka cluster, with what is wrong with each, their tasks included. It takes one call, and one for each link. " +
			"Guide: [Health and monitoring](../guides/health-and-monitoring.md).",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_id":  schema.StringAttribute{MarkdownDescription: "Id of the Kafka cluster that hosts the links.", Required: true, Validators: []validator.String{tfkit.ClusterID()}},
			"remote_cluster_id": schema.StringAttribute{MarkdownDescription: "Only links with this cluster at the other end.", Optional: true},
			"link_mode":         schema.StringAttribute{MarkdownDescription: "Only links of this mode: `DESTINATION`, `SOURCE` or `BIDIRECTIONAL`.", Optional: true, Validators: []validator.String{stringvalidator.OneOfCaseInsensitive(modeDestination, modeSource, modeBidirectional)}},
			"cluster_links": schema.MapNestedAttribute{
				MarkdownDescription: "The links by name.", Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id": text("`<kafka_cluster_id>/<link_name>`."), "cluster_link_id": text("Id that Confluent gave the link."), "remote_cluster_id": text("Id of the cluster at the other end."),
					"link_mode": text("Mode, as far as the list tells it: null where it takes the link's settings to know."), "link_state": text("State."), "link_error": text("Error code; null for none."),
					"healthy":  tfkit.ComputedFlag(healthyWords),
					"problems": tfkit.ComputedTexts("What is wrong with it."),
				}},
			},
			"ghosts":   tfkit.ComputedNumber("How many rows of the list have no name: what is left of half a link. They are not among `cluster_links`."),
			"healthy":  tfkit.ComputedFlag("Whether all of them are."),
			"problems": tfkit.ComputedTexts("What is wrong, with the name of the link."),
		},
	}
}

// modeOf is the mode of a link, as its cluster ids tell it; if they do not, and it
// must be known, as its settings do.
func modeOf(ctx context.Context, cluster *tfkit.Cluster, link kafka.Link, must bool) (string, error) {
	if mode := link.Mode(); mode != "" || !must {
		return mode, nil
	}
	view, err := cluster.LinkView(ctx, link.Name, sharedForPlan)
	return view.Settings.Value(linkconfig.LinkMode), err
}

// Read lists the links, and reads each.
func (d *linksDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data linksData
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	cluster := d.Conns.Require(data.KafkaClusterID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	all, err := cluster.Links(ctx)
	if err != nil {
		kept := d.Conns.OutOfReach(cluster)
		if kept == "" {
			linksNotRead(cluster, err, &resp.Diagnostics)
			return
		}
		data.ClusterLinks, data.Ghosts, data.Healthy, data.Problems = types.MapNull(linkRowType), types.Int64Null(), types.BoolValue(false), tfkit.Texts([]string{kept})
		resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
		return
	}
	rows, ghosts := map[string]attr.Value{}, int64(0)
	found := map[string][]string{}
	for _, link := range all {
		if link.Name == "" {
			ghosts++
			continue
		}
		if !data.RemoteClusterID.IsNull() && link.Remote() != data.RemoteClusterID.ValueString() {
			continue
		}
		mode, err := modeOf(ctx, cluster, link, !data.LinkMode.IsNull())
		if err == nil && (data.LinkMode.IsNull() || tfkit.IgnoreCase(mode, data.LinkMode.ValueString())) {
			link, err = cluster.Link(ctx, link.Name) // the list tells no tasks
		} else if err == nil {
			continue
		}
		switch {
		case errors.Is(err, rest.ErrNotFound):
			continue // deleted in between
		case err != nil:
			linksNotRead(cluster, err, &resp.Diagnostics)
			return
		}
		healthy, sentencesOf := healthOf(link)
		found[link.Name] = append(found[link.Name], tfkit.LinkProblems(link)...)
		rows[link.Name] = types.ObjectValueMust(linkRowType.AttrTypes, map[string]attr.Value{
			"id": types.StringValue(cluster.ClusterID() + "/" + link.Name), "cluster_link_id": tfkit.TextOrNull(link.ClusterLinkID), "remote_cluster_id": tfkit.TextOrNull(link.Remote()),
			"link_mode": tfkit.TextOrNull(mode), "link_state": tfkit.TextOrNull(string(link.State)), "link_error": noError(link.Error), "healthy": healthy, "problems": sentencesOf,
		})
	}
	var sentences []string
	for _, name := range slices.Sorted(maps.Keys(found)) {
		for _, problem := range found[name] {
			sentences = append(sentences, fmt.Sprintf("Link %q: %s", name, problem))
		}
	}
	data.ClusterLinks, data.Ghosts = types.MapValueMust(linkRowType, rows), types.Int64Value(ghosts)
	data.Healthy, data.Problems = types.BoolValue(len(sentences) == 0), tfkit.Texts(sentences)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
