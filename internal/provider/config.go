package provider

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
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

// cloudConfig is the cloud argument.
type cloudConfig struct {
	APIKey    types.String `tfsdk:"api_key"`
	APISecret types.String `tfsdk:"api_secret"`
	Endpoint  types.String `tfsdk:"endpoint"`
	OAuth     types.Object `tfsdk:"oauth"`
}

func allKnown(values ...types.String) bool {
	for _, v := range values {
		if v.IsUnknown() {
			return false
		}
	}
	return true
}

// clusters decodes the entries of kafka_clusters. An entry that is not known yet
// is nil.
func (c config) clusters(ctx context.Context, diags *diag.Diagnostics) map[string]*clusterConfig {
	entries := map[string]*clusterConfig{}
	for id, element := range c.KafkaClusters.Elements() {
		entries[id] = decodeCluster(ctx, id, element, diags)
	}
	return entries
}

func decodeCluster(ctx context.Context, id string, element attr.Value, diags *diag.Diagnostics) *clusterConfig {
	object, ok := element.(types.Object)
	switch {
	case !ok || object.IsUnknown():
		return nil
	case object.IsNull():
		diags.AddAttributeError(clusterPath(id), "Empty Entry in kafka_clusters", fmt.Sprintf("The entry for cluster %q is null. Give it at least rest_endpoint, or leave it out.", id))
		return nil
	}
	var entry clusterConfig
	diags.Append(object.As(ctx, &entry, basetypes.ObjectAsOptions{})...)
	return &entry
}

func clusterPath(id string) path.Path { return path.Root("kafka_clusters").AtMapKey(id) }

// check judges an entry by itself. Unknown values are not judged.
func (c clusterConfig) check(ctx context.Context, at path.Path, diags *diag.Diagnostics) {
	checkEndpoint(at.AtName("rest_endpoint"), c.RESTEndpoint, diags)
	checkPair(at, "api_key", c.APIKey, "api_secret", c.APISecret, diags)
	checkPair(at, "client_certificate", c.ClientCertificate, "client_key", c.ClientKey, diags)
	if !c.APIKey.IsNull() && !c.BearerToken.IsNull() {
		diags.AddAttributeError(at.AtName("bearer_token"), "Two Ways to Authenticate", "Give either api_key with api_secret or bearer_token, not both.")
	}
	checkOAuth(ctx, at.AtName("oauth"), c.OAuth, !c.APIKey.IsNull() || !c.BearerToken.IsNull(), diags)
	if !c.APIKey.IsNull() && !c.IdentityPoolID.IsNull() {
		diags.AddAttributeError(at.AtName("identity_pool_id"), "Identity Pool Without a Token", "An identity pool goes with bearer_token or oauth; an API key acts as its owner.")
	}
	if _, err := c.tls(); err != nil {
		diags.AddAttributeError(at.AtName(err.argument), "Not a Valid Certificate or Key", err.Error())
	}
	if !c.ProxyURL.IsNull() && !c.ProxyURL.IsUnknown() {
		if u, err := url.Parse(c.ProxyURL.ValueString()); err != nil || u.Host == "" {
			diags.AddAttributeError(at.AtName("proxy_url"), "Not a Proxy URL", "A proxy URL looks like http://proxy.example.com:3128.")
		}
	}
	if plainText(c.RESTEndpoint) && (!c.APIKey.IsNull() || !c.BearerToken.IsNull() || !c.OAuth.IsNull()) {
		diags.AddAttributeWarning(at.AtName("rest_endpoint"), "Credentials Over Unencrypted HTTP",
			"The credentials of this cluster travel in the clear to a host other than this one. Use https:// if the server has it.")
	}
}

// checkPair refuses one half of a pair.
func checkPair(at path.Path, first string, a types.String, second string, b types.String, diags *diag.Diagnostics) {
	switch {
	case a.IsUnknown() || b.IsUnknown() || a.IsNull() == b.IsNull():
	case a.IsNull():
		diags.AddAttributeError(at.AtName(second), "Half of a Pair", fmt.Sprintf("%s is given without %s. Give both, or neither.", second, first))
	default:
		diags.AddAttributeError(at.AtName(first), "Half of a Pair", fmt.Sprintf("%s is given without %s. Give both, or neither.", first, second))
	}
}

// checkEndpoint judges a REST endpoint.
func checkEndpoint(at path.Path, endpoint types.String, diags *diag.Diagnostics) {
	if endpoint.IsUnknown() {
		return
	}
	value := endpoint.ValueString()
	if value == "" {
		diags.AddAttributeError(at, "Missing REST Endpoint", "Give the URL of the cluster's REST API, for example https://pkc-abcde.us-east-1.aws.confluent.cloud:443. The Console shows it under Cluster settings → Endpoints.")
		return
	}
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"):
		hint := ""
		if strings.Contains(value, ":9092") || strings.HasPrefix(strings.ToUpper(value), "SASL_SSL:") {
			hint = " This looks like a bootstrap address, which belongs in a link's remote_bootstrap_servers."
		}
		diags.AddAttributeError(at, "Not a REST Endpoint", fmt.Sprintf("%q is no http:// or https:// URL.%s A REST endpoint looks like https://pkc-abcde.us-east-1.aws.confluent.cloud:443.", value, hint))
	case u.Port() == "9092":
		diags.AddAttributeError(at, "Not a REST Endpoint", fmt.Sprintf("Port 9092 of %q is where Kafka clients connect; the REST API of Confluent Cloud is at port 443.", value))
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		diags.AddAttributeError(at, "Not a REST Endpoint", fmt.Sprintf("%q has more than scheme, host, port and path.", u.Redacted()))
	}
}

// plainText reports whether an endpoint is plain HTTP to another machine.
func plainText(endpoint types.String) bool {
	u, err := url.Parse(endpoint.ValueString())
	if err != nil || u.Scheme != "http" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback())
}

// argumentError is what is wrong with an argument.
type argumentError struct {
	argument string
	error
}

// tls is the TLS configuration of an entry; nil for the system's.
func (c clusterConfig) tls() (*tls.Config, *argumentError) {
	conf := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: c.TLSServerName.ValueString()}
	if ca := c.CACertificate.ValueString(); ca != "" {
		conf.RootCAs = x509.NewCertPool()
		if !conf.RootCAs.AppendCertsFromPEM([]byte(ca)) {
			return nil, &argumentError{"ca_certificate", errors.New("There is no certificate in this PEM text. It has to hold the text itself, from -----BEGIN CERTIFICATE----- on, not a file name.")} //nolint:revive,staticcheck // shown to the user as it stands
		}
	}
	if c.ClientCertificate.ValueString() != "" && c.ClientKey.ValueString() != "" {
		pair, err := tls.X509KeyPair([]byte(c.ClientCertificate.ValueString()), []byte(c.ClientKey.ValueString()))
		if err != nil {
			return nil, &argumentError{"client_certificate", fmt.Errorf("client_certificate and client_key are no pair in PEM: %w", err)}
		}
		conf.Certificates = []tls.Certificate{pair}
	}
	if conf.RootCAs == nil && conf.Certificates == nil && conf.ServerName == "" {
		return nil, nil //nolint:nilnil // no TLS configuration is a valid answer
	}
	return conf, nil
}
