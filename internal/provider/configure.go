package provider

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/oauth2"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// ValidateConfig judges the provider block without calling anybody.
func (p *clinkProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	p.judged = true
	var conf config
	resp.Diagnostics.Append(req.Config.Get(ctx, &conf)...)
	if resp.Diagnostics.HasError() {
		return
	}
	conf.decode(ctx)
	for _, entry := range conf.clusters(ctx, &resp.Diagnostics) {
		if entry.clusterConfig != nil {
			entry.check(ctx, place{at: entry.at}, conf.OAuth, &resp.Diagnostics)
		}
	}
	block := place{at: path.Empty()}
	checkChoice(block, "preflight", conf.Preflight, preflightChoices, &resp.Diagnostics)
	checkChoice(block, "adopt_existing", conf.AdoptExisting, adoptChoices, &resp.Diagnostics)
	checkOAuth(ctx, block.in("oauth"), conf.OAuth, &resp.Diagnostics)
	if cloud, known := decodeCloud(ctx, conf.Cloud, &resp.Diagnostics); known {
		p.checkCloud(ctx, cloud, conf.OAuth, &resp.Diagnostics)
	}
}

// checkCloud judges the access to the networking API, wherever it is given.
func (p *clinkProvider) checkCloud(ctx context.Context, c cloudConfig, oauth types.Object, diags *diag.Diagnostics) {
	in := place{at: path.Root("cloud")}
	c, in.variables = p.withCloudEnvironment(c)
	if !c.OAuth.IsNull() && !c.APIKey.IsNull() {
		in.twoWays("oauth", in.called("api_key"), diags)
	}
	checkOAuth(ctx, in.in("oauth"), c.OAuth, diags)
	checkPair(in, "api_key", c.APIKey, "api_secret", c.APISecret, diags)
	checkSendable(in, "api_key", c.APIKey, diags)
	checkSendable(in, "api_secret", c.APISecret, diags)
	checkEndpoint(in, "endpoint", c.Endpoint, defaultCloudEndpoint, diags)
	if plainText(c.Endpoint) && (!c.APIKey.IsNull() || !c.OAuth.IsNull() || !oauth.IsNull()) {
		in.inTheClear("endpoint", "the credentials for Confluent Cloud", diags)
	}
}

