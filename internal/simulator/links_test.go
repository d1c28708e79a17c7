package simulator_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

func TestLink_destinationLifecycle(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.createLink("lkc-dr", "l", "source_cluster_id", "lkc-jump", toJump()).want(201)
	created := b.kafka("lkc-dr", "GET", "/links/l", "").want(200)
	created.is("link_state", "UNKNOWN").is("kind", "KafkaLinkData").is("link_name", "l").
		is("source_cluster_id", "lkc-jump").is("destination_cluster_id", "<nil>").is("remote_cluster_id", "lkc-jump").
		is("link_error", "NO_ERROR").is("topic_names", "[]").is("category_counts", "[]").is("tasks", "<nil>")
	raw, err := hex.DecodeString(strings.ReplaceAll(created.at("link_id"), "-", ""))
	if err != nil {
		t.Fatal(err)
	}
	created.is("cluster_link_id", base64.RawURLEncoding.EncodeToString(raw))
	b.pass(1)
	b.linkIs("lkc-dr", "l", "ACTIVE")
	if names := b.kafka("lkc-dr", "GET", "/links", "").want(200).column("link_name"); !slices.Equal(names, []string{"l"}) {
		t.Errorf("links %v", names)
	}

	b.kafka("lkc-dr", "DELETE", "/links/l?validate_only=true", "").want(204)
	b.linkIs("lkc-dr", "l", "ACTIVE")
	b.kafka("lkc-dr", "DELETE", "/links/l", "").want(204)
	b.kafka("lkc-dr", "GET", "/links/l", "").want(200) // still seen
	b.kafka("lkc-dr", "GET", "/links/l/configs", "").refused(404, 404, "The cluster link doesn't exist: ")
	b.pass(1)
	b.kafka("lkc-dr", "GET", "/links/l", "").refused(404, 404, "The cluster link doesn't exist: ")
	b.kafka("lkc-dr", "DELETE", "/links/l", "").want(404)
}

func TestLink_trailingSlashAndDryRun(t *testing.T) {
	t.Parallel()
	b := quick(t)
	body := linkBody(t, "source_cluster_id", "lkc-jump", toJump())
	b.kafka("lkc-dr", "POST", "/links/?link_name=l&validate_only=true", body).want(201)
	b.kafka("lkc-dr", "GET", "/links/l", "").want(404)
	if got := b.kafka("lkc-dr", "POST", "/links/?link_name=l", body).want(201); got.text != "" {
		t.Errorf("body %q, want none", got.text)
	}
	b.kafka("lkc-dr", "GET", "/links//configs", "").want(400)
}

