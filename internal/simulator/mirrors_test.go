package simulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

func TestMirror_lifecycle(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.kafka("lkc-jump", "POST", "/links/primary-to-jump/mirrors", `{"source_topic_name":"orders"}`).want(201)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").want(200).
		is("kind", "KafkaMirrorData").is("mirror_status", "PENDING_MIRROR").is("mirror_topic_error", "NO_ERROR").
		is("link_name", "primary-to-jump").is("mirror_topic_name", "orders").is("source_topic_name", "orders").
		is("num_partitions", "6").is("mirror_lags.5.partition", "5").is("mirror_lags.5.lag", "0").is("mirror_lags.5.last_source_fetch_offset", "-1").
		is("mirror_state_transition_errors", "<nil>")
	b.pass(1)
	mirror := b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders?include_state_transition_errors=true", "").
		is("mirror_status", "ACTIVE").is("mirror_state_transition_errors", "[]")
	if got, want := mirror.object()["state_time_ms"], float64(b.clock.Now().UnixMilli()); got != want {
		t.Errorf("state_time_ms %v, want %v", got, want)
	}
	b.kafka("lkc-jump", "GET", "/topics/orders", "").want(200).is("partitions_count", "6").is("replication_factor", "3")
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump", "").is("topic_names", "[orders]").is("category_counts.0.state_category", "ACTIVE").is("category_counts.0.count", "1")

	b.kafka("lkc-jump", "DELETE", "/topics/orders", "").want(204)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").want(200)
	b.kafka("lkc-jump", "POST", "/links/primary-to-jump/mirrors", `{"source_topic_name":"orders"}`).refused(400, 40002, "Topic 'orders' is marked for deletion.")
	b.pass(1)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").refused(404, 404, "The mirror topic doesn't exist: ")
	b.kafka("lkc-jump", "GET", "/topics/orders", "").refused(404, 40403, "This server does not host this topic-partition.")
}

func TestMirror_createRefusals(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		prefix, body string
		status, code int
		words        string
	}{
		"good":              {"", `{"source_topic_name":"orders"}`, 201, 0, ""},
		"good with prefix":  {"us-", `{"source_topic_name":"orders","mirror_topic_name":"us-orders"}`, 201, 0, ""},
		"good independent":  {"", `{"source_topic_name":"orders","configs":[{"name":"confluent.value.schema.validation","value":"true"}]}`, 201, 0, ""},
		"renamed":           {"", `{"source_topic_name":"orders","mirror_topic_name":"other"}`, 400, 40035, "Topic renaming for mirroring not yet supported."},
		"without prefix":    {"us-", `{"source_topic_name":"orders","mirror_topic_name":"orders"}`, 400, 40035, "Topic renaming"},
		"taken":             {"", `{"source_topic_name":"taken"}`, 400, 40002, "Topic 'taken' already exists."},
		"no source":         {"", `{"source_topic_name":"nothing"}`, 404, 40403, "This server does not host this topic-partition."},
		"no name":           {"", `{}`, 400, 40002, "source_topic_name"},
		"too long":          {"us-", `{"source_topic_name":"` + strings.Repeat("x", 247) + `"}`, 400, 40002, "longer than the max allowed length 249"},
		"replication":       {"", `{"source_topic_name":"orders","replication_factor":2}`, 400, 40002, "Topic replication factor must be 3"},
		"replication 3":     {"", `{"source_topic_name":"orders","replication_factor":3}`, 201, 0, ""},
		"always synced":     {"", `{"source_topic_name":"orders","configs":[{"name":"cleanup.policy","value":"compact"}]}`, 400, 40002, "cleanup.policy"},
		"synced":            {"", `{"source_topic_name":"orders","configs":[{"name":"retention.ms","value":"1"}]}`, 400, 40002, "retention.ms"},
		"unknown setting":   {"", `{"source_topic_name":"orders","configs":[{"name":"no.such","value":"1"}]}`, 400, 40002, "no.such"},
		"partitions in it":  {"", `{"source_topic_name":"orders","partitions_count":3}`, 400, 400, "partitions_count"},
		"number for a name": {"", `{"source_topic_name":7}`, 400, 400, "Cannot deserialize value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			b.createLink("lkc-jump", "p", "source_cluster_id", "lkc-primary", settings(inboundHalf(), map[string]string{"cluster.link.prefix": tc.prefix})).want(201)
			b.pass(1)
			b.createLink("lkc-primary", "p", "destination_cluster_id", "lkc-jump", sourceHalf()).want(201)
			b.pass(1)
			b.topic("lkc-jump", "taken")
			b.topic("lkc-primary", "taken")
			a := b.kafka("lkc-jump", "POST", "/links/p/mirrors", tc.body)
			if tc.status == 201 {
				a.want(201)
				return
			}
			a.refused(tc.status, tc.code, tc.words)
		})
	}
}

