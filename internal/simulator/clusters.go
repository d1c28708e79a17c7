package simulator

// metadata is the part of every Kafka REST object that says where it is. Next
// is always null: nothing has pages (contract A.0).
type metadata struct {
	Self string `json:"self"`
}

type listMetadata struct {
	Self string  `json:"self"`
	Next *string `json:"next"`
}

// collection is the envelope of every Kafka REST list.
type collection[T any] struct {
	Kind     string       `json:"kind"`
	Metadata listMetadata `json:"metadata"`
	Data     []T          `json:"data"`
}

func list[T any](kind, self string, data []T) collection[T] {
	if data == nil {
		data = []T{}
	}
	return collection[T]{Kind: kind, Metadata: listMetadata{Self: self}, Data: data}
}

// related is a link to something the object has.
type related struct {
	Related string `json:"related"`
}

type clusterData struct {
	Kind                   string   `json:"kind"`
	Metadata               metadata `json:"metadata"`
	ClusterID              string   `json:"cluster_id"`
	ACLs                   related  `json:"acls"`
	Brokers                related  `json:"brokers"`
	BrokerConfigs          related  `json:"broker_configs"`
	ConsumerGroups         related  `json:"consumer_groups"`
	Topics                 related  `json:"topics"`
	PartitionReassignments related  `json:"partition_reassignments"`
}

func (c *call) describe(cl *cluster) clusterData {
	self := c.clustersURL() + "/" + cl.ID
	return clusterData{
		Kind: "KafkaCluster", Metadata: metadata{self}, ClusterID: cl.ID,
		ACLs:                   related{self + "/acls"},
		Brokers:                related{self + "/brokers"},
		BrokerConfigs:          related{self + "/broker-configs"},
		ConsumerGroups:         related{self + "/consumer-groups"},
		Topics:                 related{self + "/topics"},
		PartitionReassignments: related{self + "/topics/-/partitions/-/reassignment"},
	}
}

// listClusters answers with the clusters that the caller's credentials open:
// all clusters share one address here.
func listClusters(st *state, c *call) (reply, error) {
	var data []clusterData
	opened := 0
	for _, cl := range st.order {
		if !st.opens(cl, c.Request) {
			continue
		}
		opened++
		if cl.reachable {
			data = append(data, c.describe(cl))
		}
	}
	switch {
	case opened == 0 && len(st.order) > 0:
		return reply{}, unauthorized()
	case opened > 0 && len(data) == 0:
		return reply{}, errDropped
	}
	return ok(list("KafkaClusterList", c.clustersURL(), data))
}

func getCluster(_ *state, c *call) (reply, error) { return ok(c.describe(c.cluster)) }
