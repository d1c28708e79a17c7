package planwords

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/provider"
)

// ofHalves are about two links of one configuration.
func ofHalves(t *testing.T) (said acctest.Diagnostics) {
	t.Helper()
	w := acctest.NewWorld(t)
	both := object{"link_mode": "BIDIRECTIONAL"}
	for _, pair := range [][]acctest.Object{
		{inbound("lkc-jump", "lkc-primary", nil), inbound("lkc-primary", "lkc-jump", nil)},
		{inbound("lkc-jump", "lkc-primary", nil), source(object{"remote_cluster_id": "lkc-dr"})},
		{source(object{"remote_cluster_id": "lkc-dr"}), inbound("lkc-jump", "lkc-primary", nil)},
		{inbound("lkc-jump", "lkc-primary", nil), source(object{"link_name": "Pair"})},
		{inbound("lkc-jump", "lkc-primary", nil), source(object{"kafka_cluster_id": "lkc-jump", "remote_cluster_id": "lkc-primary"})},
		{inbound("lkc-jump", "lkc-primary", both), source(both)},
		{source(with(both, object{"config": object{"consumer.offset.sync.enable": "true", "consumer.offset.group.filters": offsetsOn}})), source(with(both, object{"kafka_cluster_id": "lkc-jump", "remote_cluster_id": "lkc-primary"}))},
	} {
		said = append(said, judge(w, linkType, pair...)...)
	}

	// Two halves that exist, of two links: one was made anew.
	there := source(object{"link_mode": "BIDIRECTIONAL", "remote_connection_mode": "INBOUND"})
	p := w.NewProtocol(nil)
	first, second := p.Create(linkType, inbound("lkc-jump", "lkc-primary", both)), p.Create(linkType, there)
	w.Do(http.MethodDelete, "/kafka/v3/clusters/lkc-jump/links/pair", nil)
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/links?link_name=pair", object{
		"remote_cluster_id": "lkc-primary", "configs": []any{object{"name": "link.mode", "value": "BIDIRECTIONAL"}, object{"name": "connection.mode", "value": "INBOUND"}},
	})
	p = w.NewProtocol(nil)
	first, second = p.Read(linkType, first), p.Read(linkType, second)
	said = append(said, p.Plan(linkType, first, inbound("lkc-jump", "lkc-primary", both)).Diagnostics...)
	said = append(said, p.Plan(linkType, second, there).Diagnostics...)
	return append(said, w.NewProtocol(nil).Plan(linkType, first, nil).Diagnostics...)
}

