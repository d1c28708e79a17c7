package clusterlink

import (
	"context"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

const (
	mechanismPlain    = "PLAIN"
	mechanismScram256 = "SCRAM-SHA-256"
	mechanismScram512 = "SCRAM-SHA-512"
	mechanismOAuth    = "OAUTHBEARER"

	oauthCallbackHandler = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler"
	pem                  = "PEM"
)

// authentication is one side's block. Its objects stay framework objects,
// because any of them may be unknown at plan time.
type authentication struct {
	SASL             types.Object `tfsdk:"sasl"`
	OAuth            types.Object `tfsdk:"oauth"`
	TLS              types.Object `tfsdk:"tls"`
	SecurityProtocol types.String `tfsdk:"security_protocol"`
}

type saslBlock struct {
	Mechanism       types.String `tfsdk:"mechanism"`
	Username        types.String `tfsdk:"username"`
	Password        types.String `tfsdk:"password_wo"`
	PasswordVersion types.Int64  `tfsdk:"password_wo_version"`
}

type oauthBlock struct {
	TokenEndpointURL types.String `tfsdk:"token_endpoint_url"`
	ClientID         types.String `tfsdk:"client_id"`
	ClientSecret     types.String `tfsdk:"client_secret_wo"`
	SecretVersion    types.Int64  `tfsdk:"client_secret_wo_version"`
	Scope            types.String `tfsdk:"scope"`
	LogicalClusterID types.String `tfsdk:"logical_cluster_id"`
	IdentityPoolID   types.String `tfsdk:"identity_pool_id"`
}

type tlsBlock struct {
	TruststoreCertificates   types.String `tfsdk:"truststore_certificates"`
	KeystoreCertificateChain types.String `tfsdk:"keystore_certificate_chain"`
	KeystoreKey              types.String `tfsdk:"keystore_key_wo"`
	KeyPassword              types.String `tfsdk:"key_password_wo"`
	KeystoreVersion          types.Int64  `tfsdk:"keystore_wo_version"`
	EndpointAlgorithm        types.String `tfsdk:"endpoint_identification_algorithm"`
}

// side is one side's authentication with its blocks decoded; a block that is not
// given is nil.
type side struct {
	SASL             *saslBlock
	OAuth            *oauthBlock
	TLS              *tlsBlock
	SecurityProtocol types.String
	// clusterID is the cluster that this side logs in to.
	clusterID string
}

// decodeSide decodes a block. It is nil when the block is not given, and not
// known when any part of it that is an object is not.
func decodeSide(ctx context.Context, block types.Object, clusterID string, diags *diag.Diagnostics) (s *side, known bool) {
	if block.IsUnknown() {
		return nil, false
	}
	if block.IsNull() {
		return nil, true
	}
	var a authentication
	diags.Append(block.As(ctx, &a, basetypes.ObjectAsOptions{})...)
	if a.SASL.IsUnknown() || a.OAuth.IsUnknown() || a.TLS.IsUnknown() {
		return nil, false
	}
	s = &side{SecurityProtocol: a.SecurityProtocol, clusterID: clusterID}
	if !a.SASL.IsNull() {
		s.SASL = &saslBlock{}
		diags.Append(a.SASL.As(ctx, s.SASL, basetypes.ObjectAsOptions{})...)
	}
	if !a.OAuth.IsNull() {
		s.OAuth = &oauthBlock{}
		diags.Append(a.OAuth.As(ctx, s.OAuth, basetypes.ObjectAsOptions{})...)
	}
	if !a.TLS.IsNull() {
		s.TLS = &tlsBlock{}
		diags.Append(a.TLS.As(ctx, s.TLS, basetypes.ObjectAsOptions{})...)
	}
	return s, true
}

// mechanism is the SASL mechanism, or empty.
func (s *side) mechanism() string {
	switch {
	case s.OAuth != nil:
		return mechanismOAuth
	case s.SASL == nil:
		return ""
	case s.SASL.Mechanism.IsNull():
		return mechanismPlain
	default:
		return strings.ToUpper(s.SASL.Mechanism.ValueString())
	}
}

// protocol is the security protocol: what is given, else what follows.
func (s *side) protocol() string {
	switch {
	case !s.SecurityProtocol.IsNull():
		return strings.ToUpper(s.SecurityProtocol.ValueString())
	case s.SASL != nil || s.OAuth != nil:
		return "SASL_SSL"
	case s.TLS != nil:
		return "SSL"
	default:
		return "PLAINTEXT"
	}
}

// settings are the link's settings that follow from a side's block.
func (s *side) settings() desired {
	d := desired{}
	if s == nil {
		return d
	}
	d.plain(linkconfig.SecurityProtocol, types.StringValue(s.protocol()))
	if m := s.mechanism(); m != "" {
		d.plain(linkconfig.SASLMechanism, types.StringValue(m))
	}
	if b := s.SASL; b != nil {
		module := linkconfig.PlainLoginModule
		if s.mechanism() != mechanismPlain {
			module = linkconfig.ScramLoginModule
		}
		d.secret(linkconfig.SASLJAASConfig, []string{s.mechanism(), b.Username.ValueString(), version(b.PasswordVersion)}, b.Password,
			func(password string) string {
				return linkconfig.JAAS(module, linkconfig.Option{Name: "username", Value: b.Username.ValueString()}, linkconfig.Option{Name: "password", Value: password})
			})
	}
	if b := s.OAuth; b != nil {
		logical := b.LogicalClusterID.ValueString()
		if logical == "" {
			logical = s.clusterID
		}
		d.plain(linkconfig.SASLCallbackHandler, types.StringValue(oauthCallbackHandler))
		d.plain(linkconfig.SASLTokenEndpoint, b.TokenEndpointURL)
		trigger := []string{mechanismOAuth, b.ClientID.ValueString(), b.Scope.ValueString(), logical, b.IdentityPoolID.ValueString(), version(b.SecretVersion)}
		d.secret(linkconfig.SASLJAASConfig, trigger, b.ClientSecret, func(secret string) string {
			options := []linkconfig.Option{{Name: "clientId", Value: b.ClientID.ValueString()}, {Name: "clientSecret", Value: secret}}
			for _, o := range []linkconfig.Option{
				{Name: "scope", Value: b.Scope.ValueString()},
				{Name: "extension_logicalCluster", Value: logical},
				{Name: "extension_identityPoolId", Value: b.IdentityPoolID.ValueString()},
			} {
				if o.Value != "" {
					options = append(options, o)
				}
			}
			return linkconfig.JAAS(linkconfig.OAuthLoginModule, options...)
		})
	}
	if b := s.TLS; b != nil {
		as := func(pemText string) string { return pemText }
		d.plain(linkconfig.TruststoreCerts, b.TruststoreCertificates)
		if !b.TruststoreCertificates.IsNull() {
			d.plain(linkconfig.TruststoreType, types.StringValue(pem))
		}
		if !b.KeystoreCertificateChain.IsNull() {
			trigger := []string{b.KeystoreCertificateChain.ValueString(), version(b.KeystoreVersion)}
			d.plain(linkconfig.KeystoreType, types.StringValue(pem))
			d.plain(linkconfig.KeystoreChain, b.KeystoreCertificateChain)
			d.secret(linkconfig.KeystoreKey, trigger, b.KeystoreKey, as)
			d.secret(linkconfig.KeyPassword, trigger, b.KeyPassword, as)
		}
		d.plain(linkconfig.EndpointAlgorithm, b.EndpointAlgorithm)
	}
	return d
}

// version is a version number as part of a trigger.
func version(v types.Int64) string {
	if v.IsNull() {
		return ""
	}
	return strconv.FormatInt(v.ValueInt64(), 10)
}

// refresh is the block as it is stored after a read: what the server tells of the
// settings that the block manages replaces what is said otherwise, so that the plan
// shows what somebody has changed. tells is false for what the server does not tell.
func (s *side) refresh(ctx context.Context, block types.Object, tells func(name string) (entry kafka.SettingEntry, told bool)) (types.Object, diag.Diagnostics) {
	if s == nil {
		return block, nil
	}
	attributes := block.Attributes()
	var diags diag.Diagnostics
	// set changes an argument of an inner block, which is made where there is none.
	set := func(inner, argument, value string) {
		object, ok := attributes[inner].(types.Object)
		if !ok {
			return
		}
		values := object.Attributes()
		if object.IsNull() {
			values = nulls(ctx, object.AttributeTypes(ctx))
		}
		values[argument] = types.StringValue(value)
		refreshed, d := types.ObjectValue(object.AttributeTypes(ctx), values)
		diags.Append(d...)
		attributes[inner] = refreshed
	}
	if protocol, told := tells(linkconfig.SecurityProtocol); told && !strings.EqualFold(*protocol.Value, s.protocol()) {
		attributes["security_protocol"] = types.StringValue(*protocol.Value)
	}
	if mechanism, told := tells(linkconfig.SASLMechanism); told && s.SASL != nil && !tfkit.IgnoreCase(*mechanism.Value, s.mechanism()) {
		set("sasl", "mechanism", *mechanism.Value)
	}
	if endpoint, told := tells(linkconfig.SASLTokenEndpoint); told && s.OAuth != nil && *endpoint.Value != s.OAuth.TokenEndpointURL.ValueString() {
		set("oauth", "token_endpoint_url", *endpoint.Value)
	}
	tls := s.TLS
	if tls == nil {
		tls = &tlsBlock{}
	}
	for _, of := range []struct {
		setting, argument string
		is                types.String
	}{
		{linkconfig.TruststoreCerts, "truststore_certificates", tls.TruststoreCertificates},
		{linkconfig.KeystoreChain, "keystore_certificate_chain", tls.KeystoreCertificateChain},
		{linkconfig.EndpointAlgorithm, "endpoint_identification_algorithm", tls.EndpointAlgorithm},
	} {
		entry, told := tells(of.setting)
		differs := told && !of.is.IsNull() && !linkconfig.Same(of.setting, *entry.Value, of.is.ValueString())
		if of.is.IsNull() && of.setting == linkconfig.EndpointAlgorithm {
			differs = told && !entry.Default // somebody has set it; certificates may be in config_wo
		}
		if differs {
			set("tls", of.argument, *entry.Value)
		}
	}
	refreshed, d := types.ObjectValue(block.AttributeTypes(ctx), attributes)
	diags.Append(d...)
	if diags.HasError() {
		return block, diags
	}
	return refreshed, diags
}

// nulls are null values of these types.
func nulls(ctx context.Context, of map[string]attr.Type) map[string]attr.Value {
	values := map[string]attr.Value{}
	for name, typ := range of {
		value, err := typ.ValueFromTerraform(ctx, tftypes.NewValue(typ.TerraformType(ctx), nil))
		if err == nil {
			values[name] = value
		}
	}
	return values
}
