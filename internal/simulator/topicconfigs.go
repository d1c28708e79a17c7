package simulator

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// How a setting of a mirror topic relates to its source (contract B.5).
type syncRule int

const (
	independent  syncRule = iota // never synced, set per topic
	synced                       // synced if in topic.config.sync.include
	alwaysSynced                 // cannot be set on a mirror
)

// topicSetting is what is known about one setting of topics.
type topicSetting struct {
	fallback string
	sync     syncRule
}

// topicCatalogue holds the settings of topics with Kafka's defaults.
func topicCatalogue() map[string]topicSetting {
	const forever = "9223372036854775807"
	return map[string]topicSetting{
		"cleanup.policy":                      {"delete", alwaysSynced},
		"max.message.bytes":                   {"2097164", alwaysSynced},
		"message.timestamp.type":              {"CreateTime", alwaysSynced},
		"message.timestamp.difference.max.ms": {forever, alwaysSynced},

		"compression.type": {"producer", synced},
		"confluent.segment.speculative.prefetch.enable": {"false", synced},
		"delete.retention.ms":                           {"86400000", synced},
		"file.delete.delay.ms":                          {"60000", synced},
		"flush.messages":                                {forever, synced},
		"flush.ms":                                      {forever, synced},
		"index.interval.bytes":                          {"4096", synced},
		"max.compaction.lag.ms":                         {forever, synced},
		"message.downconversion.enable":                 {"true", synced},
		"message.timestamp.after.max.ms":                {forever, synced},
		"message.timestamp.before.max.ms":               {forever, synced},
		"min.cleanable.dirty.ratio":                     {"0.5", synced},
		"min.compaction.lag.ms":                         {"0", synced},
		"min.insync.replicas":                           {"2", synced},
		"preallocate":                                   {"false", synced},
		"retention.bytes":                               {"-1", synced},
		"retention.ms":                                  {"604800000", synced},
		"segment.bytes":                                 {"104857600", synced},
		"segment.index.bytes":                           {"10485760", synced},
		"segment.jitter.ms":                             {"0", synced},
		"segment.ms":                                    {"604800000", synced},
		"unclean.leader.election.enable":                {"false", synced},

		"confluent.key.schema.validation":         {"false", independent},
		"confluent.key.subject.name.strategy":     {"io.confluent.kafka.serializers.subject.TopicNameStrategy", independent},
		"confluent.placement.constraints":         {"", independent},
		"confluent.tier.enable":                   {"true", independent},
		"confluent.tier.local.hotset.bytes":       {"-1", independent},
		"confluent.tier.local.hotset.ms":          {"86400000", independent},
		"confluent.value.schema.validation":       {"false", independent},
		"confluent.value.subject.name.strategy":   {"io.confluent.kafka.serializers.subject.TopicNameStrategy", independent},
		"follower.replication.throttled.replicas": {"", independent},
		"leader.replication.throttled.replicas":   {"", independent},
	}
}

