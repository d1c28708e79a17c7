package simulator_test

import (
	"slices"
	"testing"
)

// forceMirror puts a mirror into a state that nothing moves.
func (b *bench) forceMirror(status string) {
	b.t.Helper()
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"mirror_status":"`+status+`"}`).want(204)
}

func TestMirrorAction_everyOperationInEveryState(t *testing.T) {
	t.Parallel()
	// The state after settling, "" where the operation is refused.
	for action, outcomes := range map[string]map[string]string{
		"pause":   {"ACTIVE": "PAUSED", "PAUSED": "PAUSED"},
		"resume":  {"ACTIVE": "ACTIVE", "PAUSED": "ACTIVE"},
		"promote": {"ACTIVE": "STOPPED", "PAUSED": "STOPPED"},
		"failover": {
			"ACTIVE": "STOPPED", "PAUSED": "STOPPED", "PENDING_MIRROR": "STOPPED", "PENDING_STOPPED": "STOPPED",
			"FAILED": "STOPPED", "LINK_FAILED": "STOPPED", "LINK_PAUSED": "STOPPED", "SOURCE_UNAVAILABLE": "STOPPED",
		},
		"reverse-and-start-mirror": {},
		"reverse-and-pause-mirror": {},
	} {
		for _, from := range []string{
			"ACTIVE", "FAILED", "LINK_FAILED", "LINK_PAUSED", "PAUSED", "PENDING_STOPPED", "SOURCE_UNAVAILABLE", "STOPPED",
			"PENDING_MIRROR", "PENDING_SYNCHRONIZE", "PENDING_SETUP_FOR_RESTORE", "PENDING_RESTORE",
		} {
			t.Run(action+" from "+from, func(t *testing.T) {
				t.Parallel()
				b := start(t)
				b.chain()
				b.mirror("lkc-jump", "primary-to-jump", "orders")
				b.forceMirror(from)
				path, body := "/links/primary-to-jump/mirrors:"+action, `{"mirror_topic_names":["orders"]}`
				want, allowed := outcomes[from]
				dry := b.kafka("lkc-jump", "POST", path+"?validate_only=true", body).want(200)
				b.pass(2)
				b.mirrorIs("lkc-jump", "primary-to-jump", "orders", from)
				got := b.kafka("lkc-jump", "POST", path, body).want(200).is("kind", "KafkaAlterMirrorsDataList").
					is("data.0.kind", "AlterMirrorsData").is("data.0.mirror_topic_name", "orders")
				got.is("data.0.error_code", dry.at("data.0.error_code"))
				b.pass(2)
				if allowed {
					got.is("data.0.error_code", "<nil>").is("data.0.error_message", "<nil>").is("data.0.mirror_lags.5.lag", "0")
					b.mirrorIs("lkc-jump", "primary-to-jump", "orders", want)
					return
				}
				got.is("data.0.error_code", "400").is("data.0.mirror_lags", "[]")
				if from == "STOPPED" {
					got.is("data.0.error_message", "Topic 'orders' has already stopped its mirror from 'primary-to-jump'")
				}
				b.mirrorIs("lkc-jump", "primary-to-jump", "orders", from)
			})
		}
	}
}

func TestMirrorAction_selection(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.mirror("lkc-jump", "primary-to-jump", "payments")
	const pause = "/links/primary-to-jump/mirrors:pause"
	if got := b.kafka("lkc-jump", "POST", pause, `{"mirror_topic_name_pattern":"pay.*"}`).want(200).column("mirror_topic_name"); !slices.Equal(got, []string{"payments"}) {
		t.Errorf("pattern: %v", got)
	}
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE")
	b.mirrorIs("lkc-jump", "primary-to-jump", "payments", "PAUSED")
	b.kafka("lkc-jump", "POST", pause, `{"mirror_topic_names":["orders","nothing"]}`).want(200).
		is("data.0.error_code", "<nil>").is("data.1.error_code", "404").is("data.1.error_message", "The mirror topic doesn't exist: ")
	b.kafka("lkc-jump", "POST", pause, `{}`).refused(400, 40002, "")
	b.kafka("lkc-jump", "POST", pause, `{"mirror_topic_names":["orders"],"mirror_topic_name_pattern":".*"}`).refused(400, 40002, "")
	b.kafka("lkc-jump", "POST", pause, `{"mirror_topic_name_pattern":"("}`).refused(400, 40002, "")
	b.kafka("lkc-jump", "POST", "/links/no/mirrors:pause", `{"mirror_topic_names":["orders"]}`).refused(404, 404, "The cluster link doesn't exist: ")
	b.kafka("lkc-jump", "POST", "/links/primary-to-jump/mirrors:explode", `{}`).want(404)
}

func TestMirrorAction_promoteDrains(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"lag":100}`).want(204)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE")
	b.kafka("lkc-jump", "POST", "/links/primary-to-jump/mirrors:promote", `{"mirror_topic_names":["orders"]}`).is("data.0.mirror_lags.0.lag", "100")
	b.clock.advance(settle / 2)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").is("mirror_status", "PENDING_STOPPED").is("mirror_lags.0.lag", "50")
	b.clock.advance(settle / 2)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").is("mirror_status", "STOPPED").is("mirror_lags.0.lag", "0")
}