func TestMirror_notOnTheSourceHalf(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.kafka("lkc-primary", "POST", "/links/primary-to-jump/mirrors", `{"source_topic_name":"orders"}`).refused(400, 40002, "SOURCE")
	b.kafka("lkc-jump", "POST", "/links/no/mirrors", `{"source_topic_name":"orders"}`).refused(404, 404, "The cluster link doesn't exist: ")
}

func TestMirror_linkNotResolvedRightAfterCreate(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.topic("lkc-jump", "t")
	b.createLink("lkc-dr", "l", "source_cluster_id", "lkc-jump", toJump()).want(201)
	b.kafka("lkc-dr", "POST", "/links/l/mirrors", `{"source_topic_name":"t"}`).refused(404, 404, "Unable to resolve cluster link information for l")
	b.pass(1)
	b.kafka("lkc-dr", "POST", "/links/l/mirrors", `{"source_topic_name":"t"}`).want(201)
}

// holdRequest creates a mirror on an INBOUND half that nothing has connected
// to, in the background, and returns once the request is being held.
func holdRequest(b *bench, request *http.Request) <-chan *httptest.ResponseRecorder {
	b.createLink("lkc-jump", "p", "source_cluster_id", "lkc-primary", inboundHalf()).want(201)
	b.pass(1)
	request.SetBasicAuth("JUMPKEY", "JUMPSECRET")
	done := make(chan *httptest.ResponseRecorder, 1)
	go func() {
		rec := httptest.NewRecorder()
		b.sim.ServeHTTP(rec, request)
		done <- rec
	}()
	<-b.clock.waits
	return done
}

func mirrorRequest(t *testing.T) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), "POST", "/kafka/v3/clusters/lkc-jump/links/p/mirrors", strings.NewReader(`{"source_topic_name":"orders"}`))
}

func TestMirror_heldWhileNothingIsConnected(t *testing.T) {
	t.Parallel()
	b := start(t)
	done := holdRequest(b, mirrorRequest(t))
	b.clock.advance(29 * time.Second)
	select {
	case rec := <-done:
		t.Fatalf("answered early: %d", rec.Code)
	default:
	}
	b.clock.advance(time.Second)
	rec := <-done
	answer{t, rec.Code, rec.Header(), rec.Body.String()}.refused(400, 400, "Timed out waiting for node assignment")
}

func TestMirror_heldUntilConnected(t *testing.T) {
	t.Parallel()
	b := start(t)
	done := holdRequest(b, mirrorRequest(t))
	b.createLink("lkc-primary", "p", "destination_cluster_id", "lkc-jump", sourceHalf()).want(201)
	b.pass(1)
	b.linkIs("lkc-jump", "p", "ACTIVE")
	if rec := <-done; rec.Code != 201 {
		t.Errorf("status %d %s", rec.Code, rec.Body)
	}
}

func TestMirror_heldUntilConnectedAtOnce(t *testing.T) {
	t.Parallel()
	b := quick(t)
	done := holdRequest(b, mirrorRequest(t))
	b.createLink("lkc-primary", "p", "destination_cluster_id", "lkc-jump", sourceHalf()).want(201)
	if rec := <-done; rec.Code != 201 { // without another request that would look
		t.Errorf("status %d %s", rec.Code, rec.Body)
	}
}

