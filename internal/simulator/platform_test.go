package simulator_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// platform opens two clusters of Confluent Platform without authentication:
// src (with topic orders) and dst.
func platform(t *testing.T, version string) *bench {
	t.Helper()
	return startWith(t, simulator.World{Clusters: []simulator.Cluster{
		{ID: "src", Kind: simulator.KindPlatform, Version: version, Bootstrap: "src:9092", Topics: []simulator.Topic{{Name: "orders", Partitions: 2}}},
		{ID: "dst", Kind: simulator.KindPlatform, Version: version, Bootstrap: "dst:9092"},
	}}, simulator.Options{Settle: settle})
}

func (b *bench) open(method, path, body string) answer {
	b.t.Helper()
	return b.as("", method, "/kafka/v3/clusters/"+path, body)
}

// platformLink is a DESTINATION link on dst that reads src.
func (b *bench) platformLink() {
	b.t.Helper()
	b.open("POST", "dst/links?link_name=l", linkBody(b.t, "source_cluster_id", "src", map[string]string{"bootstrap.servers": "src:9092"})).want(201)
	b.pass(1)
	b.open("POST", "dst/links/l/mirrors", `{"source_topic_name":"orders"}`).want(201)
	b.pass(1)
}

// fields are the names in the body.
func (a answer) fields() []string {
	a.t.Helper()
	return slices.Sorted(maps.Keys(a.object()))
}

func TestPlatform_spellings(t *testing.T) {
	t.Parallel()
	for version, old := range map[string]bool{"7.1.0": true, "7.4.9-ccs": true, "7.5.0": false, "8.1": false, "": false} {
		t.Run("version "+version, func(t *testing.T) {
			t.Parallel()
			b := platform(t, version)
			b.platformLink()
			for path, names := range map[string]struct{ newer, always []string }{
				"dst/links/l?include_tasks=true":                                  {newer: []string{"remote_cluster_id", "link_error", "link_error_message", "tasks", "category_counts"}},
				"dst/links/l/mirrors/orders?include_state_transition_errors=true": {newer: []string{"mirror_topic_error", "mirror_state_transition_errors"}},
				"dst/links/l/configs/acl.sync.ms":                                 {newer: []string{"is_default", "is_read_only", "is_sensitive"}, always: []string{"default", "read_only", "sensitive"}},
			} {
				fields := b.open("GET", path, "").want(200).fields()
				for _, name := range names.newer {
					if slices.Contains(fields, name) == old {
						t.Errorf("%s: %s among %v", path, name, fields)
					}
				}
				for _, name := range names.always {
					if !slices.Contains(fields, name) {
						t.Errorf("%s: %s among %v", path, name, fields)
					}
				}
			}
			for _, name := range []string{"source_cluster_id", "cluster_link_id", "link_state"} {
				if fields := b.open("GET", "dst/links/l", "").fields(); !slices.Contains(fields, name) {
					t.Errorf("no %s among %v", name, fields)
				}
			}
			status := map[bool]int{true: 400, false: 201}[old]
			b.open("POST", "dst/links?link_name=bi", linkBody(t, "remote_cluster_id", "src", map[string]string{"bootstrap.servers": "src:9092", "link.mode": "BIDIRECTIONAL"})).want(status)
		})
	}
}

func TestPlatform_statuses(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]map[string]string{
		"7.4.0": {"SOURCE_UNAVAILABLE": "FAILED", "LINK_FAILED": "FAILED", "LINK_PAUSED": "PAUSED", "PENDING_MIRROR": "PENDING_MIRROR"},
		"7.5.0": {"SOURCE_UNAVAILABLE": "SOURCE_UNAVAILABLE", "LINK_FAILED": "LINK_FAILED", "LINK_PAUSED": "LINK_PAUSED"},
	} {
		b := platform(t, version)
		b.platformLink()
		for forced, shown := range want {
			b.control("PUT", "/mirrors/dst/l/orders", `{"mirror_status":"`+forced+`"}`).want(204)
			b.open("GET", "dst/links/l/mirrors/orders", "").is("mirror_status", shown)
			if got := b.open("GET", "dst/links/-/mirrors?mirror_status="+shown, "").want(200).column("mirror_status"); !slices.Equal(got, []string{shown}) {
				t.Errorf("%s: %s is listed as %v", version, forced, got)
			}
		}
	}
	platform(t, "7.4.0").open("GET", "dst/links/-/mirrors?mirror_status=LINK_FAILED", "").want(400)
}

