package simulator

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
)

const (
	defaultPartitions      = 6
	cloudReplicationFactor = 3
	maxTopicNameLength     = 249
)

// topic is a topic of one cluster. A topic of the same name made later is
// another one: what mirrored this one notices.
type topic struct {
	cluster     *cluster
	name        string
	partitions  int
	replication int
	configs     map[string]string // what was set on the topic itself
	// mirror is set while the topic is, or was until it stopped, a mirror.
	mirror *mirror
	// consumed is true while consumer groups are active on the topic.
	consumed bool
	deleting bool // accepted, and gone after the settle time
	gone     bool
}

func newTopic(c *cluster, name string, partitions, replication int, configs map[string]string) *topic {
	if configs == nil {
		configs = map[string]string{}
	}
	return &topic{cluster: c, name: name, partitions: partitions, replication: replication, configs: maps.Clone(configs)}
}

// source is the topic that this one follows; nil when it is written to
// directly.
func (t *topic) source() *topic {
	if t.mirror == nil || t.mirror.status == statusStopped {
		return nil
	}
	return t.mirror.source
}

// partitionCount is inherited: it follows the source when that grows.
func (t *topic) partitionCount() int {
	if s := t.source(); s != nil && !s.gone {
		t.partitions = max(t.partitions, s.partitionCount())
	}
	return t.partitions
}

// isInternal reports whether Kafka made the topic for itself.
func isInternal(name string) bool { return strings.HasPrefix(name, "__") }

// checkTopicName applies Kafka's rules. Its error is worded like the server's.
func checkTopicName(name string) error {
	legal := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-", r)
	}
	switch {
	case name == "":
		return errors.New("Topic name is invalid: the empty string is not allowed")
	case name == "." || name == "..":
		return errors.New("Topic name is invalid: '.' or '..' is not allowed")
	case len(name) > maxTopicNameLength:
		return errors.New("Topic name is invalid: the length of '" + name + "' is longer than the max allowed length 249")
	case strings.ContainsFunc(name, func(r rune) bool { return !legal(r) }):
		return errors.New("Topic name is invalid: '" + name + "' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'")
	}
	return nil
}

type topicData struct {
	Kind                   string   `json:"kind"`
	Metadata               metadata `json:"metadata"`
	ClusterID              string   `json:"cluster_id"`
	TopicName              string   `json:"topic_name"`
	IsInternal             bool     `json:"is_internal"`
	ReplicationFactor      int      `json:"replication_factor"`
	PartitionsCount        int      `json:"partitions_count"`
	Partitions             related  `json:"partitions"`
	Configs                related  `json:"configs"`
	PartitionReassignments related  `json:"partition_reassignments"`
	AuthorizedOperations   []string `json:"authorized_operations"`
}

func (c *call) topicData(t *topic) topicData {
	self := c.self("topics", t.name)
	return topicData{
		Kind: "KafkaTopic", Metadata: metadata{self}, ClusterID: c.cluster.ID, TopicName: t.name,
		IsInternal: isInternal(t.name), ReplicationFactor: t.replication, PartitionsCount: t.partitionCount(),
		Partitions:             related{self + "/partitions"},
		Configs:                related{self + "/configs"},
		PartitionReassignments: related{self + "/partitions/-/reassignment"},
		AuthorizedOperations:   []string{},
	}
}

func listTopics(_ *state, c *call) (reply, error) {
	var data []topicData
	for _, name := range slices.Sorted(maps.Keys(c.cluster.topics)) {
		data = append(data, c.topicData(c.cluster.topics[name]))
	}
	return ok(list("KafkaTopicList", c.self("topics"), data))
}

// namedTopic is the topic of the path.
func (c *call) namedTopic() (*topic, error) {
	t := c.cluster.topics[c.PathValue("topic_name")]
	if t == nil {
		return nil, unknownTopic()
	}
	return t, nil
}

func getTopic(_ *state, c *call) (reply, error) {
	t, err := c.namedTopic()
	if err != nil {
		return reply{}, err
	}
	return ok(c.topicData(t))
}