// ofChanges are about a link that exists.
func ofChanges(t *testing.T) (said acctest.Diagnostics) {
	t.Helper()
	w := acctest.NewWorld(t)
	state := w.NewProtocol(nil).Create(linkType, aLink(nil))
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", object{"topic_name": "orders"})
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr/mirrors", object{"source_topic_name": "orders"})
	for _, change := range []object{
		{"remote_bootstrap_servers": nil},
		{"remote_authentication": nil},
		{"remote_authentication": object{"sasl": object{"username": "OTHER"}}},
		{"prefix": "y-"},
		{"config": object{"mirror.start.offset.spec": "latest"}},
	} {
		said = append(said, w.NewProtocol(nil).Plan(linkType, state, aLink(change)).Diagnostics...)
	}
	p := w.NewProtocol(nil)
	said = append(said, p.Plan(linkType, state, nil).Diagnostics...)                                                              // its mirror topics
	said = append(said, p.Plan(linkType, acctest.Step{}, aLink(nil)).Diagnostics...)                                              // at another address
	said = append(said, w.NewProtocol(preflight("error")).Plan(linkType, state, aLink(object{"config": refused})).Diagnostics...) // a dry run
	said = append(said, w.NewProtocol(preflight("warn")).Plan(linkType, state, aLink(object{"config": refused})).Diagnostics...)

	w.Do(http.MethodPut, "/simulator/links/lkc-dr/jump-to-dr", object{"link_state": "FAILED", "link_error": "AUTHENTICATION_ERROR"})
	p = w.NewProtocol(nil)
	said = append(said, p.Plan(linkType, p.Read(linkType, state), aLink(nil)).Diagnostics...)

	w.Do(http.MethodDelete, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr?force=true", nil)
	p = w.NewProtocol(nil)
	p.Read(linkType, state)
	return append(said, p.Plan(linkType, acctest.Step{}, aLink(object{"remote_authentication": object{"sasl": object{"username": "K"}}})).Diagnostics...)
}

// ofAnOutage are about a link whose cluster gives no answer.
func ofAnOutage(t *testing.T) acctest.Diagnostics {
	t.Helper()
	w := acctest.NewWorld(t)
	state := w.NewProtocol(nil).Create(linkType, aLink(nil))
	w.Reachable("lkc-dr", false)
	p := w.NewProtocol(func(block map[string]any) {
		block["kafka_clusters"].(map[string]any)["lkc-dr"].(map[string]any)["on_unreachable"] = "keep"
	})
	return p.Plan(linkType, state, nil).Diagnostics
}

// refused is a setting that the plan does not know and the simulator refuses.
var refused = object{"no.such.setting": "1"}

func preflight(mode string) func(map[string]any) {
	return func(block map[string]any) { block["preflight"] = mode }
}

// ofTopics are about mirror topics.
func ofTopics(t *testing.T) (said acctest.Diagnostics) {
	t.Helper()
	w := acctest.NewWorld(t)
	topic := func(change object) acctest.Object {
		return with(acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "source_topic_name": "orders"}, change)
	}
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", object{"topic_name": "orders"})
	w.NewProtocol(nil).Create(linkType, aLink(nil))
	for _, change := range []object{
		{"status": "failover"},
		{"replication_factor": 2},
		{"config": object{"cleanup.policy": "compact"}},
		{"config": object{"retention.ms": "1"}},
		{"mirror_topic_name": "other"},
		{"source_topic_name": "a b"},
		{"kafka_cluster_id": "lkc-nowhere"},
	} {
		said = append(said, judge(w, topicType, topic(change))...)
	}
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/links/jump-to-dr$", Times: 1, Status: http.StatusForbidden, Body: `{"error_code":403,"message":"no"}`})
	said = append(said, judge(w, topicType, topic(nil))...)
	for _, links := range [][]acctest.Object{
		{aLink(object{"prefix": fmt.Sprintf("%0240d", 0), "link_name": "long"})},
		{aLink(object{"link_name": "long"})},
		{source(object{"link_name": "long", "kafka_cluster_id": "lkc-dr"})},
		{inbound("lkc-dr", "lkc-jump", object{"link_name": "long"})},
	} {
		p := w.NewProtocol(nil)
		for _, link := range links {
			p.Plan(linkType, acctest.Step{}, link)
		}
		said = append(said, p.Plan(topicType, acctest.Step{}, topic(object{"link_name": "long", "source_topic_name": "a-long-name", "config": object{"retention.ms": "1"}})).Diagnostics...)
	}

	// Mirror topics that are not what is wanted of them.
	create := func(name, status string) acctest.Step {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", object{"topic_name": name})
		return w.NewProtocol(nil).Create(topicType, topic(object{"source_topic_name": name, "status": status, "timeouts": object{"create": "2s"}}))
	}
	plan := func(state acctest.Step, is string, config acctest.Object) {
		if is != "" {
			w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/"+state.Object["mirror_topic_name"].(string), object{"mirror_status": is, "force": true})
		}
		p := w.NewProtocol(nil)
		said = append(said, p.Plan(topicType, p.Read(topicType, state), config).Diagnostics...)
	}
	active, paused, ended := create("active", "ACTIVE"), create("paused", "PAUSED"), create("ended", "PROMOTED")
	wish := func(state acctest.Step, status string) acctest.Object {
		return topic(object{"source_topic_name": state.Object["source_topic_name"], "status": status})
	}
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/active", object{"lag": 7})
	plan(active, "", wish(active, "FAILED_OVER"))
	plan(active, "FAILED", wish(active, "PROMOTED"))
	plan(active, "FAILED", wish(active, "ACTIVE"))
	plan(active, "FAILED", nil)
	plan(active, "PENDING_STOPPED", wish(active, "ACTIVE"))
	plan(active, "STOPPED", wish(active, "ACTIVE"))
	deletes := w.NewProtocol(nil)
	forever := wish(active, "ACTIVE")
	forever["deletion_policy"] = "DELETE"
	plan(deletes.Apply(topicType, active, deletes.Plan(topicType, active, forever), forever), "", nil)
	plan(paused, "NEVER_SEEN", wish(paused, "PAUSED"))
	plan(ended, "ACTIVE", wish(ended, "PROMOTED"))
	w.Do(http.MethodPut, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr/configs:alter", object{"data": []any{object{"name": "cluster.link.paused", "value": "true"}}})
	held := create("held", "PROMOTED")
	plan(held, "LINK_PAUSED", wish(held, "PROMOTED"))
	w.Do(http.MethodDelete, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr?force=true", nil)
	plan(active, "", wish(active, "ACTIVE"))
	return said
}

// ofSets are about many mirror topics in one resource.
func ofSets(t *testing.T) (said acctest.Diagnostics) {
	t.Helper()
	w := acctest.NewWorld(t)
	w.NewProtocol(nil).Create(linkType, aLink(nil))
	for _, name := range []string{"a", "b", "c"} {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", object{"topic_name": name})
	}
	set := func(change object) acctest.Object {
		return with(acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "source_topic_names": []any{"a", "b"}}, change)
	}
	const setType = "clink_mirror_topics"
	for _, names := range [][]any{{}, {nil}, {"a", "a"}, {"a*"}} {
		said = append(said, judge(w, setType, set(object{"source_topic_names": names}))...)
	}
	said = append(said, judge(w, setType, set(nil), set(object{"source_topic_names": []any{"b", "c"}}))...)
	p := w.NewProtocol(nil)
	p.Plan(linkType, acctest.Step{}, aLink(object{"prefix": fmt.Sprintf("%0240d", 0), "link_name": "long"}))
	said = append(said, p.Plan(setType, acctest.Step{}, set(object{"link_name": "long", "source_topic_names": []any{"a-long-name"}})).Diagnostics...)

	state := w.NewProtocol(nil).Create(setType, set(nil))
	plan := func(prior acctest.Step, is string, config acctest.Object) {
		for _, name := range []string{"a", "b"} {
			if is != "" {
				w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/"+name, object{"mirror_status": is, "force": true})
			}
		}
		again := w.NewProtocol(nil)
		said = append(said, again.Plan(setType, again.Read(setType, prior), config).Diagnostics...)
	}
	plan(state, "", set(object{"source_topic_names": []any{"a"}}))
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/a", object{"lag": 7})
	plan(state, "", set(object{"status": "FAILED_OVER"}))
	p = w.NewProtocol(nil)
	said = append(said, p.Plan(setType, state, nil).Diagnostics...)
	said = append(said, p.Plan(setType, acctest.Step{}, set(nil)).Diagnostics...) // at another address
	plan(state, "FAILED", set(object{"status": "PROMOTED"}))
	plan(state, "FAILED", set(nil))
	plan(state, "FAILED", nil)
	plan(state, "PENDING_STOPPED", set(nil))
	plan(state, "STOPPED", set(nil))
	deletes := w.NewProtocol(nil)
	forever := set(object{"deletion_policy": "DELETE"})
	plan(deletes.Apply(setType, state, deletes.Plan(setType, state, forever), forever), "", nil)
	return append(said, ofEndedSets(t)...)
}

// ofEndedSets are about sets whose mirroring is to have ended, or is held up.
func ofEndedSets(t *testing.T) (said acctest.Diagnostics) {
	t.Helper()
	const setType = "clink_mirror_topics"
	for is, status := range map[string]string{"ACTIVE": "PROMOTED", "NEVER_SEEN": "PAUSED"} {
		w := acctest.NewWorld(t)
		w.NewProtocol(nil).Create(linkType, aLink(nil))
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", object{"topic_name": "a"})
		config := acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "source_topic_names": []any{"a"}, "status": status}
		state := w.NewProtocol(nil).Create(setType, config)
		w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/a", object{"mirror_status": is, "force": true})
		p := w.NewProtocol(nil)
		said = append(said, p.Plan(setType, p.Read(setType, state), config).Diagnostics...)
	}
	return said
}

