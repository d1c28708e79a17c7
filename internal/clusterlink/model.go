package clusterlink

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

const (
	modeDestination   = "DESTINATION"
	modeSource        = "SOURCE"
	modeBidirectional = "BIDIRECTIONAL"

	connectionOutbound = "OUTBOUND"
	connectionInbound  = "INBOUND"
)

// model is the resource in configuration, plan and state.
type model struct {
	KafkaClusterID         types.String   `tfsdk:"kafka_cluster_id"`
	RemoteClusterID        types.String   `tfsdk:"remote_cluster_id"`
	LinkName               types.String   `tfsdk:"link_name"`
	LinkMode               types.String   `tfsdk:"link_mode"`
	ConnectionMode         types.String   `tfsdk:"connection_mode"`
	Prefix                 types.String   `tfsdk:"prefix"`
	RemoteBootstrapServers types.String   `tfsdk:"remote_bootstrap_servers"`
	RemoteAuthentication   types.Object   `tfsdk:"remote_authentication"`
	LocalAuthentication    types.Object   `tfsdk:"local_authentication"`
	LocalBootstrapServers  types.String   `tfsdk:"local_bootstrap_servers"`
	RemoteConnectionMode   types.String   `tfsdk:"remote_connection_mode"`
	Config                 types.Map      `tfsdk:"config"`
	ConfigWO               types.Map      `tfsdk:"config_wo"`
	ConfigWOVersion        types.Int64    `tfsdk:"config_wo_version"`
	ValidateLink           types.Bool     `tfsdk:"validate_link"`
	ForceDestroy           types.Bool     `tfsdk:"force_destroy"`
	ClusterLinkID          types.String   `tfsdk:"cluster_link_id"`
	ID                     types.String   `tfsdk:"id"`
	Timeouts               timeouts.Value `tfsdk:"timeouts"`
}

// identity is the resource's identity.
type identity struct {
	KafkaClusterID types.String `tfsdk:"kafka_cluster_id"`
	LinkName       types.String `tfsdk:"link_name"`
}

func (m model) identity() identity { return identity{m.KafkaClusterID, m.LinkName} }

// id is the id of the resource, unknown while a part of it is.
func (m model) id() types.String {
	if m.KafkaClusterID.IsUnknown() || m.LinkName.IsUnknown() {
		return types.StringUnknown()
	}
	return types.StringValue(m.KafkaClusterID.ValueString() + "/" + m.LinkName.ValueString())
}

func (m model) mode() string { return strings.ToUpper(m.LinkMode.ValueString()) }

func (m model) inbound() bool { return isInbound(m.ConnectionMode) }

// logsInLocally says whether a link of these modes logs in to the cluster that
// hosts it.
func (m model) logsInLocally() bool {
	return m.mode() == modeSource || (m.mode() == modeBidirectional && !m.inbound())
}

func isInbound(mode types.String) bool {
	return strings.EqualFold(mode.ValueString(), connectionInbound)
}

// setting is a wanted value of one of the link's settings.
type setting struct {
	value types.String
	// trigger stands in for the value of a secret, which state does not hold: it
	// is sent when the trigger changes. Empty for what is no secret.
	trigger string
	// raw is the secret inside value.
	raw string
}

func (s setting) secret() bool { return s.trigger != "" }

// desired are the wanted settings of a link by name.
type desired map[string]setting

// plain wants a value, unless it is null.
func (d desired) plain(name string, value types.String) {
	if !value.IsNull() {
		d[name] = setting{value: value}
	}
}

// secret wants the value that write makes of a secret. A secret that is null
// leaves the value null: the server keeps what it has.
func (d desired) secret(name string, trigger []string, secret types.String, write func(string) string) {
	s := setting{trigger: strings.Join(append([]string{name}, trigger...), "\x00")}
	if !secret.IsNull() && !secret.IsUnknown() {
		s.value, s.raw = types.StringValue(write(secret.ValueString())), secret.ValueString()
	}
	d[name] = s
}

