package conformance

import (
	"net/http"
	"testing"

	kafkarest "github.com/confluentinc/ccloud-sdk-go-v2/kafkarest/v3"
)

// names ask for an operation on these mirror topics.
func names(topics ...string) kafkarest.AlterMirrorsRequestData {
	return kafkarest.AlterMirrorsRequestData{MirrorTopicNames: &topics}
}

// status reads a mirror topic and compares its status.
func (s *sdk) status(key, cluster, link, topic string, want kafkarest.MirrorTopicStatus) {
	s.t.Helper()
	m := got[kafkarest.ListMirrorTopicsResponseData](s)(s.kafka.ClusterLinkingV3Api.
		ReadKafkaMirrorTopic(s.as(key), cluster, link, topic).IncludeStateTransitionErrors(true).Execute())
	if m.MirrorStatus != want {
		s.t.Errorf("%s on %s is %s, not %s", topic, cluster, m.MirrorStatus, want)
	}
}

// accepted judges the answer to an operation on mirror topics, none of which may
// be refused.
func (s *sdk) accepted(list kafkarest.AlterMirrorStatusResponseDataList, resp *http.Response, err error) {
	s.t.Helper()
	for _, one := range got[kafkarest.AlterMirrorStatusResponseDataList](s)(list, resp, err).Data {
		if code, set := one.GetErrorCodeOk(); set && code != nil {
			s.t.Errorf("%s: %d %s", s.last, *code, one.GetErrorMessage())
		}
	}
}

func driveMirrors(t *testing.T, p *proof) {
	t.Helper()
	s := newSDK(t, p)
	links, dr := s.kafka.ClusterLinkingV3Api, s.as("DR")
	for _, topic := range []string{"a", "b", "c"} {
		got[kafkarest.TopicData](s)(s.kafka.TopicV3Api.CreateKafkaTopic(s.as("JUMP"), "lkc-jump").
			CreateTopicRequestData(kafkarest.CreateTopicRequestData{TopicName: topic, PartitionsCount: new(int32(2))}).Execute())
	}
	s.done(links.CreateKafkaLink(dr, "lkc-dr").LinkName("link").CreateLinkRequestData(kafkarest.CreateLinkRequestData{
		SourceClusterId: new("lkc-jump"), Configs: toJump("cluster.link.prefix", "us_"),
	}).Execute())
	s.done(links.CreateKafkaMirrorTopic(dr, "lkc-dr", "link").CreateMirrorTopicRequestData(kafkarest.CreateMirrorTopicRequestData{SourceTopicName: "a"}).Execute())
	s.done(links.CreateKafkaMirrorTopic(dr, "lkc-dr", "link").CreateMirrorTopicRequestData(kafkarest.CreateMirrorTopicRequestData{
		SourceTopicName: "b", MirrorTopicName: new("us_b"), ReplicationFactor: new(int32(3)), Configs: settings("confluent.key.schema.validation", "true"),
	}).Execute())
	s.done(links.CreateKafkaMirrorTopic(dr, "lkc-dr", "link").CreateMirrorTopicRequestData(kafkarest.CreateMirrorTopicRequestData{SourceTopicName: "c"}).Execute())
	if list := got[kafkarest.ListMirrorTopicsResponseDataList](s)(links.ListKafkaMirrorTopicsUnderLink(dr, "lkc-dr", "link").Execute()); len(list.Data) != 3 {
		t.Errorf("mirrors: %v", list.Data)
	}
	got[kafkarest.ListLinksResponseData](s)(links.GetKafkaLink(dr, "lkc-dr", "link").IncludeTasks(true).Execute())

	s.accepted(links.UpdateKafkaMirrorTopicsPause(dr, "lkc-dr", "link").ValidateOnly(true).AlterMirrorsRequestData(names("us_a")).Execute())
	s.status("DR", "lkc-dr", "link", "us_a", kafkarest.ACTIVE)
	s.accepted(links.UpdateKafkaMirrorTopicsPause(dr, "lkc-dr", "link").
		AlterMirrorsRequestData(kafkarest.AlterMirrorsRequestData{MirrorTopicNamePattern: new("us_.*")}).Execute())
	s.status("DR", "lkc-dr", "link", "us_a", kafkarest.PAUSED)
	if list := got[kafkarest.ListMirrorTopicsResponseDataList](s)(links.ListKafkaMirrorTopics(dr, "lkc-dr").MirrorStatus(kafkarest.PAUSED).Execute()); len(list.Data) != 3 {
		t.Errorf("paused mirrors: %v", list.Data)
	}
	got[kafkarest.ListMirrorTopicsResponseDataList](s)(links.ListKafkaMirrorTopicsUnderLink(dr, "lkc-dr", "link").MirrorStatus(kafkarest.STOPPED).Execute())
	s.accepted(links.UpdateKafkaMirrorTopicsResume(dr, "lkc-dr", "link").AlterMirrorsRequestData(names("us_a", "us_b")).Execute())
	s.accepted(links.UpdateKafkaMirrorTopicsPromote(dr, "lkc-dr", "link").AlterMirrorsRequestData(names("us_a")).Execute())
	s.status("DR", "lkc-dr", "link", "us_a", kafkarest.STOPPED)
	s.accepted(links.UpdateKafkaMirrorTopicsFailover(dr, "lkc-dr", "link").AlterMirrorsRequestData(names("us_b")).Execute())

	// Refusals of single topics come with status 200.
	list := got[kafkarest.AlterMirrorStatusResponseDataList](s)(links.UpdateKafkaMirrorTopicsPromote(dr, "lkc-dr", "link").AlterMirrorsRequestData(names("us_a", "none")).Execute())
	if len(list.Data) != 2 || list.Data[0].GetErrorCode() != http.StatusBadRequest || list.Data[1].GetErrorCode() != http.StatusNotFound {
		t.Errorf("promoting what cannot be: %v", list.Data)
	}
	// Every status that there is has a name in the SDK.
	for _, status := range []kafkarest.MirrorTopicStatus{
		kafkarest.ACTIVE, kafkarest.FAILED, kafkarest.LINK_FAILED, kafkarest.LINK_PAUSED, kafkarest.PAUSED, kafkarest.PENDING_STOPPED,
		kafkarest.SOURCE_UNAVAILABLE, kafkarest.PENDING_MIRROR, kafkarest.PENDING_SYNCHRONIZE, kafkarest.PENDING_SETUP_FOR_RESTORE,
		kafkarest.PENDING_RESTORE, kafkarest.STOPPED,
	} {
		s.world.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/link/us_c", map[string]any{"mirror_status": status, "lag": 7})
		s.status("DR", "lkc-dr", "link", "us_c", status)
	}
}

