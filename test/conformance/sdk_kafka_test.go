package conformance

import (
	"net/http"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
	kafkarest "github.com/confluentinc/ccloud-sdk-go-v2/kafkarest/v3"
)

// jaas is the login module's configuration for a cluster of the default world.
func jaas(key string) string {
	return `org.apache.kafka.common.security.plain.PlainLoginModule required username="` + key + `KEY" password="` + key + `SECRET";`
}

// settings are settings as the SDK sends them.
func settings(pairs ...string) *[]kafkarest.ConfigData {
	var all []kafkarest.ConfigData
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, kafkarest.ConfigData{Name: pairs[i], Value: *kafkarest.NewNullableString(&pairs[i+1])})
	}
	return &all
}

func nullable(v string) kafkarest.NullableString { return *kafkarest.NewNullableString(&v) }

// toJump are the settings of a link that reads from lkc-jump.
func toJump(more ...string) *[]kafkarest.ConfigData {
	return settings(append([]string{
		"bootstrap.servers", "pkc-jump:9092", "security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN", "sasl.jaas.config", jaas("JUMP"),
	}, more...)...)
}

func driveTopics(t *testing.T, p *proof) {
	t.Helper()
	s := newSDK(t, p)
	topics, configs, jump := s.kafka.TopicV3Api, s.kafka.ConfigsV3Api, s.as("JUMP")
	got[kafkarest.TopicData](s)(topics.CreateKafkaTopic(jump, "lkc-jump").CreateTopicRequestData(kafkarest.CreateTopicRequestData{
		TopicName: "orders", PartitionsCount: new(int32(4)), ReplicationFactor: new(int32(3)),
		Configs: &[]kafkarest.CreateTopicRequestDataConfigs{{Name: "retention.ms", Value: nullable("60000")}},
	}).Execute())
	got[kafkarest.TopicData](s)(topics.CreateKafkaTopic(jump, "lkc-jump").CreateTopicRequestData(kafkarest.CreateTopicRequestData{
		TopicName: "not-created", ValidateOnly: new(true),
	}).Execute())
	if list := got[kafkarest.TopicDataList](s)(topics.ListKafkaTopics(jump, "lkc-jump").Execute()); len(list.Data) != 1 || list.Data[0].TopicName != "orders" {
		t.Errorf("topics: %v", list.Data)
	}
	got[kafkarest.TopicData](s)(topics.UpdatePartitionCountKafkaTopic(jump, "lkc-jump", "orders").
		UpdatePartitionCountRequestData(kafkarest.UpdatePartitionCountRequestData{PartitionsCount: 5}).Execute())
	if topic := got[kafkarest.TopicData](s)(topics.GetKafkaTopic(jump, "lkc-jump", "orders").IncludeAuthorizedOperations(true).Execute()); topic.PartitionsCount != 5 {
		t.Errorf("topic: %v", topic)
	}
	got[kafkarest.TopicConfigDataList](s)(configs.ListKafkaDefaultTopicConfigs(jump, "lkc-jump", "orders").Execute())
	got[kafkarest.TopicConfigDataList](s)(configs.ListKafkaAllTopicConfigs(jump, "lkc-jump").Execute())
	got[kafkarest.TopicConfigDataList](s)(configs.ListKafkaTopicConfigs(jump, "lkc-jump", "orders").Execute())
	s.done(configs.UpdateKafkaTopicConfig(jump, "lkc-jump", "orders", "retention.ms").
		UpdateConfigRequestData(kafkarest.UpdateConfigRequestData{Value: nullable("70000")}).Execute())
	if c := got[kafkarest.TopicConfigData](s)(configs.GetKafkaTopicConfig(jump, "lkc-jump", "orders", "retention.ms").Execute()); c.GetValue() != "70000" || c.IsDefault {
		t.Errorf("retention.ms: %v", c)
	}
	s.done(configs.DeleteKafkaTopicConfig(jump, "lkc-jump", "orders", "retention.ms").Execute())
	s.done(configs.UpdateKafkaTopicConfigBatch(jump, "lkc-jump", "orders").AlterConfigBatchRequestData(kafkarest.AlterConfigBatchRequestData{
		Data: []kafkarest.AlterConfigBatchRequestDataData{
			{Name: "retention.ms", Value: nullable("80000"), Operation: nullable("SET")}, {Name: "segment.ms", Operation: nullable("DELETE")},
		},
	}).Execute())
	s.done(topics.DeleteKafkaTopic(jump, "lkc-jump", "orders").Execute())
	_, _, err := topics.GetKafkaTopic(jump, "lkc-jump", "orders").Execute()
	s.refused(http.StatusNotFound, err)
}

// driveAccess lists what filters of a link select from beside topics.
func driveAccess(t *testing.T, p *proof) {
	t.Helper()
	entry := simulator.ACL{ResourceType: "TOPIC", ResourceName: "orders", PatternType: "PREFIXED", Principal: "User:sa-1", Host: "*", Operation: "DESCRIBE_CONFIGS", Permission: "ALLOW"}
	s := newSDK(t, p, func(world *simulator.World, _ *simulator.Options) {
		for i := range world.Clusters {
			if c := &world.Clusters[i]; c.ID == "lkc-jump" {
				c.ConsumerGroups, c.ACLs = []string{"app"}, []simulator.ACL{entry}
			}
		}
	})
	jump := s.as("JUMP")
	if list := got[kafkarest.ConsumerGroupDataList](s)(s.kafka.ConsumerGroupV3Api.ListKafkaConsumerGroups(jump, "lkc-jump").Execute()); len(list.Data) != 1 || list.Data[0].ConsumerGroupId != "app" {
		t.Errorf("consumer groups: %v", list.Data)
	}
	acls := s.kafka.ACLV3Api
	if list := got[kafkarest.AclDataList](s)(acls.GetKafkaAcls(jump, "lkc-jump").Execute()); len(list.Data) != 1 || list.Data[0].Principal != entry.Principal {
		t.Errorf("ACLs: %v", list.Data)
	}
	filter := acls.GetKafkaAcls(jump, "lkc-jump").ResourceType("TOPIC").ResourceName("orders-1").Host("*").Operation("ANY").Permission("ALLOW").Principal("User:sa-1")
	for pattern, want := range map[string]int{"MATCH": 1, "PREFIXED": 0} {
		if list := got[kafkarest.AclDataList](s)(filter.PatternType(pattern).Execute()); len(list.Data) != want {
			t.Errorf("%s: %v", pattern, list.Data)
		}
	}
}

