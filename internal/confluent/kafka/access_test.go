package kafka

import (
	"net/http"
	"reflect"
	"testing"
)

func TestConsumerGroups(t *testing.T) {
	t.Parallel()
	f, c := newFake(always(http.StatusOK, `{"kind":"KafkaConsumerGroupList","metadata":{"next":null},"data":[{"consumer_group_id":"a","state":"STABLE"},{"consumer_group_id":"b c"}]}`))
	got, err := c.ConsumerGroups(t.Context())
	if err != nil || !reflect.DeepEqual(got, []ConsumerGroup{{"a"}, {"b c"}}) {
		t.Errorf("got %v, %v", got, err)
	}
	f.expect(t, true, "GET consumer-groups")
}

func TestACLs(t *testing.T) {
	t.Parallel()
	entry := ACL{ResourceType: "TOPIC", ResourceName: "a b", PatternType: "PREFIXED", Principal: "User:sa-1", Host: "10.0.0.1", Operation: "READ", Permission: "ALLOW"}
	f, c := newFake(always(http.StatusOK, `{"data":[{"kind":"KafkaAcl","resource_type":"TOPIC","resource_name":"a b","pattern_type":"PREFIXED","principal":"User:sa-1","host":"10.0.0.1","operation":"READ","permission":"ALLOW"}]}`))
	for _, filter := range []ACL{{}, {ResourceType: "ANY"}, entry} {
		if got, err := c.ACLs(t.Context(), filter); err != nil || !reflect.DeepEqual(got, []ACL{entry}) {
			t.Errorf("got %v, %v", got, err)
		}
	}
	f.expect(t, true, "GET acls", "GET acls?resource_type=ANY",
		"GET acls?host=10.0.0.1&operation=READ&pattern_type=PREFIXED&permission=ALLOW&principal=User%3Asa-1&resource_name=a+b&resource_type=TOPIC")
}

// What is no list is not an empty one.
func TestACLs_noList(t *testing.T) {
	t.Parallel()
	_, c := newFake(always(http.StatusOK, `{}`))
	if got, err := c.ACLs(t.Context(), ACL{}); err == nil {
		t.Errorf("got %v", got)
	}
	if got, err := c.ConsumerGroups(t.Context()); err == nil {
		t.Errorf("got %v", got)
	}
}
