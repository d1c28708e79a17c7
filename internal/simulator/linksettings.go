package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// value is the effective value of a setting.
func (st *state) value(l *link, name string) string {
	if v, set := l.configs[name]; set {
		return v
	}
	if d := st.linkSettings[name].fallback; d != nil {
		return *d
	}
	return ""
}

// enabled reports whether a boolean setting is on.
func (st *state) enabled(l *link, name string) bool {
	return strings.EqualFold(st.value(l, name), "true")
}

// altered works out the settings of l after all lines, or says why the batch
// is refused. It changes nothing: a batch is applied as a whole or not at all.
func (st *state) altered(l *link, lines []alteration) (map[string]string, error) {
	configs := maps.Clone(l.configs)
	for _, line := range lines {
		if line.Name == "link.prefix" {
			continue // silently dropped by the server (contract B.2, traps)
		}
		s, known := st.linkSettings[line.Name]
		if !known {
			return nil, invalid(textUnknownSetting, line.Name)
		}
		del, err := line.deletes()
		if err != nil {
			return nil, err
		}
		if s.immutable {
			if !s.unchanged(l, line, del) {
				return nil, invalid(textImmutableSetting, s.name)
			}
			continue
		}
		if del {
			delete(configs, s.name)
			continue
		}
		if err := s.settable(l); err != nil {
			return nil, err
		}
		if line.Value == nil {
			return nil, invalid(textInvalidValue, "null", s.name, "a value is required")
		}
		if err := s.check(*line.Value); err != nil {
			return nil, err
		}
		configs[s.name] = *line.Value
	}
	clearDisabledFilters(l.configs, configs)
	if l.connection == outbound && configs[cfgBootstrap] == "" {
		return nil, invalid(textInvalidValue, "", cfgBootstrap, "a value is required")
	}
	return configs, checkCombination(l, configs)
}

// unchanged reports whether a line leaves an immutable setting as it is:
// sending the same value again is accepted (contract B.3).
func (s linkSetting) unchanged(l *link, line alteration, del bool) bool {
	current, isSet := l.configs[s.name]
	if !isSet && s.fallback != nil {
		current = *s.fallback
	}
	if del || line.Value == nil {
		return !isSet
	}
	if s.kind == enum {
		return strings.EqualFold(*line.Value, current)
	}
	return *line.Value == current
}

// settable says why the setting cannot be set on this link.
func (s linkSetting) settable(l *link) error {
	if s.readOnly(l.host) {
		return invalid(textReadOnlySetting, s.name)
	}
	if s.syncing && l.mode == modeSource {
		return invalid(textSourceSide, s.name)
	}
	return nil
}

// clearDisabledFilters does what the server does when a feature is switched
// off: its filters are gone (contract B.3).
func clearDisabledFilters(before, after map[string]string) {
	for feature, filters := range map[string]string{
		cfgAutoCreate: cfgAutoCreateFilters,
		cfgOffsetSync: cfgOffsetSyncFilters,
		cfgACLSync:    cfgACLFilters,
	} {
		if strings.EqualFold(before[feature], "true") && !strings.EqualFold(after[feature], "true") {
			delete(after, filters)
		}
	}
}

// checkCombination judges settings that exclude or need each other (contract
// B.3).
func checkCombination(l *link, configs map[string]string) error {
	on := func(name string) bool { return strings.EqualFold(configs[name], "true") }
	switch {
	case on(cfgGroupPrefix) && l.mode == modeBidirectional:
		return invalid(textGroupPrefixBidirectional)
	case on(cfgGroupPrefix) && configs[cfgPrefix] == "":
		return invalid(textGroupPrefixAlone)
	case on(cfgACLSync) && configs[cfgPrefix] != "":
		return invalid(textACLSyncPrefix)
	}
	return nil
}

// check judges one value by the type of its setting.
func (s linkSetting) check(value string) error {
	wrong := func(format string, args ...any) error {
		return invalid(textInvalidValue, value, s.name, fmt.Sprintf(format, args...))
	}
	// Kafka takes white space away before it reads a boolean or a number.
	parsed := strings.TrimFunc(value, func(r rune) bool { return r <= ' ' })
	switch s.kind {
	case boolean:
		if v := strings.ToLower(parsed); v != "true" && v != "false" {
			return wrong("Expected value to be either true or false")
		}
	case number:
		n, err := strconv.ParseInt(parsed, 10, 64)
		if err != nil {
			return wrong("Not a number of type INT")
		}
		if n < int64(s.minimum) {
			return wrong("Value must be at least %d", s.minimum)
		}
	case enum:
		if !slices.ContainsFunc(s.values, func(v string) bool { return strings.EqualFold(v, value) }) {
			return wrong("String must be one of: %s", strings.Join(s.values, ", "))
		}
	case topicFilters, groupFilters, aclFilters:
		if err := checkFilters(s.kind, value); err != nil {
			return wrong("%s", err)
		}
	case startOffset:
		if !startOffsetPattern().MatchString(value) {
			return wrong("must be earliest, latest, or a time such as 2006-01-02T15:04:05.000")
		}
	case text:
		return s.checkText(value)
	}
	return nil
}