func TestLink_createRefusals(t *testing.T) {
	t.Parallel()
	const invalidLink = "Unable to validate cluster link due to error: The provided cluster is invalid."
	plain := settings(toJump())
	for name, tc := range map[string]struct {
		on, idField, id, link string
		configs               map[string]string
		status, code          int
		words                 string
	}{
		"to itself":           {"lkc-dr", "source_cluster_id", "lkc-dr", "l", plain, 400, 40002, "Source cluster ID matches local cluster ID lkc-dr. Cannot create cluster link to self."},
		"id of another mode":  {"lkc-dr", "destination_cluster_id", "lkc-jump", "l", plain, 400, 40002, "source_cluster_id"},
		"no id":               {"lkc-dr", "source_cluster_id", "", "l", plain, 400, 40002, "source_cluster_id"},
		"unknown field":       {"lkc-dr", "source", "lkc-jump", "l", plain, 400, 400, "unknown field"},
		"no name":             {"lkc-dr", "source_cluster_id", "lkc-jump", "", plain, 400, 40002, "illegal"},
		"bad name":            {"lkc-dr", "source_cluster_id", "lkc-jump", "a%20b", plain, 400, 40002, "illegal"},
		"taken":               {"lkc-dr", "source_cluster_id", "lkc-jump", "taken", plain, 400, 400, "Cluster link 'taken' already exists."},
		"prefix taken":        {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"cluster.link.prefix": "us-"}), 400, 40002, "prefix 'us-' already exists"},
		"prefix too long":     {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"cluster.link.prefix": "1234567890123"}), 400, 40002, "max allowed length 12"},
		"no bootstrap":        {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"bootstrap.servers": ""}), 400, 40002, "bootstrap.servers"},
		"bad bootstrap":       {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"bootstrap.servers": "pkc-jump"}), 400, 40002, "bootstrap.servers"},
		"source is inbound":   {"lkc-dr", "destination_cluster_id", "lkc-jump", "l", settings(sourceHalf(), map[string]string{"connection.mode": "INBOUND"}), 400, 40002, "INBOUND is not allowed"},
		"unresolvable":        {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"bootstrap.servers": "nowhere:9092"}), 400, 400, "UNRESOLVABLE_BOOTSTRAP_ERROR"},
		"private source":      {"lkc-dr", "source_cluster_id", "lkc-primary", "l", settings(login("", "PRIMARY"), map[string]string{"bootstrap.servers": "lkc-primary:9092"}), 400, 400, invalidLink},
		"wrong cluster":       {"lkc-dr", "source_cluster_id", "lkc-other", "l", plain, 400, 400, "cluster ID mismatch"},
		"wrong key":           {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, login("", "DR")), 401, 401, "Unable to validate cluster link due to error: "},
		"mechanism off":       {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"sasl.mechanism": "SCRAM-SHA-512"}), 401, 401, "Client SASL mechanism 'SCRAM-SHA-512' not enabled in the server, enabled mechanisms are [PLAIN, OAUTHBEARER]"},
		"plaintext":           {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"security.protocol": ""}), 400, 400, "PLAINTEXT"},
		"bad jaas":            {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"sasl.jaas.config": "x"}), 400, 400, "control flag"},
		"documented trap":     {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"sasl.jaas.config": "sasl.jaas.config=" + jaas("JUMPKEY", "JUMPSECRET")}), 400, 400, "Unable to validate"},
		"unknown setting":     {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"acl.sync.enabled": "true"}), 400, 40002, "acl.sync.enabled"},
		"read-only setting":   {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"retry.backoff.ms": "200"}), 400, 40002, "read-only"},
		"keystore file":       {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"ssl.keystore.location": "/k"}), 400, 40002, "read-only"},
		"group prefix":        {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"consumer.group.prefix.enable": "true"}), 400, 40002, "cluster.link.prefix"},
		"group prefix bidi":   {"lkc-dr", "remote_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"link.mode": "BIDIRECTIONAL", "cluster.link.prefix": "a-", "consumer.group.prefix.enable": "true"}), 400, 40002, "BIDIRECTIONAL"},
		"acl with prefix":     {"lkc-dr", "source_cluster_id", "lkc-jump", "l", settings(plain, map[string]string{"cluster.link.prefix": "a-", "acl.sync.enable": "true"}), 400, 40002, "acl.sync.enable"},
		"sync on source":      {"lkc-primary", "destination_cluster_id", "lkc-jump", "l", settings(sourceHalf(), map[string]string{"consumer.offset.sync.enable": "true"}), 400, 40002, "SOURCE"},
		"no local login":      {"lkc-primary", "destination_cluster_id", "lkc-jump", "l", settings(sourceHalf(), map[string]string{"local.sasl.jaas.config": ""}), 400, 40002, "local.sasl.jaas.config"},
		"wrong local login":   {"lkc-primary", "destination_cluster_id", "lkc-jump", "l", settings(sourceHalf(), login("local.", "JUMP")), 401, 401, "Unable to validate"},
		"no half there":       {"lkc-primary", "destination_cluster_id", "lkc-jump", "l", sourceHalf(), 400, 400, "the destination cluster does not have a link named l"},
		"private destination": {"lkc-primary", "destination_cluster_id", "lkc-dr", "l", settings(sourceHalf(), map[string]string{"bootstrap.servers": "lkc-dr:9092"}), 400, 400, "BOOTSTRAP_TCP_CONNECTION_FAILED_ERROR. Link error message: Failed to create a TCP connection to the destination cluster."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := quick(t)
			b.createLink("lkc-dr", "taken", "source_cluster_id", "lkc-jump", settings(toJump(), map[string]string{"cluster.link.prefix": "us-"})).want(201)
			b.createLink(tc.on, tc.link, tc.idField, tc.id, tc.configs).refused(tc.status, tc.code, tc.words)
			if names := b.kafka(tc.on, "GET", "/links", "").column("link_name"); slices.Contains(names, tc.link) && tc.link != "taken" {
				t.Errorf("the refused link is there: %v", names)
			}
		})
	}
}

