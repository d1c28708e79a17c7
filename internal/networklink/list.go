package networklink

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var (
	_ list.ListResourceWithConfigure = (*serviceList)(nil)
	_ list.ListResourceWithConfigure = (*endpointList)(nil)
)

// serviceList and endpointList list network links for terraform query.
type (
	serviceList  struct{ serviceResource }
	endpointList struct{ endpointResource }
)

// NewServiceListResource makes the list resource clink_network_link_service.
func NewServiceListResource() list.ListResource { return &serviceList{} }

// NewEndpointListResource makes the list resource clink_network_link_endpoint.
func NewEndpointListResource() list.ListResource { return &endpointList{} }

// listSchema describes what can be asked for.
func listSchema(words string, arguments ...argument) schema.Schema {
	all := map[string]schema.Attribute{
		inEnvironment.name: schema.StringAttribute{MarkdownDescription: inEnvironment.words, Required: true, Validators: []validator.String{inEnvironment.check}},
	}
	for _, a := range arguments {
		all[a.name] = schema.ListAttribute{MarkdownDescription: a.words, Optional: true, ElementType: types.StringType}
	}
	return schema.Schema{MarkdownDescription: words, Attributes: all}
}

// ListResourceConfigSchema describes what can be asked for.
func (l *serviceList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listSchema("The network link services of an environment, to find and to import them.", ofNetworks)
}

// ListResourceConfigSchema describes what can be asked for.
func (l *endpointList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listSchema("The network link endpoints of an environment, to find and to import them.", ofNetworks, toServices)
}

// List lists the services.
func (l *serviceList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	listAll(ctx, req, stream, l.conns, serviceKind, &l.serviceResource, []argument{ofNetworks},
		func(client *networking.Client, environment string, f networking.Filter) ([]networking.Service, error) {
			return client.Services(ctx, environment, f)
		},
		func(s networking.Service) (string, string) { return s.ID, s.Spec.DisplayName })
}

// List lists the endpoints.
func (l *endpointList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	listAll(ctx, req, stream, l.conns, endpointKind, &l.endpointResource, []argument{ofNetworks, toServices},
		func(client *networking.Client, environment string, f networking.Filter) ([]networking.Endpoint, error) {
			return client.Endpoints(ctx, environment, f)
		},
		func(e networking.Endpoint) (string, string) { return e.ID, e.Spec.DisplayName })
}

// listAll lists the objects of a kind in an environment.
func listAll[T any](
	ctx context.Context, req list.ListRequest, stream *list.ListResultsStream, conns *tfkit.Connections, k kind, reader tfkit.Reader, arguments []argument,
	read func(*networking.Client, string, networking.Filter) ([]T, error), of func(T) (id, name string),
) {
	var (
		diags       diag.Diagnostics
		environment types.String
	)
	diags.Append(req.Config.GetAttribute(ctx, path.Root(inEnvironment.name), &environment)...)
	given := map[string][]string{}
	for _, a := range arguments {
		var values types.List
		diags.Append(req.Config.GetAttribute(ctx, path.Root(a.name), &values)...)
		for _, value := range values.Elements() {
			if text, ok := value.(types.String); ok {
				given[a.name] = append(given[a.name], text.ValueString())
			}
		}
	}
	client := conns.RequireNetworking(&diags)
	if diags.HasError() {
		tfkit.StreamErrors(stream, diags)
		return
	}
	all, err := read(client, environment.ValueString(), filter(given))
	if err != nil {
		k.explainRead(err, &diags)
		tfkit.StreamErrors(stream, diags)
		return
	}
	found := make([]tfkit.Found, 0, len(all))
	for _, object := range all {
		id, name := of(object)
		if name == "" {
			name = id
		}
		found = append(found, tfkit.Found{Name: name, Identity: map[string]string{"environment_id": environment.ValueString(), "id": id}})
	}
	tfkit.Stream(ctx, req, stream, reader, found)
}
