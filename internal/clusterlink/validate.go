package clusterlink

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/pemtext"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var topicForm = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// isCloud reports whether a cluster id is one of Confluent Cloud.
func isCloud(id types.String) bool {
	return linkconfig.DeploymentOf(id.ValueString()) == linkconfig.Cloud
}

// topicPrefix judges a prefix of topic names.
type topicPrefix struct{}

func (topicPrefix) Description(context.Context) string             { return "a prefix of topic names" }
func (v topicPrefix) MarkdownDescription(c context.Context) string { return v.Description(c) }

func (topicPrefix) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	prefix := req.ConfigValue.ValueString()
	switch {
	case prefix == "":
		emptyPrefix(req.Path, &resp.Diagnostics)
	case !topicForm.MatchString(prefix) || len(prefix) > 248:
		notAPrefix(req.Path, prefix, &resp.Diagnostics)
	}
}

// bootstrapServers judges a list of bootstrap servers.
type bootstrapServers struct{}

func (bootstrapServers) Description(context.Context) string             { return "bootstrap servers, host:port" }
func (v bootstrapServers) MarkdownDescription(c context.Context) string { return v.Description(c) }

func (bootstrapServers) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := linkconfig.CheckAddress(req.ConfigValue.ValueString()); err != nil {
		notAnAddress(req.Path, err, &resp.Diagnostics)
	}
}

// ValidateConfig judges arguments together. It says nothing where one of them is
// not known yet.
func (r *linkResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	mode := types.StringValue(cmp.Or(m.mode(), modeDestination))
	inMode := r.conns.Claimed(tfkit.NewObject("a mode of a link", "", m.KafkaClusterID, m.LinkName, mode))
	if all := r.conns.Claimed(m.object()); !m.LinkMode.IsUnknown() && all > 1 && inMode < all {
		sameCluster(m, &resp.Diagnostics)
	} else if all > 1 {
		tfkit.TwoOwners(m.object(), path.Root("link_name"), &resp.Diagnostics)
	}
	if r.conns.Claimed(tfkit.NewObject("the prefix of a link", "", m.KafkaClusterID, m.Prefix)) > 1 {
		samePrefix(m.KafkaClusterID.ValueString(), m.Prefix.ValueString(), &resp.Diagnostics)
	}
	given := func(v interface{ IsNull() bool }) bool { return !v.IsNull() }

	if !m.KafkaClusterID.IsUnknown() && !m.RemoteClusterID.IsUnknown() && m.KafkaClusterID.Equal(m.RemoteClusterID) {
		linkToItself(m.RemoteClusterID.ValueString(), &resp.Diagnostics)
	}
	modeKnown, connectionKnown := !m.LinkMode.IsUnknown(), !m.ConnectionMode.IsUnknown()
	source, bidirectional := m.mode() == modeSource, m.mode() == modeBidirectional

	inbound := connectionKnown && m.inbound()
	if inbound && source {
		inbound = false // one error is enough
		inboundSource(&resp.Diagnostics)
	}
	if modeKnown && !bidirectional && given(m.RemoteConnectionMode) {
		remoteModeWithoutUse(&resp.Diagnostics)
	}
	if inbound && given(m.RemoteAuthentication) {
		inboundWithCredentials(&resp.Diagnostics)
	}
	if modeKnown && connectionKnown && !m.logsInLocally() {
		for name, value := range map[string]interface{ IsNull() bool }{"local_authentication": m.LocalAuthentication, "local_bootstrap_servers": m.LocalBootstrapServers} {
			if given(value) {
				m.noLocalLogin(name, &resp.Diagnostics)
			}
		}
	}
	m.checkSide(ctx, "remote_authentication", m.RemoteAuthentication, m.RemoteClusterID, false, resp)
	m.checkSide(ctx, "local_authentication", m.LocalAuthentication, m.KafkaClusterID, true, resp)
	m.checkSecrets(ctx, &resp.Diagnostics)
	for name, value := range m.config() {
		if strings.Contains(value.ValueString(), "PRIVATE KEY-----") {
			privateKeyInState(path.Root("config").AtMapKey(name), pemtext.ErrPrivateKey, &resp.Diagnostics)
		}
		if value.IsNull() {
			settingWithoutValue(path.Root("config").AtMapKey(name), name, &resp.Diagnostics)
		}
	}
	for name, value := range stringMap(m.ConfigWO) {
		if _, twice := m.config()[name]; twice {
			settingTwice(path.Root("config_wo").AtMapKey(name), name, &resp.Diagnostics)
		}
		if value.IsNull() {
			settingWithoutValue(path.Root("config_wo").AtMapKey(name), name, &resp.Diagnostics)
		}
	}
	if resp.Diagnostics.HasError() {
		return // what follows from settings is said once the rest is right
	}
	found := m.findings(false)
	m.report(found, linkconfig.Error, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		// There will be no plan to say them: a name that is misspelt may be the cause.
		m.report(found, linkconfig.Warning, &resp.Diagnostics)
	}
}

