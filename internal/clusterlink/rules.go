package clusterlink

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

// findings are what is wrong, or worth saying, about the settings of a
// configured link: each by itself, and all together. isNew says that the plan
// creates the link.
func (m model) findings(isNew bool) []linkconfig.Finding {
	var found []linkconfig.Finding
	local := linkconfig.DeploymentOf(m.KafkaClusterID.ValueString())
	for _, c := range []struct {
		settings   map[string]types.String
		check      func(name, value string, d linkconfig.Deployment) []linkconfig.Finding
		checkNamed func(name string, d linkconfig.Deployment) []linkconfig.Finding
	}{
		{m.config(), linkconfig.Check, linkconfig.CheckName},
		{stringMap(m.ConfigWO), linkconfig.CheckWriteOnly, linkconfig.CheckWriteOnlyName},
	} {
		for _, name := range slices.Sorted(maps.Keys(c.settings)) {
			if value := c.settings[name]; value.IsNull() || value.IsUnknown() {
				found = append(found, c.checkNamed(name, local)...)
			} else {
				found = append(found, c.check(name, value.ValueString(), local)...)
			}
		}
	}
	// Rules about several settings have little to say while one of them is wrong.
	if linkconfig.HasErrors(found) {
		return found
	}
	return append(found, linkconfig.CheckLink(m.ruleLink(isNew))...)
}

// ruleLink is the configured link as the rules see it.
func (m model) ruleLink(isNew bool) linkconfig.Link {
	l := linkconfig.Link{
		New:  isNew,
		Mode: m.LinkMode.ValueString(), ConnectionMode: m.ConnectionMode.ValueString(), RemoteConnectionMode: m.RemoteConnectionMode.ValueString(),
		Prefix: m.Prefix.ValueStringPointer(),
		Local:  linkconfig.DeploymentOf(m.KafkaClusterID.ValueString()), Remote: linkconfig.DeploymentOf(m.RemoteClusterID.ValueString()),
		Settings: map[string]string{}, WriteOnly: map[string]bool{},
		Unknown: map[string]bool{
			linkconfig.LinkMode: m.LinkMode.IsUnknown(), linkconfig.ConnectionMode: m.ConnectionMode.IsUnknown(),
			linkconfig.RemoteConnectionMode: m.RemoteConnectionMode.IsUnknown(), linkconfig.Prefix: m.Prefix.IsUnknown(),
		},
		KeysUnknown:   m.Config.IsUnknown() || m.ConfigWO.IsUnknown(),
		HasLocalAuth:  known(m.LocalAuthentication),
		HasRemoteAuth: known(m.RemoteAuthentication),
	}
	for name, value := range m.config() {
		if value.IsUnknown() {
			l.Unknown[name] = true
		} else if !value.IsNull() {
			l.Settings[name] = value.ValueString()
		}
	}
	for name := range m.ConfigWO.Elements() {
		l.WriteOnly[name] = true
	}
	return l
}

func known(block types.Object) linkconfig.Known {
	switch {
	case block.IsUnknown():
		return linkconfig.NotKnown
	case block.IsNull():
		return linkconfig.No
	default:
		return linkconfig.Yes
	}
}

// report adds findings to diags, each at what it belongs to; of this severity
// only.
func (m model) report(found []linkconfig.Finding, severity linkconfig.Severity, diags *diag.Diagnostics) {
	for _, f := range found {
		if f.Severity != severity {
			continue
		}
		at := path.Root("config").AtMapKey(f.Setting)
		if _, secret := m.ConfigWO.Elements()[f.Setting]; secret {
			at = path.Root("config_wo").AtMapKey(f.Setting)
		}
		if f.Setting == "" && f.Argument != "" {
			at = path.Root(f.Argument)
		}
		finding(at, f, diags)
	}
}

// changeFindings are what is worth saying about settings that a plan changes.
func (m model) changeFindings(plan model) []linkconfig.Finding {
	var found []linkconfig.Finding
	before, after := m.config(), plan.config()
	names := maps.Clone(before)
	maps.Copy(names, after)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !after[name].IsUnknown() {
			found = append(found, linkconfig.CheckChange(name, pointer(before, name), pointer(after, name))...)
		}
	}
	return found
}

// pointer is the value of a setting, nil when it is not given.
func pointer(settings map[string]types.String, name string) *string {
	if value, given := settings[name]; given {
		return value.ValueStringPointer()
	}
	return nil
}
