package clusterlink

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

// This file keeps the credentials of a link from vanishing: a link that logs in
// with nothing carries no data.

// secretArgument is an argument that holds a secret.
type secretArgument struct {
	at    path.Path
	value types.String
	// version is the argument whose new value has the secret sent again.
	version path.Path
	// text says that line breaks at its ends do no harm, as in PEM and JAAS.
	text bool
}

// secretArguments are those of a side that is given as the block at.
func (s *side) secretArguments(at path.Path) []secretArgument {
	if s == nil {
		return nil
	}
	var list []secretArgument
	if s.SASL != nil {
		in := at.AtName("sasl")
		list = append(list, secretArgument{at: in.AtName("password_wo"), value: s.SASL.Password, version: in.AtName("password_wo_version")})
	}
	if s.OAuth != nil {
		in := at.AtName("oauth")
		list = append(list, secretArgument{at: in.AtName("client_secret_wo"), value: s.OAuth.ClientSecret, version: in.AtName("client_secret_wo_version")})
	}
	if s.TLS != nil && !s.TLS.KeystoreCertificateChain.IsNull() {
		in := at.AtName("tls")
		list = append(list,
			secretArgument{at: in.AtName("keystore_key_wo"), value: s.TLS.KeystoreKey, version: in.AtName("keystore_wo_version"), text: true},
			secretArgument{at: in.AtName("key_password_wo"), value: s.TLS.KeyPassword, version: in.AtName("keystore_wo_version")})
	}
	return list
}

// secretArguments are all of a configuration.
func (m model) secretArguments(ctx context.Context, diags *diag.Diagnostics) []secretArgument {
	remote, _ := decodeSide(ctx, m.RemoteAuthentication, "", diags)
	local, _ := decodeSide(ctx, m.LocalAuthentication, "", diags)
	list := append(remote.secretArguments(path.Root("remote_authentication")), local.secretArguments(path.Root("local_authentication"))...)
	secrets := stringMap(m.ConfigWO)
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		plain := strings.TrimPrefix(name, linkconfig.LocalPrefix)
		list = append(list, secretArgument{
			at: path.Root("config_wo").AtMapKey(name), value: secrets[name], version: path.Root("config_wo_version"),
			text: plain == linkconfig.SASLJAASConfig || plain == linkconfig.KeystoreKey || strings.HasSuffix(plain, ".private.key"),
		})
	}
	return list
}

// checkSecrets refuses secrets that cannot be meant. A secret is never repeated.
func (m model) checkSecrets(ctx context.Context, diags *diag.Diagnostics) {
	for _, s := range m.secretArguments(ctx, diags) {
		if s.value.IsNull() || s.value.IsUnknown() {
			continue
		}
		secret := s.value.ValueString()
		switch {
		case strings.TrimSpace(secret) == "":
			emptySecret(s.at, diags)
		case s.text:
		case strings.Trim(secret, "\r\n") != secret:
			secretWithLineBreak(s.at, diags)
		case strings.TrimSpace(secret) != secret:
			secretWithBlanks(s.at, diags)
		}
	}
}

// logsInWithNothing reports whether a block that is given holds no credentials.
// What is not known yet may hold some.
func (s *side) logsInWithNothing() bool {
	switch {
	case s.SASL != nil || s.OAuth != nil:
		return false
	case s.TLS == nil || s.TLS.KeystoreCertificateChain.IsNull():
		return true
	default:
		return !s.SecurityProtocol.IsUnknown() && s.protocol() == "PLAINTEXT"
	}
}

// logsIn reports whether settings hold credentials that the link makes use of.
func (d desired) logsIn(prefix string) bool {
	_, sasl := d[prefix+linkconfig.SASLJAASConfig]
	_, certificate := d[prefix+linkconfig.KeystoreKey]
	protocol, given := d[prefix+linkconfig.SecurityProtocol]
	return (sasl || certificate) && given && !strings.EqualFold(protocol.value.ValueString(), "PLAINTEXT")
}

// checkCredentialsStay refuses a change that takes the credentials of an existing
// link for Confluent Cloud away, wherever they are given.
func (m model) checkCredentialsStay(ctx context.Context, plan, conf model, writeOnlyNames []string, diags *diag.Diagnostics) {
	if plan.Config.IsUnknown() || conf.ConfigWO.IsUnknown() {
		return
	}
	had := m.settings(ctx, writeOnlyNames, diags)
	wants, _ := plan.changes(ctx, m, conf, writeOnlyNames, diags)
	for _, side := range []struct {
		name, prefix string
		have, want   types.Object
		cluster      types.String
	}{
		{"remote_authentication", "", m.RemoteAuthentication, plan.RemoteAuthentication, plan.RemoteClusterID},
		{"local_authentication", linkconfig.LocalPrefix, m.LocalAuthentication, plan.LocalAuthentication, plan.KafkaClusterID},
	} {
		_, known := decodeSide(ctx, side.want, "", diags)
		if !known || !isCloud(side.cluster) || !had.logsIn(side.prefix) || wants.logsIn(side.prefix) {
			continue
		}
		credentialsStay(side.name, side.have.IsNull(), side.cluster.ValueString(), diags)
	}
}

// resendAdvice says how a corrected secret is sent again; empty when the link has
// no secret here.
func (m model) resendAdvice(ctx context.Context, diags *diag.Diagnostics) string {
	var versions []string
	for _, s := range m.secretArguments(ctx, diags) {
		if version := s.version.String(); !slices.Contains(versions, version) {
			versions = append(versions, version)
		}
	}
	if len(versions) == 0 {
		return ""
	}
	return fmt.Sprintf(" If a secret is wrong, correct it and raise the version beside it (%s) in the same apply: a corrected secret is not sent while its version stays.", strings.Join(versions, ", "))
}