// syncedNames is the default of topic.config.sync.include.
func syncedNames() string {
	var names []string
	for name, s := range topicCatalogue() {
		if s.sync == synced {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ",")
}

// controls reports whether the link decides the setting of its mirrors.
func (st *state) controls(l *link, name string) bool {
	switch st.topicSettings[name].sync {
	case alwaysSynced:
		return true
	case synced:
		include, set := l.configs["topic.config.sync.include"]
		return !set || slices.Contains(splitList(include), name)
	default:
		return false
	}
}

func splitList(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// topicValue is the effective value of a setting, and whether it is the
// default. What the link controls comes from the source.
func (st *state) topicValue(t *topic, name string) (value string, isDefault bool) {
	if s := t.source(); s != nil && st.controls(t.mirror.link, name) {
		return st.topicValue(s, name)
	}
	if v, set := t.configs[name]; set {
		return v, false
	}
	return st.topicSettings[name].fallback, true
}

// keepSynced gives a mirror that stops the values it had from its source.
func (st *state) keepSynced(m *mirror) {
	for name := range st.topicSettings {
		if !st.controls(m.link, name) {
			continue
		}
		if value, isDefault := st.topicValue(m.source, name); isDefault {
			delete(m.topic.configs, name)
		} else {
			m.topic.configs[name] = value
		}
	}
}

type topicConfigData struct {
	Kind        string   `json:"kind"`
	Metadata    metadata `json:"metadata"`
	ClusterID   string   `json:"cluster_id"`
	Name        string   `json:"name"`
	Value       *string  `json:"value"`
	IsReadOnly  bool     `json:"is_read_only"`
	IsSensitive bool     `json:"is_sensitive"`
	Source      string   `json:"source"`
	Synonyms    []string `json:"synonyms"`
	TopicName   string   `json:"topic_name"`
	IsDefault   bool     `json:"is_default"`
}

func (c *call) topicConfig(st *state, t *topic, name string) topicConfigData {
	value, isDefault := st.topicValue(t, name)
	source := "DYNAMIC_TOPIC_CONFIG"
	if isDefault {
		source = "DEFAULT_CONFIG"
	}
	return topicConfigData{
		Kind: "KafkaTopicConfig", Metadata: metadata{c.self("topics", t.name, "configs", name)},
		ClusterID: c.cluster.ID, Name: name, Value: &value,
		Source: source, Synonyms: []string{}, TopicName: t.name, IsDefault: isDefault,
	}
}

func listTopicConfigs(st *state, c *call) (reply, error) {
	t, err := c.namedTopic()
	if err != nil {
		return reply{}, err
	}
	var data []topicConfigData
	for _, name := range slices.Sorted(maps.Keys(st.topicSettings)) {
		data = append(data, c.topicConfig(st, t, name))
	}
	return ok(list("KafkaTopicConfigList", c.self("topics", t.name, "configs"), data))
}

func getTopicConfig(st *state, c *call) (reply, error) {
	t, err := c.namedTopic()
	if err != nil {
		return reply{}, err
	}
	name := c.PathValue("config_name")
	if _, known := st.topicSettings[name]; !known {
		return reply{}, notFound("Config %s cannot be found for TOPIC %s in cluster %s.", name, t.name, c.cluster.ID)
	}
	return ok(c.topicConfig(st, t, name))
}

// listDefaultTopicConfigs answers for topics that do not exist too: it is
// about what a new topic of that name would have.
func listDefaultTopicConfigs(st *state, c *call) (reply, error) {
	blank := newTopic(c.cluster, c.PathValue("topic_name"), defaultPartitions, c.cluster.replicationFactor(), nil)
	var data []topicConfigData
	for _, name := range slices.Sorted(maps.Keys(st.topicSettings)) {
		data = append(data, c.topicConfig(st, blank, name))
	}
	return ok(list("KafkaTopicConfigList", c.self("topics", blank.name, "default-configs"), data))
}

// alteration is one line of a configs:alter request, for topics and for links.
type alteration struct {
	Name      string  `json:"name"`
	Value     *string `json:"value"`
	Operation *string `json:"operation"`
}

// deletes reports whether the line resets the setting. No operation is SET.
func (a alteration) deletes() (bool, error) {
	if a.Operation == nil {
		return false, nil
	}
	switch *a.Operation {
	case "SET":
		return false, nil
	case "DELETE":
		return true, nil
	default:
		return false, badRequest("Cannot deserialize value of type `AlterOperation` from String %q: not one of the values accepted: [SET, DELETE]", *a.Operation)
	}
}

func remove(name string) alteration {
	operation := "DELETE"
	return alteration{Name: name, Operation: &operation}
}

func alterTopicConfigs(st *state, c *call) (reply, error) {
	var req struct {
		Data         []alteration `json:"data"`
		ValidateOnly bool         `json:"validate_only"`
	}
	if err := c.decode(&req); err != nil {
		return reply{}, err
	}
	return st.alterTopic(c, req.Data, req.ValidateOnly)
}

func setTopicConfig(st *state, c *call) (reply, error) {
	var req struct {
		Value *string `json:"value"`
	}
	if err := c.decode(&req); err != nil {
		return reply{}, err
	}
	return st.alterTopic(c, []alteration{{Name: c.PathValue("config_name"), Value: req.Value}}, false)
}

func resetTopicConfig(st *state, c *call) (reply, error) {
	return st.alterTopic(c, []alteration{remove(c.PathValue("config_name"))}, false)
}

// alterTopic applies all of the lines or none.
func (st *state) alterTopic(c *call, lines []alteration, validateOnly bool) (reply, error) {
	t, err := c.namedTopic()
	if err != nil {
		return reply{}, err
	}
	configs := maps.Clone(t.configs)
	for _, line := range lines {
		if _, known := st.topicSettings[line.Name]; !known {
			return reply{}, invalid(textUnknownTopicConfig, line.Name)
		}
		if t.source() != nil && st.controls(t.mirror.link, line.Name) {
			return reply{}, invalid(textSyncedConfig, line.Name, t.name)
		}
		del, err := line.deletes()
		switch {
		case err != nil:
			return reply{}, err
		case del:
			delete(configs, line.Name)
		case line.Value == nil:
			return reply{}, invalid(textInvalidValue, "null", line.Name, "a value is required")
		default:
			if err := st.checkTopicValue(line.Name, *line.Value); err != nil {
				return reply{}, err
			}
			configs[line.Name] = *line.Value
		}
	}
	if !validateOnly {
		t.configs = configs
	}
	return noContent()
}

// newTopicConfigs checks the settings of a topic to be made.
func (st *state) newTopicConfigs(given []nameValue) (map[string]string, error) {
	configs := make(map[string]string)
	for _, kv := range given {
		if _, known := st.topicSettings[kv.Name]; !known {
			return nil, invalid(textUnknownTopicConfig, kv.Name)
		}
		if kv.Value == nil {
			continue
		}
		if err := st.checkTopicValue(kv.Name, *kv.Value); err != nil {
			return nil, err
		}
		configs[kv.Name] = *kv.Value
	}
	return configs, nil
}

// checkTopicValue judges a value by the type of the default.
func (st *state) checkTopicValue(name, value string) error {
	fallback := st.topicSettings[name].fallback
	if _, err := strconv.ParseInt(fallback, 10, 64); err == nil {
		if _, err := strconv.ParseInt(value, 10, 64); err != nil {
			return invalid(textInvalidValue, value, name, "Not a number of type LONG")
		}
		return nil
	}
	if fallback == "true" || fallback == "false" {
		if v := strings.ToLower(value); v != "true" && v != "false" {
			return invalid(textInvalidValue, value, name, "Expected value to be either true or false")
		}
	}
	return nil
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