// nameValue is how settings travel in requests.
type nameValue struct {
	Name  string  `json:"name"`
	Value *string `json:"value"`
}

func createTopic(st *state, c *call) (reply, error) {
	var req struct {
		TopicName         string      `json:"topic_name"`
		PartitionsCount   *int        `json:"partitions_count"`
		ReplicationFactor *int        `json:"replication_factor"`
		Configs           []nameValue `json:"configs"`
		ValidateOnly      bool        `json:"validate_only"`
	}
	if err := c.decode(&req); err != nil {
		return reply{}, err
	}
	if err := c.cluster.checkNewTopic(req.TopicName, req.ReplicationFactor); err != nil {
		return reply{}, err
	}
	partitions := defaultPartitions
	if req.PartitionsCount != nil {
		partitions = *req.PartitionsCount
	}
	if partitions < 1 {
		return reply{}, invalid("Number of partitions must be larger than 0.")
	}
	configs, err := st.newTopicConfigs(req.Configs)
	if err != nil {
		return reply{}, err
	}
	replication := c.cluster.replicationFactor()
	if req.ReplicationFactor != nil {
		replication = *req.ReplicationFactor
	}
	t := newTopic(c.cluster, req.TopicName, partitions, replication, configs)
	if req.ValidateOnly {
		return ok(c.topicData(t))
	}
	st.addTopic(t)
	return reply{status: 201, body: c.topicData(t)}, nil
}

// checkNewTopic says why a topic cannot be made.
func (c *cluster) checkNewTopic(name string, replication *int) error {
	if err := checkTopicName(name); err != nil {
		return invalid("%s", err)
	}
	if other := c.topics[name]; other != nil {
		if other.deleting {
			return invalid("Topic '%s' is marked for deletion.", name)
		}
		return invalid("Topic '%s' already exists.", name)
	}
	if replication == nil {
		return nil
	}
	if c.Kind == KindCloud && *replication != cloudReplicationFactor {
		return invalid("Topic replication factor must be %d", cloudReplicationFactor)
	}
	if *replication < 1 {
		return invalid("Replication factor must be larger than 0.")
	}
	return nil
}

func (st *state) addTopic(t *topic) {
	t.cluster.topics[t.name] = t
	st.offerToAutoCreate(t)
}

// updateTopic grows a topic: PATCH partitions_count.
func updateTopic(_ *state, c *call) (reply, error) {
	t, err := c.namedTopic()
	if err != nil {
		return reply{}, err
	}
	var req struct {
		PartitionsCount int `json:"partitions_count"`
	}
	if err := c.decode(&req); err != nil {
		return reply{}, err
	}
	switch {
	case t.source() != nil:
		return reply{}, invalid("Topic '%s' is a mirror topic: its partitions follow its source topic.", t.name)
	case req.PartitionsCount <= t.partitions:
		return reply{}, kafkaError{400, 40002, "Topic already has " + plural(t.partitions, "partition") + "."}
	}
	t.partitions = req.PartitionsCount
	return ok(c.topicData(t))
}

// deleteTopic accepts at once; the topic, and the mirror that it is, go after
// the settle time (contract A.5).
func deleteTopic(st *state, c *call) (reply, error) {
	t, err := c.namedTopic()
	if err != nil {
		return reply{}, err
	}
	if t.deleting {
		return reply{}, unknownTopic()
	}
	t.deleting = true
	st.after(st.options.Settle, func() { st.removeTopic(t) })
	return noContent()
}

func (st *state) removeTopic(t *topic) {
	t.gone = true
	delete(t.cluster.topics, t.name)
	if m := t.mirror; m != nil {
		delete(m.link.mirrors, m.name)
		m.gone = true
	}
	st.sourceDeleted(t)
	st.autoCreateAgain(t)
}

// wholeMatch compiles a pattern that must match the whole name.
func wholeMatch(pattern string) (*regexp.Regexp, error) {
	return regexp.Compile(`^(?:` + pattern + `)$`)
}