// checkText judges the few text settings that have a form.
func (s linkSetting) checkText(value string) error {
	switch s.name {
	case cfgBootstrap:
		for _, a := range bootstrapAddresses(value) {
			host, port, found := strings.Cut(a, ":")
			if _, err := strconv.ParseUint(port, 10, 16); !found || host == "" || err != nil {
				return invalid(textInvalidValue, value, s.name, "Invalid url in bootstrap.servers: "+a)
			}
		}
	case cfgPrefix:
		if len(value) > maxPrefixLength {
			return invalid(textInvalidValue, value, s.name, fmt.Sprintf("longer than the max allowed length %d", maxPrefixLength))
		}
		if value != "" && checkTopicName(value+"x") != nil {
			return invalid(textInvalidValue, value, s.name, "only ASCII alphanumerics, '.', '_' and '-' are allowed")
		}
	}
	return nil
}

func startOffsetPattern() *regexp.Regexp {
	return regexp.MustCompile(`^(earliest|latest|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:?\d\d)?)$`)
}

// nameFilter is one entry of topicFilters and groupFilters (contract B.4).
// Entries of groupFilters may hold more, which is passed through.
type nameFilter struct {
	Name        string `json:"name"`
	PatternType string `json:"patternType"`
	FilterType  string `json:"filterType"`
}

func (f nameFilter) check() error {
	switch {
	case f.Name == "":
		return errors.New("a filter has no name")
	case !oneOf(f.PatternType, "LITERAL", "PREFIXED"):
		return fmt.Errorf("patternType %q is none of LITERAL, PREFIXED", f.PatternType)
	case !oneOf(f.FilterType, "INCLUDE", "EXCLUDE"):
		return fmt.Errorf("filterType %q is none of INCLUDE, EXCLUDE", f.FilterType)
	}
	return nil
}

func oneOf(s string, values ...string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, s) })
}

// matches reports whether the filter is about the name. "*" as a literal
// means every name.
func (f nameFilter) matches(name string) bool {
	if strings.EqualFold(f.PatternType, "PREFIXED") {
		return strings.HasPrefix(name, f.Name)
	}
	return f.Name == "*" || f.Name == name
}

// selected reports whether the filters include the name and do not exclude it.
func selected(filters []nameFilter, name string) bool {
	included := false
	for _, f := range filters {
		if !f.matches(name) {
			continue
		}
		if strings.EqualFold(f.FilterType, "EXCLUDE") {
			return false
		}
		included = true
	}
	return included
}

// aclFilter is one entry of aclFilters.
type aclFilter struct {
	ResourceFilter *struct {
		ResourceType string `json:"resourceType"`
		PatternType  string `json:"patternType"`
		Name         string `json:"name"`
	} `json:"resourceFilter"`
	AccessFilter *struct {
		Principal      string   `json:"principal"`
		Operation      string   `json:"operation"`
		PermissionType string   `json:"permissionType"`
		Host           string   `json:"host"`
		ClusterLinkIDs []string `json:"clusterLinkIds"`
	} `json:"accessFilter"`
}

func (f aclFilter) check() error {
	switch {
	case f.ResourceFilter == nil || f.AccessFilter == nil:
		return errors.New("resourceFilter and accessFilter are required")
	case !oneOf(f.ResourceFilter.ResourceType, "any", "topic", "cluster", "group", "transactionalID"):
		return fmt.Errorf("unknown resourceType %q", f.ResourceFilter.ResourceType)
	case !oneOf(f.ResourceFilter.PatternType, "any", "literal", "prefixed", "match"):
		return fmt.Errorf("unknown patternType %q", f.ResourceFilter.PatternType)
	case !oneOf(f.AccessFilter.PermissionType, "any", "allow", "deny"):
		return fmt.Errorf("unknown permissionType %q", f.AccessFilter.PermissionType)
	case f.AccessFilter.Operation == "":
		return errors.New("operation is required")
	}
	return nil
}

// filterDocument is the JSON value of any of the filter settings; each uses
// one of the lists.
type filterDocument struct {
	TopicFilters []nameFilter `json:"topicFilters"`
	GroupFilters []nameFilter `json:"groupFilters"`
	ACLFilters   []aclFilter  `json:"aclFilters"`
}

// checkFilters judges the JSON of a filter setting. Empty is no filter.
func checkFilters(kind settingType, value string) error {
	if strings.TrimSpace(value) == "" {
		return nil
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal([]byte(value), &keys); err != nil {
		return fmt.Errorf("not a JSON object: %w", err)
	}
	wanted := map[settingType]string{topicFilters: "topicFilters", groupFilters: "groupFilters", aclFilters: "aclFilters"}[kind]
	if _, there := keys[wanted]; !there || len(keys) != 1 {
		return fmt.Errorf("expected an object with the one key %s", wanted)
	}
	var doc filterDocument
	d := json.NewDecoder(bytes.NewReader([]byte(value)))
	if kind == topicFilters || kind == aclFilters {
		d.DisallowUnknownFields()
	}
	if err := d.Decode(&doc); err != nil {
		return err
	}
	for _, f := range append(doc.TopicFilters, doc.GroupFilters...) {
		if err := f.check(); err != nil {
			return err
		}
	}
	for _, f := range doc.ACLFilters {
		if err := f.check(); err != nil {
			return err
		}
	}
	return nil
}

// topicFiltersOf returns the link's filters of auto-created mirror topics.
func (st *state) topicFiltersOf(l *link) []nameFilter {
	var doc filterDocument
	if json.Unmarshal([]byte(st.value(l, cfgAutoCreateFilters)), &doc) != nil {
		return nil // empty: anything else was refused when it was set
	}
	return doc.TopicFilters
}