// ofNetworkLinks are about network link services and endpoints.
func ofNetworkLinks(t *testing.T) (said acctest.Diagnostics) {
	t.Helper()
	w := acctest.NewWorld(t)
	service := func(change object) acctest.Object {
		return with(acctest.Object{"environment_id": "env-east", "network_id": "n-east", "accept": object{"network_ids": []any{"n-west"}}}, change)
	}
	for _, change := range []object{{"accept": object{}}, {"accept": object{"network_ids": []any{"n-east"}}}, {"network_id": "lkc-1"}, {"display_name": " "}} {
		said = append(said, judge(w, serviceType, service(change))...)
	}
	p := w.NewProtocol(nil)
	made := p.Create(serviceType, service(nil))
	endpoint := acctest.Object{"environment_id": "env-west", "network_id": "n-west", "network_link_service_id": made.Object["id"]}
	connected := p.Create(endpointType, endpoint)
	p.Read(serviceType, made)
	said = append(said, p.Plan(endpointType, acctest.Step{}, with(endpoint, object{"network_id": "n-east"})).Diagnostics...)
	for _, c := range []struct {
		resource string
		prior    acctest.Step
		config   acctest.Object
	}{
		{serviceType, made, nil},
		{serviceType, made, service(object{"network_id": "n-x"})},
		{serviceType, made, service(object{"accept": nil})},
		{endpointType, connected, nil},
		{endpointType, connected, with(endpoint, object{"network_id": "n-x"})},
	} {
		said = append(said, w.NewProtocol(nil).Plan(c.resource, c.prior, c.config).Diagnostics...)
	}
	w.Do(http.MethodPut, "/simulator/network-link-endpoints/"+connected.Object["id"].(string), object{"phase": "EXPIRED"})
	p = w.NewProtocol(nil)
	said = append(said, p.Plan(endpointType, p.Read(endpointType, connected), endpoint).Diagnostics...)

	p = w.NewProtocol(nil)
	for i := range 21 {
		config := with(endpoint, object{"network_link_service_id": fmt.Sprintf("nls-%d", i)})
		if i > 6 {
			config["network_id"] = fmt.Sprintf("n-%d", i)
		}
		said = append(said, p.ValidateNext(endpointType, config)...)
		said = append(said, p.Plan(endpointType, acctest.Step{}, config).Diagnostics...)
	}
	without := w.NewProtocol(func(block map[string]any) { delete(block, "cloud") })
	return append(said, without.Plan(serviceType, acctest.Step{}, service(nil)).Diagnostics...)
}

