package provider

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"golang.org/x/oauth2"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// ValidateConfig judges the provider block without calling anybody.
func (p *clinkProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var conf config
	resp.Diagnostics.Append(req.Config.Get(ctx, &conf)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for id, entry := range conf.clusters(ctx, &resp.Diagnostics) {
		if strings.TrimSpace(id) == "" {
			resp.Diagnostics.AddAttributeError(clusterPath(id), "Empty Kafka Cluster Id", "Entries of kafka_clusters are keyed by Kafka cluster id, such as lkc-abc123.")
		}
		if entry != nil {
			entry.check(ctx, clusterPath(id), &resp.Diagnostics)
		}
	}
	checkOAuth(ctx, path.Root("oauth"), conf.OAuth, false, &resp.Diagnostics)
	var cloud cloudConfig
	if conf.Cloud.IsNull() || conf.Cloud.IsUnknown() {
		return
	}
	resp.Diagnostics.Append(conf.Cloud.As(ctx, &cloud, basetypes.ObjectAsOptions{})...)
	at := path.Root("cloud")
	checkOAuth(ctx, at.AtName("oauth"), cloud.OAuth, !cloud.APIKey.IsNull(), &resp.Diagnostics)
	cloud = p.withCloudEnvironment(cloud)
	checkPair(at, "api_key", cloud.APIKey, "api_secret", cloud.APISecret, &resp.Diagnostics)
	checkEndpoint(at.AtName("endpoint"), cloud.Endpoint, &resp.Diagnostics)
	if plainText(cloud.Endpoint) {
		resp.Diagnostics.AddAttributeWarning(at.AtName("endpoint"), "Credentials Over Unencrypted HTTP", "The Cloud API key travels in the clear to a host other than this one.")
	}
}

// Configure makes the ways to the clusters. It makes no call.
func (p *clinkProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var conf config
	resp.Diagnostics.Append(req.Config.Get(ctx, &conf)...)
	if resp.Diagnostics.HasError() {
		return
	}
	s := settings{provider: p, maxRetries: defaultMaxRetries, userAgent: p.userAgent(req.TerraformVersion)}
	if !conf.MaxRetries.IsNull() && !conf.MaxRetries.IsUnknown() {
		s.maxRetries = int(conf.MaxRetries.ValueInt64())
	}
	if keep := p.getenv(onUnreachableVariable); keep != "" && keep != onUnreachableKeep && keep != onUnreachableError {
		resp.Diagnostics.AddError("Invalid Environment Variable", fmt.Sprintf("%s is %q; it may be %q or %q.", onUnreachableVariable, keep, onUnreachableError, onUnreachableKeep))
	}
	connections := &tfkit.Connections{
		Clock:           poll.System{},
		Clusters:        map[string]*tfkit.Cluster{},
		ClustersUnknown: conf.KafkaClusters.IsUnknown(),
		Preflight:       tfkit.Preflight(conf.Preflight.ValueString()),
		AdoptNever:      conf.AdoptExisting.ValueString() == adoptNever,
	}
	entries := conf.clusters(ctx, &resp.Diagnostics)
	s.oauth, s.oauthKnown = decodeOAuth(ctx, conf.OAuth, &resp.Diagnostics)
	p.addEnvironmentCluster(ctx, entries, connections.ClustersUnknown, &resp.Diagnostics)
	for id, entry := range entries {
		connections.Clusters[id] = nil
		if entry != nil && entry.known(ctx) && (s.oauthKnown || entry.authenticates()) {
			connections.Clusters[id] = s.cluster(ctx, id, *entry)
		}
	}
	connections.Networking, connections.NetworkingUnknown = s.networking(ctx, conf.Cloud, &resp.Diagnostics)
	resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = connections, connections, connections
	resp.ActionData, resp.ListResourceData = connections, connections
}

// settings are what all clients have in common.
type settings struct {
	provider   *clinkProvider
	maxRetries int
	userAgent  string
	// oauth is the provider's own, nil when there is none or it is not known.
	oauth      *oauthConfig
	oauthKnown bool
}

// client makes the client for one endpoint.
func (s settings) client(opts rest.Options) *rest.Client {
	opts.MaxRetries, opts.UserAgent, opts.Logger = s.maxRetries, s.userAgent, tfkit.Logger()
	return rest.New(opts)
}

// cluster makes the way to one cluster from values that are known and have
// passed their checks.
func (s settings) cluster(ctx context.Context, id string, c clusterConfig) *tfkit.Cluster {
	tlsConfig, invalid := c.tls()
	if invalid != nil {
		return nil
	}
	transport := rest.TransportOptions{TLS: tlsConfig}
	if proxy := c.ProxyURL.ValueString(); proxy != "" {
		transport.Proxy, _ = url.Parse(proxy) // checked by ValidateConfig
	}
	opts := rest.Options{
		BaseURL:   baseURL(c.RESTEndpoint.ValueString()),
		Transport: rest.NewTransport(transport),
		Secrets:   []string{c.APISecret.ValueString(), c.BearerToken.ValueString(), c.ClientKey.ValueString()},
	}
	switch {
	case !c.APIKey.IsNull():
		opts.Authorize = rest.Basic(c.APIKey.ValueString(), c.APISecret.ValueString())
		opts.Secrets = append(opts.Secrets, c.APIKey.ValueString()+":"+c.APISecret.ValueString())
	case !c.BearerToken.IsNull():
		source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: c.BearerToken.ValueString()})
		opts.Authorize = rest.Bearer(source, c.IdentityPoolID.ValueString())
	default:
		client, _ := decodeOAuth(ctx, c.OAuth, nil)
		if client == nil {
			client = s.oauth
		}
		if client != nil {
			opts.Secrets = append(opts.Secrets, client.ClientSecret.ValueString())
			pool := c.IdentityPoolID.ValueString()
			if pool == "" {
				pool = client.IdentityPoolID.ValueString()
			}
			opts.Authorize = rest.Bearer(client.source().TokenSource(ctx, nil), pool)
		}
	}
	onUnreachable := c.OnUnreachable.ValueString()
	if onUnreachable == "" {
		onUnreachable = s.provider.getenv(onUnreachableVariable)
	}
	return &tfkit.Cluster{Client: kafka.New(s.client(opts), id), Keep: onUnreachable == onUnreachableKeep}
}