// checkTLS judges the certificates and the key of a side that has them.
func (s *side) checkTLS(in path.Path, diags *diag.Diagnostics) {
	at, t := in.AtName("tls"), s.TLS
	given := func(v types.String) bool { return !v.IsNull() && !v.IsUnknown() }
	if p := s.SecurityProtocol; given(p) && strings.HasSuffix(strings.ToUpper(p.ValueString()), "PLAINTEXT") {
		certificatesUnused(at, in.AtName("security_protocol"), p.ValueString(), diags)
	}
	if t.KeystoreCertificateChain.IsNull() {
		for name, value := range map[string]types.String{"keystore_key_wo": t.KeystoreKey, "key_password_wo": t.KeyPassword} {
			if !value.IsNull() {
				withoutChain(at.AtName(name), at.AtName("keystore_certificate_chain"), diags)
			}
		}
	}
	sound := true
	check := func(name string, value types.String, judge func(string) error) {
		if !given(value) || strings.TrimSpace(value.ValueString()) == "" {
			return
		}
		switch err := judge(value.ValueString()); {
		case err == nil:
			return
		case errors.Is(err, pemtext.ErrPrivateKey):
			privateKeyInState(at.AtName(name), err, diags)
		default:
			notPEM(at.AtName(name), err, diags)
		}
		sound = false
	}
	check("truststore_certificates", t.TruststoreCertificates, pemtext.Certificates)
	check("keystore_certificate_chain", t.KeystoreCertificateChain, pemtext.Certificates)
	check("keystore_key_wo", t.KeystoreKey, func(key string) error { return pemtext.PrivateKey(key, !t.KeyPassword.IsNull()) })
	if sound && given(t.KeystoreCertificateChain) {
		check("keystore_key_wo", t.KeystoreKey, func(key string) error { return pemtext.Pair(t.KeystoreCertificateChain.ValueString(), key) })
	}
}

// checkCloud judges whether Confluent Cloud lets anybody in this way.
func (s *side) checkCloud(at path.Path, cluster string, diags *diag.Diagnostics) {
	if p := s.SecurityProtocol; !p.IsNull() && !p.IsUnknown() && strings.HasSuffix(strings.ToUpper(p.ValueString()), "PLAINTEXT") {
		protocolNotOfCloud(at.AtName("security_protocol"), p.ValueString(), cluster, diags)
	}
	if s.SASL != nil && !s.SASL.Mechanism.IsUnknown() && strings.HasPrefix(s.mechanism(), "SCRAM") {
		mechanismNotOfCloud(at.AtName("sasl").AtName("mechanism"), s.SASL.Mechanism.ValueString(), cluster, diags)
	}
}

// checkSide judges an authentication block: its parts together, and whether
// config or config_wo sets what the block manages.
func (m model) checkSide(ctx context.Context, name string, block types.Object, cluster types.String, local bool, resp *resource.ValidateConfigResponse) {
	s, known := decodeSide(ctx, block, "", &resp.Diagnostics)
	if !known || s == nil {
		return
	}
	at := path.Root(name)
	if s.SASL != nil && s.OAuth != nil {
		twoLogins(at.AtName("oauth"), &resp.Diagnostics)
	}
	if s.TLS != nil {
		s.checkTLS(at, &resp.Diagnostics)
	}
	if p := s.SecurityProtocol; !p.IsNull() && !p.IsUnknown() {
		sasl := strings.HasPrefix(strings.ToUpper(p.ValueString()), "SASL_")
		if login := s.SASL != nil || s.OAuth != nil; sasl != login {
			protocolMisfit(at.AtName("security_protocol"), p.ValueString(), sasl, &resp.Diagnostics)
		}
	}
	switch {
	case resp.Diagnostics.HasError() || !isCloud(cluster):
	case s.logsInWithNothing():
		emptyLogin(name, cluster.ValueString(), &resp.Diagnostics)
	default:
		s.checkCloud(at, cluster.ValueString(), &resp.Diagnostics)
	}
	servers, list := "remote_bootstrap_servers", m.RemoteBootstrapServers
	if local {
		servers, list = "local_bootstrap_servers", m.LocalBootstrapServers
	}
	if named := linkconfig.AddressProtocols(list.ValueString()); len(named) == 1 && !s.SecurityProtocol.IsUnknown() && named[0] != s.protocol() {
		addressMisfit(servers, named[0], name, s.protocol(), &resp.Diagnostics)
	}
	managed := s.settings()
	for argument, settings := range map[string]map[string]types.String{"config": m.config(), "config_wo": stringMap(m.ConfigWO)} {
		for key := range settings {
			plain, isLocal := strings.CutPrefix(key, linkconfig.LocalPrefix)
			if argument == "config" && linkconfig.Sensitive(key) {
				continue // that it is secret has been said
			}
			if _, manages := managed[plain]; manages && isLocal == local {
				settingOfABlock(path.Root(argument).AtMapKey(key), key, name, &resp.Diagnostics)
			}
		}
	}
}