func TestLink_sourceInitiatedHalvesFindEachOther(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.createLink("lkc-jump", "p", "source_cluster_id", "lkc-primary", inboundHalf()).want(201)
	// The other cluster does not see the half at once.
	b.createLink("lkc-primary", "p", "destination_cluster_id", "lkc-jump", sourceHalf()).refused(400, 400, "the destination cluster does not have a link named p")
	b.pass(1)
	b.linkIs("lkc-jump", "p", "UNAVAILABLE")
	b.createLink("lkc-primary", "p", "destination_cluster_id", "lkc-jump", sourceHalf()).want(201)
	b.linkIs("lkc-jump", "p", "UNAVAILABLE")
	b.pass(1)
	b.linkIs("lkc-jump", "p", "ACTIVE")
	source := b.kafka("lkc-primary", "GET", "/links/p", "").is("link_state", "ACTIVE").
		is("source_cluster_id", "<nil>").is("destination_cluster_id", "lkc-jump").is("remote_cluster_id", "lkc-jump")
	b.kafka("lkc-jump", "GET", "/links/p", "").is("cluster_link_id", source.at("cluster_link_id")).is("link_id", source.at("link_id"))

	// Without the half that connects, the other one waits again, and the
	// source cluster's list holds a row without a name.
	b.kafka("lkc-primary", "DELETE", "/links/p", "").want(204)
	b.pass(1)
	b.linkIs("lkc-jump", "p", "UNAVAILABLE")
	b.kafka("lkc-primary", "GET", "/links", "").is("data.0.link_state", "UNMANAGED_SOURCE").is("data.0.link_name", "").is("data.0.cluster_link_id", "")

	// A new half takes it up.
	b.createLink("lkc-primary", "p", "destination_cluster_id", "lkc-jump", sourceHalf()).want(201)
	b.pass(1)
	b.linkIs("lkc-jump", "p", "ACTIVE")
	if names := b.kafka("lkc-primary", "GET", "/links", "").column("link_name"); !slices.Equal(names, []string{"p"}) {
		t.Errorf("links %v", names)
	}

	// Without the half that waited, the connecting one is of no use.
	b.kafka("lkc-jump", "DELETE", "/links/p", "").want(204)
	b.pass(1)
	b.linkIs("lkc-primary", "p", "FAILED")
}

func TestLink_sourceHalfCreatedBlindly(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.kafka("lkc-primary", "POST", "/links?link_name=p&validate_link=false", linkBody(t, "destination_cluster_id", "lkc-jump", sourceHalf())).want(201)
	b.pass(1)
	b.linkIs("lkc-primary", "p", "UNAVAILABLE")
	b.createLink("lkc-jump", "p", "source_cluster_id", "lkc-primary", inboundHalf()).want(201)
	b.pass(1)
	b.linkIs("lkc-jump", "p", "ACTIVE")
	b.kafka("lkc-primary", "GET", "/links/p", "").is("link_state", "ACTIVE").
		is("cluster_link_id", b.kafka("lkc-jump", "GET", "/links/p", "").at("cluster_link_id"))
}