func TestMirror_heldAgainAfterTheConnectionIsLost(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.chain()
	b.kafka("lkc-primary", "DELETE", "/links/primary-to-jump", "").want(204)
	done := make(chan int, 1)
	go func() {
		done <- b.kafka("lkc-jump", "POST", "/links/primary-to-jump/mirrors", `{"source_topic_name":"orders"}`).status
	}()
	<-b.clock.waits
	b.clock.advance(30 * time.Second)
	if status := <-done; status != 400 {
		t.Errorf("status %d", status)
	}
}

func TestMirror_heldEndsWithTheSimulator(t *testing.T) {
	t.Parallel()
	b := start(t)
	done := holdRequest(b, mirrorRequest(t))
	b.sim.Close()
	<-done
}

func TestMirror_chainsOverTwoLinks(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.drLink(nil)
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.mirror("lkc-dr", "jump-to-dr", "orders")
	b.kafka("lkc-primary", "PATCH", "/topics/orders", `{"partitions_count":8}`).want(200)
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr/mirrors/orders", "").is("num_partitions", "8")
	// A promoted mirror goes on being a source.
	b.act("lkc-jump", "primary-to-jump", "promote", "orders")
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "STOPPED")
	b.mirrorIs("lkc-dr", "jump-to-dr", "orders", "ACTIVE")
}

func TestMirror_listing(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.createLink("lkc-jump", "other", "source_cluster_id", "lkc-primary", settings(inboundHalf(), map[string]string{"cluster.link.prefix": "o."})).want(201)
	b.pass(1)
	b.createLink("lkc-primary", "other", "destination_cluster_id", "lkc-jump", sourceHalf()).want(201)
	b.pass(1)
	b.mirror("lkc-jump", "primary-to-jump", "payments")
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.kafka("lkc-jump", "POST", "/links/other/mirrors", `{"source_topic_name":"orders"}`).want(201)
	b.pass(1)
	b.act("lkc-jump", "primary-to-jump", "pause", "payments")
	b.pass(1)
	for path, want := range map[string][]string{
		"/links/primary-to-jump/mirrors":                      {"orders", "payments"},
		"/links/primary-to-jump/mirrors?mirror_status=PAUSED": {"payments"},
		"/links/other/mirrors":                                {"o.orders"},
		"/links/-/mirrors":                                    {"o.orders", "orders", "payments"},
		"/links/-/mirrors?mirror_status=ACTIVE":               {"o.orders", "orders"},
	} {
		if got := b.kafka("lkc-jump", "GET", path, "").want(200).is("kind", "KafkaMirrorDataList").column("mirror_topic_name"); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	b.kafka("lkc-jump", "GET", "/links/-/mirrors?mirror_status=BROKEN", "").want(400)
}

func TestMirror_sourceDeleted(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.kafka("lkc-primary", "DELETE", "/topics/orders", "").want(204)
	b.pass(2)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").is("mirror_status", "FAILED").is("mirror_topic_error", "SOURCE_TOPIC_MAY_BE_DELETED")
	b.topic("lkc-primary", "orders") // another topic of that name does not help
	b.pass(2)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "FAILED")
	if got := b.act("lkc-jump", "primary-to-jump", "promote", "orders"); got != "400" {
		t.Errorf("promote: %s", got)
	}
	if got := b.act("lkc-jump", "primary-to-jump", "failover", "orders"); got != "<nil>" {
		t.Errorf("failover: %s", got)
	}
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "STOPPED")
}

func TestMirror_sourceDeletedWhileOutOfReach(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.kafka("lkc-primary", "DELETE", "/topics/orders", "").want(204)
	b.control("PUT", "/clusters/lkc-primary", `{"reachable":false}`).want(204)
	b.pass(3)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "SOURCE_UNAVAILABLE") // nobody can know yet
	b.control("PUT", "/clusters/lkc-primary", `{"reachable":true}`).want(204)
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "FAILED")
}

