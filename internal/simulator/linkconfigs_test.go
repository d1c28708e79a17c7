package simulator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// recorded are the 56 names of an answer recorded from Confluent Cloud.
func recorded() []string {
	names := strings.Fields(`acl.filters acl.sync.enable acl.sync.ms auto.create.mirror.topics.enable auto.create.mirror.topics.filters
		bootstrap.servers client.dns.lookup cluster.link.prefix cluster.link.retry.timeout.ms connection.mode connections.max.idle.ms
		consumer.group.prefix.enable consumer.offset.group.filters consumer.offset.sync.enable consumer.offset.sync.ms link.mode
		metadata.max.age.ms num.cluster.link.fetchers replica.fetch.backoff.ms replica.fetch.max.bytes replica.fetch.min.bytes
		replica.fetch.response.max.bytes replica.fetch.wait.max.ms replica.socket.receive.buffer.bytes replica.socket.timeout.ms
		request.timeout.ms retry.backoff.ms socket.connection.setup.timeout.max.ms socket.connection.setup.timeout.ms topic.config.sync.ms`)
	for _, side := range []string{"", "local."} {
		for name := range strings.FieldsSeq(`sasl.jaas.config sasl.mechanism security.protocol ssl.cipher.suites ssl.enabled.protocols
			ssl.endpoint.identification.algorithm ssl.key.password ssl.keystore.certificate.chain ssl.keystore.key ssl.keystore.type
			ssl.protocol ssl.truststore.certificates ssl.truststore.type`) {
			names = append(names, side+name)
		}
	}
	slices.Sort(names)
	return names
}

func TestLinkConfigs_wholeEffectiveList(t *testing.T) {
	t.Parallel()
	w := simulator.DefaultWorld()
	b := startWith(t, w, simulator.Options{Choices: simulator.Choices{RecordedSettingsOnly: true}})
	b.drLink(nil)
	got := b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs", "").want(200).is("kind", "KafkaLinkConfigDataList").column("name")
	if want := recorded(); !slices.Equal(got, want) || len(want) != 56 {
		t.Errorf("%d names, want %d recorded ones: %v", len(got), len(want), got)
	}
}

func TestLinkConfigs_newerRows(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.drLink(nil)
	got := b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs", "").column("name")
	want := append(recorded(), "cluster.link.paused", "mirror.start.offset.spec", "topic.config.sync.include")
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("names %v", got)
	}
	// Anything else has a row once it is set.
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/sasl.login.class", "").want(404)
	b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs/sasl.login.class", `{"value":"x"}`).want(204)
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/sasl.login.class", "").is("value", "x")
}

func TestLinkConfigs_rows(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.drLink(map[string]string{"acl.sync.ms": "5100", "consumer.offset.sync.ms": "30000"})
	for name, want := range map[string][4]string{ // value, is_default, is_sensitive, is_read_only
		"acl.sync.ms":             {"5100", "false", "false", "false"},
		"consumer.offset.sync.ms": {"30000", "false", "false", "false"}, // set, though to the default
		"topic.config.sync.ms":    {"5000", "true", "false", "false"},
		"cluster.link.prefix":     {"<nil>", "true", "false", "false"},
		"sasl.jaas.config":        {"<nil>", "false", "true", "false"},
		"local.sasl.jaas.config":  {"<nil>", "true", "true", "false"},
		"retry.backoff.ms":        {"100", "true", "false", "true"},
		"link.mode":               {"DESTINATION", "true", "false", "false"},
		"bootstrap.servers":       {"pkc-jump:9092", "false", "false", "false"},
	} {
		source := "DYNAMIC_CLUSTER_LINK_CONFIG"
		if want[1] == "true" {
			source = "DEFAULT_CONFIG"
		}
		b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/"+name, "").want(200).is("name", name).is("kind", "KafkaLinkConfigData").
			is("value", want[0]).is("is_default", want[1]).is("is_sensitive", want[2]).is("is_read_only", want[3]).
			is("source", source).is("synonyms", "[]").is("link_name", "jump-to-dr").is("cluster_id", "lkc-dr")
	}
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/no.such", "").want(404)
}

func alterBody(lines string) string { return `{"data":[` + lines + `]}` }