func TestLink_bidirectionalOutbound(t *testing.T) {
	t.Parallel()
	b := start(t)
	// lkc-jump cannot reach the private lkc-dr, so its half is made blindly.
	mode := map[string]string{"link.mode": "BIDIRECTIONAL"}
	b.createLink("lkc-dr", "bi", "remote_cluster_id", "lkc-jump", settings(toJump(), mode)).want(201)
	b.pass(1)
	alone := b.kafka("lkc-dr", "GET", "/links/bi?include_tasks=true", "").is("link_state", "ACTIVE").
		is("source_cluster_id", "<nil>").is("destination_cluster_id", "<nil>").is("remote_cluster_id", "lkc-jump").
		is("tasks.0.task_name", "ConsumerOffsetSync").is("tasks.0.state", "IN_ERROR").is("tasks.0.errors.0.error_code", "REMOTE_LINK_NOT_FOUND_ERROR").
		is("tasks.2.task_name", "TopicConfigsSync").is("tasks.2.state", "ACTIVE")
	other := linkBody(t, "remote_cluster_id", "lkc-dr", settings(map[string]string{"bootstrap.servers": "lkc-dr:9092"}, login("", "DR"), mode))
	wrong := strings.Replace(other, "{", `{"cluster_link_id":"AAAAAAAAAAAAAAAAAAAAAA",`, 1)
	b.kafka("lkc-jump", "POST", "/links?link_name=bi&validate_link=false", wrong).refused(400, 400, "does not match")
	b.kafka("lkc-jump", "POST", "/links?link_name=bi&validate_link=false", other).want(201)
	b.pass(1)
	b.kafka("lkc-dr", "GET", "/links/bi?include_tasks=true", "").is("tasks.0.state", "NOT_CONFIGURED")
	b.kafka("lkc-jump", "GET", "/links/bi", "").is("cluster_link_id", alone.at("cluster_link_id")).is("link_state", "UNAVAILABLE")
}

func TestLink_bidirectionalInboundOutbound(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.createLink("lkc-jump", "bi", "remote_cluster_id", "lkc-primary", map[string]string{"link.mode": "bidirectional", "connection.mode": "inbound"}).want(201)
	b.pass(1)
	b.linkIs("lkc-jump", "bi", "UNAVAILABLE")
	outbound := settings(sourceHalf(), map[string]string{"link.mode": "BIDIRECTIONAL", "remote.link.connection.mode": "INBOUND"})
	b.createLink("lkc-primary", "bi", "remote_cluster_id", "lkc-jump", settings(outbound, map[string]string{"local.sasl.jaas.config": ""})).refused(400, 40002, "local.sasl.jaas.config")
	b.createLink("lkc-primary", "bi", "remote_cluster_id", "lkc-jump", outbound).want(201)
	b.pass(1)
	b.linkIs("lkc-jump", "bi", "ACTIVE")
	b.kafka("lkc-primary", "GET", "/links/bi", "").is("link_state", "ACTIVE").
		is("cluster_link_id", b.kafka("lkc-jump", "GET", "/links/bi", "").at("cluster_link_id"))
	// Data flows both ways: each half takes mirrors.
	b.mirror("lkc-jump", "bi", "orders")
	b.topic("lkc-jump", "back")
	b.mirror("lkc-primary", "bi", "back")
	b.kafka("lkc-primary", "DELETE", "/links/bi?force=true", "").want(204)
	b.pass(1)
	b.linkIs("lkc-jump", "bi", "UNAVAILABLE")
	b.mirrorIs("lkc-jump", "bi", "orders", "SOURCE_UNAVAILABLE")
}

