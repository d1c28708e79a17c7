package provider

import (
	"context"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// oauthConfig is an oauth argument: the provider's, a cluster's or the cloud's.
type oauthConfig struct {
	TokenURL       types.String `tfsdk:"token_url"`
	ClientID       types.String `tfsdk:"client_id"`
	ClientSecret   types.String `tfsdk:"client_secret"`
	TokenFile      types.String `tfsdk:"token_file"`
	Scope          types.String `tfsdk:"scope"`
	IdentityPoolID types.String `tfsdk:"identity_pool_id"`
}

// oauthAttribute describes an oauth argument.
func oauthAttribute(description string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"token_url": schema.StringAttribute{
				MarkdownDescription: "Token endpoint of the identity provider. Without one, `token_file` holds the access token itself.", Optional: true,
			},
			"client_id":     schema.StringAttribute{MarkdownDescription: "Client id.", Optional: true},
			"client_secret": schema.StringAttribute{MarkdownDescription: "Client secret.", Optional: true, Sensitive: true},
			"token_file": schema.StringAttribute{
				MarkdownDescription: "File with a token that the platform renews (workload identity), in place of a secret. It is read anew for each access token, and sent to `token_url` as the client's assertion (RFC 7523).",
				Optional:            true,
			},
			"scope":            schema.StringAttribute{MarkdownDescription: "Scopes to ask for, separated by blanks.", Optional: true},
			"identity_pool_id": schema.StringAttribute{MarkdownDescription: "Identity pool (`pool-...`) to act as, on Confluent Cloud.", Optional: true},
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
	return &c, allKnown(c.TokenURL, c.ClientID, c.ClientSecret, c.TokenFile, c.Scope, c.IdentityPoolID)
}

// checkOAuth judges an oauth argument by itself; other says that another way to
// authenticate is given beside it. Unknown values are not judged.
func checkOAuth(ctx context.Context, at path.Path, object types.Object, other bool, diags *diag.Diagnostics) {
	c, _ := decodeOAuth(ctx, object, diags)
	if c == nil {
		return
	}
	given := func(s types.String) bool { return !s.IsNull() }
	if other {
		diags.AddAttributeError(at, "Two Ways to Authenticate", "Give either oauth or an API key or token, not both.")
	}
	if given(c.ClientSecret) && given(c.TokenFile) {
		diags.AddAttributeError(at.AtName("token_file"), "Two Ways to Authenticate", "Give either client_secret or token_file, not both.")
	}
	switch {
	case !given(c.ClientSecret) && !given(c.TokenFile):
		diags.AddAttributeError(at, "Incomplete OAuth Client", "Give client_secret, or token_file for a workload identity without a secret.")
	case !given(c.TokenURL) && !given(c.TokenFile):
		diags.AddAttributeError(at.AtName("token_url"), "Incomplete OAuth Client", "Give token_url, the identity provider's token endpoint.")
	case given(c.TokenURL) && !given(c.ClientID):
		diags.AddAttributeError(at.AtName("client_id"), "Incomplete OAuth Client", "Give client_id: the token endpoint asks for it.")
	}
	if u := c.TokenURL; given(u) && !u.IsUnknown() {
		parsed, err := url.Parse(u.ValueString())
		if err != nil || parsed.Host == "" || (parsed.Scheme != "http" && parsed.Scheme != "https") {
			diags.AddAttributeError(at.AtName("token_url"), "Not a Token Endpoint", "A token endpoint is an https:// URL, such as https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token.")
		} else if plainText(u) {
			diags.AddAttributeWarning(at.AtName("token_url"), "Credentials Over Unencrypted HTTP", "The client's credentials travel in the clear to a host other than this one. Use https:// if the server has it.")
		}
	}
}

// source is where an oauth argument's tokens come from.
func (c oauthConfig) source() rest.OAuth {
	return rest.OAuth{
		TokenURL: c.TokenURL.ValueString(), ClientID: c.ClientID.ValueString(), ClientSecret: c.ClientSecret.ValueString(),
		TokenFile: c.TokenFile.ValueString(), Scope: c.Scope.ValueString(),
	}
}
