package mirrortopic

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*topicList)(nil)

// topicList lists mirror topics for terraform query.
type topicList struct{ mirrorTopic }

// NewListResource makes the list resource.
func NewListResource() list.ListResource { return &topicList{} }

// ListResourceConfigSchema describes what can be asked for.
func (l *topicList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The mirror topics of a link, or of all links of a cluster, to find and to import them. It takes one call; with `include_resource`, one more for each topic.",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_id": schema.StringAttribute{MarkdownDescription: "Id of the Kafka cluster that the mirror topics live on.", Required: true, Validators: []validator.String{tfkit.ClusterID()}},
			"link_name":        schema.StringAttribute{MarkdownDescription: "Name of the cluster link. Default: all links of the cluster.", Optional: true, Validators: []validator.String{tfkit.LinkName()}},
			"mirror_statuses":  schema.ListAttribute{MarkdownDescription: "Only mirror topics with one of these statuses, such as `ACTIVE`.", Optional: true, ElementType: types.StringType},
			"name_pattern":     schema.StringAttribute{MarkdownDescription: "Only mirror topics whose whole name matches this regular expression (RE2).", Optional: true, Validators: []validator.String{pattern{}}},
		},
	}
}

// List lists the mirror topics.
func (l *topicList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var (
		diags    diag.Diagnostics
		asked    selection
		statuses types.List
	)
	for name, target := range map[string]any{"kafka_cluster_id": &asked.cluster, "link_name": &asked.link, "mirror_statuses": &statuses, "name_pattern": &asked.pattern} {
		diags.Append(req.Config.GetAttribute(ctx, path.Root(name), target)...)
	}
	asked.statuses = statuses.Elements()
	cluster := l.conns.Require(asked.cluster, &diags)
	if diags.HasError() {
		tfkit.StreamErrors(stream, diags)
		return
	}
	mirrors, err := asked.read(ctx, cluster, &diags)
	if err != nil {
		asked.notRead(cluster, err, &diags)
	}
	if diags.HasError() {
		tfkit.StreamErrors(stream, diags)
		return
	}
	found := make([]tfkit.Found, 0, len(mirrors))
	for _, m := range mirrors {
		found = append(found, tfkit.Found{Name: m.Name, Identity: map[string]string{"kafka_cluster_id": cluster.ClusterID(), "link_name": m.LinkName, "mirror_topic_name": m.Name}})
	}
	tfkit.Stream(ctx, req, stream, &l.mirrorTopic, found)
}
