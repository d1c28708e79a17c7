package simulator_test

import (
	"slices"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

func TestControl_aClusterAppears(t *testing.T) {
	t.Parallel()
	w := simulator.DefaultWorld()
	i := slices.IndexFunc(w.Clusters, func(c simulator.Cluster) bool { return c.ID == "lkc-west" })
	w.Clusters = slices.Delete(w.Clusters, i, i+1)
	b := startWith(t, w, simulator.Options{Settle: settle})
	id := b.endpoint(b.service(byNetwork))
	b.pass(1)
	b.phaseIs(id, "INACTIVE")
	const late = `{"id":"lkc-west","kind":"cloud","bootstrap":"lkc-west:9092","environment":"env-west","network":"n-west","api_keys":{"WESTKEY":"WESTSECRET"},"topics":[{"name":"t"}]}`
	b.control("POST", "/clusters", late).want(204)
	b.phaseIs(id, "INACTIVE")
	b.pass(1)
	b.phaseIs(id, "READY")
	b.kafka("lkc-west", "GET", "/topics/t", "").want(200)
	b.control("POST", "/clusters", late).want(400) // twice
	b.control("POST", "/clusters", `{"id":"x"}`).want(400)
	b.control("POST", "/reset", "").want(204)
	b.kafka("lkc-west", "GET", "", "").want(404)
}

func TestControl_aClusterIsDeleted(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.drLink(nil)
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.mirror("lkc-dr", "jump-to-dr", "orders")
	b.control("DELETE", "/clusters/lkc-jump", "").want(204)
	b.control("DELETE", "/clusters/lkc-jump", "").want(404)
	b.kafka("lkc-jump", "GET", "/links", "").refused(404, 404, "Cluster lkc-jump cannot be found.")
	b.pass(1)
	b.linkIs("lkc-primary", "primary-to-jump", "FAILED")
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr", "").is("link_state", "UNAVAILABLE").is("link_error", "UNRESOLVABLE_BOOTSTRAP_ERROR")
	b.mirrorIs("lkc-dr", "jump-to-dr", "orders", "SOURCE_UNAVAILABLE")
	if got := b.act("lkc-dr", "jump-to-dr", "failover", "orders"); got != "<nil>" {
		t.Fatalf("failover: %s", got)
	}
	b.pass(1)
	b.mirrorIs("lkc-dr", "jump-to-dr", "orders", "STOPPED")
	b.kafka("lkc-primary", "DELETE", "/links/primary-to-jump", "").want(204)
	b.pass(1)
	b.kafka("lkc-primary", "GET", "/links", "").is("data", "[]")
}

func TestControl_consumersKeepATopicFromBeingRestored(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.bidirectional()
	b.act("lkc-jump", "bi", "failover", "orders")
	b.pass(1)
	b.control("PUT", "/topics/lkc-primary/orders", `{"consumed":true}`).want(204)
	if got := b.act("lkc-primary", "bi", "truncate-and-restore", "orders"); got != "<nil>" {
		t.Fatalf("refused: %s", got)
	}
	b.pass(5)
	b.kafka("lkc-primary", "GET", "/links/bi/mirrors/orders?include_state_transition_errors=true", "").
		is("mirror_status", "PENDING_SETUP_FOR_RESTORE").is("mirror_state_transition_errors.0.error_code", "CONSUMER_GROUP_IN_USE_ERROR")
	b.control("PUT", "/topics/lkc-primary/orders", `{"consumed":false}`).want(204)
	b.pass(2)
	b.kafka("lkc-primary", "GET", "/links/bi/mirrors/orders?include_state_transition_errors=true", "").
		is("mirror_status", "ACTIVE").is("mirror_state_transition_errors", "[]")
	b.control("PUT", "/topics/lkc-primary/no", `{}`).want(404)
	b.control("PUT", "/topics/lkc-no/orders", `{}`).want(404)
	b.control("PUT", "/topics/lkc-primary/orders", `{"partitions":1}`).want(400)
}

func TestMirror_transitionErrorsWhileTheLinkIsDown(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.bidirectional()
	b.act("lkc-jump", "bi", "failover", "orders")
	b.pass(1)
	b.act("lkc-primary", "bi", "truncate-and-restore", "orders")
	b.control("PUT", "/clusters/lkc-jump", `{"reachable":false}`).want(204)
	b.pass(3)
	b.kafka("lkc-primary", "GET", "/links/bi/mirrors/orders?include_state_transition_errors=true", "").
		is("mirror_status", "PENDING_RESTORE").is("mirror_state_transition_errors.0.error_code", "UNKNOWN")
	b.control("PUT", "/clusters/lkc-jump", `{"reachable":true}`).want(204)
	b.pass(2)
	b.kafka("lkc-primary", "GET", "/links/bi/mirrors/orders?include_state_transition_errors=true", "").
		is("mirror_status", "ACTIVE").is("mirror_state_transition_errors", "[]")
	b.control("PUT", "/mirrors/lkc-primary/bi/orders", `{"mirror_state_transition_errors":[{"error_code":"INTERNAL_ERROR","error_message":"m"}]}`).want(204)
	b.kafka("lkc-primary", "GET", "/links/bi/mirrors/orders?include_state_transition_errors=true", "").
		is("mirror_state_transition_errors.0.error_code", "INTERNAL_ERROR").is("mirror_state_transition_errors.0.error_message", "m")
}

func TestMirror_madeWhileTheLinkIsPaused(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	const paused = "/links/primary-to-jump/configs/cluster.link.paused"
	b.kafka("lkc-jump", "PUT", paused, `{"value":"true"}`).want(204)
	b.pass(1)
	b.kafka("lkc-jump", "POST", "/links/primary-to-jump/mirrors", `{"source_topic_name":"orders"}`).want(201)
	b.pass(2)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders?include_state_transition_errors=true", "").
		is("mirror_status", "PENDING_MIRROR").is("mirror_state_transition_errors.0.error_message", "Cluster link 'primary-to-jump' is PAUSED.")
	b.kafka("lkc-jump", "DELETE", paused, "").want(204)
	b.pass(2)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE")
}

func TestMirror_autoCreateMeetsOtherTopics(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.topic("lkc-jump", "orders") // not a mirror
	b.chain()
	const filters = `{"value":"{\"topicFilters\":[{\"name\":\"*\",\"patternType\":\"LITERAL\",\"filterType\":\"INCLUDE\"}]}"}`
	b.kafka("lkc-jump", "PUT", "/links/primary-to-jump/configs/auto.create.mirror.topics.filters", filters).want(204)
	b.kafka("lkc-jump", "PUT", "/links/primary-to-jump/configs/auto.create.mirror.topics.enable", `{"value":"true"}`).want(204)
	tasks := func() answer {
		return b.kafka("lkc-jump", "GET", "/links/primary-to-jump?include_tasks=true", "").is("tasks.3.task_name", "AutoCreateMirror")
	}
	tasks().is("tasks.3.state", "IN_ERROR").is("tasks.3.errors.0.error_code", "TOPIC_EXISTS_ERROR").
		is("tasks.3.errors.0.error_message", "Mirror topics could not be created because topics of these names already exist: orders")
	b.mirrorIs("lkc-jump", "primary-to-jump", "payments", "ACTIVE") // the others are made
	b.kafka("lkc-jump", "DELETE", "/topics/orders", "").want(204)
	tasks().is("tasks.3.state", "ACTIVE")
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE")
	b.act("lkc-jump", "primary-to-jump", "failover", "orders")
	tasks().is("tasks.3.state", "ACTIVE") // what was promoted is nobody's mistake
}

func TestTopics_partitions(t *testing.T) {
	t.Parallel()
	b := platform(t, "")
	b.open("POST", "src/topics", `{"topic_name":"t","partitions_count":4,"replication_factor":3}`).want(201)
	if got := b.open("GET", "src/topics/t/partitions", "").want(200).is("kind", "KafkaPartitionList").column("partition_id"); !slices.Equal(got, []string{"0", "1", "2", "3"}) {
		t.Errorf("partitions %v", got)
	}
	b.open("GET", "src/topics/t/partitions/3", "").is("kind", "KafkaPartition").
		is("leader.related", "http://localhost:8090/kafka/v3/clusters/src/topics/t/partitions/3/replicas/1")
	replicas := b.open("GET", "src/topics/t/partitions/1/replicas", "").want(200).is("kind", "KafkaReplicaList").
		is("data.0.is_leader", "true").is("data.1.is_leader", "false").is("data.2.is_in_sync", "true")
	if got := replicas.column("broker_id"); !slices.Equal(got, []string{"2", "3", "1"}) {
		t.Errorf("brokers %v", got)
	}
	b.open("GET", "src/topics/t/partitions/4", "").want(404)
	b.open("GET", "src/topics/no/partitions", "").refused(404, 40403, "")
	if names := b.open("GET", "src/topics/-/configs", "").want(200).column("topic_name"); !slices.Contains(names, "t") || !slices.Contains(names, "orders") {
		t.Error("not the settings of all topics")
	}
}

func TestNetworkLink_onlyOnAWS(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.cloud("POST", services, `{"spec":{"environment":{"id":"env-guide"},"network":{"id":"n-primary"}}}`).want(422).
		is("errors.0.source.pointer", "/spec/network/id").is("errors.0.code", "invalid_configuration")
}