func TestPlatform_sourceInitiated(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]struct {
		status int
		field  string
	}{
		"7.0.0": {400, ""},
		"7.0":   {400, ""},
		"7.0.3": {201, "source_cluster_id"},
		"7.1.0": {201, "destination_cluster_id"},
		"8.0.0": {201, "destination_cluster_id"},
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			b := platform(t, version)
			b.open("POST", "dst/links?link_name=l", linkBody(t, "source_cluster_id", "src", inboundHalf())).want(201)
			b.pass(1)
			b.open("POST", "src/links?link_name=l", linkBody(t, "destination_cluster_id", "dst", map[string]string{"link.mode": "SOURCE", "bootstrap.servers": "dst:9092"})).want(want.status)
			if want.status != 201 {
				return
			}
			b.pass(1)
			for field, id := range map[string]string{"source_cluster_id": "<nil>", "destination_cluster_id": "<nil>", want.field: "dst"} {
				if field != want.field {
					id = "<nil>"
				}
				b.open("GET", "src/links/l", "").is(field, id).is("link_state", "ACTIVE")
				b.open("GET", "src/links", "").is("data.0."+field, id)
			}
		})
	}
}

func TestPlatform_operations(t *testing.T) {
	t.Parallel()
	const names, pattern = `{"mirror_topic_names":["orders"]}`, `{"mirror_topic_name_pattern":".*"}`
	for version, want := range map[string]map[string]int{
		"7.9.0": {
			"reverse-and-start-mirror": 404, "reverse-and-pause-mirror": 404, "truncate-and-restore": 404,
			"promote-local-and-start-remote-mirror": 200, "promote-local-and-pause-remote-mirror": 200, "pause": 200,
		},
		"8.0.0": {
			"reverse-and-start-mirror": 200, "reverse-and-pause-mirror": 200, "truncate-and-restore": 200,
			"promote-local-and-start-remote-mirror": 404, "promote-local-and-pause-remote-mirror": 404, "pause": 200,
		},
	} {
		b := platform(t, version)
		b.platformLink()
		for action, status := range want {
			b.open("POST", "dst/links/l/mirrors:"+action+"?validate_only=true", names).want(status)
		}
		b.open("POST", "dst/links/l/mirrors:pause?validate_only=true", pattern).want(map[string]int{"7.9.0": 400, "8.0.0": 200}[version])
	}
}

func TestPlatform_reversesUnderTheOldName(t *testing.T) {
	t.Parallel()
	b := platform(t, "7.6.1")
	mode := map[string]string{"link.mode": "BIDIRECTIONAL"}
	for here, there := range map[string]string{"src": "dst", "dst": "src"} {
		b.open("POST", here+"/links?link_name=bi", linkBody(t, "remote_cluster_id", there, settings(mode, map[string]string{"bootstrap.servers": there + ":9092"}))).want(201)
	}
	b.pass(1)
	b.open("POST", "dst/links/bi/mirrors", `{"source_topic_name":"orders"}`).want(201)
	b.pass(1)
	b.open("POST", "dst/links/bi/mirrors:promote-local-and-start-remote-mirror", `{"mirror_topic_names":["orders"]}`).is("data.0.error_code", "<nil>")
	b.pass(2)
	b.open("GET", "dst/links/bi/mirrors/orders", "").is("mirror_status", "STOPPED")
	b.open("GET", "src/links/bi/mirrors/orders", "").is("mirror_status", "ACTIVE")
}

