package acctest_test

import (
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

const (
	linkType   = "clink_cluster_link"
	mirrorType = "clink_mirror_topic"
)

// onPlatform are two clusters of Confluent Platform, here (which hosts) and there
// (with the topic orders), and a cluster of Confluent Cloud; and a provider that
// calls them, those of Confluent Platform below this path.
func onPlatform(t *testing.T, version, path string) (*acctest.World, *acctest.Protocol) {
	t.Helper()
	w := acctest.NewWorld(t, func(world *simulator.World, _ *simulator.Options) {
		topics := []simulator.Topic{{Name: "orders", Partitions: 2}}
		world.Clusters = append(world.Clusters,
			simulator.Cluster{ID: "here", Kind: simulator.KindPlatform, Version: version, Bootstrap: "here:9092", APIKeys: map[string]string{"admin": "adminsecret"}, SecurityProtocols: []string{"PLAINTEXT"}},
			simulator.Cluster{ID: "there", Kind: simulator.KindPlatform, Version: version, Bootstrap: "there:9092", APIKeys: map[string]string{"admin": "adminsecret"}, SecurityProtocols: []string{"PLAINTEXT"}, Topics: topics})
	})
	p := w.NewProtocol(func(block map[string]any) {
		for _, id := range []string{"here", "there"} {
			block["kafka_clusters"].(nested)[id] = nested{"rest_endpoint": w.URL + path, "api_key": "admin", "api_secret": "adminsecret"}
		}
	})
	return w, p
}

// unchanged checks that planning a configuration again changes nothing.
func unchanged(t *testing.T, p *acctest.Protocol, resource string, state acctest.Step, config acctest.Object) {
	t.Helper()
	read := p.Read(resource, state)
	planned := p.Plan(resource, read, config)
	if d := slices.Concat(read.Diagnostics, planned.Diagnostics); len(d) > 0 || !reflect.DeepEqual(planned.Object, state.Object) {
		t.Errorf("planning %s again changes %v to %v %s", resource, state.Object, planned.Object, d)
	}
}

func TestProtoPlatform_linksAndMirrors(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"7.0.0", "7.0.3", "7.1.0", "7.4.9-ccs", "7.5.0", "7.9.1", "8.0.0", "8.1.0"} {
		for name, path := range map[string]string{"embedded": "", "embedded, written out": "/kafka/v3", "REST Proxy": "/v3"} {
			t.Run(version+" "+name, func(t *testing.T) {
				t.Parallel()
				w, p := onPlatform(t, version, path)
				config := acctest.Object{
					"kafka_cluster_id": "here", "remote_cluster_id": "there", "link_name": "l", "remote_bootstrap_servers": "there:9092",
					// On Confluent Cloud these are read-only, or have no place to lead to.
					"config": nested{"num.cluster.link.fetchers": "4", "retry.backoff.ms": "250", "acl.sync.ms": "6000"},
				}
				link := p.Create(linkType, config)
				mirrorConfig := acctest.Object{"kafka_cluster_id": "here", "link_name": "l", "source_topic_name": "orders", "replication_factor": 2}
				mirror := p.Create(mirrorType, mirrorConfig)
				if d := slices.Concat(link.Diagnostics, mirror.Diagnostics); len(d) > 0 {
					t.Errorf("creating: %s", d)
				}
				for _, r := range w.Requests("", "/v3/") {
					want := path
					if want == "" {
						want = "/kafka/v3"
					}
					if !strings.HasPrefix(r.Path, want+"/") {
						t.Errorf("called %s", r.Path)
					}
				}
				if factor := w.Get("/v3/clusters/here/topics/orders")["replication_factor"]; factor != 2.0 {
					t.Errorf("the replication factor is %v", factor)
				}
				unchanged(t, p, linkType, link, config)
				unchanged(t, p, mirrorType, mirror, mirrorConfig)

				imported := p.Import(linkType, "here/l")
				if d := imported.Diagnostics; len(d) > 0 {
					t.Errorf("importing: %s", d)
				}
				unchanged(t, p, linkType, imported, config)
				if topic := p.Import(mirrorType, "here/l/orders"); len(topic.Diagnostics) > 0 || topic.Object["mirror_status"] != "ACTIVE" {
					t.Errorf("importing the mirror: %v %s", topic.Object, topic.Diagnostics)
				}

				w.ForgetRequests()
				config["config"] = nested{"num.cluster.link.fetchers": "6", "acl.sync.ms": "6000"}
				changedLink := p.Apply(linkType, link, p.Plan(linkType, link, config), config)
				if d := changedLink.Diagnostics; len(d) > 0 {
					t.Errorf("updating: %s", d)
				}
				unchanged(t, p, linkType, changedLink, config)
				if sent := changed(t, w); !slices.Equal(sent, []string{"num.cluster.link.fetchers", "retry.backoff.ms"}) {
					t.Errorf("sent %v", sent)
				}

				mirrorConfig["status"] = "PAUSED"
				paused := p.Apply(mirrorType, mirror, p.Plan(mirrorType, mirror, mirrorConfig), mirrorConfig)
				unchanged(t, p, mirrorType, paused, mirrorConfig)
				for _, gone := range []acctest.Step{
					p.Apply(mirrorType, paused, p.Plan(mirrorType, paused, nil), nil),
					p.Apply(linkType, changedLink, p.Plan(linkType, changedLink, nil), nil),
				} {
					if d := gone.Diagnostics; len(d) > 0 || gone.Object != nil {
						t.Errorf("destroying: %s", d)
					}
				}
			})
		}
	}
}