// settings are all settings that the model manages. m carries the configuration's
// write-only values, or, for what is in state, none; writeOnlyNames are then the
// names of config_wo.
func (m model) settings(ctx context.Context, writeOnlyNames []string, diags *diag.Diagnostics) desired {
	d := desired{}
	d.plain(linkconfig.BootstrapServers, m.RemoteBootstrapServers)
	d.plain(linkconfig.LocalBootstrapServers, m.LocalBootstrapServers)
	remote, _ := decodeSide(ctx, m.RemoteAuthentication, m.RemoteClusterID.ValueString(), diags)
	maps.Copy(d, remote.settings())
	local, _ := decodeSide(ctx, m.LocalAuthentication, m.KafkaClusterID.ValueString(), diags)
	for name, s := range local.settings() {
		d[linkconfig.LocalPrefix+name] = s
	}
	for name, value := range m.config() {
		if !value.IsNull() && !value.IsUnknown() {
			value = types.StringValue(linkconfig.Sent(name, value.ValueString()))
		}
		d.plain(name, value)
	}
	secrets := stringMap(m.ConfigWO)
	for _, name := range slices.Concat(writeOnlyNames, slices.Collect(maps.Keys(secrets))) {
		value, given := secrets[name]
		if !given {
			value = types.StringNull()
		}
		d.secret(name, []string{version(m.ConfigWOVersion)}, value, func(v string) string { return v })
	}
	return d
}

// config is the config argument as a Go map.
func (m model) config() map[string]types.String { return stringMap(m.Config) }

func stringMap(m types.Map) map[string]types.String {
	plain := map[string]types.String{}
	for name, value := range m.Elements() {
		if s, ok := value.(types.String); ok {
			plain[name] = s
		}
	}
	return plain
}

// secrets are the secret strings among wanted settings.
func (d desired) secrets() []string {
	var secrets []string
	for _, s := range d {
		if s.secret() && !s.value.IsNull() {
			secrets = append(secrets, s.raw, s.value.ValueString())
		}
	}
	return secrets
}

// paused says whether the link will be paused: null when the configuration has no
// say in it. A setting that is taken out goes back to its default.
func (m model) paused(prior *model) types.Bool {
	value, given := m.config()[linkconfig.Paused]
	switch {
	case given && value.IsUnknown():
		return types.BoolUnknown()
	case given:
		return types.BoolValue(linkconfig.Same(linkconfig.Paused, value.ValueString(), "true"))
	case prior != nil && !prior.config()[linkconfig.Paused].IsNull():
		return types.BoolValue(false)
	default:
		return types.BoolNull()
	}
}

// object is what the address owns.
func (m model) object() tfkit.Object {
	return tfkit.NewObject("clink_cluster_link", fmt.Sprintf("link %q on cluster %q", m.LinkName.ValueString(), m.KafkaClusterID.ValueString()), m.KafkaClusterID, m.LinkName)
}

// createRequest is the request that creates the link.
func (m model) createRequest(d desired) kafka.NewLink {
	link := kafka.NewLink{Name: m.LinkName.ValueString(), SkipValidation: !m.ValidateLink.ValueBool(), Secrets: d.secrets()}
	remote := m.RemoteClusterID.ValueString()
	switch m.mode() {
	case modeSource:
		link.DestinationClusterID = remote
	case modeBidirectional:
		link.RemoteClusterID = remote
	default:
		link.SourceClusterID = remote
	}
	all := maps.Clone(d)
	all.plain(linkconfig.LinkMode, types.StringValue(m.mode()))
	all.plain(linkconfig.ConnectionMode, types.StringValue(strings.ToUpper(m.ConnectionMode.ValueString())))
	all.plain(linkconfig.Prefix, m.Prefix)
	if !m.RemoteConnectionMode.IsNull() {
		all.plain(linkconfig.RemoteConnectionMode, types.StringValue(strings.ToUpper(m.RemoteConnectionMode.ValueString())))
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if value := all[name].value; !value.IsNull() {
			link.Configs = append(link.Configs, kafka.Setting{Name: name, Value: value.ValueStringPointer()})
		}
	}
	return link
}