func TestLinkConfigs_alter(t *testing.T) {
	t.Parallel()
	const ms = `{"name":"acl.sync.ms","value":"6000"}`
	for name, tc := range map[string]struct {
		lines  string
		status int
		words  string
	}{
		"set":                   {ms, 204, ""},
		"set, said so":          {`{"name":"acl.sync.ms","value":"6000","operation":"SET"}`, 204, ""},
		"unknown":               {ms + `,{"name":"no.such","value":"1"}`, 400, "no.such"},
		"ignored prefix":        {ms + `,{"name":"link.prefix","value":"x"}`, 204, ""},
		"no number":             {ms + `,{"name":"consumer.offset.sync.ms","value":"soon"}`, 400, "consumer.offset.sync.ms"},
		"below minimum":         {ms + `,{"name":"consumer.offset.sync.ms","value":"999"}`, 400, "at least 1000"},
		"no boolean":            {ms + `,{"name":"acl.sync.enable","value":"yes"}`, 400, "acl.sync.enable"},
		"no enum":               {ms + `,{"name":"security.protocol","value":"TLS"}`, 400, "security.protocol"},
		"null":                  {ms + `,{"name":"acl.sync.enable","value":null}`, 400, "acl.sync.enable"},
		"no operation":          {ms + `,{"name":"acl.sync.enable","value":"true","operation":"APPEND"}`, 400, "APPEND"},
		"mode":                  {ms + `,{"name":"link.mode","value":"SOURCE"}`, 400, "'link.mode' cannot be changed"},
		"same mode":             {ms + `,{"name":"link.mode","value":"destination"}`, 204, ""},
		"connection":            {ms + `,{"name":"connection.mode","value":"INBOUND"}`, 400, "connection.mode"},
		"remote connection":     {ms + `,{"name":"remote.link.connection.mode","value":"INBOUND"}`, 400, "remote.link.connection.mode"},
		"prefix":                {ms + `,{"name":"cluster.link.prefix","value":"x"}`, 400, "cluster.link.prefix"},
		"read-only":             {ms + `,{"name":"request.timeout.ms","value":"1000"}`, 400, "read-only"},
		"bootstrap gone":        {ms + `,{"name":"bootstrap.servers","operation":"DELETE"}`, 400, "bootstrap.servers"},
		"filters: no JSON":      {ms + `,{"name":"consumer.offset.group.filters","value":"{“groupFilters”:[]}"}`, 400, "consumer.offset.group.filters"},
		"filters: other kind":   {ms + `,{"name":"consumer.offset.group.filters","value":"{\"topicFilters\":[]}"}`, 400, "groupFilters"},
		"filters: bare list":    {ms + `,{"name":"acl.filters","value":"[]"}`, 400, "acl.filters"},
		"filters: pattern":      {ms + `,{"name":"auto.create.mirror.topics.filters","value":"{\"topicFilters\":[{\"name\":\"a\",\"patternType\":\"REGEX\",\"filterType\":\"INCLUDE\"}]}"}`, 400, "REGEX"},
		"filters: missing key":  {ms + `,{"name":"auto.create.mirror.topics.filters","value":"{\"topicFilters\":[{\"name\":\"a\",\"patternType\":\"LITERAL\"}]}"}`, 400, "filterType"},
		"filters: stray key":    {ms + `,{"name":"acl.filters","value":"{\"aclFilters\":[{\"resourceFilter\":{\"resourceType\":\"any\",\"patternType\":\"any\"},\"accessFilter\":{\"operation\":\"any\",\"permissionType\":\"any\",\"clusterLinkIds \":[]}}]}"}`, 400, "clusterLinkIds "},
		"filters: more in them": {ms + `,{"name":"consumer.offset.group.filters","value":"{\"groupFilters\": [{\"name\":\"*\",\"patternType\":\"LITERAL\",\"filterType\":\"INCLUDE\",\"topicTypes\":[\"REMOTE\"]}]}"}`, 204, ""},
		"start offset":          {ms + `,{"name":"mirror.start.offset.spec","value":"2026-01-02T03:04:05.000"}`, 204, ""},
		"no start offset":       {ms + `,{"name":"mirror.start.offset.spec","value":"yesterday"}`, 400, "earliest"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := quick(t)
			b.drLink(nil)
			b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs:alter?validate_only=true", alterBody(tc.lines)).want(tc.status)
			b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/acl.sync.ms", "").is("value", "5000")
			a := b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs:alter", alterBody(tc.lines)).want(tc.status)
			if !strings.Contains(a.text, tc.words) {
				t.Errorf("%q is not in %s", tc.words, a.text)
			}
			value := map[int]string{204: "6000", 400: "5000"}[tc.status] // all lines or none
			b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/acl.sync.ms", "").is("value", value)
		})
	}
}

