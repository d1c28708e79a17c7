package provider

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/clusterlinking/terraform-provider-clink/internal/pemtext"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

const (
	onUnreachableError = "error"
	onUnreachableKeep  = "keep"
	// onUnreachableVariable gives on_unreachable for all clusters that do not.
	onUnreachableVariable = "CLINK_ON_UNREACHABLE"

	adoptMatching = "matching"
	adoptNever    = "never"

	defaultCloudEndpoint = "https://api.confluent.cloud"
	defaultMaxRetries    = 10
)

// The values of arguments that are a choice.
var (
	onUnreachableChoices = []string{onUnreachableError, onUnreachableKeep}
	adoptChoices         = []string{adoptMatching, adoptNever}
	preflightChoices     = []string{string(tfkit.PreflightOff), string(tfkit.PreflightWarn), string(tfkit.PreflightError)}
)

// config is the provider block.
type config struct {
	KafkaClusters types.Map    `tfsdk:"kafka_clusters"`
	Cloud         types.Object `tfsdk:"cloud"`
	OAuth         types.Object `tfsdk:"oauth"`
	Preflight     types.String `tfsdk:"preflight"`
	MaxRetries    types.Int64  `tfsdk:"max_retries"`
	AdoptExisting types.String `tfsdk:"adopt_existing"`
}

// clusterConfig is an entry of kafka_clusters.
type clusterConfig struct {
	RESTEndpoint      types.String `tfsdk:"rest_endpoint"`
	APIKey            types.String `tfsdk:"api_key"`
	APISecret         types.String `tfsdk:"api_secret"`
	BearerToken       types.String `tfsdk:"bearer_token"`
	IdentityPoolID    types.String `tfsdk:"identity_pool_id"`
	OAuth             types.Object `tfsdk:"oauth"`
	ClientCertificate types.String `tfsdk:"client_certificate"`
	ClientKey         types.String `tfsdk:"client_key"`
	CACertificate     types.String `tfsdk:"ca_certificate"`
	TLSServerName     types.String `tfsdk:"tls_server_name"`
	ProxyURL          types.String `tfsdk:"proxy_url"`
	OnUnreachable     types.String `tfsdk:"on_unreachable"`
}

// cloudConfig is the cloud argument.
type cloudConfig struct {
	APIKey    types.String `tfsdk:"api_key"`
	APISecret types.String `tfsdk:"api_secret"`
	Endpoint  types.String `tfsdk:"endpoint"`
	OAuth     types.Object `tfsdk:"oauth"`
}

// clean makes values what they are meant to be: an empty one is not given, as
// modules pass "" for none, and white space at the ends means nothing, as files
// and vaults add it.
func clean(values ...*types.String) {
	for _, v := range values {
		if v.IsNull() || v.IsUnknown() {
			continue
		}
		*v = types.StringValue(strings.TrimSpace(v.ValueString()))
		if v.ValueString() == "" {
			*v = types.StringNull()
		}
	}
}

// cleanSecrets is clean for secrets, whose white space may belong to them.
func cleanSecrets(values ...*types.String) {
	for _, v := range values {
		if !v.IsUnknown() && strings.TrimSpace(v.ValueString()) == "" {
			*v = types.StringNull()
		}
	}
}

// clean makes the entry's values what they are meant to be.
func (c *clusterConfig) clean(ctx context.Context) {
	clean(&c.RESTEndpoint, &c.APIKey, &c.IdentityPoolID, &c.ClientCertificate, &c.ClientKey, &c.CACertificate, &c.TLSServerName, &c.ProxyURL, &c.OnUnreachable)
	cleanSecrets(&c.APISecret, &c.BearerToken)
	c.OAuth = cleanOAuth(ctx, c.OAuth)
}

// known reports whether every value that is needed to call the cluster is known.
func (c clusterConfig) known(ctx context.Context) bool {
	_, known := decodeOAuth(ctx, c.OAuth, nil)
	return known && allKnown(c.RESTEndpoint, c.APIKey, c.APISecret, c.BearerToken, c.IdentityPoolID,
		c.ClientCertificate, c.ClientKey, c.CACertificate, c.TLSServerName, c.ProxyURL, c.OnUnreachable)
}