// networking makes the way to the networking API: nil without credentials, and
// true while they are not known yet.
func (s settings) networking(ctx context.Context, cloud types.Object, diags *diag.Diagnostics) (*networking.Client, bool) {
	var c cloudConfig
	if cloud.IsUnknown() {
		return nil, true
	}
	if !cloud.IsNull() {
		diags.Append(cloud.As(ctx, &c, basetypes.ObjectAsOptions{})...)
	}
	c = s.provider.withCloudEnvironment(c)
	own, known := decodeOAuth(ctx, c.OAuth, diags)
	if !known || !allKnown(c.APIKey, c.APISecret, c.Endpoint) {
		return nil, true
	}
	endpoint := strings.TrimRight(c.Endpoint.ValueString(), "/")
	opts := rest.Options{BaseURL: endpoint + "/networking/v1"}
	if own == nil && c.APIKey.ValueString() == "" {
		if !s.oauthKnown {
			return nil, true
		}
		own = s.oauth
	}
	switch {
	case own != nil && own.IdentityPoolID.ValueString() == "" && !cloud.IsNull():
		diags.AddAttributeError(path.Root("cloud"), "Missing Identity Pool", "The networking API takes tokens of an identity provider only in exchange for Confluent's own, for which an identity pool is needed: give oauth an identity_pool_id.")
		return nil, false
	case own != nil && own.IdentityPoolID.ValueString() != "":
		opts.Secrets = []string{own.ClientSecret.ValueString()}
		opts.Authorize = rest.Bearer(rest.STS(ctx, endpoint, own.IdentityPoolID.ValueString(), own.source().TokenSource(ctx, nil)), "")
	case c.APIKey.ValueString() != "":
		opts.Secrets = []string{c.APISecret.ValueString(), c.APIKey.ValueString() + ":" + c.APISecret.ValueString()}
		opts.Authorize = rest.Basic(c.APIKey.ValueString(), c.APISecret.ValueString())
	default:
		return nil, false
	}
	return networking.New(s.client(opts)), false
}