// halves are those of a link that its source opens.
func halves(source, destination, bootstrap string) (waiting, connecting acctest.Object) {
	return acctest.Object{"kafka_cluster_id": destination, "remote_cluster_id": source, "link_name": "l", "connection_mode": "INBOUND"},
		acctest.Object{"kafka_cluster_id": source, "remote_cluster_id": destination, "link_name": "l", "link_mode": "SOURCE", "remote_bootstrap_servers": bootstrap}
}

func TestProtoPlatform_sourceInitiated(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"7.0.3", "7.1.0", "7.5.0", "8.1.0"} {
		for destination, bootstrap := range map[string]string{"here": "here:9092", "lkc-jump": "pkc-jump:9092"} {
			t.Run(version+" to "+destination, func(t *testing.T) {
				t.Parallel()
				w, p := onPlatform(t, version, "")
				waitingConfig, config := halves("there", destination, bootstrap)
				// What only makes sense on the half that logs in at home.
				config["config"] = nested{"local.listener.name": "INTERNAL"}
				config["local_bootstrap_servers"] = "there:9092"
				config["local_authentication"] = nested{"security_protocol": "PLAINTEXT"}
				if destination == "lkc-jump" {
					config["remote_authentication"] = nested{"sasl": nested{"username": "JUMPKEY", "password_wo": "JUMPSECRET", "password_wo_version": 1}}
				}
				waiting := p.Create(linkType, waitingConfig)
				connecting := p.Create(linkType, config)
				mirrorConfig := acctest.Object{"kafka_cluster_id": destination, "link_name": "l", "source_topic_name": "orders"}
				mirror := p.Create(mirrorType, mirrorConfig)
				if d := slices.Concat(waiting.Diagnostics, connecting.Diagnostics, mirror.Diagnostics); len(d) > 0 {
					t.Errorf("creating: %s", d)
				}
				active(t, w, map[string][]string{"there/links/l": nil, destination + "/links/l": {"orders"}})
				unchanged(t, p, linkType, waiting, waitingConfig)
				unchanged(t, p, linkType, connecting, config)
				unchanged(t, p, mirrorType, mirror, mirrorConfig)
				if imported := p.Import(linkType, "there/l"); imported.Object["remote_cluster_id"] != destination || imported.Object["link_mode"] != "SOURCE" {
					t.Errorf("imported %v %s", imported.Object, imported.Diagnostics)
				}
			})
		}
	}
}