func TestMirrorAction_drainedRecordsAreNotLost(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"lag":100}`).want(204)
	b.act("lkc-jump", "primary-to-jump", "promote", "orders")
	b.clock.advance(settle / 2)
	b.act("lkc-jump", "primary-to-jump", "failover", "orders")
	b.pass(1)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").is("mirror_status", "STOPPED").is("mirror_lags.0.lag", "50")
}

func TestMirrorAction_forcedLagStaysWhileDraining(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.act("lkc-jump", "primary-to-jump", "promote", "orders")
	b.clock.advance(settle / 2)
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"lag":8}`).want(204)
	b.clock.advance(settle / 4)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").is("mirror_status", "PENDING_STOPPED").is("mirror_lags.0.lag", "8")
}

func TestMirrorAction_promoteWaitsForItsSource(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"lag":100}`).want(204)
	b.control("PUT", "/clusters/lkc-primary", `{"reachable":false}`).want(204)
	if got := b.act("lkc-jump", "primary-to-jump", "promote", "orders"); got != "<nil>" { // nobody noticed yet
		t.Fatalf("promote: %s", got)
	}
	b.clock.advance(settle / 2)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").is("mirror_lags.0.lag", "100") // nothing drains
	b.pass(10)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders?include_state_transition_errors=true", "").
		is("mirror_status", "PENDING_STOPPED").is("mirror_state_transition_errors.0.error_code", "UNKNOWN")
	b.control("PUT", "/clusters/lkc-primary", `{"reachable":true}`).want(204)
	b.pass(2)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "STOPPED")
}

func TestMirrorAction_failoverDoesNotWait(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"lag":9}`).want(204)
	b.control("PUT", "/clusters/lkc-primary", `{"reachable":false}`).want(204)
	b.act("lkc-jump", "primary-to-jump", "promote", "orders")
	b.pass(2)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "PENDING_STOPPED")
	if got := b.act("lkc-jump", "primary-to-jump", "failover", "orders"); got != "<nil>" {
		t.Fatalf("failover: %s", got)
	}
	b.pass(1)
	// What was not fetched is lost, and shows.
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").is("mirror_status", "STOPPED").is("mirror_lags.0.lag", "9")
}

func TestMirrorAction_pauseOutlivesAnOutage(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.act("lkc-jump", "primary-to-jump", "pause", "orders")
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE") // takes its time
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "PAUSED")
	b.control("PUT", "/clusters/lkc-primary", `{"reachable":false}`).want(204)
	b.pass(1)
	b.control("PUT", "/clusters/lkc-primary", `{"reachable":true}`).want(204)
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "PAUSED")
	b.act("lkc-jump", "primary-to-jump", "resume", "orders")
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE")
}

