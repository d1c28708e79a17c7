package provider

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"golang.org/x/oauth2"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// oauthConfig is an oauth argument: the provider's, a cluster's or the cloud's.
type oauthConfig struct {
	TokenURL       types.String `tfsdk:"token_url"`
	ClientID       types.String `tfsdk:"client_id"`
	ClientSecret   types.String `tfsdk:"client_secret"`
	Token          types.String `tfsdk:"token"`
	TokenEnv       types.String `tfsdk:"token_env"`
	TokenFile      types.String `tfsdk:"token_file"`
	Scope          types.String `tfsdk:"scope"`
	IdentityPoolID types.String `tfsdk:"identity_pool_id"`
	CACertificate  types.String `tfsdk:"ca_certificate"`
}

// oauthAttribute describes an oauth argument.
func oauthAttribute(description string) schema.SingleNestedAttribute {
	const workload = " Sent to `token_url` as the client's assertion (RFC 7523); without `token_url` it is the access token itself."
	return schema.SingleNestedAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"token_url":     schema.StringAttribute{MarkdownDescription: "Token endpoint of the identity provider.", Optional: true},
			"client_id":     schema.StringAttribute{MarkdownDescription: "Client id.", Optional: true},
			"client_secret": schema.StringAttribute{MarkdownDescription: "Client secret.", Optional: true, Sensitive: true},
			"token": schema.StringAttribute{
				MarkdownDescription: "Token of the workload's own identity, in place of a secret: an ephemeral value, such as the `identity_token` of HCP Terraform Stacks." + workload, Optional: true, Sensitive: true,
			},
			"token_env": schema.StringAttribute{
				MarkdownDescription: "Name of an environment variable that holds such a token, for example `TFC_WORKLOAD_IDENTITY_TOKEN` of HCP Terraform. It is read anew for each access token.", Optional: true,
			},
			"token_file": schema.StringAttribute{
				MarkdownDescription: "File with such a token that the platform renews, for example in Kubernetes. It is read anew for each access token.", Optional: true,
			},
			"scope":            schema.StringAttribute{MarkdownDescription: "Scopes to ask for, separated by blanks.", Optional: true},
			"identity_pool_id": schema.StringAttribute{MarkdownDescription: "Identity pool (`pool-...`) to act as, on Confluent Cloud.", Optional: true},
			"ca_certificate":   schema.StringAttribute{MarkdownDescription: "Certificate authorities to trust at `token_url` in place of the system's, PEM.", Optional: true},
		},
	}
}

// decodeOAuth decodes an oauth argument: nil when it is not given, and false
// while any of it is not known.
func decodeOAuth(ctx context.Context, object types.Object, diags *diag.Diagnostics) (*oauthConfig, bool) {
	if object.IsUnknown() {
		return nil, false
	}
	if object.IsNull() {
		return nil, true
	}
	var c oauthConfig
	d := object.As(ctx, &c, basetypes.ObjectAsOptions{})
	if diags != nil {
		diags.Append(d...)
	}
	clean(&c.TokenURL, &c.ClientID, &c.TokenEnv, &c.TokenFile, &c.Scope, &c.IdentityPoolID, &c.CACertificate)
	cleanSecrets(&c.ClientSecret, &c.Token)
	return &c, allKnown(c.values()...)
}

// values are all that an oauth argument holds.
func (c oauthConfig) values() []types.String {
	return []types.String{c.TokenURL, c.ClientID, c.ClientSecret, c.Token, c.TokenEnv, c.TokenFile, c.Scope, c.IdentityPoolID, c.CACertificate}
}

// cleanOAuth is an oauth argument, or null when all that it holds is empty.
func cleanOAuth(ctx context.Context, object types.Object) types.Object {
	c, _ := decodeOAuth(ctx, object, nil)
	if c == nil {
		return object
	}
	for _, value := range c.values() {
		if !value.IsNull() {
			return object
		}
	}
	return types.ObjectNull(object.AttributeTypes(ctx))
}

// checkOAuth judges an oauth argument by itself. Unknown values are not judged.
func checkOAuth(ctx context.Context, in place, object types.Object, diags *diag.Diagnostics) {
	c, _ := decodeOAuth(ctx, object, diags)
	if c == nil {
		return
	}
	first := ""
	for _, way := range []struct {
		argument string
		value    types.String
	}{{"client_secret", c.ClientSecret}, {"token", c.Token}, {"token_env", c.TokenEnv}, {"token_file", c.TokenFile}} {
		switch {
		case way.value.IsNull():
		case first == "":
			first = way.argument
		default:
			in.twoWays(way.argument, in.called(first), diags)
		}
	}
	switch {
	case first == "":
		in.noSecret(diags)
	case c.TokenURL.IsNull() && first == "client_secret":
		in.incompleteClient("token_url", "Give the identity provider's token endpoint.", diags)
	case !c.TokenURL.IsNull() && c.ClientID.IsNull():
		in.incompleteClient("client_id", "The token endpoint asks for it.", diags)
	}
	for argument, value := range map[string]types.String{"client_id": c.ClientID, "client_secret": c.ClientSecret, "identity_pool_id": c.IdentityPoolID} {
		checkSendable(in, argument, value, diags)
	}
	authorities(in, c.CACertificate, diags)
	if u := c.TokenURL; !u.IsNull() && !u.IsUnknown() {
		parsed, err := url.Parse(u.ValueString())
		switch {
		case err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https"):
			in.notATokenEndpoint(diags)
		case parsed.User != nil:
			in.credentialsInURL("token_url", diags)
		case plainText(u):
			in.inTheClear("token_url", "the client's credentials", diags)
		}
	}
}

// source is where an oauth argument's tokens come from. The argument has passed its
// checks; called is its path.
func (c oauthConfig) source(ctx context.Context, called string, getenv func(string) string) oauth2.TokenSource {
	o := rest.OAuth{Called: called, TokenURL: c.TokenURL.ValueString(), ClientID: c.ClientID.ValueString(), ClientSecret: c.ClientSecret.ValueString(), Scope: c.Scope.ValueString()}
	switch {
	case !c.Token.IsNull():
		o.Workload = func() (string, error) { return c.Token.ValueString(), nil }
	case !c.TokenEnv.IsNull():
		o.Workload = func() (string, error) {
			token := getenv(c.TokenEnv.ValueString())
			if strings.TrimSpace(token) == "" {
				return "", fmt.Errorf("the environment variable %s, which token_env names, is not set", c.TokenEnv.ValueString())
			}
			return token, nil
		}
	case !c.TokenFile.IsNull():
		o.Workload = func() (string, error) {
			raw, err := os.ReadFile(c.TokenFile.ValueString())
			if err != nil {
				return "", fmt.Errorf("the file that token_file names could not be read: %w", err)
			}
			if strings.TrimSpace(string(raw)) == "" {
				return "", fmt.Errorf("the file that token_file names, %s, is empty", c.TokenFile.ValueString())
			}
			return string(raw), nil
		}
	}
	var transport http.RoundTripper
	if pool := authorities(place{}, c.CACertificate, &diag.Diagnostics{}); pool != nil {
		transport = rest.NewTransport(rest.TransportOptions{TLS: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool}})
	}
	return o.TokenSource(ctx, transport)
}

// secrets are those that a log must not show.
func (c oauthConfig) secrets() []string {
	return []string{c.ClientSecret.ValueString(), c.Token.ValueString()}
}