func TestMirror_forcedStates(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"mirror_status":"FAILED","mirror_topic_error":"UNEXPECTED_TRUNCATION","lag":7}`).want(204)
	b.pass(3)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").is("mirror_status", "FAILED").
		is("mirror_topic_error", "UNEXPECTED_TRUNCATION").is("mirror_lags.0.lag", "7").is("mirror_lags.5.lag", "7")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"mirror_status":"PENDING_STOPPED","lag":[1,2],"last_source_fetch_offset":40}`).want(204)
	b.pass(3)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").is("mirror_status", "PENDING_STOPPED").
		is("mirror_lags.1.lag", "2").is("mirror_lags.2.lag", "0").is("mirror_lags.2.last_source_fetch_offset", "40")
	if got := b.act("lkc-jump", "primary-to-jump", "failover", "orders"); got != "<nil>" {
		t.Errorf("failover: %s", got)
	}
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "STOPPED")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"mirror_status":"BROKEN"}`).want(400)
	b.control("PUT", "/links/lkc-jump/primary-to-jump", `{"link_state":"BROKEN"}`).want(400)
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"mirror_status":"OF_TOMORROW","force":true}`).want(204)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").is("mirror_status", "OF_TOMORROW")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/no", `{}`).want(404)
}

func TestMirror_forcedStateIsReleased(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"mirror_status":"SOURCE_UNAVAILABLE"}`).want(204)
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "SOURCE_UNAVAILABLE")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"mirror_status":""}`).want(204)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE")
}

func TestMirror_autoCreate(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.topic("lkc-primary", "app.one")
	b.topic("lkc-primary", "app.secret")
	b.topic("lkc-primary", "__internal")
	b.topic("lkc-jump", "app.mine")
	b.topic("lkc-primary", "app.mine") // a plain topic is in the way
	const filters = `{"topicFilters":[{"name":"app.","patternType":"PREFIXED","filterType":"INCLUDE"},{"name":"app.secret","patternType":"LITERAL","filterType":"EXCLUDE"},{"name":"__","patternType":"PREFIXED","filterType":"INCLUDE"}]}`
	b.kafka("lkc-jump", "PUT", "/links/primary-to-jump/configs:alter", alterBody(fmt.Sprintf(`{"name":"auto.create.mirror.topics.enable","value":"true"},{"name":"auto.create.mirror.topics.filters","value":%q}`, filters))).want(204)
	mirrors := func(want ...string) {
		t.Helper()
		if got := b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors", "").column("mirror_topic_name"); !slices.Equal(got, want) {
			t.Errorf("mirrors %v, want %v", got, want)
		}
	}
	mirrors()
	b.pass(1)
	mirrors("app.one")
	b.mirrorIs("lkc-jump", "primary-to-jump", "app.one", "PENDING_MIRROR")
	b.topic("lkc-primary", "app.two")
	b.topic("lkc-primary", "zebra")
	b.pass(1)
	mirrors("app.one", "app.two")
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "app.two", "ACTIVE")
	// What is deleted comes back while it is wanted.
	b.kafka("lkc-jump", "DELETE", "/topics/app.two", "").want(204)
	b.pass(1)
	mirrors("app.one")
	b.pass(1)
	mirrors("app.one", "app.two")
	// Switched off, nothing new appears and nothing goes away.
	b.kafka("lkc-jump", "PUT", "/links/primary-to-jump/configs/auto.create.mirror.topics.enable", `{"value":"false"}`).want(204)
	b.topic("lkc-primary", "app.three")
	b.pass(2)
	mirrors("app.one", "app.two")
}

// What a link tells of its mirrors in the two ways that servers may have.
func TestMirror_countedAndNamedByChoice(t *testing.T) {
	t.Parallel()
	b := startWith(t, simulator.DefaultWorld(), simulator.Options{Choices: simulator.Choices{CountPartitionStates: true, ListStoppedTopicNames: true}})
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.kafka("lkc-jump", "POST", "/links/primary-to-jump/mirrors:failover", `{"mirror_topic_names":["orders"]}`).want(200)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump", "").is("topic_names", "[orders]").
		is("category_counts.0.state_category", "NOT_APPLICABLE").is("category_counts.0.count", "6")
}

func TestMirror_autoCreateForgetsByChoice(t *testing.T) {
	t.Parallel()
	b := startWith(t, simulator.DefaultWorld(), simulator.Options{Choices: simulator.Choices{ForgetDeletedAutoMirrors: true}})
	b.topic("lkc-jump", "t")
	b.drLink(map[string]string{
		"auto.create.mirror.topics.enable":  "true",
		"auto.create.mirror.topics.filters": `{"topicFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`,
	})
	b.mirrorIs("lkc-dr", "jump-to-dr", "t", "ACTIVE")
	b.kafka("lkc-dr", "DELETE", "/topics/t", "").want(204)
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr/mirrors/t", "").want(404)
}