// bidirectional is a link between lkc-primary and lkc-jump on which orders is
// mirrored to lkc-jump.
func (b *bench) bidirectional() {
	b.t.Helper()
	b.createLink("lkc-jump", "bi", "remote_cluster_id", "lkc-primary", map[string]string{"link.mode": "BIDIRECTIONAL", "connection.mode": "INBOUND"}).want(201)
	b.pass(1)
	b.createLink("lkc-primary", "bi", "remote_cluster_id", "lkc-jump", settings(sourceHalf(), map[string]string{"link.mode": "BIDIRECTIONAL", "remote.link.connection.mode": "INBOUND"})).want(201)
	b.pass(1)
	b.mirror("lkc-jump", "bi", "orders")
}

func TestMirrorAction_reverse(t *testing.T) {
	t.Parallel()
	for action, end := range map[string]string{"reverse-and-start-mirror": "ACTIVE", "reverse-and-pause-mirror": "PAUSED"} {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			b.bidirectional()
			if got := b.act("lkc-jump", "bi", action, "orders"); got != "<nil>" {
				t.Fatalf("refused: %s", got)
			}
			b.mirrorIs("lkc-jump", "bi", "orders", "PENDING_SYNCHRONIZE")
			b.pass(1)
			b.mirrorIs("lkc-jump", "bi", "orders", "STOPPED")
			b.mirrorIs("lkc-primary", "bi", "orders", "PENDING_MIRROR")
			b.pass(1)
			b.mirrorIs("lkc-primary", "bi", "orders", end)
			b.kafka("lkc-primary", "PUT", "/topics/orders/configs/cleanup.policy", `{"value":"compact"}`).want(400)
			b.kafka("lkc-jump", "PUT", "/topics/orders/configs/cleanup.policy", `{"value":"compact"}`).want(204)
			// And back.
			if got := b.act("lkc-primary", "bi", action, "orders"); got != "<nil>" {
				t.Fatalf("back: refused: %s", got)
			}
			b.pass(2)
			b.mirrorIs("lkc-jump", "bi", "orders", end)
			b.mirrorIs("lkc-primary", "bi", "orders", "STOPPED")
		})
	}
}

func TestMirrorAction_truncateAndRestore(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.bidirectional()
	const path = "/links/bi/mirrors:truncate-and-restore"
	b.kafka("lkc-primary", "POST", path, `{"mirror_topic_names":["orders"]}`).is("data.0.error_code", "400") // its mirror is live
	b.control("PUT", "/mirrors/lkc-jump/bi/orders", `{"lag":[3,4],"last_source_fetch_offset":10}`).want(204)
	b.act("lkc-jump", "bi", "failover", "orders")
	b.pass(1)
	b.kafka("lkc-primary", "POST", path+"?validate_only=true", `{"mirror_topic_names":["orders"]}`).is("data.0.messages_truncated", "7")
	b.kafka("lkc-primary", "GET", "/links/bi/mirrors/orders", "").want(404)
	b.kafka("lkc-primary", "POST", path+"?include_partition_level_truncation_data=true", `{"mirror_topic_name_pattern":"or.*"}`).
		is("data.0.error_code", "<nil>").is("data.0.messages_truncated", "7").
		is("data.0.partition_level_truncation_data.1.partition_id", "1").is("data.0.partition_level_truncation_data.1.messages_truncated", "4").
		is("data.0.partition_level_truncation_data.1.offset_truncated_to", "10")
	b.mirrorIs("lkc-primary", "bi", "orders", "PENDING_SETUP_FOR_RESTORE")
	b.pass(1)
	b.mirrorIs("lkc-primary", "bi", "orders", "PENDING_RESTORE")
	b.pass(1)
	b.mirrorIs("lkc-primary", "bi", "orders", "ACTIVE")
	b.kafka("lkc-primary", "POST", path, `{"mirror_topic_names":["nothing"]}`).is("data.0.error_code", "404")
}
