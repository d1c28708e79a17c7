package reliability

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// subject is a resource as the tests use it.
type subject struct {
	name     string
	resource string
	// prepare makes what it needs, and gives its configuration.
	prepare func(w *acctest.World) acctest.Object
	change  acctest.Object                    // of the configuration, for an update
	list    string                            // of the objects of its kind
	id      func(state acctest.Object) string // to import
}

const (
	links     = "/kafka/v3/clusters/lkc-dr/links"
	mirrors   = links + "/jump-to-dr/mirrors"
	services  = "/networking/v1/network-link-services"
	endpoints = "/networking/v1/network-link-endpoints"
)

const (
	// short is how long operations may take that wait for their end.
	short = "1s"
	long  = "60s"
)

func timeouts(patience string) map[string]any {
	return map[string]any{"create": patience, "read": patience, "update": patience, "delete": patience}
}

func linkConfig() acctest.Object {
	return acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "jump-to-dr", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": login("JUMP"),
	}
}

// login logs in with the key of one of the default world's clusters.
func login(key string) map[string]any {
	return map[string]any{"sasl": map[string]any{"username": key + "KEY", "password_wo": key + "SECRET"}}
}

func mirrorConfig(topic string) acctest.Object {
	return acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "source_topic_name": topic}
}

func serviceConfig() acctest.Object {
	return acctest.Object{"environment_id": "env-east", "network_id": "n-east", "display_name": "reads", "accept": map[string]any{"network_ids": []any{"n-west"}}}
}

func endpointConfig(service string) acctest.Object {
	return acctest.Object{"environment_id": "env-west", "network_id": "n-west", "network_link_service_id": service}
}

func newTopic(w *acctest.World, name string) {
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": name, "partitions_count": 1})
}

// remoteService makes a service that is not the test's own.
func remoteService(w *acctest.World) string {
	var made struct{ ID string }
	raw := w.Do(http.MethodPost, services, map[string]any{"spec": map[string]any{
		"environment": map[string]string{"id": "env-east"}, "network": map[string]string{"id": "n-east"}, "accept": map[string]any{"networks": []string{"n-west"}},
	}})
	if err := json.Unmarshal([]byte(raw), &made); err != nil {
		panic(err)
	}
	return made.ID
}

func subjects() []subject {
	slash := func(names ...string) func(acctest.Object) string {
		return func(state acctest.Object) string {
			var parts []string
			for _, name := range names {
				parts = append(parts, fmt.Sprint(state[name]))
			}
			return strings.Join(parts, "/")
		}
	}
	return []subject{
		{
			"clink_cluster_link", "clink_cluster_link",
			func(*acctest.World) acctest.Object { return linkConfig() },
			acctest.Object{"config": map[string]any{"consumer.offset.sync.ms": "45000"}},
			links, slash("kafka_cluster_id", "link_name"),
		},
		{
			"clink_mirror_topic", "clink_mirror_topic",
			func(w *acctest.World) acctest.Object {
				newTopic(w, "orders")
				w.NewProtocol(nil).Create("clink_cluster_link", linkConfig())
				return mirrorConfig("orders")
			},
			acctest.Object{"status": "PAUSED"},
			mirrors, slash("kafka_cluster_id", "link_name", "mirror_topic_name"),
		},
		{
			"clink_mirror_topics", "clink_mirror_topics",
			func(w *acctest.World) acctest.Object {
				newTopic(w, "orders")
				w.NewProtocol(nil).Create("clink_cluster_link", linkConfig())
				return acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "source_topic_names": []any{"orders"}}
			},
			acctest.Object{"status": "PAUSED"},
			mirrors, slash("kafka_cluster_id", "link_name"),
		},
		{
			"clink_network_link_service", "clink_network_link_service",
			func(*acctest.World) acctest.Object { return serviceConfig() },
			acctest.Object{"description": "for the west"},
			services + "?environment=env-east", slash("environment_id", "id"),
		},
		{
			"clink_network_link_endpoint", "clink_network_link_endpoint",
			func(w *acctest.World) acctest.Object { return endpointConfig(remoteService(w)) },
			acctest.Object{"description": "from the west"},
			endpoints + "?environment=env-west", slash("environment_id", "id"),
		},
	}
}

// count is how many objects of a list are on the server.
func count(t *testing.T, w *acctest.World, list string) int {
	t.Helper()
	status, raw := w.Call(http.MethodGet, list, nil)
	if status == http.StatusNotFound {
		return 0 // a list of a link that is not there
	}
	var all struct{ Data []map[string]any }
	if err := json.Unmarshal([]byte(raw), &all); err != nil {
		t.Fatalf("%s: %d %s", list, status, raw)
	}
	n := 0
	for _, one := range all.Data {
		if s, _ := one["status"].(map[string]any); s["phase"] != "DEPROVISIONING" {
			n++
		}
	}
	return n
}

func with(config, change acctest.Object) acctest.Object {
	both := maps.Clone(config)
	maps.Copy(both, change)
	return both
}

// providers makes providers that reach the world over a line; with oauth they log
// in with tokens.
func providers(w *acctest.World, l *line, oauth bool) func() *acctest.Protocol {
	return func() *acctest.Protocol {
		return w.NewProtocol(func(block map[string]any) {
			url := w.URL
			if l != nil {
				url = l.URL
			}
			for _, entry := range block["kafka_clusters"].(map[string]any) {
				entry.(map[string]any)["rest_endpoint"] = url
			}
			block["cloud"].(map[string]any)["endpoint"] = url
			if !oauth {
				return
			}
			block["oauth"] = map[string]any{"token_url": url + "/oauth/token", "client_id": "app", "client_secret": "s", "identity_pool_id": "pool-a"}
			block["kafka_clusters"] = map[string]any{"lkc-dr": map[string]any{"rest_endpoint": url}, "lkc-jump": map[string]any{"rest_endpoint": url}}
			block["cloud"] = map[string]any{"endpoint": url}
		})
	}
}