func TestPlatform_freedoms(t *testing.T) {
	t.Parallel()
	b := platform(t, "8.1.0")
	files := map[string]string{
		"bootstrap.servers": "src:9092", "ssl.keystore.location": "/etc/k.jks", "ssl.keystore.password": "p",
		"ssl.truststore.location": "/etc/t.jks", "ssl.truststore.password": "p", "retry.backoff.ms": "50",
	}
	b.open("POST", "dst/links?link_name=l", linkBody(t, "source_cluster_id", "src", files)).want(201)
	b.pass(1)
	b.open("GET", "dst/links/l/configs/ssl.keystore.location", "").is("value", "/etc/k.jks").is("is_sensitive", "false")
	b.open("GET", "dst/links/l/configs/ssl.keystore.password", "").is("value", "<nil>").is("is_sensitive", "true")
	b.open("PUT", "dst/links/l/configs/num.cluster.link.fetchers", `{"value":"4"}`).want(204)
	b.open("GET", "dst/links/l/configs/num.cluster.link.fetchers", "").is("value", "4").is("is_read_only", "false")
	b.open("POST", "dst/links/l/configs:alter", alterBody("")).refused(405, 405, "Method Not Allowed")
	b.open("POST", "dst/links/l/mirrors", `{"source_topic_name":"orders","replication_factor":2}`).want(201)
	b.open("GET", "dst/topics/orders", "").is("replication_factor", "2")
	b.as("", "GET", "/v3/clusters/dst/links/l/mirrors/orders", "").want(200).
		is("metadata.self", "http://localhost:8090/v3/clusters/dst/links/l/mirrors/orders")
}

func TestPlatform_whatEachClusterOffers(t *testing.T) {
	t.Parallel()
	cloud := func(kind string) simulator.Cluster { return simulator.Cluster{Kind: simulator.KindCloud, Type: kind} }
	release := func(v string) simulator.Cluster { return simulator.Cluster{Kind: simulator.KindPlatform, Version: v} }
	dedicated := cloud("dedicated")
	kafka := simulator.Cluster{Kind: simulator.KindKafka}
	for _, tc := range []struct {
		mode         string
		host, remote simulator.Cluster
		code         int // of the refusal, 0 when the link is made
	}{
		{"DESTINATION", dedicated, kafka, 0},
		{"DESTINATION", dedicated, cloud("basic"), 0},
		{"DESTINATION", dedicated, release("5.4.0"), 0},
		{"DESTINATION", cloud("enterprise"), dedicated, 0},
		{"DESTINATION", cloud("basic"), dedicated, 40002},
		{"DESTINATION", cloud("standard"), dedicated, 40002},
		{"DESTINATION", release("7.0.0"), kafka, 0},
		{"DESTINATION", release("6.2.0"), kafka, 40035},
		{"DESTINATION", kafka, dedicated, 40035},
		{"BIDIRECTIONAL", dedicated, dedicated, 0},
		{"BIDIRECTIONAL", dedicated, cloud("basic"), 40002},
		{"BIDIRECTIONAL", dedicated, cloud("standard"), 40002},
		{"BIDIRECTIONAL", dedicated, release("7.4.9"), 40002},
		{"BIDIRECTIONAL", dedicated, release("7.5.0"), 0},
		{"BIDIRECTIONAL", dedicated, kafka, 40002},
		{"BIDIRECTIONAL", cloud("standard"), dedicated, 40002},
		{"BIDIRECTIONAL", release("7.5.1"), release("7.5.1"), 0},
		{"SOURCE", dedicated, kafka, 40002},
		{"SOURCE", release("7.1.0"), cloud("basic"), 40002},
	} {
		name := fmt.Sprintf("%s on %s%s%s to %s%s%s", tc.mode, tc.host.Kind, tc.host.Type, tc.host.Version, tc.remote.Kind, tc.remote.Type, tc.remote.Version)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.host.ID, tc.host.Bootstrap = "host", "host:9092"
			tc.remote.ID, tc.remote.Bootstrap = "remote", "remote:9092"
			b := startWith(t, simulator.World{Clusters: []simulator.Cluster{tc.host, tc.remote}}, simulator.Options{})
			field := map[string]string{"DESTINATION": "source_cluster_id", "SOURCE": "destination_cluster_id", "BIDIRECTIONAL": "remote_cluster_id"}[tc.mode]
			a := b.open("POST", "host/links?link_name=l", linkBody(t, field, "remote", map[string]string{"bootstrap.servers": "remote:9092", "link.mode": tc.mode}))
			if tc.code == 0 {
				a.want(201)
				return
			}
			a.refused(400, tc.code, "not supported")
		})
	}
}