// ofProviderBlocks are about the provider block and the environment.
func ofProviderBlocks(t *testing.T) (said acctest.Diagnostics) {
	t.Helper()
	const url = "https://pkc-1.confluent.cloud:443"
	in := func(environment map[string]string) *acctest.Protocol {
		return acctest.ProtocolOf(t, provider.Server("1.2.3", provider.WithEnvironment(func(name string) string { return environment[name] }))())
	}
	entry := func(arguments object) map[string]any {
		return object{"kafka_clusters": object{"lkc-1": with(acctest.Object{"rest_endpoint": url}, arguments)}}
	}
	good := acctest.NewAuthority(t, "test")
	chain, _ := good.Issue("me")
	_, anotherKey := good.Issue("you")
	for _, block := range []map[string]any{
		entry(object{"rest_endpoint": nil}), entry(object{"rest_endpoint": "pkc-1:9092"}), entry(object{"rest_endpoint": "https://pkc-1:9092"}), entry(object{"rest_endpoint": "https://k:s@pkc-1"}),
		entry(object{"rest_endpoint": url + "/?a=b"}), entry(object{"rest_endpoint": "http://pkc-1", "api_key": "k", "api_secret": "s"}), entry(object{"api_key": "k"}),
		entry(object{"api_key": "k", "api_secret": "s", "bearer_token": "t"}), entry(object{"api_key": "k", "api_secret": "s", "identity_pool_id": "p"}), entry(object{"ca_certificate": "ca.pem"}),
		entry(object{"ca_certificate": certificate}), entry(object{"client_certificate": chain, "client_key": anotherKey}), entry(object{"proxy_url": "proxy"}), entry(object{"api_key": "k", "api_secret": "s\n"}),
		entry(object{"on_unreachable": "ignore"}),
		{"kafka_clusters": object{"lkc-1": nil}},
		{"kafka_clusters": object{"": object{"rest_endpoint": url}}},
		{"kafka_clusters": object{"lkc-1": object{"rest_endpoint": url}, "lkc-1\t": object{"rest_endpoint": url}}},
		{"oauth": object{"client_id": "c", "token_url": "https://i/token"}},
		{"oauth": object{"client_secret": "s", "token_url": "https://i/token"}},
		{"oauth": object{"token_env": "T", "client_id": "c", "token_url": "i/token"}},
		{"max_retries": -1},
	} {
		said = append(said, in(nil).ValidateProvider(block)...)
	}
	said = append(said, in(map[string]string{"CONFLUENT_CLOUD_API_KEY": "k"}).ValidateProvider(object{})...)
	said = append(said, in(map[string]string{"CLINK_ON_UNREACHABLE": "ignore"}).Configure(object{})...)
	said = append(said, in(nil).Configure(object{"cloud": object{"oauth": object{"token_env": "T"}}})...)
	return said
}

// ofActions are about actions and data sources.
func ofActions(t *testing.T) (said acctest.Diagnostics) {
	t.Helper()
	p := acctest.NewWorld(t).NewProtocol(nil)
	for action, config := range map[string]acctest.Object{
		"clink_promote_mirror_topics":              {},
		"clink_pause_mirror_topics":                {"mirror_topic_names": []any{"a"}, "mirror_topic_name_pattern": ".*"},
		"clink_truncate_and_restore_mirror_topics": {"mirror_topic_name_pattern": ".*", "confirm": "other"},
		"clink_resume_mirror_topics":               {"mirror_topic_name_pattern": "("},
	} {
		_, d := p.Invoke(action, with(config, object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr"}))
		said = append(said, d...)
	}
	return said
}