func TestProtoPlatform_whatAReleaseDoesNotHave(t *testing.T) {
	t.Parallel()
	waiting, source := halves("there", "here", "here:9092")
	both := acctest.Object{"kafka_cluster_id": "here", "remote_cluster_id": "there", "link_name": "both", "link_mode": "BIDIRECTIONAL", "remote_bootstrap_servers": "there:9092"}
	for name, c := range map[string]struct {
		version string
		before  acctest.Object
		config  acctest.Object
		refuse  []string
	}{
		"source-initiated at 7.0.0":  {"7.0.0", waiting, source, []string{"Unable to Create Cluster Link", "SOURCE", "not supported", "from 7.1 on"}},
		"bidirectional before 7.5":   {"7.4.9", nil, both, []string{"Unable to Create Cluster Link", "The server answered", `unknown field "remote_cluster_id"`, "needs Confluent Platform 7.5 or later"}},
		"bidirectional since 7.5":    {"7.5.0", nil, both, nil},
		"bidirectional at a current": {"8.1.0", nil, both, nil},
		"no Cluster Linking":         {"6.2.0", nil, waiting, []string{"Unable to Create Cluster Link", "not supported", "from 7.0 on"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, p := onPlatform(t, c.version, "")
			if c.before != nil {
				p.Create(linkType, maps.Clone(c.before))
			}
			config := maps.Clone(c.config)
			if c.refuse == nil {
				// A link in both directions is ACTIVE when both halves are there.
				p.Create(linkType, acctest.Object{
					"kafka_cluster_id": "there", "remote_cluster_id": "here", "link_name": "both", "link_mode": "BIDIRECTIONAL", "remote_bootstrap_servers": "here:9092",
				})
			}
			made := p.Apply(linkType, acctest.Step{}, p.Plan(linkType, acctest.Step{}, config), config)
			if c.refuse != nil {
				if !made.Diagnostics.Errors().Says("", c.refuse...) {
					t.Errorf("want an error with %q, got %s", c.refuse, made.Diagnostics)
				}
				return
			}
			if len(made.Diagnostics) > 0 {
				t.Error(made.Diagnostics)
			}
			active(t, w, map[string][]string{"here/links/both": nil, "there/links/both": nil})
			unchanged(t, p, linkType, made, config)
		})
	}
}

// What Confluent Platform leaves to its users and Confluent Cloud does not.
func TestProtoPlatform_freedoms(t *testing.T) {
	t.Parallel()
	_, p := onPlatform(t, "7.6.0", "")
	for name, settings := range map[string]nested{
		"read-only on Cloud": {"num.cluster.link.fetchers": "4"},
		"files":              {"ssl.keystore.location": "/etc/kafka/link.jks", "ssl.truststore.location": "/etc/kafka/trust.jks"},
	} {
		platform := acctest.Object{"kafka_cluster_id": "here", "remote_cluster_id": "there", "link_name": "l", "remote_bootstrap_servers": "there:9092", "config": settings}
		if d := p.Plan(linkType, acctest.Step{}, platform).Diagnostics; len(d.Errors()) > 0 {
			t.Errorf("%s on Confluent Platform: %s", name, d)
		}
		cloud := maps.Clone(platform)
		cloud["kafka_cluster_id"] = "lkc-dr"
		if d := slices.Concat(p.Validate(linkType, cloud), p.Plan(linkType, acctest.Step{}, cloud).Diagnostics); !d.Says("", "Confluent Cloud") {
			t.Errorf("%s on Confluent Cloud: %s", name, d)
		}
	}
}

// Servers without the call that changes several settings get one call for each.
func TestProtoPlatform_settingsOneByOne(t *testing.T) {
	t.Parallel()
	w, p := onPlatform(t, "8.1.0", "/v3")
	config := acctest.Object{
		"kafka_cluster_id": "here", "remote_cluster_id": "there", "link_name": "l", "remote_bootstrap_servers": "there:9092",
		"config": nested{"num.cluster.link.fetchers": "4", "retry.backoff.ms": "250"},
	}
	link := p.Create(linkType, config)
	w.ForgetRequests()
	w.Fault(acctest.Fault{Method: http.MethodPut, Path: "configs:alter", Times: 1, Status: http.StatusMethodNotAllowed, Body: `{"error_code":405,"message":"HTTP 405 Method Not Allowed"}`})
	config["config"] = nested{"num.cluster.link.fetchers": "6"}
	link = p.Apply(linkType, link, p.Plan(linkType, link, config), config)
	if d := link.Diagnostics; len(d) > 0 {
		t.Error(d)
	}
	var sent []string
	for _, r := range w.Requests("", "/links/l/configs/") {
		if r.Method != http.MethodGet {
			sent = append(sent, r.Method+" "+r.Path)
		}
	}
	slices.Sort(sent)
	if want := []string{"DELETE /v3/clusters/here/links/l/configs/retry.backoff.ms", "PUT /v3/clusters/here/links/l/configs/num.cluster.link.fetchers"}; !slices.Equal(sent, want) {
		t.Errorf("sent %v, want %v", sent, want)
	}
	unchanged(t, p, linkType, link, config)
}

