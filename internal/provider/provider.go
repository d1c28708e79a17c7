// Package provider is the Terraform provider: its configuration, and the list of
// all that it offers.
package provider

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/clusterlinking/terraform-provider-clink/internal/clusterlink"
	"github.com/clusterlinking/terraform-provider-clink/internal/mirrortopic"
	"github.com/clusterlinking/terraform-provider-clink/internal/networklink"
	"github.com/clusterlinking/terraform-provider-clink/internal/topology"
)

var (
	_ provider.Provider                   = (*clinkProvider)(nil)
	_ provider.ProviderWithValidateConfig = (*clinkProvider)(nil)
	_ provider.ProviderWithActions        = (*clinkProvider)(nil)
	_ provider.ProviderWithFunctions      = (*clinkProvider)(nil)
	_ provider.ProviderWithListResources  = (*clinkProvider)(nil)
)

// clinkProvider is the provider.
type clinkProvider struct {
	version string
	getenv  func(string) string
	// judged says that the block was validated, which Terraform does before it
	// configures a provider for a run.
	judged bool
}

// Option changes how the provider meets the world around it.
type Option func(*clinkProvider)

// WithEnvironment has the provider look up environment variables in getenv
// instead of the process's environment.
func WithEnvironment(getenv func(string) string) Option {
	return func(p *clinkProvider) { p.getenv = getenv }
}

// New makes the provider of this version.
func New(version string, options ...Option) func() provider.Provider {
	return func() provider.Provider {
		p := &clinkProvider{version: version, getenv: os.Getenv}
		for _, option := range options {
			option(p)
		}
		return p
	}
}

// Metadata names the provider.
func (p *clinkProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName, resp.Version = "clink", p.version
}