func TestLinkConfigs_otherVerbs(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.drLink(nil)
	b.kafka("lkc-dr", "POST", "/links/jump-to-dr/configs:alter", alterBody("")).want(405)
	b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs:alter", `{"configs":[]}`).want(400)
	b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs:alter", "").want(400)
	b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs/acl.sync.ms", `{"value":"7000"}`).want(204)
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/acl.sync.ms", "").is("value", "7000")
	b.kafka("lkc-dr", "DELETE", "/links/jump-to-dr/configs/acl.sync.ms", "").want(204)
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/acl.sync.ms", "").is("value", "5000").is("is_default", "true")
	b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs:alter", alterBody(`{"name":"acl.sync.ms","value":"7000"}`)).want(204)
	b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs:alter", alterBody(`{"name":"acl.sync.ms","value":null,"operation":"DELETE"}`)).want(204)
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/acl.sync.ms", "").is("is_default", "true")
}

func TestLinkConfigs_valuesComeBackVerbatim(t *testing.T) {
	t.Parallel()
	const filters = "{ \"groupFilters\" : [\n{\"filterType\":\"INCLUDE\", \"name\":\"*\", \"patternType\":\"LITERAL\"} ] }"
	b := quick(t)
	b.drLink(map[string]string{"consumer.offset.group.filters": filters})
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/consumer.offset.group.filters", "").is("value", filters)
}

func TestLinkConfigs_switchingOffClearsFilters(t *testing.T) {
	t.Parallel()
	for feature, filters := range map[string]string{
		"acl.sync.enable":                  "acl.filters",
		"auto.create.mirror.topics.enable": "auto.create.mirror.topics.filters",
		"consumer.offset.sync.enable":      "consumer.offset.group.filters",
	} {
		t.Run(feature, func(t *testing.T) {
			t.Parallel()
			key := map[string]string{"acl.filters": "aclFilters", "auto.create.mirror.topics.filters": "topicFilters", "consumer.offset.group.filters": "groupFilters"}[filters]
			b := quick(t)
			b.drLink(map[string]string{feature: "true", filters: `{"` + key + `":[]}`})
			b.kafka("lkc-dr", "PUT", "/links/jump-to-dr/configs/"+feature, `{"value":"false"}`).want(204)
			b.kafka("lkc-dr", "GET", "/links/jump-to-dr/configs/"+filters, "").is("value", "").is("is_default", "true")
		})
	}
}

func TestLinkConfigs_featuresWithoutFilters(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.drLink(map[string]string{"acl.sync.enable": "true", "auto.create.mirror.topics.enable": "true", "consumer.offset.sync.enable": "true"})
	b.kafka("lkc-dr", "GET", "/links/jump-to-dr?include_tasks=true", "").
		is("tasks.0.state", "ACTIVE").
		is("tasks.1.task_name", "AclSync").is("tasks.1.state", "IN_ERROR").is("tasks.1.errors.0.error_code", "MISCONFIGURATION_ERROR").
		is("tasks.1.errors.0.error_message", "ACL migration is enabled but acl.filters is not set. Please set acl.filters to proceed with ACL migration.").
		is("tasks.3.task_name", "AutoCreateMirror").is("tasks.3.state", "IN_ERROR")
}

func TestLinkConfigs_platform(t *testing.T) {
	t.Parallel()
	w := simulator.World{Clusters: []simulator.Cluster{
		{ID: "source", Kind: simulator.KindKafka, Bootstrap: "kafka:9092"},
		{ID: "dest", Kind: simulator.KindPlatform, Version: "8.1.0", Bootstrap: "cp:9092"},
	}}
	b := startWith(t, w, simulator.Options{})
	body := linkBody(t, "source_cluster_id", "source", map[string]string{"bootstrap.servers": "kafka:9092", "retry.backoff.ms": "50", "availability.check.ms": "1000"})
	b.as("", "POST", "/v3/clusters/dest/links?link_name=l", body).want(201)
	b.as("", "GET", "/v3/clusters/dest/links/l/configs/retry.backoff.ms", "").is("value", "50").is("is_read_only", "false").
		is("metadata.self", "http://localhost:8090/v3/clusters/dest/links/l/configs/retry.backoff.ms")
	b.as("", "GET", "/v3/clusters/dest/links/l/configs/availability.check.consecutive.failure.threshold", "").is("value", "5")
	b.as("", "GET", "/v3/clusters/dest/links/no", "").refused(404, 404, "The cluster link doesn't exist: Cluster link 'no' does not exist.")
	b.as("", "GET", "/v3/clusters/source/links", "").refused(400, 40035, "not supported")
	b.control("GET", "/requests", "").is(`counts.GET /v3/clusters/{cluster_id}/links`, fmt.Sprint(1))
}