// authenticates reports whether the entry has a way to authenticate of its own.
func (c clusterConfig) authenticates() bool {
	return !c.APIKey.IsNull() || !c.BearerToken.IsNull() || !c.OAuth.IsNull()
}

func allKnown(values ...types.String) bool {
	return !slices.ContainsFunc(values, types.String.IsUnknown)
}

// decode reads the provider block's own values.
func (c *config) decode(ctx context.Context) {
	clean(&c.Preflight, &c.AdoptExisting)
	c.OAuth = cleanOAuth(ctx, c.OAuth)
}

// entry is one of kafka_clusters.
type entry struct {
	*clusterConfig // nil while it is not known
	at             path.Path
}

// clusters decodes the entries of kafka_clusters by cluster id.
func (c config) clusters(ctx context.Context, diags *diag.Diagnostics) map[string]entry {
	entries := map[string]entry{}
	elements := c.KafkaClusters.Elements()
	for _, key := range slices.Sorted(maps.Keys(elements)) {
		id, at := strings.TrimSpace(key), path.Root("kafka_clusters").AtMapKey(key)
		if _, twice := entries[id]; twice {
			twoEntries(id, at, diags)
		}
		if id == "" {
			emptyID(at, diags)
		}
		entries[id] = entry{decodeCluster(ctx, id, at, elements[key], diags), at}
	}
	return entries
}

func decodeCluster(ctx context.Context, id string, at path.Path, element attr.Value, diags *diag.Diagnostics) *clusterConfig {
	object, ok := element.(types.Object)
	switch {
	case !ok || object.IsUnknown():
		return nil
	case object.IsNull():
		emptyEntry(id, at, diags)
		return nil
	}
	var entry clusterConfig
	diags.Append(object.As(ctx, &entry, basetypes.ObjectAsOptions{})...)
	entry.clean(ctx)
	return &entry
}

// decodeCloud decodes the cloud argument; false while it is not known.
func decodeCloud(ctx context.Context, object types.Object, diags *diag.Diagnostics) (c cloudConfig, known bool) {
	if object.IsUnknown() {
		return c, false
	}
	if !object.IsNull() {
		diags.Append(object.As(ctx, &c, basetypes.ObjectAsOptions{})...)
	}
	clean(&c.APIKey, &c.Endpoint)
	cleanSecrets(&c.APISecret)
	c.OAuth = cleanOAuth(ctx, c.OAuth)
	return c, true
}

// check judges an entry by itself, together with the provider's own oauth.
// Unknown values are not judged.
func (c clusterConfig) check(ctx context.Context, in place, oauth types.Object, diags *diag.Diagnostics) {
	if c.RESTEndpoint.IsNull() {
		in.missingEndpoint(diags)
	}
	checkEndpoint(in, "rest_endpoint", c.RESTEndpoint, "https://pkc-abcde.us-east-1.aws.confluent.cloud:443", diags)
	checkPair(in, "api_key", c.APIKey, "api_secret", c.APISecret, diags)
	checkPair(in, "client_certificate", c.ClientCertificate, "client_key", c.ClientKey, diags)
	for argument, value := range map[string]types.String{"api_key": c.APIKey, "api_secret": c.APISecret, "bearer_token": c.BearerToken, "identity_pool_id": c.IdentityPoolID} {
		checkSendable(in, argument, value, diags)
	}
	if !c.APIKey.IsNull() && !c.BearerToken.IsNull() {
		in.twoWays("bearer_token", in.called("api_key"), diags)
	}
	switch {
	case c.OAuth.IsNull():
	case !c.APIKey.IsNull():
		in.twoWays("oauth", in.called("api_key"), diags)
	case !c.BearerToken.IsNull():
		in.twoWays("oauth", in.called("bearer_token"), diags)
	}
	checkOAuth(ctx, in.in("oauth"), c.OAuth, diags)
	if !c.APIKey.IsNull() && !c.IdentityPoolID.IsNull() {
		in.poolWithoutToken(diags)
	}
	c.tls(in, diags)
	if value := c.ProxyURL; !value.IsNull() && !value.IsUnknown() {
		if u, err := url.Parse(value.ValueString()); err != nil || u.Host == "" {
			in.notAProxy(diags)
		}
	}
	checkChoice(in, "on_unreachable", c.OnUnreachable, onUnreachableChoices, diags)
	if plainText(c.RESTEndpoint) && (c.authenticates() || !oauth.IsNull()) {
		in.inTheClear("rest_endpoint", "the credentials of this cluster", diags)
	}
}