// The half that opens the connection may come first: the official provider's
// example makes it so.
func TestLink_bidirectionalOutboundHalfComesFirst(t *testing.T) {
	t.Parallel()
	b := start(t)
	outbound := settings(sourceHalf(), map[string]string{"link.mode": "BIDIRECTIONAL", "remote.link.connection.mode": "INBOUND", "local.listener": "SASL_SSL"})
	b.createLink("lkc-primary", "bi", "remote_cluster_id", "lkc-jump", settings(outbound, login("local.", "WRONG"))).refused(401, 401, "Invalid username or password")
	b.createLink("lkc-primary", "bi", "remote_cluster_id", "lkc-jump", outbound).want(201)
	b.pass(1)
	alone := b.kafka("lkc-primary", "GET", "/links/bi?include_tasks=true", "").is("link_state", "ACTIVE").
		is("tasks.0.task_name", "ConsumerOffsetSync").is("tasks.0.state", "IN_ERROR").is("tasks.0.errors.0.error_code", "REMOTE_LINK_NOT_FOUND_ERROR")
	b.kafka("lkc-primary", "GET", "/links/bi/configs/local.listener", "").is("value", "SASL_SSL")
	b.createLink("lkc-jump", "bi", "remote_cluster_id", "lkc-primary", map[string]string{"link.mode": "BIDIRECTIONAL", "connection.mode": "INBOUND"}).want(201)
	b.pass(1)
	b.kafka("lkc-jump", "GET", "/links/bi", "").is("link_state", "ACTIVE").is("cluster_link_id", alone.at("cluster_link_id"))
	b.kafka("lkc-primary", "GET", "/links/bi?include_tasks=true", "").is("link_state", "ACTIVE").
		is("cluster_link_id", alone.at("cluster_link_id")).is("tasks.0.state", "NOT_CONFIGURED")
}

// Both halves may open connections and say that the other one does not, as in
// the official provider's example.
func TestLink_bidirectionalBothOutboundSayingInbound(t *testing.T) {
	t.Parallel()
	b := start(t)
	half := map[string]string{"link.mode": "BIDIRECTIONAL", "remote.link.connection.mode": "INBOUND"}
	b.createLink("lkc-primary", "bi", "remote_cluster_id", "lkc-jump", settings(sourceHalf(), half)).want(201)
	back := settings(map[string]string{"bootstrap.servers": "lkc-primary:9092"}, login("", "PRIMARY"), login("local.", "JUMP"), half)
	// The jump cluster cannot reach the private one, so its half is made blindly.
	b.kafka("lkc-jump", "POST", "/links?link_name=bi&validate_link=false", linkBody(t, "remote_cluster_id", "lkc-primary", back)).want(201)
	b.pass(1)
	b.kafka("lkc-primary", "GET", "/links/bi?include_tasks=true", "").is("link_state", "ACTIVE").is("tasks.0.state", "NOT_CONFIGURED")
	b.kafka("lkc-jump", "GET", "/links/bi", "").is("link_state", "UNAVAILABLE").is("link_error", "BOOTSTRAP_TCP_CONNECTION_FAILED_ERROR")
	b.kafka("lkc-jump", "DELETE", "/links/bi", "").want(204)
	b.pass(1)
	b.linkIs("lkc-primary", "bi", "ACTIVE")
}

func TestLink_credentialsGoWrongAndRight(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.drLink(nil)
	b.topic("lkc-jump", "t")
	b.mirror("lkc-dr", "jump-to-dr", "t")
	alter := func(password string) {
		b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs/sasl.jaas.config", fmt.Sprintf(`{"value":%q}`, jaas("JUMPKEY", password))).want(204)
	}
	alter("rotated")
	b.linkIs("lkc-dr", "jump-to-dr", "ACTIVE")
	b.pass(1)
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr", "").is("link_state", "UNAVAILABLE").
		is("link_error", "AUTHENTICATION_ERROR").is("link_error_message", "Please check your api key and secret")
	b.mirrorIs("lkc-dr", "jump-to-dr", "t", "LINK_FAILED")
	alter("JUMPSECRET")
	b.pass(1)
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr", "").is("link_state", "ACTIVE").is("link_error", "NO_ERROR").is("link_error_message", "")
	b.mirrorIs("lkc-dr", "jump-to-dr", "t", "ACTIVE")

	body := linkBody(t, "source_cluster_id", "lkc-jump", settings(toJump(), login("", "WRONG")))
	b.kafka("lkc-dr", "POST", "/links?link_name=blind&validate_link=false", body).want(201)
	b.pass(1)
	b.kafka("lkc-dr", "GET", "/links/blind", "").is("link_state", "UNAVAILABLE").is("link_error", "AUTHENTICATION_ERROR")
}

