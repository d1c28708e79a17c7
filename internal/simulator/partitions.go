package simulator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
)

// leastBrokers is how many brokers a cluster has at least: it has as many as
// its topics have replicas.
const leastBrokers = 3

// partitionData is one partition of a topic.
type partitionData struct {
	Kind         string   `json:"kind"`
	Metadata     metadata `json:"metadata"`
	ClusterID    string   `json:"cluster_id"`
	TopicName    string   `json:"topic_name"`
	PartitionID  int      `json:"partition_id"`
	Leader       related  `json:"leader"`
	Replicas     related  `json:"replicas"`
	Reassignment related  `json:"reassignment"`
}

type replicaData struct {
	Kind        string   `json:"kind"`
	Metadata    metadata `json:"metadata"`
	ClusterID   string   `json:"cluster_id"`
	TopicName   string   `json:"topic_name"`
	PartitionID int      `json:"partition_id"`
	BrokerID    int      `json:"broker_id"`
	IsLeader    bool     `json:"is_leader"`
	IsInSync    bool     `json:"is_in_sync"`
	Broker      related  `json:"broker"`
}

// replicas are the brokers that hold the partition, its leader first.
func (t *topic) replicas(partition int) []int {
	all := max(leastBrokers, t.replication)
	var ids []int
	for i := range t.replication {
		ids = append(ids, (partition+i)%all+1)
	}
	return ids
}

func (c *call) partitionData(t *topic, partition int) partitionData {
	self := c.self("topics", t.name, "partitions", strconv.Itoa(partition))
	return partitionData{
		Kind: "KafkaPartition", Metadata: metadata{self}, ClusterID: c.cluster.ID, TopicName: t.name, PartitionID: partition,
		Leader:       related{fmt.Sprintf("%s/replicas/%d", self, t.replicas(partition)[0])},
		Replicas:     related{self + "/replicas"},
		Reassignment: related{self + "/reassignment"},
	}
}

func listPartitions(_ *state, c *call) (reply, error) {
	t, err := c.namedTopic()
	if err != nil {
		return reply{}, err
	}
	var data []partitionData
	for i := range t.partitionCount() {
		data = append(data, c.partitionData(t, i))
	}
	return ok(list("KafkaPartitionList", c.self("topics", t.name, "partitions"), data))
}

// partition is the one that the path names.
func (c *call) partition() (*topic, int, error) {
	t, err := c.namedTopic()
	if err != nil {
		return nil, 0, err
	}
	id, err := strconv.Atoi(c.PathValue("partition_id"))
	if err != nil || id < 0 || id >= t.partitionCount() {
		return nil, 0, kafkaError{http.StatusNotFound, http.StatusNotFound, "HTTP 404 Not Found"}
	}
	return t, id, nil
}

func getPartition(_ *state, c *call) (reply, error) {
	t, id, err := c.partition()
	if err != nil {
		return reply{}, err
	}
	return ok(c.partitionData(t, id))
}

// listReplicas is what command-line tools for Confluent Platform ask for when
// they describe a topic. The specification of Confluent Cloud does not have
// it; that its servers lack it is not known.
func listReplicas(_ *state, c *call) (reply, error) {
	t, id, err := c.partition()
	if err != nil {
		return reply{}, err
	}
	self := c.self("topics", t.name, "partitions", strconv.Itoa(id), "replicas")
	var data []replicaData
	for i, broker := range t.replicas(id) {
		data = append(data, replicaData{
			Kind: "KafkaReplica", Metadata: metadata{fmt.Sprintf("%s/%d", self, broker)}, ClusterID: c.cluster.ID,
			TopicName: t.name, PartitionID: id, BrokerID: broker, IsLeader: i == 0, IsInSync: true,
			Broker: related{c.self("brokers", strconv.Itoa(broker))},
		})
	}
	return ok(list("KafkaReplicaList", self, data))
}

// listAllTopicConfigs answers with the settings of every topic.
func listAllTopicConfigs(st *state, c *call) (reply, error) {
	var data []topicConfigData
	for _, topicName := range slices.Sorted(maps.Keys(c.cluster.topics)) {
		for _, name := range slices.Sorted(maps.Keys(st.topicSettings)) {
			data = append(data, c.topicConfig(st, c.cluster.topics[topicName], name))
		}
	}
	return ok(list("KafkaTopicConfigList", c.self("topics", "-", "configs"), data))
}
