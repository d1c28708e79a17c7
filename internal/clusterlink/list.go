package clusterlink

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

var _ list.ListResourceWithConfigure = (*linkList)(nil)

// linkList lists links for terraform query.
type linkList struct{ linkResource }

// NewListResource makes the list resource.
func NewListResource() list.ListResource { return &linkList{} }

// ListResourceConfigSchema describes what can be asked for.
func (l *linkList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The cluster links of a Kafka cluster, to find and to import them. What is left of half a link is left out. Secrets are not read back: `terraform query -generate-config-out` leaves the authentication blocks out, and a link that is imported so goes on with what it has.",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_id":  schema.StringAttribute{MarkdownDescription: "Id of the Kafka cluster that hosts the links.", Required: true, Validators: []validator.String{tfkit.ClusterID()}},
			"remote_cluster_id": schema.StringAttribute{MarkdownDescription: "Only links with this cluster at the other end.", Optional: true},
		},
	}
}

// List lists the links.
func (l *linkList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var (
		diags           diag.Diagnostics
		clusterID, from types.String
	)
	diags.Append(req.Config.GetAttribute(ctx, path.Root("kafka_cluster_id"), &clusterID)...)
	diags.Append(req.Config.GetAttribute(ctx, path.Root("remote_cluster_id"), &from)...)
	cluster := l.conns.Require(clusterID, &diags)
	if diags.HasError() {
		tfkit.StreamErrors(stream, diags)
		return
	}
	all, err := cluster.Links(ctx)
	if err != nil {
		linksNotRead(cluster, err, &diags)
		tfkit.StreamErrors(stream, diags)
		return
	}
	var found []tfkit.Found
	for _, link := range all {
		if link.Name != "" && (from.IsNull() || link.Remote() == from.ValueString()) {
			found = append(found, tfkit.Found{Name: link.Name, Identity: map[string]string{"kafka_cluster_id": cluster.ClusterID(), "link_name": link.Name}})
		}
	}
	tfkit.Stream(ctx, req, stream, &l.linkResource, found)
}
