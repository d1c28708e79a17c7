package conformance

import (
	"slices"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/test/conformance/spec"
)

// unkept are the fields of answers that the SDK's types cannot hold, and why the
// simulator sends them all the same.
func unkept() map[string]string {
	reasons := map[string]string{}
	for _, operation := range []string{"listKafkaLinkConfigs", "getKafkaLinkConfigs"} {
		for _, flag := range []string{"/is_default", "/is_read_only", "/is_sensitive"} {
			reasons[operation+" "+flag] = "the SDK calls them read_only and sensitive, which the simulator sends as well: contract G6"
		}
		reasons[operation+" /default"] = "its OpenAPI file requires the flag without declaring it: contract G6"
		reasons[operation+" /value"] = "the SDK makes null an empty text: contract G5"
	}
	reasons["listKafkaConsumerGroups /consumers/related"] = "the OpenAPI file requires it and declares consumer in its place; its own examples have consumers"
	for _, operation := range []string{"listKafkaMirrorTopics", "listKafkaMirrorTopicsUnderLink", "readKafkaMirrorTopic"} {
		reasons[operation+" /mirror_topic_error"] = "newer than this version of the SDK: contract A.3"
	}
	for _, operation := range []string{"Pause", "Resume", "Promote", "Failover", "ReverseAndStartMirror", "ReverseAndPauseMirror"} {
		reasons["updateKafkaMirrorTopics"+operation+" /partition_level_truncation_data"] = "the SDK leaves out a list that is null: contract A.4"
	}
	return reasons
}

// otherOperations have a tag that covers links or topics, and are about neither.
func otherOperations() []string {
	return []string{
		"deleteKafkaClusterConfig", "getKafkaClusterConfig", "listKafkaClusterConfigs", "updateKafkaClusterConfig", "updateKafkaClusterConfigs",
	}
}

func TestSDK(t *testing.T) {
	t.Parallel()
	documents, err := spec.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := &proof{documents: documents, asked: map[string]int{}, excepted: map[string]int{}}
	t.Run("drive", func(t *testing.T) {
		for name, drive := range map[string]func(*testing.T, *proof){
			"topics": driveTopics, "access": driveAccess, "links": driveLinks, "refused": driveRefusals, "mirrors": driveMirrors, "reversal": driveReversal, "network links": driveNetworkLinks, "logins": driveLogins,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				drive(t, p)
			})
		}
	})
	if t.Failed() {
		return
	}
	operations := documents.Operations("Cluster Linking (v3)", "Topic (v3)", "Configs (v3)",
		"Network Link Services (networking/v1)", "Network Link Endpoints (networking/v1)", "Network Link Service Associations (networking/v1)", "OAuth Tokens (sts/v1)")
	for _, operation := range operations {
		if p.asked[operation] == 0 && !slices.Contains(otherOperations(), operation) {
			t.Errorf("the SDK was not driven through %s", operation)
		}
	}
	for field, why := range unkept() {
		if p.excepted[field] == 0 {
			t.Errorf("the SDK keeps %s, or no answer has it: take it off the list unkept (%s)", field, why)
		}
	}
	exchanges := 0
	for _, n := range p.asked {
		exchanges += n
	}
	t.Logf("%d operations in %d exchanges; values that the SDK's types cannot hold: %v", len(p.asked), exchanges, p.excepted)
}
