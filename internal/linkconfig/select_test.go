package linkconfig_test

import (
	"reflect"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

func TestSelector(t *testing.T) {
	t.Parallel()
	const (
		some  = `{"groupFilters":[{"name":"orders-","patternType":"prefixed","filterType":"Include"},{"name":"orders-test","patternType":"LITERAL","filterType":"exclude"},{"name":"audit","patternType":"LITERAL","filterType":"INCLUDE"}]}`
		every = `{"topicFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`
		star  = `{"topicFilters":[{"name":"a*","patternType":"LITERAL","filterType":"INCLUDE"}]}`
	)
	for _, c := range []struct {
		is    linkconfig.Type
		value string
		name  string
		want  bool
	}{
		{linkconfig.GroupFilters, some, "orders-eu", true},
		{linkconfig.GroupFilters, some, "orders-", true},
		{linkconfig.GroupFilters, some, "orders", false},
		{linkconfig.GroupFilters, some, "orders-test", false},
		{linkconfig.GroupFilters, some, "orders-test-2", true},
		{linkconfig.GroupFilters, some, "audit", true},
		{linkconfig.GroupFilters, some, "audit-2", false},
		{linkconfig.TopicFilters, every, "anything", true},
		{linkconfig.TopicFilters, star, "ab", false},
		{linkconfig.TopicFilters, star, "a*", true},
		{linkconfig.TopicFilters, `{"topicFilters":[]}`, "a", false},
	} {
		selects, ok := linkconfig.Selector(c.is, c.value)
		if !ok || selects(c.name) != c.want {
			t.Errorf("%s: %q is selected: %t", c.value, c.name, !c.want)
		}
	}
	for _, value := range []string{"", "{", "[]", `"text"`, some} {
		if _, ok := linkconfig.Selector(linkconfig.TopicFilters, value); ok {
			t.Errorf("%q holds topic filters", value)
		}
	}
}

func TestACLFiltersOf(t *testing.T) {
	t.Parallel()
	got, ok := linkconfig.ACLFiltersOf(`{"aclFilters":[
		{"resourceFilter":{"resourceType":"any","patternType":"any"},"accessFilter":{"operation":"any","permissionType":"any"}},
		{"resourceFilter":{"resourceType":"transactionalId","patternType":"Prefixed","name":"pay-"},"accessFilter":{"principal":"User:sa-1","operation":"describeConfigs","permissionType":"deny","host":"10.0.0.1"}},
		{"resourceFilter":{"resourceType":"topic","patternType":"literal","name":"*"},"accessFilter":{"principal":"","operation":"IDEMPOTENT_WRITE","permissionType":"allow","host":"*","clusterLinkIds":["x"]}},
		{"resourceFilter":{"resourceType":"Group","patternType":"match","name":null},"accessFilter":{"principal":null,"operation":"read","permissionType":"Allow","host":null,"clusterLinkIds":[]}}
	]}`)
	want := []linkconfig.ACLFilter{
		{ResourceType: "ANY", PatternType: "ANY", Operation: "ANY", Permission: "ANY"},
		{ResourceType: "TRANSACTIONAL_ID", PatternType: "PREFIXED", ResourceName: "pay-", Principal: "User:sa-1", Host: "10.0.0.1", Operation: "DESCRIBE_CONFIGS", Permission: "DENY"},
		{ResourceType: "TOPIC", PatternType: "LITERAL", Operation: "IDEMPOTENT_WRITE", Permission: "ALLOW", ByLinks: true},
		{ResourceType: "GROUP", PatternType: "MATCH", Operation: "READ", Permission: "ALLOW"},
	}
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	for _, value := range []string{"", "{", "[]", `{"topicFilters":[]}`} {
		if _, ok := linkconfig.ACLFiltersOf(value); ok {
			t.Errorf("%q holds ACL filters", value)
		}
	}
}
