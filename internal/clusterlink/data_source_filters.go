package clusterlink

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure      = (*filtersDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*filtersDataSource)(nil)
)

// filtersDataSource is the data source clink_filter_matches: what the filters of a link
// select on a cluster.
type filtersDataSource struct{ tfkit.DataSource }

// NewFiltersDataSource makes the data source.
func NewFiltersDataSource() datasource.DataSource { return &filtersDataSource{} }

// filtersData is what is asked, and told.
type filtersData struct {
	KafkaClusterID types.String `tfsdk:"kafka_cluster_id"`
	TopicFilters   types.String `tfsdk:"topic_filters"`
	GroupFilters   types.String `tfsdk:"group_filters"`
	ACLFilters     types.String `tfsdk:"acl_filters"`
	Topics         types.List   `tfsdk:"topics"`
	ConsumerGroups types.List   `tfsdk:"consumer_groups"`
	ACLs           types.List   `tfsdk:"acls"`
}

// The arguments.
var (
	topicFiltersPath = path.Root("topic_filters")
	groupFiltersPath = path.Root("group_filters")
	aclFiltersPath   = path.Root("acl_filters")
)

var aclType = textsOf("resource_type", "resource_name", "pattern_type", "principal", "host", "operation", "permission")

// Metadata names the data source.
func (d *filtersDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_filter_matches"
}

// Schema describes the data source.
func (d *filtersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := tfkit.ComputedText
	filters := func(setting, selects string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: "The value of `" + setting + "` of a link. Not given: `" + selects + "` is null, and nothing is asked for it.",
			Optional:            true, Validators: []validator.String{filtersOf(setting)},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What the filters of a link select on a cluster now, before a link has them: " +
			"the topics that auto-create would mirror, the consumer groups whose offsets would be copied, the ACLs that the sync would copy. " +
			"On the cluster where data arrives, the ACLs that are selected and that the source does not have are those that the sync would delete.\n\n" +
			"Guide: [Links, consumer groups and ACLs](../guides/consumer-groups-and-acls.md).",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_id": schema.StringAttribute{
				MarkdownDescription: "Id of the Kafka cluster to look at: the one that data comes from. For ACLs, also the one where it arrives.",
				Required:            true, Validators: []validator.String{tfkit.ClusterID()},
			},
			"topic_filters": filters("auto.create.mirror.topics.filters", "topics"),
			"group_filters": filters("consumer.offset.group.filters", "consumer_groups"),
			"acl_filters":   filters("acl.filters", "acls"),
			"topics": tfkit.ComputedTexts("Names of the topics that `topic_filters` select, in order; those that Kafka made for itself left out. " +
				"What else keeps a topic from being mirrored, such as a name that is taken at the other end, is not looked at."),
			"consumer_groups": tfkit.ComputedTexts("Names of the consumer groups that `group_filters` select, in order."),
			"acls": schema.ListNestedAttribute{
				MarkdownDescription: "The ACLs that `acl_filters` select, in order: those that the cluster itself lists for each entry. " +
					"It does not tell which of them a link has made. A link leaves those out, " +
					"and an entry with `clusterLinkIds` selects them alone, so nothing is listed for such an entry.",
				Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"resource_type": text("`TOPIC`, `GROUP`, `CLUSTER` or `TRANSACTIONAL_ID`."),
					"resource_name": text("Name of the resource, or its beginning."),
					"pattern_type":  text("`LITERAL` or `PREFIXED`."),
					"principal": text("Whom it is for, such as `User:sa-12345`. " +
						"Confluent Cloud may tell a service account [by its number](https://docs.confluent.io/cloud/current/ccloud/get-kafka-acls/)."),
					"host":       text("From where; `*` is from everywhere."),
					"operation":  text("Such as `READ`."),
					"permission": text("`ALLOW` or `DENY`."),
				}},
			},
		},
	}
}

// ValidateConfig asks for filters.
func (d *filtersDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var data filtersData
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if !resp.Diagnostics.HasError() && data.TopicFilters.IsNull() && data.GroupFilters.IsNull() && data.ACLFilters.IsNull() {
		noFilters(&resp.Diagnostics)
	}
}