func TestMirror_autoCreateOverTheChain(t *testing.T) {
	t.Parallel()
	b := quick(t)
	all := map[string]string{
		"auto.create.mirror.topics.enable":  "true",
		"auto.create.mirror.topics.filters": `{"topicFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`,
	}
	b.createLink("lkc-jump", "p", "source_cluster_id", "lkc-primary", settings(inboundHalf(), all)).want(201)
	b.createLink("lkc-primary", "p", "destination_cluster_id", "lkc-jump", sourceHalf()).want(201)
	b.drLink(all)
	b.topic("lkc-primary", "later")
	for _, name := range []string{"orders", "payments", "later"} {
		b.mirrorIs("lkc-dr", "jump-to-dr", name, "ACTIVE")
	}
}

func TestMirror_autoCreateSendsNothingBack(t *testing.T) {
	t.Parallel()
	b := quick(t)
	both := map[string]string{
		"link.mode":                         "BIDIRECTIONAL",
		"auto.create.mirror.topics.enable":  "true",
		"auto.create.mirror.topics.filters": `{"topicFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`,
	}
	b.createLink("lkc-jump", "bi", "remote_cluster_id", "lkc-primary", settings(both, map[string]string{"connection.mode": "INBOUND", "cluster.link.prefix": "p-"})).want(201)
	b.createLink("lkc-primary", "bi", "remote_cluster_id", "lkc-jump", settings(sourceHalf(), both, map[string]string{"remote.link.connection.mode": "INBOUND", "cluster.link.prefix": "j-"})).want(201)
	b.topic("lkc-jump", "own")
	if got := b.kafka("lkc-jump", "GET", "/topics", "").column("topic_name"); !slices.Equal(got, []string{"own", "p-orders", "p-payments"}) {
		t.Errorf("lkc-jump: %v", got)
	}
	if got := b.kafka("lkc-primary", "GET", "/topics", "").column("topic_name"); !slices.Equal(got, []string{"j-own", "orders", "payments"}) {
		t.Errorf("lkc-primary: %v", got)
	}
}

func TestMirror_topicSettings(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.chain()
	b.kafka("lkc-primary", "PUT", "/topics/orders/configs/retention.ms", `{"value":"1000"}`).want(204)
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.kafka("lkc-jump", "GET", "/topics/orders/configs/retention.ms", "").is("value", "1000").is("is_default", "false")
	b.kafka("lkc-jump", "PUT", "/topics/orders/configs/retention.ms", `{"value":"2000"}`).refused(400, 40002, "retention.ms")
	b.kafka("lkc-jump", "PUT", "/topics/orders/configs/confluent.value.schema.validation", `{"value":"true"}`).want(204)
	// What the link does not include is the mirror's own.
	b.kafka("lkc-jump", "PUT", "/links/primary-to-jump/configs/topic.config.sync.include", `{"value":"segment.ms"}`).want(204)
	b.kafka("lkc-jump", "PUT", "/topics/orders/configs/retention.ms", `{"value":"2000"}`).want(204)
	b.kafka("lkc-jump", "PUT", "/topics/orders/configs/cleanup.policy", `{"value":"compact"}`).refused(400, 40002, "cleanup.policy")
	b.kafka("lkc-jump", "GET", "/topics/orders/configs/retention.ms", "").is("value", "2000")
	// After it stopped, what it had from its source stays.
	b.kafka("lkc-primary", "PUT", "/topics/orders/configs/cleanup.policy", `{"value":"compact"}`).want(204)
	b.act("lkc-jump", "primary-to-jump", "promote", "orders")
	b.kafka("lkc-primary", "PUT", "/topics/orders/configs/cleanup.policy", `{"value":"delete"}`).want(204)
	b.kafka("lkc-jump", "GET", "/topics/orders/configs/cleanup.policy", "").is("value", "compact")
}
