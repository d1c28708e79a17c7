package mirrortopic_test

import (
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// plannedWith plans links first and a mirror topic after them, in one run.
func plannedWith(t *testing.T, topic acctest.Object, links ...acctest.Object) acctest.Diagnostics {
	t.Helper()
	p := acctest.NewWorld(t).NewProtocol(nil)
	for _, link := range links {
		if d := p.Plan("clink_cluster_link", acctest.Step{}, link).Diagnostics; len(d) > 0 {
			t.Fatal(d)
		}
	}
	return p.Plan(topicType, acctest.Step{}, topic).Diagnostics
}

func keyOf(cluster string) map[string]any {
	return map[string]any{"sasl": map[string]any{"username": cluster + "KEY", "password_wo": cluster + "SECRET"}}
}

// The half that waits is no use before another one connects to it.
func TestProtoMirrorTopic_onAHalfThatWaits(t *testing.T) {
	t.Parallel()
	waits := acctest.Object{"kafka_cluster_id": "lkc-jump", "remote_cluster_id": "lkc-primary", "link_name": "in", "connection_mode": "inbound"}
	connects := acctest.Object{
		"kafka_cluster_id": "lkc-primary", "remote_cluster_id": "lkc-jump", "link_name": "in", "link_mode": "SOURCE", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": keyOf("JUMP"), "local_authentication": keyOf("PRIMARY"),
	}
	topic := acctest.Object{"kafka_cluster_id": "lkc-jump", "link_name": "in", "source_topic_name": "orders"}
	if d := plannedWith(t, topic, waits); len(d) != 1 || !d.Warnings().Says(at("link_name"), "Nothing Connects", `"lkc-primary"`, "link_name = clink_cluster_link") {
		t.Error(d)
	}
	if d := plannedWith(t, topic, waits, connects); len(d) > 0 {
		t.Errorf("the other half is planned: %s", d)
	}
}

// What a link copies is judged by the link's own plan, also when it is a new one.
func TestProtoMirrorTopic_settingsThatAPlannedLinkCopies(t *testing.T) {
	t.Parallel()
	link := func(settings any) acctest.Object {
		return acctest.Object{
			"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "jump-to-dr", "remote_bootstrap_servers": "pkc-jump:9092",
			"remote_authentication": keyOf("JUMP"), "config": settings,
		}
	}
	const retention = `AttributeName("config").ElementKeyString("retention.ms")`
	topic := acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "jump-to-dr", "source_topic_name": "orders", "config": map[string]any{"retention.ms": "1000"}}
	if d := plannedWith(t, topic, link(nil)); len(d) != 1 || !d.Warnings().Says(retention, "May Be Controlled", "topic.config.sync.include") {
		t.Errorf("a link without a list: %s", d)
	}
	if d := plannedWith(t, topic, link(map[string]any{"topic.config.sync.include": "segment.ms, retention.ms"})); len(d) != 1 || !d.Errors().Says(retention, "Controlled by Mirroring", "lists it") {
		t.Errorf("a link that lists it: %s", d)
	}
	for name, settings := range map[string]any{
		"a link that lists others":    map[string]any{"topic.config.sync.include": "segment.ms"},
		"a list that is not known":    map[string]any{"topic.config.sync.include": acctest.Unknown{}},
		"settings that are not known": acctest.Unknown{},
	} {
		if d := plannedWith(t, topic, link(settings)); len(d) > 0 {
			t.Errorf("%s: %s", name, d)
		}
	}
}