func driveReversal(t *testing.T, p *proof) {
	t.Helper()
	s := newSDK(t, p)
	links, jump, dr := s.kafka.ClusterLinkingV3Api, s.as("JUMP"), s.as("DR")
	got[kafkarest.TopicData](s)(s.kafka.TopicV3Api.CreateKafkaTopic(jump, "lkc-jump").CreateTopicRequestData(kafkarest.CreateTopicRequestData{TopicName: "a"}).Execute())
	s.done(links.CreateKafkaLink(jump, "lkc-jump").LinkName("both").CreateLinkRequestData(kafkarest.CreateLinkRequestData{
		RemoteClusterId: new("lkc-dr"), Configs: settings("link.mode", "BIDIRECTIONAL", "connection.mode", "INBOUND"),
	}).Execute())
	half := got[kafkarest.ListLinksResponseData](s)(links.GetKafkaLink(jump, "lkc-jump", "both").Execute())
	s.done(links.CreateKafkaLink(dr, "lkc-dr").LinkName("both").CreateLinkRequestData(kafkarest.CreateLinkRequestData{
		RemoteClusterId: new("lkc-jump"), ClusterLinkId: &half.ClusterLinkId,
		Configs: toJump("link.mode", "BIDIRECTIONAL", "connection.mode", "OUTBOUND", "remote.link.connection.mode", "INBOUND",
			"local.security.protocol", "SASL_SSL", "local.sasl.mechanism", "PLAIN", "local.sasl.jaas.config", jaas("DR")),
	}).Execute())
	if other := got[kafkarest.ListLinksResponseData](s)(links.GetKafkaLink(dr, "lkc-dr", "both").IncludeTasks(true).Execute()); other.ClusterLinkId != half.ClusterLinkId {
		t.Errorf("halves %s and %s", half.ClusterLinkId, other.ClusterLinkId)
	}
	s.done(links.CreateKafkaMirrorTopic(dr, "lkc-dr", "both").CreateMirrorTopicRequestData(kafkarest.CreateMirrorTopicRequestData{SourceTopicName: "a"}).Execute())
	s.status("DR", "lkc-dr", "both", "a", kafkarest.ACTIVE)

	s.accepted(links.UpdateKafkaMirrorTopicsReverseAndStartMirror(dr, "lkc-dr", "both").AlterMirrorsRequestData(names("a")).Execute())
	s.status("DR", "lkc-dr", "both", "a", kafkarest.STOPPED)
	s.status("JUMP", "lkc-jump", "both", "a", kafkarest.ACTIVE)
	s.accepted(links.UpdateKafkaMirrorTopicsReverseAndPauseMirror(jump, "lkc-jump", "both").AlterMirrorsRequestData(names("a")).Execute())
	s.status("DR", "lkc-dr", "both", "a", kafkarest.PAUSED)
	s.accepted(links.UpdateKafkaMirrorTopicsResume(dr, "lkc-dr", "both").AlterMirrorsRequestData(names("a")).Execute())
	s.accepted(links.UpdateKafkaMirrorTopicsFailover(dr, "lkc-dr", "both").AlterMirrorsRequestData(names("a")).Execute())
	s.accepted(links.UpdateKafkaMirrorTopicsTruncateAndRestoreMirror(jump, "lkc-jump", "both").
		IncludePartitionLevelTruncationData(true).AlterMirrorsRequestData(names("a")).Execute())
	s.status("JUMP", "lkc-jump", "both", "a", kafkarest.ACTIVE)
}