// checkPair refuses one half of a pair.
func checkPair(in place, first string, a types.String, second string, b types.String, diags *diag.Diagnostics) {
	switch {
	case a.IsUnknown() || b.IsUnknown() || a.IsNull() == b.IsNull():
	case a.IsNull():
		in.halfOfAPair(second, first, diags)
	default:
		in.halfOfAPair(first, second, diags)
	}
}

// checkSendable refuses a credential that no request can carry, or that cannot be
// meant.
func checkSendable(in place, argument string, value types.String, diags *diag.Diagnostics) {
	if text := value.ValueString(); strings.ContainsFunc(text, unicode.IsControl) {
		in.controlCharacter(argument, !strings.ContainsFunc(strings.TrimRight(text, "\r\n"), unicode.IsControl), diags)
	}
}

// checkChoice refuses a value that is none of the choices.
func checkChoice(in place, argument string, value types.String, choices []string, diags *diag.Diagnostics) {
	if !value.IsNull() && !value.IsUnknown() && !slices.Contains(choices, value.ValueString()) {
		in.noneOf(argument, value.ValueString(), choices, diags)
	}
}

// checkEndpoint judges the URL of an API.
func checkEndpoint(in place, argument string, endpoint types.String, example string, diags *diag.Diagnostics) {
	if endpoint.IsNull() || endpoint.IsUnknown() {
		return
	}
	value := endpoint.ValueString()
	u, err := url.Parse(value)
	switch {
	case err == nil && u.User != nil:
		in.credentialsInURL(argument, diags)
	case err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"):
		in.notAnEndpoint(argument, value, example, diags)
	case u.Port() == "9092":
		in.kafkaPort(argument, diags)
	case u.RawQuery != "" || u.Fragment != "":
		in.moreThanAddress(argument, diags)
	}
}

// plainText reports whether an endpoint is plain HTTP to another machine.
func plainText(endpoint types.String) bool {
	u, err := url.Parse(endpoint.ValueString())
	if err != nil || u.Scheme != "http" {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	ip := net.ParseIP(host)
	return host != "localhost" && !strings.HasSuffix(host, ".localhost") && (ip == nil || !ip.IsLoopback())
}

// tls is the TLS configuration of an entry; nil for the system's. What is wrong
// with it is added to diags.
func (c clusterConfig) tls(in place, diags *diag.Diagnostics) *tls.Config {
	conf := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: c.TLSServerName.ValueString()}
	conf.RootCAs = authorities(in, c.CACertificate, diags)
	if chain := c.ClientCertificate.ValueString(); chain != "" {
		if err := pemtext.Certificates(chain); err != nil {
			in.notPEM("client_certificate", err, diags)
			return nil
		}
	}
	if key := c.ClientKey.ValueString(); key != "" {
		// Go reads the older forms of keys as well, but no encrypted ones.
		var older *pemtext.OlderFormError
		if err := pemtext.PrivateKey(key, false); err != nil && !errors.As(err, &older) {
			in.notPEM("client_key", err, diags)
			return nil
		}
	}
	if c.ClientCertificate.ValueString() != "" && c.ClientKey.ValueString() != "" {
		pair, err := tls.X509KeyPair([]byte(c.ClientCertificate.ValueString()), []byte(c.ClientKey.ValueString()))
		if err != nil {
			in.noKeyPair(err, diags)
			return nil
		}
		conf.Certificates = []tls.Certificate{pair}
	}
	if conf.RootCAs == nil && conf.Certificates == nil && conf.ServerName == "" {
		return nil
	}
	return conf
}

// authorities are the certificate authorities of a ca_certificate; nil for the
// system's.
func authorities(in place, certificates types.String, diags *diag.Diagnostics) *x509.CertPool {
	if certificates.ValueString() == "" {
		return nil
	}
	if err := pemtext.Certificates(certificates.ValueString()); err != nil {
		in.notPEM("ca_certificate", err, diags)
		return nil
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM([]byte(certificates.ValueString())) {
		in.noCertificate(diags)
		return nil
	}
	return pool
}