// Schema describes the provider block.
func (p *clinkProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Clink manages Kafka Cluster Linking on Confluent Cloud and Confluent Platform: cluster links, mirror topics and AWS network links. " +
			"Configuring the provider makes no call.",
		Attributes: map[string]schema.Attribute{
			"kafka_clusters": schema.MapNestedAttribute{
				MarkdownDescription: "How to reach the REST API of each Kafka cluster that hosts something, keyed by Kafka cluster id (`lkc-...` on Confluent Cloud). " +
					"Write the keys out: while a key is not known, no entry is. " +
					"One more cluster can be given by the environment variables `KAFKA_ID`, `KAFKA_REST_ENDPOINT`, `KAFKA_API_KEY` and `KAFKA_API_SECRET`.",
				Optional: true,
				NestedObject: schema.NestedAttributeObject{
					Attributes: map[string]schema.Attribute{
						// Required by our own check: the framework would refuse entries that are variables (its issue 186).
						"rest_endpoint": schema.StringAttribute{
							MarkdownDescription: "Required. URL of the REST API, for example `https://pkc-abcde.us-east-1.aws.confluent.cloud:443`. A URL without a path means `/kafka/v3` below it; " +
								"a URL with a path is used as it stands, for example `http://proxy:8082/v3` for a standalone REST Proxy.",
							Optional: true,
						},
						"api_key":          schema.StringAttribute{MarkdownDescription: "API key (or user name) of this cluster, with `api_secret`.", Optional: true},
						"api_secret":       schema.StringAttribute{MarkdownDescription: "Secret (or password) that belongs to `api_key`.", Optional: true, Sensitive: true},
						"bearer_token":     schema.StringAttribute{MarkdownDescription: "Bearer token, in place of an API key. On Confluent Cloud together with `identity_pool_id`.", Optional: true, Sensitive: true},
						"identity_pool_id": schema.StringAttribute{MarkdownDescription: "Identity pool (`pool-...`) that the bearer of `bearer_token`, or of a token that `oauth` gets, acts as.", Optional: true},
						"oauth":            oauthAttribute("OAuth client, in place of an API key. Default: the provider's `oauth`."),
						"client_certificate": schema.StringAttribute{
							MarkdownDescription: "Client certificate chain for mTLS, PEM, with `client_key`.", Optional: true,
						},
						"client_key":      schema.StringAttribute{MarkdownDescription: "Private key that belongs to `client_certificate`, PEM.", Optional: true, Sensitive: true},
						"ca_certificate":  schema.StringAttribute{MarkdownDescription: "Certificate authorities to trust in place of the system's, PEM.", Optional: true},
						"tls_server_name": schema.StringAttribute{MarkdownDescription: "Host name that the server's certificate is checked against, where it is not the endpoint's.", Optional: true},
						"proxy_url":       schema.StringAttribute{MarkdownDescription: "Proxy to this cluster. By default `HTTPS_PROXY` and `NO_PROXY` are honoured.", Optional: true},
						"on_unreachable": schema.StringAttribute{
							MarkdownDescription: "What to do when the cluster cannot be reached. `error` (default): fail. `keep`: leave its objects in state as they are with one warning, and plan nothing for them, " +
								"so that the other side can be failed over from the same configuration while a region is down. Environment variable for all clusters: `CLINK_ON_UNREACHABLE`.",
							Optional: true,
						},
					},
				},
			},
			"cloud": schema.SingleNestedAttribute{
				MarkdownDescription: "Access to Confluent Cloud's networking API, for network links only.",
				Optional:            true,
				Attributes: map[string]schema.Attribute{
					"api_key":    schema.StringAttribute{MarkdownDescription: "Cloud API key. Environment variable: `CONFLUENT_CLOUD_API_KEY`.", Optional: true},
					"api_secret": schema.StringAttribute{MarkdownDescription: "Secret that belongs to `api_key`. Environment variable: `CONFLUENT_CLOUD_API_SECRET`.", Optional: true, Sensitive: true},
					"endpoint": schema.StringAttribute{
						MarkdownDescription: fmt.Sprintf("Default: `%s`. Environment variable: `CONFLUENT_CLOUD_ENDPOINT`.", defaultCloudEndpoint), Optional: true,
					},
					"oauth": oauthAttribute("OAuth client, in place of an API key; its tokens are exchanged for Confluent's own. It needs `identity_pool_id`. Default: the provider's `oauth`."),
				},
			},
			"oauth": oauthAttribute("OAuth client of an identity provider, for all clusters and the cloud that name no other way to authenticate. Tokens are kept while they are valid, and renewed before their end."),
			"preflight": schema.StringAttribute{
				MarkdownDescription: "Whether a plan is tried on the server (`validate_only`): each new link, each change of a link's settings and each operation on a mirror topic whose values are all known. " +
					"`off` (default), `warn`, or `error`, by what becomes of what the server finds. What a dry run cannot know yet, such as the other half of a link that the same apply creates, is not reported.",
				Optional: true,
			},
			"adopt_existing": schema.StringAttribute{
				MarkdownDescription: "What becomes of an object that is to be created and is there already, as after an apply that was killed before it could store what it had made. " +
					"`matching` (default): it is taken over if everything that can be compared is what the configuration wants, else the error shows how to import it; a mirror topic is taken over if it mirrors the wanted source on the wanted link, as one that the link has created by itself. " +
					"`never`: it is always that error.",
				Optional: true,
			},
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("How often a request is repeated after the server answered 429 or 5xx. Default: %d.", defaultMaxRetries),
				Optional:            true,
				Validators:          []validator.Int64{int64validator.Between(0, 100)},
			},
		},
	}
}

// Resources lists the resources.
func (p *clinkProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		clusterlink.NewResource,
		mirrortopic.NewResource,
		mirrortopic.NewSetResource,
		networklink.NewServiceResource,
		networklink.NewEndpointResource,
	}
}

// DataSources lists the data sources.
func (p *clinkProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		clusterlink.NewDataSource,
		clusterlink.NewListDataSource,
		clusterlink.NewFiltersDataSource,
		mirrortopic.NewDataSource,
		mirrortopic.NewListDataSource,
		networklink.NewServiceDataSource,
		networklink.NewServicesDataSource,
		networklink.NewEndpointDataSource,
		networklink.NewEndpointsDataSource,
		networklink.NewAssociationsDataSource,
		topology.NewDataSource,
	}
}

// Actions lists the actions.
func (p *clinkProvider) Actions(context.Context) []func() action.Action {
	return mirrortopic.NewActions()
}

// ListResources lists what terraform query can find.
func (p *clinkProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		clusterlink.NewListResource,
		mirrortopic.NewListResource,
		networklink.NewServiceListResource,
		networklink.NewEndpointListResource,
	}
}

// Functions lists the functions.
func (p *clinkProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{clusterlink.NewParseProperties, clusterlink.NewParseManifest, topology.NewLinkPath}
}