func TestLink_unreachableSource(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.control("PUT", "/clusters/lkc-primary", `{"reachable":false}`).want(204)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE")
	b.pass(1)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump", "").is("link_state", "UNAVAILABLE").is("link_error", "BOOTSTRAP_TCP_CONNECTION_FAILED_ERROR")
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "SOURCE_UNAVAILABLE")
	b.control("PUT", "/clusters/lkc-primary", `{"reachable":true}`).want(204)
	b.pass(1)
	b.linkIs("lkc-jump", "primary-to-jump", "ACTIVE")
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE")
}

func TestLink_unreachableClusterDropsConnections(t *testing.T) {
	t.Parallel()
	b := quick(t)
	server := b.serve()
	url := server.URL + "/kafka/v3/clusters/lkc-jump"
	if resp, _, err := send(t, http.MethodGet, url, ""); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("reachable: %v", err)
	}
	b.control("PUT", "/clusters/lkc-jump", `{"reachable":false}`).want(204)
	if resp, text, err := send(t, http.MethodGet, url, ""); err == nil {
		t.Fatalf("unreachable: got %d %s", resp.StatusCode, text)
	}
	if _, _, err := send(t, http.MethodGet, server.URL+"/kafka/v3/clusters", ""); err == nil {
		t.Error("unreachable: the list of clusters answers")
	}
	b.control("GET", "/requests", "").is("requests.1.status", "0")
}

func TestLink_deleteWithMirrors(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.kafka("lkc-jump", "DELETE", "/links/primary-to-jump", "").refused(403, 403, "orders")
	if got := b.act("lkc-jump", "primary-to-jump", "failover", "orders"); got != "<nil>" {
		t.Fatalf("failover: %s", got)
	}
	b.kafka("lkc-jump", "DELETE", "/links/primary-to-jump", "").refused(403, 403, "orders") // PENDING_STOPPED
	b.pass(1)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump", "").is("topic_names", "[]").is("category_counts.0.state_category", "NOT_APPLICABLE")
	b.mirror("lkc-jump", "primary-to-jump", "payments")
	b.kafka("lkc-jump", "DELETE", "/links/primary-to-jump?force=true", "").want(204)
	b.pass(1)
	for _, name := range []string{"orders", "payments"} { // plain topics now
		b.kafka("lkc-jump", "GET", "/topics/"+name, "").want(200)
		b.kafka("lkc-jump", "PUT", "/topics/"+name+"/configs/cleanup.policy", `{"value":"compact"}`).want(204)
	}
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump/mirrors/orders", "").want(404)
}

func TestLink_pausedBySetting(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.kafka("lkc-jump", "PUT", "/links/primary-to-jump/configs/cluster.link.paused", `{"value":"true"}`).want(204)
	b.pass(1)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump?include_tasks=true", "").is("link_state", "PAUSED").is("tasks.2.state", "LINK_PAUSED")
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "LINK_PAUSED")
	b.kafka("lkc-jump", "DELETE", "/links/primary-to-jump/configs/cluster.link.paused", "").want(204)
	b.pass(1)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE")
}

func TestLink_forcedStateStaysUntilAnOperation(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.chain()
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.control("PUT", "/links/lkc-jump/primary-to-jump", `{"link_state":"FAILED","link_error":"TIMEOUT_ERROR","link_error_message":"m"}`).want(204)
	b.pass(5)
	b.kafka("lkc-jump", "GET", "/links/primary-to-jump", "").is("link_state", "FAILED").is("link_error", "TIMEOUT_ERROR").is("link_error_message", "m")
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "LINK_FAILED")
	b.kafka("lkc-jump", "PUT", "/links/primary-to-jump/configs/acl.sync.ms", `{"value":"6000"}`).want(204)
	b.pass(1)
	b.linkIs("lkc-jump", "primary-to-jump", "ACTIVE")
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "ACTIVE")

	b.control("PUT", "/links/lkc-jump/primary-to-jump", `{"link_state":"UNAVAILABLE"}`).want(204)
	b.mirrorIs("lkc-jump", "primary-to-jump", "orders", "SOURCE_UNAVAILABLE")
	b.control("PUT", "/links/lkc-jump/primary-to-jump", `{"link_state":""}`).want(204)
	b.pass(1)
	b.linkIs("lkc-jump", "primary-to-jump", "ACTIVE")
	b.control("PUT", "/links/lkc-jump/no", `{"link_state":"FAILED"}`).want(404)
	b.control("PUT", "/links/lkc-jump/primary-to-jump", `{"state":"FAILED"}`).want(400)
}