// Read asks the cluster for what the filters are about, and selects.
func (d *filtersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data filtersData
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	cluster := d.Conns.Require(data.KafkaClusterID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	data.Topics, data.ConsumerGroups, data.ACLs = types.ListNull(types.StringType), types.ListNull(types.StringType), types.ListNull(aclType)
	var found diag.Diagnostics
	data.fill(ctx, cluster, &found)
	if kept := d.Conns.OutOfReach(cluster); kept != "" && found.HasError() {
		filtersNotLookedAt(kept, &resp.Diagnostics)
	} else {
		resp.Diagnostics.Append(found...)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
	}
}

// fill asks for what the filters select.
func (d *filtersData) fill(ctx context.Context, cluster *tfkit.Cluster, diags *diag.Diagnostics) {
	if !d.TopicFilters.IsNull() {
		topics, err := cluster.Topics(ctx)
		if err != nil {
			notListed(topicFiltersPath, "topics", cluster, err, diags)
			return
		}
		var names []string
		for _, topic := range topics {
			if !topic.Internal {
				names = append(names, topic.Name)
			}
		}
		d.Topics = selected(linkconfig.TopicFilters, d.TopicFilters, names)
	}
	if !d.GroupFilters.IsNull() {
		groups, err := cluster.ConsumerGroups(ctx)
		if err != nil {
			notListed(groupFiltersPath, "consumer groups", cluster, err, diags)
			return
		}
		var names []string
		for _, group := range groups {
			names = append(names, group.ID)
		}
		d.ConsumerGroups = selected(linkconfig.GroupFilters, d.GroupFilters, names)
	}
	if !d.ACLFilters.IsNull() {
		acls, err := selectedACLs(ctx, cluster, d.ACLFilters.ValueString(), diags)
		if err != nil {
			notListed(aclFiltersPath, "ACLs", cluster, err, diags)
			return
		}
		d.ACLs = acls
	}
}

// selected are those of the names that filters select, in order.
func selected(of linkconfig.Type, filters types.String, names []string) types.List {
	selects, ok := linkconfig.Selector(of, filters.ValueString())
	if !ok {
		return tfkit.Texts(nil) // an empty text: the server's default, which selects nothing
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !selects(name) })
	slices.Sort(names)
	return tfkit.Texts(names)
}

// selectedACLs asks the cluster for the ACLs that each entry of the filters selects, as
// a link does: so the cluster's own idea of a pattern counts.
func selectedACLs(ctx context.Context, cluster *tfkit.Cluster, value string, diags *diag.Diagnostics) (types.List, error) {
	filters, _ := linkconfig.ACLFiltersOf(value)
	var all []kafka.ACL
	for i, f := range filters {
		if f.ByLinks {
			notByLinks(aclFiltersPath, i, diags)
			continue
		}
		some, err := cluster.ACLs(ctx, kafka.ACL{
			ResourceType: f.ResourceType, ResourceName: f.ResourceName, PatternType: f.PatternType,
			Principal: f.Principal, Host: f.Host, Operation: f.Operation, Permission: f.Permission,
		})
		if err != nil {
			return types.ListNull(aclType), err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b kafka.ACL) int { return slices.Compare(rank(a), rank(b)) })
	all = slices.Compact(all) // two entries may select the same
	elements := make([]attr.Value, len(all))
	for i, a := range all {
		text := types.StringValue
		elements[i] = types.ObjectValueMust(aclType.AttrTypes, map[string]attr.Value{
			"resource_type": text(a.ResourceType), "resource_name": text(a.ResourceName), "pattern_type": text(a.PatternType),
			"principal": text(a.Principal), "host": text(a.Host), "operation": text(a.Operation), "permission": text(a.Permission),
		})
	}
	return types.ListValueMust(aclType, elements), nil
}

// rank is what ACLs are ordered by.
func rank(a kafka.ACL) []string {
	return []string{a.ResourceType, a.ResourceName, a.PatternType, a.Principal, a.Operation, a.Permission, a.Host}
}

// filtersOf judges the filters of a setting, which is its text.
type filtersOf string

func (f filtersOf) Description(context.Context) string           { return "the filters of " + string(f) }
func (f filtersOf) MarkdownDescription(c context.Context) string { return f.Description(c) }

// ValidateString judges them as a link's config does.
func (f filtersOf) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	for _, found := range linkconfig.CheckValue(string(f), req.ConfigValue.ValueString(), linkconfig.Cloud) {
		finding(req.Path, found, &resp.Diagnostics)
	}
}
