package simulator_test

import (
	"slices"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

func TestTopics_lifecycle(t *testing.T) {
	t.Parallel()
	b := start(t)
	if got := b.kafka("lkc-primary", "GET", "/topics", "").want(200).is("kind", "KafkaTopicList").is("metadata.next", "<nil>").column("topic_name"); !slices.Equal(got, []string{"orders", "payments"}) {
		t.Errorf("topics %v", got)
	}
	b.kafka("lkc-jump", "POST", "/topics", `{"topic_name":"t","partitions_count":3,"replication_factor":3,"configs":[{"name":"retention.ms","value":"1000"}],"validate_only":true}`).want(200)
	b.kafka("lkc-jump", "GET", "/topics/t", "").refused(404, 40403, "This server does not host this topic-partition.")
	b.kafka("lkc-jump", "POST", "/topics", `{"topic_name":"t","partitions_count":3,"replication_factor":3,"configs":[{"name":"retention.ms","value":"1000"}]}`).want(201).
		is("kind", "KafkaTopic").is("cluster_id", "lkc-jump").is("topic_name", "t").is("partitions_count", "3").is("is_internal", "false")
	b.kafka("lkc-jump", "GET", "/topics/t", "").want(200).is("replication_factor", "3")
	b.kafka("lkc-jump", "PATCH", "/topics/t", `{"partitions_count":2}`).want(400)

	b.kafka("lkc-jump", "DELETE", "/topics/t", "").want(204)
	b.kafka("lkc-jump", "POST", "/topics", `{"topic_name":"t"}`).refused(400, 40002, "Topic 't' is marked for deletion.")
	b.pass(1)
	b.kafka("lkc-jump", "GET", "/topics/t", "").want(404)
	b.kafka("lkc-jump", "DELETE", "/topics/t", "").refused(404, 40403, "")
	b.topic("lkc-jump", "t")
}

func TestTopics_createRefusals(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body  string
		code  int
		words string
	}{
		"exists":          {`{"topic_name":"orders"}`, 40002, "Topic 'orders' already exists."},
		"replication":     {`{"topic_name":"t","replication_factor":1}`, 40002, "Topic replication factor must be 3"},
		"no name":         {`{}`, 40002, "invalid"},
		"bad name":        {`{"topic_name":"a b"}`, 40002, "ASCII"},
		"no partitions":   {`{"topic_name":"t","partitions_count":0}`, 40002, "partitions"},
		"unknown setting": {`{"topic_name":"t","configs":[{"name":"x","value":"1"}]}`, 40002, "x"},
		"bad value":       {`{"topic_name":"t","configs":[{"name":"retention.ms","value":"long"}]}`, 40002, "retention.ms"},
		"partitions: A":   {`{"topic_name":"t","partitions_count":"A"}`, 400, "Cannot deserialize value"},
		"no JSON":         {`{`, 400, "Cannot deserialize"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quick(t).kafka("lkc-primary", "POST", "/topics", tc.body).refused(400, tc.code, tc.words)
		})
	}
}

func TestTopics_settings(t *testing.T) {
	t.Parallel()
	b := quick(t)
	const path = "/topics/orders/configs"
	b.kafka("lkc-primary", "GET", path+"/retention.ms", "").want(200).is("kind", "KafkaTopicConfig").is("value", "604800000").
		is("is_default", "true").is("source", "DEFAULT_CONFIG").is("topic_name", "orders")
	b.kafka("lkc-primary", "POST", path+":alter", `{"data":[{"name":"retention.ms","value":"1"},{"name":"x","value":"1"}]}`).want(400)
	b.kafka("lkc-primary", "GET", path+"/retention.ms", "").is("value", "604800000") // all or nothing
	b.kafka("lkc-primary", "POST", path+":alter", `{"data":[{"name":"retention.ms","value":"1"},{"name":"segment.ms","value":"2"}]}`).want(204)
	b.kafka("lkc-primary", "GET", path+"/retention.ms", "").is("value", "1").is("is_default", "false").is("source", "DYNAMIC_TOPIC_CONFIG")
	b.kafka("lkc-primary", "POST", path+":alter", `{"data":[{"name":"segment.ms","operation":"DELETE"}]}`).want(204)
	b.kafka("lkc-primary", "GET", path+"/segment.ms", "").is("is_default", "true")
	b.kafka("lkc-primary", "DELETE", path+"/retention.ms", "").want(204)
	if names := b.kafka("lkc-primary", "GET", path, "").want(200).column("name"); !slices.IsSorted(names) || !slices.Contains(names, "cleanup.policy") {
		t.Errorf("names %v", names)
	}
	b.kafka("lkc-primary", "GET", "/topics/not-yet/default-configs", "").want(200).is("data.0.is_default", "true")
	b.kafka("lkc-primary", "GET", path+"/no.such", "").want(404)
	b.kafka("lkc-primary", "GET", "/topics/no/configs", "").refused(404, 40403, "")
}

func TestTopics_platformReplicatesFreely(t *testing.T) {
	t.Parallel()
	b := startWith(t, simulator.World{Clusters: []simulator.Cluster{{ID: "cp", Kind: simulator.KindPlatform, Bootstrap: "cp:9092"}}}, simulator.Options{})
	b.as("", "POST", "/v3/clusters/cp/topics", `{"topic_name":"t","replication_factor":2}`).want(201).is("replication_factor", "2")
}
