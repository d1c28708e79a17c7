package simulator

import (
	"maps"
	"slices"
)

// linkConfigData is one effective setting (contract A.2).
type linkConfigData struct {
	Kind        string   `json:"kind"`
	Metadata    metadata `json:"metadata"`
	ClusterID   string   `json:"cluster_id"`
	Name        string   `json:"name"`
	Value       *string  `json:"value"`
	IsReadOnly  bool     `json:"is_read_only"`
	IsSensitive bool     `json:"is_sensitive"`
	Source      string   `json:"source"`
	Synonyms    []string `json:"synonyms"`
	LinkName    string   `json:"link_name"`
	IsDefault   bool     `json:"is_default"`
	// The flags once more, as the OpenAPI file of Confluent's SDK spells them: the
	// sources disagree (contract G6), and each reader finds its own.
	Default   bool `json:"default"`
	ReadOnly  bool `json:"read_only"`
	Sensitive bool `json:"sensitive"`
}

func (c *call) linkConfig(l *link, s linkSetting) linkConfigData {
	data := linkConfigData{
		Kind: "KafkaLinkConfigData", Metadata: metadata{c.self("links", l.name, "configs", s.name)},
		ClusterID: l.host.ID, Name: s.name, Value: s.fallback,
		IsReadOnly: s.readOnly(l.host), IsSensitive: s.sensitive,
		Source: "DEFAULT_CONFIG", Synonyms: []string{}, LinkName: l.name, IsDefault: true,
	}
	if v, set := l.configs[s.name]; set {
		data.Source, data.IsDefault, data.Value = "DYNAMIC_CLUSTER_LINK_CONFIG", false, &v
		if s.sensitive {
			data.Value = nil // never comes back
		}
	}
	data.Default, data.ReadOnly, data.Sensitive = data.IsDefault, data.IsReadOnly, data.IsSensitive
	return data
}

// listLinkConfigs answers with the whole effective list, not only with what
// was set.
func listLinkConfigs(st *state, c *call) (reply, error) {
	l, err := c.link()
	if err != nil {
		return reply{}, err
	}
	var data []any
	for _, name := range slices.Sorted(maps.Keys(st.linkSettings)) {
		s := st.linkSettings[name]
		if _, set := l.configs[name]; set || s.listed(l, st.options.Choices.RecordedSettingsOnly) {
			data = append(data, c.linkConfig(l, s).spelled(l.host))
		}
	}
	return ok(list("KafkaLinkConfigDataList", c.self("links", l.name, "configs"), data))
}

func getLinkConfig(st *state, c *call) (reply, error) {
	l, err := c.link()
	if err != nil {
		return reply{}, err
	}
	name := c.PathValue("config_name")
	s, known := st.linkSettings[name]
	if _, set := l.configs[name]; !known || !set && !s.listed(l, st.options.Choices.RecordedSettingsOnly) {
		return reply{}, notFound("Config %s cannot be found for CLUSTER_LINK %s in cluster %s.", name, l.name, c.cluster.ID)
	}
	return ok(c.linkConfig(l, s).spelled(l.host))
}

func setLinkConfig(st *state, c *call) (reply, error) {
	var req struct {
		Value *string `json:"value"`
	}
	if err := c.decode(&req); err != nil {
		return reply{}, err
	}
	return st.alterLink(c, []alteration{{Name: c.PathValue("config_name"), Value: req.Value}}, false)
}

func resetLinkConfig(st *state, c *call) (reply, error) {
	return st.alterLink(c, []alteration{remove(c.PathValue("config_name"))}, false)
}

func alterLinkConfigs(st *state, c *call) (reply, error) {
	var req struct {
		Data         []alteration `json:"data"`
		ValidateOnly bool         `json:"validate_only"`
	}
	if err := c.decode(&req); err != nil {
		return reply{}, err
	}
	dry, err := c.flag("validate_only", false)
	if err != nil {
		return reply{}, err
	}
	return st.alterLink(c, req.Data, dry || req.ValidateOnly)
}

// alterLink applies all lines or none. The remote cluster is not asked: what
// wrong credentials do shows in the link's state.
func (st *state) alterLink(c *call, lines []alteration, validateOnly bool) (reply, error) {
	l, err := c.link()
	if err != nil {
		return reply{}, err
	}
	configs, err := st.altered(l, lines)
	if err != nil {
		return reply{}, err
	}
	if validateOnly {
		return noContent()
	}
	l.configs = configs
	l.release()
	st.reconcile()
	st.autoCreate(l)
	return noContent()
}