func TestLink_whereBidirectionalIsNotOffered(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(*simulator.Cluster)
		status int
	}{
		"dedicated":    {func(*simulator.Cluster) {}, 201},
		"basic":        {func(c *simulator.Cluster) { c.Type = "basic" }, 400},
		"platform 7.4": {func(c *simulator.Cluster) { c.Kind, c.Version = "platform", "7.4.1" }, 400},
		"platform 7.5": {func(c *simulator.Cluster) { c.Kind, c.Version = "platform", "7.5.0" }, 201},
		"kafka":        {func(c *simulator.Cluster) { c.Kind = "kafka" }, 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := simulator.DefaultWorld()
			for i := range w.Clusters {
				if w.Clusters[i].ID == "lkc-dr" {
					tc.change(&w.Clusters[i])
				}
			}
			b := startWith(t, w, simulator.Options{})
			b.createLink("lkc-dr", "bi", "remote_cluster_id", "lkc-jump", settings(toJump(), map[string]string{"link.mode": "BIDIRECTIONAL"})).want(tc.status)
		})
	}
}

func TestLink_jaasSpellings(t *testing.T) {
	t.Parallel()
	const module = "org.apache.kafka.common.security.plain.PlainLoginModule required "
	for name, tc := range map[string]struct {
		jaas   string
		status int
	}{
		"double quotes":  {module + `username="K" password="a\"b\\c'd;e=f";`, 201},
		"single quotes":  {module + `username='K' password='a"b\\c\'d;e=f';`, 201},
		"odd whitespace": {"\n" + module + "\t username = \"K\"\n password=\"a\\\"b\\\\c'd;e=f\" ;\n", 201},
		"not escaped":    {module + `username="K" password="a"b\c'd;e=f";`, 400},
		"no semicolon":   {module + `username="K" password="x"`, 400},
		"no value":       {module + `username="K" password=;`, 400},
		"wrong password": {module + `username="K" password="a";`, 401},
		"other module":   {"org.apache.kafka.common.security.scram.ScramLoginModule required username='K' password='x';", 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := simulator.DefaultWorld()
			w.Clusters[1].APIKeys = map[string]string{"JUMPKEY": "JUMPSECRET", "K": `a"b\c'd;e=f`}
			b := startWith(t, w, simulator.Options{})
			b.createLink("lkc-dr", "l", "source_cluster_id", "lkc-jump", settings(toJump(), map[string]string{"sasl.jaas.config": tc.jaas})).want(tc.status)
		})
	}
}

func TestLink_oauthLogin(t *testing.T) {
	t.Parallel()
	login := func(secret, cluster, pool string) map[string]string {
		return map[string]string{
			"sasl.mechanism":                      "OAUTHBEARER",
			"sasl.oauthbearer.token.endpoint.url": "https://idp/token",
			"sasl.jaas.config": fmt.Sprintf("org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId='app' clientSecret='%s' extension_logicalCluster='%s' extension_identityPoolId='%s';",
				secret, cluster, pool),
		}
	}
	b := quick(t)
	for i, tc := range []struct {
		configs map[string]string
		status  int
	}{
		{login("s", "lkc-jump", "pool-a"), 201},
		{login("wrong", "lkc-jump", "pool-a"), 401},
		{login("s", "lkc-dr", "pool-a"), 401},
		{login("s", "lkc-jump", "pool-b"), 401},
	} {
		b.createLink("lkc-dr", fmt.Sprint("l", i), "source_cluster_id", "lkc-jump", settings(toJump(), tc.configs)).want(tc.status)
	}
}