func driveLinks(t *testing.T, p *proof) {
	t.Helper()
	s := newSDK(t, p)
	links, dr := s.kafka.ClusterLinkingV3Api, s.as("DR")
	create := func(name string, dry bool) {
		t.Helper()
		s.done(links.CreateKafkaLink(dr, "lkc-dr").LinkName(name).ValidateOnly(dry).ValidateLink(true).CreateLinkRequestData(kafkarest.CreateLinkRequestData{ //nolint:contextcheck // judging waits for nothing
			SourceClusterId: new("lkc-jump"), Configs: toJump("acl.sync.enable", "true", "consumer.offset.sync.enable", "true"),
		}).Execute())
	}
	create("dry", true)
	create("link", false)
	create("other", false)
	s.done(links.CreateKafkaLink(s.as("JUMP"), "lkc-jump").LinkName("waiting").CreateLinkRequestData(kafkarest.CreateLinkRequestData{
		SourceClusterId: new("lkc-primary"), Configs: settings("link.mode", "DESTINATION", "connection.mode", "INBOUND"),
	}).Execute())
	got[kafkarest.ListLinksResponseData](s)(links.GetKafkaLink(s.as("JUMP"), "lkc-jump", "waiting").IncludeTasks(true).Execute())
	if list := got[kafkarest.ListLinksResponseDataList](s)(links.ListKafkaLinks(dr, "lkc-dr").Execute()); len(list.Data) != 2 {
		t.Errorf("links: %v", list.Data)
	}
	link := got[kafkarest.ListLinksResponseData](s)(links.GetKafkaLink(dr, "lkc-dr", "link").IncludeTasks(true).Execute())
	if link.GetSourceClusterId() != "lkc-jump" || link.GetLinkState() != "ACTIVE" || len(link.Tasks) != 4 {
		t.Errorf("link: %v", link)
	}
	if list := got[kafkarest.ListLinkConfigsResponseDataList](s)(links.ListKafkaLinkConfigs(dr, "lkc-dr", "link").Execute()); len(list.Data) < 56 {
		t.Errorf("%d settings", len(list.Data))
	}
	s.done(links.UpdateKafkaLinkConfig(dr, "lkc-dr", "link", "consumer.offset.sync.ms").
		UpdateLinkConfigRequestData(kafkarest.UpdateLinkConfigRequestData{Value: "6000"}).Execute())
	if c := got[kafkarest.ListLinkConfigsResponseData](s)(links.GetKafkaLinkConfigs(dr, "lkc-dr", "link", "consumer.offset.sync.ms").Execute()); c.Value != "6000" {
		t.Errorf("consumer.offset.sync.ms: %v", c)
	}
	got[kafkarest.ListLinkConfigsResponseData](s)(links.GetKafkaLinkConfigs(dr, "lkc-dr", "link", "sasl.jaas.config").Execute())
	s.done(links.DeleteKafkaLinkConfig(dr, "lkc-dr", "link", "consumer.offset.sync.ms").Execute())
	for _, dry := range []bool{true, false} {
		s.done(links.UpdateKafkaLinkConfigBatch(dr, "lkc-dr", "link").ValidateOnly(dry).AlterConfigBatchRequestData(kafkarest.AlterConfigBatchRequestData{
			Data: []kafkarest.AlterConfigBatchRequestDataData{
				{Name: "acl.sync.ms", Value: nullable("7000")}, {Name: "acl.sync.enable", Operation: nullable("DELETE")},
			},
		}).Execute())
	}
	s.done(links.DeleteKafkaLink(dr, "lkc-dr", "link").ValidateOnly(true).Execute())
	s.done(links.DeleteKafkaLink(dr, "lkc-dr", "link").Execute())
	s.done(links.DeleteKafkaLink(dr, "lkc-dr", "other").Force(true).Execute())
}

func driveRefusals(t *testing.T, p *proof) {
	t.Helper()
	s := newSDK(t, p)
	links, dr := s.kafka.ClusterLinkingV3Api, s.as("DR")
	_, _, err := links.GetKafkaLink(dr, "lkc-dr", "none").Execute()
	s.refused(http.StatusNotFound, err)
	_, _, err = links.ListKafkaLinks(s.as("JUMP"), "lkc-dr").Execute()
	s.refused(http.StatusUnauthorized, err)
	_, err = links.CreateKafkaLink(dr, "lkc-dr").LinkName("wrong").CreateLinkRequestData(kafkarest.CreateLinkRequestData{
		SourceClusterId: new("lkc-jump"), Configs: toJump("no.such.setting", "1"),
	}).Execute()
	s.refused(http.StatusBadRequest, err)
	_, _, err = s.kafka.TopicV3Api.CreateKafkaTopic(dr, "lkc-dr").CreateTopicRequestData(kafkarest.CreateTopicRequestData{
		TopicName: "orders", ReplicationFactor: new(int32(1)),
	}).Execute()
	s.refused(http.StatusBadRequest, err)
}
