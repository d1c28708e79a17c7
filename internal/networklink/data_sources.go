package networklink

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// The arguments of the data sources.
var (
	inEnvironment = argument{"environment_id", "Id of the environment (`env-...`).", true, environmentID}
	ofService     = argument{"network_link_service_id", "Id of the network link service (`nls-...`).", true, serviceID}
	ofNetworks    = argument{name: "network_ids", words: "Only those of these networks."}
	inPhases      = argument{name: "phases", words: "Only those in one of these phases, such as `READY`."}
	named         = argument{name: "display_names", words: "Only those with one of these names."}
	toServices    = argument{name: "network_link_service_ids", words: "Only those that connect to one of these services."}
)

// NewServiceDataSource makes the data source clink_network_link_service.
func NewServiceDataSource() datasource.DataSource {
	return one("network_link_service", "One network link service as Confluent Cloud tells it. A value that it does not tell is null.", serviceKind, serviceFields(),
		func(ctx context.Context, client *networking.Client, environment, id string) (networking.Service, error) {
			return client.Service(ctx, environment, id)
		})
}

// NewEndpointDataSource makes the data source clink_network_link_endpoint.
func NewEndpointDataSource() datasource.DataSource {
	return one("network_link_endpoint", "One network link endpoint as Confluent Cloud tells it. A value that it does not tell is null.", endpointKind, endpointFields(),
		func(ctx context.Context, client *networking.Client, environment, id string) (networking.Endpoint, error) {
			return client.Endpoint(ctx, environment, id)
		})
}

// NewServicesDataSource makes the data source clink_network_link_services.
func NewServicesDataSource() datasource.DataSource {
	return many("network_link_services", "The network link services of an environment.", []argument{inEnvironment, ofNetworks, inPhases, named}, serviceFields(),
		func(s networking.Service) string { return s.ID },
		func(ctx context.Context, client *networking.Client, given map[string][]string) ([]networking.Service, error) {
			return client.Services(ctx, given[inEnvironment.name][0], filter(given))
		})
}

// NewEndpointsDataSource makes the data source clink_network_link_endpoints.
func NewEndpointsDataSource() datasource.DataSource {
	return many("network_link_endpoints", "The network link endpoints of an environment.", []argument{inEnvironment, ofNetworks, inPhases, named, toServices}, endpointFields(),
		func(e networking.Endpoint) string { return e.ID },
		func(ctx context.Context, client *networking.Client, given map[string][]string) ([]networking.Endpoint, error) {
			return client.Endpoints(ctx, given[inEnvironment.name][0], filter(given))
		})
}

// NewAssociationsDataSource makes the data source clink_network_link_service_associations.
func NewAssociationsDataSource() datasource.DataSource {
	return many("network_link_service_associations", "The network link endpoints that are associated with a network link service, by endpoint id: what its owner has to accept. The owner may have no right to read the endpoints themselves.",
		[]argument{inEnvironment, ofService, inPhases}, associationFields(),
		func(a networking.Association) string { return a.ID },
		func(ctx context.Context, client *networking.Client, given map[string][]string) ([]networking.Association, error) {
			return client.Associations(ctx, given[inEnvironment.name][0], given[ofService.name][0], filter(given).Phase...)
		})
}

// one is a data source of one object.
func one[T any](name, words string, k kind, fields []field[T], read func(ctx context.Context, client *networking.Client, environment, id string) (T, error)) *source {
	id := argument{"id", "Id (`" + k.prefix + "...`).", true, objectID{k.name, []string{k.prefix}}}
	return &source{
		name: name, words: words, kind: k, arguments: []argument{inEnvironment, id}, tells: func() map[string]schema.Attribute { return attributes(fields) },
		read: func(ctx context.Context, client *networking.Client, given map[string][]string) (map[string]attr.Value, error) {
			object, err := read(ctx, client, given[inEnvironment.name][0], given[id.name][0])
			if err != nil {
				return nil, err
			}
			values := valuesOf(fields, object)
			delete(values, inEnvironment.name) // as it was given
			return values, nil
		},
	}
}

// many is a data source of objects by id. They stand in an attribute that is called
// like what they are.
func many[T any](
	name, words string, arguments []argument, fields []field[T], id func(T) string,
	list func(ctx context.Context, client *networking.Client, given map[string][]string) ([]T, error),
) *source {
	tells := name
	if name == "network_link_service_associations" {
		tells = "associations"
	}
	return &source{
		name: name, words: words, kind: kind{name: "network link", title: "Network Links"}, arguments: arguments,
		tells: func() map[string]schema.Attribute {
			return map[string]schema.Attribute{tells: schema.MapNestedAttribute{
				MarkdownDescription: "What there is, by id.", Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: attributes(fields)},
			}}
		},
		read: func(ctx context.Context, client *networking.Client, given map[string][]string) (map[string]attr.Value, error) {
			all, err := list(ctx, client, given)
			if err != nil {
				return nil, err
			}
			objects := map[string]attr.Value{}
			for _, object := range all {
				objects[id(object)] = types.ObjectValueMust(typeOf(fields).AttrTypes, valuesOf(fields, object))
			}
			return map[string]attr.Value{tells: types.MapValueMust(typeOf(fields), objects)}, nil
		},
	}
}

// filter narrows a list by the arguments that are given.
func filter(given map[string][]string) networking.Filter {
	f := networking.Filter{Network: given[ofNetworks.name], DisplayName: given[named.name], Service: given[toServices.name]}
	for _, phase := range given[inPhases.name] {
		f.Phase = append(f.Phase, networking.Phase(phase))
	}
	return f
}

// notRead says why a data source has nothing to tell.
func (s *source) notRead(err error, given map[string][]string, diags *diag.Diagnostics) {
	if errors.Is(err, rest.ErrNotFound) && len(given["id"]) == 1 {
		diags.AddAttributeError(path.Root("id"), s.kind.title+" Not Found", "There is no "+s.kind.name+" \""+given["id"][0]+"\" in environment \""+given[inEnvironment.name][0]+"\". "+tfkit.Quote(err))
		return
	}
	s.kind.explainRead(err, diags)
}
