package clusterlink_test

import (
	"fmt"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// What the rules are is proved in linkconfig; here, that they speak at the right
// moment and on the right argument.

func TestProtoRules_errorsAreSaidByValidate(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	config := func(settings map[string]any) map[string]any { return map[string]any{"config": settings} }
	on := func(key string) string { return fmt.Sprintf(`AttributeName("config").ElementKeyString(%q)`, key) }
	for name, c := range map[string]struct {
		change map[string]any
		at     string
		words  []string
	}{
		"no boolean":            {config(map[string]any{"consumer.offset.sync.enable": "maybe"}), on("consumer.offset.sync.enable"), []string{"maybe", "true"}},
		"below the minimum":     {config(map[string]any{"acl.sync.ms": "1"}), on("acl.sync.ms"), []string{"1000"}},
		"no JSON":               {config(map[string]any{"auto.create.mirror.topics.enable": "true", "auto.create.mirror.topics.filters": "not json"}), on("auto.create.mirror.topics.filters"), []string{"JSON"}},
		"inside a filter":       {config(map[string]any{"auto.create.mirror.topics.enable": "true", "auto.create.mirror.topics.filters": `{"topicFilters":[{"name":"a","patternType":"LITERAL","filterType":"INCLUDE"},{"name":"b","patternType":"REGEX","filterType":"INCLUDE"}]}`}), on("auto.create.mirror.topics.filters"), []string{"topicFilters[1].patternType", "REGEX", "PREFIXED"}},
		"feature off":           {config(map[string]any{"acl.sync.enable": "false", "acl.filters": `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"literal","name":"a"},"accessFilter":{"operation":"read","permissionType":"allow"}}]}`}), on("acl.filters"), []string{"clears"}},
		"read-only on Cloud":    {config(map[string]any{"request.timeout.ms": "1000"}), on("request.timeout.ms"), []string{"Confluent Cloud"}},
		"prefix for groups":     {config(map[string]any{"consumer.group.prefix.enable": "true"}), on("consumer.group.prefix.enable"), []string{"prefix"}},
		"write-only file names": {map[string]any{"config_wo": map[string]any{"ssl.keystore.location": "/etc/k.jks"}, "remote_authentication": nil}, `AttributeName("config_wo").ElementKeyString("ssl.keystore.location")`, []string{"PEM"}},
	} {
		if d := p.Validate(typeName, link(c.change)); len(d.Errors()) != 1 || len(d) != 1 || !d.Says(c.at, c.words...) {
			t.Errorf("%s: want one error on %s that says %v, got %s", name, c.at, c.words, d)
		}
	}
}

func TestProtoRules_warningsAreForWhatChanges(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	at := `AttributeName("config").ElementKeyString("consumer.offset.sync.enable")`
	config := link(map[string]any{"config": map[string]any{"consumer.offset.sync.enable": "true"}})
	if d := p.Validate(typeName, config); len(d) > 0 {
		t.Errorf("validate: %s", d)
	}
	created := p.Plan(typeName, acctest.Step{}, config)
	if !created.Diagnostics.Warnings().Says(at) || len(created.Diagnostics.Errors()) > 0 {
		t.Errorf("create: %s", created.Diagnostics)
	}
	state := p.Create(typeName, config)
	if d := p.Plan(typeName, state, config).Diagnostics; len(d) > 0 {
		t.Errorf("no change: %s", d)
	}
	changed := link(map[string]any{"config": map[string]any{"consumer.offset.sync.enable": "true", "topic.config.sync.ms": "9000"}})
	if d := p.Plan(typeName, state, changed).Diagnostics; !d.Warnings().Says(at) {
		t.Errorf("change: %s", d)
	}
	misspelt := link(map[string]any{"config": map[string]any{"topic.config.sync.mss": "9000"}})
	if d := p.Plan(typeName, state, misspelt).Diagnostics; len(d.Errors()) > 0 || !d.Warnings().Says(`AttributeName("config").ElementKeyString("topic.config.sync.mss")`, `Did you mean "topic.config.sync.ms"`) {
		t.Errorf("a setting nobody knows: %s", d)
	}
}