// alterations are what has to be sent to get from the prior settings to the
// wanted ones: nothing that means the same already.
func (d desired) alterations(prior desired) []kafka.Alteration {
	var changes []kafka.Alteration
	for _, name := range slices.Sorted(maps.Keys(d)) {
		want := d[name]
		have, had := prior[name]
		switch {
		case want.value.IsNull():
			// A secret that is not given: the server keeps what it has.
		case want.secret() && had && want.trigger == have.trigger:
		case !want.secret() && had && !have.secret() && linkconfig.Same(name, have.value.ValueString(), want.value.ValueString()):
		default:
			changes = append(changes, kafka.Alteration{Name: name, Value: want.value.ValueStringPointer()})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(prior)) {
		if _, wanted := d[name]; !wanted {
			changes = append(changes, kafka.Alteration{Name: name})
		}
	}
	return changes
}

// imported reports whether the model is what ImportState left: the parts of the
// id, and nothing that a read has filled.
func (m model) imported() bool { return m.RemoteClusterID.IsNull() }

// fromAPI is the model after a read: m as it was stored, with what the server
// says. Spellings that mean the same stay as they were.
func (m model) fromAPI(ctx context.Context, view kafka.LinkView, diags *diag.Diagnostics) model {
	first := m.imported()
	if first {
		m.ValidateLink, m.ForceDestroy = types.BoolValue(true), types.BoolValue(false)
	}
	says := func(name string) string { return view.Settings.Value(name) }
	if remote := view.Remote(); remote != "" && remote != m.RemoteClusterID.ValueString() {
		m.RemoteClusterID = types.StringValue(remote)
	}
	m.LinkMode = respellKnown(m.LinkMode, says(linkconfig.LinkMode), modeDestination)
	m.ConnectionMode = respellKnown(m.ConnectionMode, says(linkconfig.ConnectionMode), connectionOutbound)
	// Servers fill in by themselves what a link was made without: an argument that
	// was not given stays so. An import takes what the link's mode has.
	if first || !m.Prefix.IsNull() {
		m.Prefix = tfkit.Respell(m.Prefix, says(linkconfig.Prefix), func(a, b string) bool { return a == b })
	}
	if first && !m.inbound() || !m.RemoteBootstrapServers.IsNull() {
		m.RemoteBootstrapServers = m.address(m.RemoteBootstrapServers, view, linkconfig.BootstrapServers)
	}
	if first && m.logsInLocally() || !m.LocalBootstrapServers.IsNull() {
		m.LocalBootstrapServers = m.address(m.LocalBootstrapServers, view, linkconfig.LocalBootstrapServers)
	}
	listed, ok := view.Settings[linkconfig.RemoteConnectionMode]
	if ok && !listed.Default && (first && m.mode() == modeBidirectional || !m.RemoteConnectionMode.IsNull()) {
		m.RemoteConnectionMode = tfkit.Respell(m.RemoteConnectionMode, says(linkconfig.RemoteConnectionMode), tfkit.IgnoreCase)
	}
	m.RemoteAuthentication = refreshSide(ctx, m.RemoteAuthentication, "", m.config(), view, diags)
	m.LocalAuthentication = refreshSide(ctx, m.LocalAuthentication, linkconfig.LocalPrefix, m.config(), view, diags)
	if first {
		m.Config = importedConfig(view.Settings)
	} else {
		m.Config = m.refreshConfig(view.Settings)
	}
	if view.ClusterLinkID != "" {
		m.ClusterLinkID = types.StringValue(view.ClusterLinkID)
	}
	m.ID = m.id()
	return m
}

// respellKnown is tfkit.Respell for a value that is never null: what old servers
// leave out stays as it was.
func respellKnown(prior types.String, server, otherwise string) types.String {
	switch {
	case server != "":
		return tfkit.Respell(prior, server, tfkit.IgnoreCase)
	case prior.IsNull():
		return types.StringValue(otherwise)
	default:
		return prior
	}
}

// address is a bootstrap argument after a read. What the server does not list,
// as it may leave out local.bootstrap.servers, stays as it was; and so does the
// address of an INBOUND half, for which it has no use.
func (m model) address(prior types.String, view kafka.LinkView, name string) types.String {
	server := view.Settings.Value(name)
	if _, listed := view.Settings[name]; !listed || (server == "" && m.inbound()) {
		return prior
	}
	return tfkit.Respell(prior, server, linkconfig.SameAddress)
}

// refreshSide is an authentication block after a read. What config manages is no part
// of it.
func refreshSide(ctx context.Context, block types.Object, prefix string, config map[string]types.String, view kafka.LinkView, diags *diag.Diagnostics) types.Object {
	s, known := decodeSide(ctx, block, "", diags)
	if !known || s == nil {
		return block
	}
	refreshed, d := s.refresh(ctx, block, func(name string) (kafka.SettingEntry, bool) {
		entry, listed := view.Settings[prefix+name]
		_, elsewhere := config[prefix+name]
		return entry, listed && !elsewhere && entry.Value != nil && !entry.Sensitive && (*entry.Value != "" || name == linkconfig.EndpointAlgorithm && !entry.Default)
	})
	diags.Append(d...)
	return refreshed
}

// refreshConfig is the config argument after a read: the keys that are managed,
// with the server's values.
func (m model) refreshConfig(settings kafka.Settings) types.Map {
	if m.Config.IsNull() {
		return m.Config
	}
	values := map[string]attr.Value{}
	for name, prior := range m.config() {
		entry, listed := settings[name]
		switch {
		case !listed || (entry.Value == nil && entry.Sensitive):
			// The server does not say: what was written stands.
			if entry.Default {
				continue
			}
			values[name] = prior
		case entry.Value == nil:
			continue
		case linkconfig.Same(name, prior.ValueString(), *entry.Value):
			values[name] = prior
		default:
			values[name] = types.StringValue(*entry.Value)
		}
	}
	return types.MapValueMust(types.StringType, values)
}

// importedConfig is the config argument of an imported link: what somebody set,
// and that neither is secret or read-only nor belongs to another argument. How a side
// logs in belongs to its block, unless none can hold it.
func importedConfig(settings kafka.Settings) types.Map {
	values := map[string]attr.Value{}
	inBlock := map[bool]bool{true: heldByBlock(settings, linkconfig.LocalPrefix), false: heldByBlock(settings, "")}
	for name, entry := range settings {
		authenticates, local := linkconfig.Authenticates(name)
		if entry.Default || entry.ReadOnly || entry.Sensitive || entry.Value == nil || *entry.Value == "" ||
			authenticates && inBlock[local] || linkconfig.Argument(name) != "" || linkconfig.Sensitive(name) {
			continue
		}
		values[name] = types.StringValue(*entry.Value)
	}
	if len(values) == 0 {
		return types.MapNull(types.StringType)
	}
	return types.MapValueMust(types.StringType, values)
}

// heldByBlock reports whether an authentication block can hold how a side of a link
// logs in: not Kerberos and other mechanisms of their own, files, and classes.
func heldByBlock(settings kafka.Settings, prefix string) bool {
	set := func(name string) string {
		if settings[prefix+name].Default {
			return ""
		}
		return settings.Value(prefix + name)
	}
	switch strings.ToUpper(set(linkconfig.SASLMechanism)) {
	case "", mechanismPlain, mechanismOAuth, mechanismScram256, mechanismScram512:
	default:
		return false
	}
	if class := set(linkconfig.SASLCallbackHandler); class != "" && class != oauthCallbackHandler {
		return false
	}
	return set("ssl.keystore.location") == "" && set("ssl.truststore.location") == ""
}