// withCloudEnvironment fills what the cloud argument leaves out.
func (p *clinkProvider) withCloudEnvironment(c cloudConfig) cloudConfig {
	fill := func(value types.String, name, otherwise string) types.String {
		if !value.IsNull() {
			return value
		}
		if found := p.getenv(name); found != "" {
			return types.StringValue(found)
		}
		if otherwise != "" {
			return types.StringValue(otherwise)
		}
		return value
	}
	// A key and a secret belong together: the environment gives both or none, and
	// neither beside oauth.
	if c.APIKey.IsNull() && c.APISecret.IsNull() && c.OAuth.IsNull() {
		c.APIKey = fill(c.APIKey, "CONFLUENT_CLOUD_API_KEY", "")
		c.APISecret = fill(c.APISecret, "CONFLUENT_CLOUD_API_SECRET", "")
	}
	c.Endpoint = fill(c.Endpoint, "CONFLUENT_CLOUD_ENDPOINT", defaultCloudEndpoint)
	return c
}

// addEnvironmentCluster adds the cluster that the environment describes, unless
// the provider block has an entry for it.
func (p *clinkProvider) addEnvironmentCluster(ctx context.Context, entries map[string]*clusterConfig, unknown bool, diags *diag.Diagnostics) {
	id, endpoint := p.getenv("KAFKA_ID"), p.getenv("KAFKA_REST_ENDPOINT")
	if _, listed := entries[id]; listed || unknown || id == "" || endpoint == "" {
		return
	}
	orNull := func(name string) types.String {
		if value := p.getenv(name); value != "" {
			return types.StringValue(value)
		}
		return types.StringNull()
	}
	entry := &clusterConfig{RESTEndpoint: types.StringValue(endpoint), APIKey: orNull("KAFKA_API_KEY"), APISecret: orNull("KAFKA_API_SECRET")}
	var found diag.Diagnostics
	entry.check(ctx, path.Empty(), &found)
	for _, d := range found {
		// There is no argument to point at: the variables are named instead.
		detail := d.Detail() + fmt.Sprintf(" This comes from the environment variables KAFKA_ID (%s), KAFKA_REST_ENDPOINT, KAFKA_API_KEY and KAFKA_API_SECRET.", id)
		if d.Severity() == diag.SeverityWarning {
			diags.AddWarning(d.Summary(), detail)
			continue
		}
		diags.AddError(d.Summary(), detail)
	}
	if !found.HasError() {
		entries[id] = entry
	}
}

// baseURL is what paths are appended to: the endpoint as it stands if it has a
// path, else with Confluent Cloud's.
func baseURL(endpoint string) string {
	endpoint = strings.TrimRight(endpoint, "/")
	if u, err := url.Parse(endpoint); err == nil && u.Path == "" {
		return endpoint + "/kafka/v3"
	}
	return endpoint
}

// userAgent names Terraform and the provider, as Terraform's own convention has it.
func (p *clinkProvider) userAgent(terraform string) string {
	agent := fmt.Sprintf("Terraform/%s (+https://www.terraform.io) terraform-provider-clink/%s", terraform, p.version)
	if more := p.getenv("TF_APPEND_USER_AGENT"); more != "" {
		agent += " " + more
	}
	return agent
}