// Brokers without password.encoder.secret store no link that has secrets.
func TestProtoPlatform_missingEncoderSecretIsExplained(t *testing.T) {
	t.Parallel()
	w, p := onPlatform(t, "7.6.0", "")
	config := acctest.Object{
		"kafka_cluster_id": "here", "remote_cluster_id": "lkc-jump", "link_name": "l", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": nested{"sasl": nested{"username": "JUMPKEY", "password_wo": "JUMPSECRET", "password_wo_version": 1}},
	}
	for _, status := range []int{http.StatusBadRequest, http.StatusInternalServerError} {
		w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/links$", Times: 1, Status: status, Body: `{"error_code":40002,"message":"Password encoder secret not configured"}`})
		made := p.Apply(linkType, acctest.Step{}, p.Plan(linkType, acctest.Step{}, config), config)
		if status == http.StatusInternalServerError && len(made.Diagnostics) == 0 {
			continue // looked, was not there, tried again
		}
		if !made.Diagnostics.Errors().Says("", "Password encoder secret not configured", "password.encoder.secret", "each of them") {
			t.Errorf("%d: %s", status, made.Diagnostics)
		}
	}
}

// Reverse has another name before 8.0, and truncate-and-restore is not there.
func TestProtoPlatform_actions(t *testing.T) {
	t.Parallel()
	for version, restores := range map[string]bool{"7.6.0": false, "8.1.0": true} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			w, p := onPlatform(t, version, "")
			for host, remote := range map[string]string{"there": "here", "here": "there"} {
				config := acctest.Object{"kafka_cluster_id": host, "remote_cluster_id": remote, "link_name": "both", "link_mode": "BIDIRECTIONAL", "remote_bootstrap_servers": remote + ":9092"}
				p.Create(linkType, config)
			}
			p.Create(mirrorType, acctest.Object{"kafka_cluster_id": "here", "link_name": "both", "source_topic_name": "orders"})
			invoke := func(action, cluster string, more nested) acctest.Diagnostics {
				config := acctest.Object{"kafka_cluster_id": cluster, "link_name": "both", "mirror_topic_names": []any{"orders"}}
				maps.Copy(config, more)
				_, d := p.Invoke("clink_"+action+"_mirror_topics", config)
				return d
			}
			is := func(cluster string) any {
				return w.Get("/v3/clusters/" + cluster + "/links/both/mirrors/orders")["mirror_status"]
			}
			if d := invoke("reverse", "here", nested{"dry_run": true}); len(d) > 0 || is("here") != "ACTIVE" {
				t.Fatalf("dry run: %v %s", is("here"), d)
			}
			if d := invoke("reverse", "here", nil); len(d) > 0 || is("here") != "STOPPED" || is("there") != "ACTIVE" {
				t.Fatalf("reversed: %v and %v, %s", is("here"), is("there"), d)
			}
			if d := invoke("failover", "there", nested{"confirm": "both"}); len(d) > 0 {
				t.Fatal(d)
			}
			d := invoke("truncate_and_restore", "here", nested{"confirm": "both"})
			switch {
			case restores && (len(d) > 0 || is("here") != "ACTIVE"):
				t.Errorf("restored: %v, %s", is("here"), d)
			case !restores && (!d.Errors().Says("", "the cluster does not know this operation", "older releases of Confluent Platform") || is("here") != "STOPPED"):
				t.Errorf("not restored: %v, %s", is("here"), d)
			}
		})
	}
}
