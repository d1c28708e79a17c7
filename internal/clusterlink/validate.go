package clusterlink

import (
	"cmp"
	"context"
	"fmt"
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
		resp.Diagnostics.AddAttributeError(req.Path, "Empty Prefix", "Leave prefix out (or null) for mirror topics that are named like their sources.")
	case !topicForm.MatchString(prefix) || len(prefix) > 248:
		resp.Diagnostics.AddAttributeError(req.Path, "Not a Prefix of Topic Names",
			fmt.Sprintf("%q cannot begin a topic name: letters, digits, dots, underscores and hyphens can, 248 at most.", prefix))
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
		resp.Diagnostics.AddAttributeError(req.Path, "Not Bootstrap Servers",
			fmt.Sprintf("%s cannot be used: %v. Bootstrap servers look like pkc-abcde.us-east-1.aws.confluent.cloud:9092, several separated by commas.", req.Path, err))
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
	r.conns.Claim(m.object(), path.Root("link_name"), &resp.Diagnostics)
	if r.conns.Claimed(tfkit.NewObject("the prefix of a link", "", m.KafkaClusterID, m.Prefix)) > 1 {
		samePrefix(m.KafkaClusterID.ValueString(), m.Prefix.ValueString(), &resp.Diagnostics)
	}
	fail := func(name, summary, detail string) {
		resp.Diagnostics.AddAttributeError(path.Root(name), summary, detail)
	}
	given := func(v interface{ IsNull() bool }) bool { return !v.IsNull() }

	if !m.KafkaClusterID.IsUnknown() && !m.RemoteClusterID.IsUnknown() && m.KafkaClusterID.Equal(m.RemoteClusterID) {
		fail("remote_cluster_id", "Link to Itself", fmt.Sprintf("kafka_cluster_id and remote_cluster_id are both %q. remote_cluster_id is the cluster at the other end.", m.RemoteClusterID.ValueString()))
	}
	modeKnown, connectionKnown := !m.LinkMode.IsUnknown(), !m.ConnectionMode.IsUnknown()
	source, bidirectional := m.mode() == modeSource, m.mode() == modeBidirectional

	inbound := connectionKnown && m.inbound()
	if inbound && source {
		inbound = false // one error is enough
		fail("connection_mode", "SOURCE Link Cannot Be INBOUND",
			"The SOURCE half of a link opens the connection. Leave connection_mode out here, and give the half on the destination cluster link_mode = \"DESTINATION\" and connection_mode = \"INBOUND\".")
	}
	if modeKnown && !bidirectional && given(m.RemoteConnectionMode) {
		fail("remote_connection_mode", "Argument Needs a BIDIRECTIONAL Link", "remote_connection_mode tells one half of a BIDIRECTIONAL link how the other half connects. Leave it out here.")
	}
	if inbound {
		if given(m.RemoteAuthentication) {
			fail("remote_authentication", "INBOUND Half Has No Credentials",
				"An INBOUND half waits for the other half to connect, so it logs in nowhere. Give the credentials to the OUTBOUND half.")
		}
	}
	if modeKnown && connectionKnown && !m.logsInLocally() {
		for name, value := range map[string]interface{ IsNull() bool }{"local_authentication": m.LocalAuthentication, "local_bootstrap_servers": m.LocalBootstrapServers} {
			if given(value) {
				fail(name, "Link Does Not Log In Locally",
					fmt.Sprintf("%s is for links that open the connection from where the data is: SOURCE, and BIDIRECTIONAL with connection_mode OUTBOUND. This %s/%s link has no use for it.",
						name, cmp.Or(m.mode(), modeDestination), cmp.Or(strings.ToUpper(m.ConnectionMode.ValueString()), connectionOutbound)))
			}
		}
	}
	m.checkSide(ctx, "remote_authentication", m.RemoteAuthentication, m.RemoteClusterID, false, resp)
	m.checkSide(ctx, "local_authentication", m.LocalAuthentication, m.KafkaClusterID, true, resp)
	m.checkSecrets(ctx, &resp.Diagnostics)
	for name, value := range m.config() {
		if strings.Contains(value.ValueString(), "PRIVATE KEY-----") {
			notPEM(path.Root("config").AtMapKey(name), pemtext.ErrPrivateKey, &resp.Diagnostics)
		}
		if value.IsNull() {
			resp.Diagnostics.AddAttributeError(path.Root("config").AtMapKey(name), "Setting Without a Value", fmt.Sprintf("%q is null. Give it a value, or leave the key out: then the server's default holds.", name))
		}
	}
	for name, value := range stringMap(m.ConfigWO) {
		if _, twice := m.config()[name]; twice {
			resp.Diagnostics.AddAttributeError(path.Root("config_wo").AtMapKey(name), "Setting Given Twice", fmt.Sprintf("%q is in config as well. Keep it in one of them.", name))
		}
		if value.IsNull() {
			resp.Diagnostics.AddAttributeError(path.Root("config_wo").AtMapKey(name), "Setting Without a Value", fmt.Sprintf("%q is null. Give it a value, or leave the key out.", name))
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
		if err := judge(value.ValueString()); err != nil {
			sound = false
			notPEM(at.AtName(name), err, diags)
		}
	}
	check("truststore_certificates", t.TruststoreCertificates, pemtext.Certificates)
	check("keystore_certificate_chain", t.KeystoreCertificateChain, pemtext.Certificates)
	check("keystore_key_wo", t.KeystoreKey, func(key string) error { return pemtext.PrivateKey(key, !t.KeyPassword.IsNull()) })
	if sound && given(t.KeystoreCertificateChain) {
		check("keystore_key_wo", t.KeystoreKey, func(key string) error { return pemtext.Pair(t.KeystoreCertificateChain.ValueString(), key) })
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
		resp.Diagnostics.AddAttributeError(at.AtName("oauth"), "Two Ways to Log In", "Give either sasl or oauth, not both.")
	}
	if s.TLS != nil {
		s.checkTLS(at, &resp.Diagnostics)
	}
	if p := s.SecurityProtocol; !p.IsNull() && !p.IsUnknown() {
		sasl := strings.HasPrefix(strings.ToUpper(p.ValueString()), "SASL_")
		if login := s.SASL != nil || s.OAuth != nil; sasl != login {
			resp.Diagnostics.AddAttributeError(at.AtName("security_protocol"), "Security Protocol Does Not Fit",
				fmt.Sprintf("security_protocol = %q %s sasl or oauth. Leave it out and it follows from what is given.", p.ValueString(), map[bool]string{true: "needs", false: "does not go with"}[sasl]))
		}
	}
	if !resp.Diagnostics.HasError() && isCloud(cluster) && s.logsInWithNothing() {
		resp.Diagnostics.AddAttributeError(at, "Block Logs In With Nothing",
			fmt.Sprintf("%s holds no credentials, and Confluent Cloud cluster %q lets nobody in without: the link would carry no data. Give sasl (an API key of that cluster), oauth, or tls with keystore_certificate_chain.", name, cluster.ValueString()))
	}
	managed := s.settings()
	for argument, settings := range map[string]map[string]types.String{"config": m.config(), "config_wo": stringMap(m.ConfigWO)} {
		for key := range settings {
			plain, isLocal := strings.CutPrefix(key, linkconfig.LocalPrefix)
			if argument == "config" && linkconfig.Sensitive(key) {
				continue // that it is secret has been said
			}
			if _, manages := managed[plain]; manages && isLocal == local {
				resp.Diagnostics.AddAttributeError(path.Root(argument).AtMapKey(key), "Setting Managed by a Block", fmt.Sprintf("%q is written by %s: change it there, or take that block out.", key, name))
			}
		}
	}
}
