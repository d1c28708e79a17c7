package linkconfig

import (
	"cmp"
	"slices"
	"strings"
)

// Known says whether something is given, when that is known.
type Known int

// The answers. The zero value is that it is not known.
const (
	NotKnown Known = iota
	Yes
	No
)

// Link is one link object as far as its settings depend on each other. Whatever
// is not known yet, no rule that needs it speaks.
type Link struct {
	// New says that the plan creates the link, so that what is not given here is
	// not on the server either.
	New bool
	// Mode, ConnectionMode and RemoteConnectionMode are the modes in any letter
	// case; empty for the default, of RemoteConnectionMode for not given. Prefix
	// is nil for none.
	Mode, ConnectionMode, RemoteConnectionMode string
	Prefix                                     *string
	// Local is where the cluster runs that hosts the link, Remote where the
	// cluster at its other end does.
	Local, Remote Deployment
	// Settings are the entries of config whose values are known.
	Settings map[string]string
	// Unknown are names of settings that are given with values that are not known.
	// The names of the modes and of the prefix (LinkMode, ConnectionMode,
	// RemoteConnectionMode, Prefix) say that those fields are not known.
	Unknown map[string]bool
	// WriteOnly are the names of the entries of config_wo.
	WriteOnly map[string]bool
	// KeysUnknown says that config or config_wo as a whole is not known, so that
	// it may hold any entry besides those above.
	KeysUnknown bool
	// HasLocalAuth and HasRemoteAuth say whether local_authentication and
	// remote_authentication are given.
	HasLocalAuth, HasRemoteAuth Known
}

// CheckLink judges the settings of a link together. Errors come first; within
// them, findings are sorted by what they belong to.
func CheckLink(l Link) []Finding {
	var findings []Finding
	for _, r := range rules {
		findings = append(findings, r.check(l)...)
	}
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), strings.Compare(a.Argument, b.Argument), strings.Compare(a.Setting, b.Setting))
	})
	return findings
}

const (
	modeDestination   = "DESTINATION"
	modeSource        = "SOURCE"
	modeBidirectional = "BIDIRECTIONAL"

	outbound = "OUTBOUND"
	inbound  = "INBOUND"
)

// mode is the link's mode; empty when it is not known.
func (l Link) mode() string {
	if l.Unknown[LinkMode] {
		return ""
	}
	return strings.ToUpper(cmp.Or(l.Mode, modeDestination))
}

// connection is the link's connection mode; empty when it is not known.
func (l Link) connection() string {
	if l.Unknown[ConnectionMode] {
		return ""
	}
	return strings.ToUpper(cmp.Or(l.ConnectionMode, outbound))
}

// remoteConnection is the connection mode of the other half; empty when it is
// not given or not known.
func (l Link) remoteConnection() string {
	if l.Unknown[RemoteConnectionMode] {
		return ""
	}
	return strings.ToUpper(l.RemoteConnectionMode)
}

// prefix is the link's prefix: whether there is one, when that is known.
func (l Link) prefix() Known {
	switch {
	case l.Unknown[Prefix]:
		return NotKnown
	case l.Prefix == nil || *l.Prefix == "":
		return No
	default:
		return Yes
	}
}

// given says whether a setting is given, with whatever value.
func (l Link) given(name string) Known {
	_, has := l.Settings[name]
	switch {
	case has || l.Unknown[name] || l.WriteOnly[name]:
		return Yes
	case l.KeysUnknown:
		return NotKnown
	default:
		return No
	}
}

// value is the value of a setting, empty when it is not given; known says
// whether it is known which.
func (l Link) value(name string) (value string, known bool) {
	value, has := l.Settings[name]
	if has {
		return value, true
	}
	return "", l.given(name) == No
}

// enabled says whether a boolean setting is on. One that is not given is off,
// as its default is; what is no boolean is neither.
func (l Link) enabled(name string) Known {
	value, known := l.value(name)
	switch {
	case !known:
		return NotKnown
	case strings.EqualFold(trim(value), "true"):
		return Yes
	case value == "" || strings.EqualFold(trim(value), "false"):
		return No
	default:
		return NotKnown
	}
}

// filtered says whether a filter setting holds a filter.
func (l Link) filtered(name string) Known {
	value, known := l.value(name)
	switch {
	case !known:
		return NotKnown
	case value == "":
		return No
	default:
		return Yes
	}
}

// names are the names of all settings that are given, as far as known, sorted.
func (l Link) names() []string {
	var names []string
	for name := range l.Settings {
		names = append(names, name)
	}
	for name, given := range l.Unknown {
		if setting, _ := Lookup(name); given && setting.Argument == "" {
			names = append(names, name)
		}
	}
	for name, given := range l.WriteOnly {
		if given {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