// Configure makes the ways to the clusters. It makes no call.
func (p *clinkProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var conf config
	resp.Diagnostics.Append(req.Config.Get(ctx, &conf)...)
	if resp.Diagnostics.HasError() {
		return
	}
	conf.decode(ctx)
	s := settings{provider: p, maxRetries: defaultMaxRetries, userAgent: p.userAgent(req.TerraformVersion)}
	if !conf.MaxRetries.IsNull() && !conf.MaxRetries.IsUnknown() {
		s.maxRetries = int(conf.MaxRetries.ValueInt64())
	}
	if keep := p.variable(onUnreachableVariable).ValueString(); keep != "" && !slices.Contains(onUnreachableChoices, keep) {
		notAChoiceInEnvironment(onUnreachableVariable, keep, onUnreachableChoices, &resp.Diagnostics)
	}
	connections := &tfkit.Connections{
		Clock:           poll.System{},
		Clusters:        map[string]*tfkit.Cluster{},
		ClustersUnknown: conf.KafkaClusters.IsUnknown(),
		Preflight:       tfkit.Preflight(conf.Preflight.ValueString()),
		AdoptNever:      conf.AdoptExisting.ValueString() == adoptNever,
		// terraform test configures the provider block of a test file once for all of its
		// runs, and does not validate it.
		ManyRuns: !p.judged,
	}
	p.judged = false
	entries := conf.clusters(ctx, &resp.Diagnostics)
	s.oauth, s.oauthKnown = decodeOAuth(ctx, conf.OAuth, &resp.Diagnostics)
	connections.EnvironmentHint = p.addEnvironmentCluster(ctx, entries, connections.ClustersUnknown, conf.OAuth, &resp.Diagnostics)
	for id, entry := range entries {
		connections.Clusters[id] = nil
		if c := entry.clusterConfig; c != nil && c.known(ctx) && (s.oauthKnown || c.authenticates()) {
			connections.Clusters[id] = s.cluster(ctx, id, *c)
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
	// Checked by ValidateConfig, as all of the entry.
	transport := rest.TransportOptions{TLS: c.tls(place{}, &diag.Diagnostics{})}
	if proxy := c.ProxyURL.ValueString(); proxy != "" {
		transport.Proxy, _ = url.Parse(proxy)
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
		called := fmt.Sprintf("kafka_clusters[%q].oauth", id)
		if client == nil {
			client, called = s.oauth, "oauth"
		}
		if client != nil {
			opts.Secrets = append(opts.Secrets, client.secrets()...)
			pool := c.IdentityPoolID.ValueString()
			if pool == "" {
				pool = client.IdentityPoolID.ValueString()
			}
			opts.Authorize = rest.Bearer(client.source(ctx, called, s.provider.getenv), pool)
		}
	}
	onUnreachable := c.OnUnreachable.ValueString()
	if onUnreachable == "" {
		onUnreachable = s.provider.variable(onUnreachableVariable).ValueString()
	}
	return &tfkit.Cluster{Client: kafka.New(s.client(opts), id), Keep: onUnreachable == onUnreachableKeep}
}

// networking makes the way to the networking API: nil without credentials, and
// true while they are not known yet.
func (s settings) networking(ctx context.Context, cloud types.Object, diags *diag.Diagnostics) (*networking.Client, bool) {
	c, known := decodeCloud(ctx, cloud, diags)
	if !known {
		return nil, true
	}
	c, _ = s.provider.withCloudEnvironment(c)
	own, known := decodeOAuth(ctx, c.OAuth, diags)
	if !known || !allKnown(c.APIKey, c.APISecret, c.Endpoint) {
		return nil, true
	}
	endpoint := strings.TrimRight(c.Endpoint.ValueString(), "/")
	opts := rest.Options{BaseURL: endpoint + "/networking/v1"}
	called := "cloud.oauth"
	if own == nil && c.APIKey.ValueString() == "" {
		if !s.oauthKnown {
			return nil, true
		}
		own, called = s.oauth, "oauth"
	}
	switch {
	case own != nil && own.IdentityPoolID.ValueString() == "" && !cloud.IsNull():
		missingPool(diags)
		return nil, false
	case own != nil && own.IdentityPoolID.ValueString() != "":
		opts.Secrets = own.secrets()
		opts.Authorize = rest.Bearer(rest.STS(ctx, endpoint, own.IdentityPoolID.ValueString(), own.source(ctx, called, s.provider.getenv)), "")
	case c.APIKey.ValueString() != "":
		opts.Secrets = []string{c.APISecret.ValueString(), c.APIKey.ValueString() + ":" + c.APISecret.ValueString()}
		opts.Authorize = rest.Basic(c.APIKey.ValueString(), c.APISecret.ValueString())
	default:
		return nil, false
	}
	return networking.New(s.client(opts)), false
}

// variable is the value of an environment variable; null when it is not set, or
// empty.
func (p *clinkProvider) variable(name string) types.String {
	value := types.StringValue(p.getenv(name))
	clean(&value)
	return value
}

// withCloudEnvironment fills what the cloud argument leaves out, and says by which
// variables.
func (p *clinkProvider) withCloudEnvironment(c cloudConfig) (cloudConfig, map[string]string) {
	variables := map[string]string{}
	fill := func(argument string, value *types.String, variable string) {
		if found := p.variable(variable); value.IsNull() && !found.IsNull() {
			*value, variables[argument] = found, variable
		}
	}
	// A key and a secret belong together: the environment gives both or none, and
	// neither beside oauth.
	if c.APIKey.IsNull() && c.APISecret.IsNull() && c.OAuth.IsNull() {
		fill("api_key", &c.APIKey, "CONFLUENT_CLOUD_API_KEY")
		fill("api_secret", &c.APISecret, "CONFLUENT_CLOUD_API_SECRET")
		if len(variables) == 1 { // the half that is missing
			variables["api_key"], variables["api_secret"] = "CONFLUENT_CLOUD_API_KEY", "CONFLUENT_CLOUD_API_SECRET"
		}
	}
	fill("endpoint", &c.Endpoint, "CONFLUENT_CLOUD_ENDPOINT")
	if c.Endpoint.IsNull() {
		c.Endpoint = types.StringValue(defaultCloudEndpoint)
	}
	return c, variables
}

// The environment variables that describe one more cluster.
const (
	clusterVariable  = "KAFKA_ID"
	endpointVariable = "KAFKA_REST_ENDPOINT"
)

// addEnvironmentCluster adds the cluster that the environment describes, unless
// the provider block has an entry for it. It returns what to say of the
// environment where an entry is missing.
func (p *clinkProvider) addEnvironmentCluster(ctx context.Context, entries map[string]entry, unknown bool, oauth types.Object, diags *diag.Diagnostics) (hint string) {
	id, endpoint := p.variable(clusterVariable), p.variable(endpointVariable)
	switch {
	case id.IsNull() && endpoint.IsNull():
		return ""
	case endpoint.IsNull():
		return fmt.Sprintf("The environment variable %s is set to %q, but %s is not set, so nothing comes of it.", clusterVariable, id.ValueString(), endpointVariable)
	case id.IsNull():
		return fmt.Sprintf("The environment variable %s is set, but %s is not, so nothing comes of it.", endpointVariable, clusterVariable)
	}
	hint = fmt.Sprintf("The environment variables %s and %s describe cluster %q.", clusterVariable, endpointVariable, id.ValueString())
	if _, listed := entries[id.ValueString()]; listed || unknown {
		return hint
	}
	c := &clusterConfig{RESTEndpoint: endpoint, APIKey: p.variable("KAFKA_API_KEY"), APISecret: p.variable("KAFKA_API_SECRET")}
	var found diag.Diagnostics
	c.check(ctx, place{variables: map[string]string{"rest_endpoint": endpointVariable, "api_key": "KAFKA_API_KEY", "api_secret": "KAFKA_API_SECRET"}}, oauth, &found)
	diags.Append(found...)
	if !found.HasError() {
		entries[id.ValueString()] = entry{clusterConfig: c}
	}
	return hint
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
	// Line breaks, as of a variable that was read from a file, cannot be sent.
	more := strings.Join(strings.FieldsFunc(p.getenv("TF_APPEND_USER_AGENT"), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	return strings.TrimSpace(agent + " " + more)
}
