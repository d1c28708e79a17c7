package simulator_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// withAccess is the default world with groups and ACLs on its primary cluster.
func withAccess() simulator.World {
	world := simulator.DefaultWorld()
	acl := func(resource, name, pattern, principal, host, operation, permission string) simulator.ACL {
		return simulator.ACL{ResourceType: resource, ResourceName: name, PatternType: pattern, Principal: principal, Host: host, Operation: operation, Permission: permission}
	}
	world.Clusters[0].ConsumerGroups = []string{"b", "a"}
	world.Clusters[0].ACLs = []simulator.ACL{
		acl("TOPIC", "orders", "LITERAL", "User:1", "*", "READ", "ALLOW"),
		acl("TOPIC", "or", "PREFIXED", "User:2", "*", "WRITE", "DENY"),
		acl("TOPIC", "*", "LITERAL", "User:3", "10.0.0.1", "READ", "ALLOW"),
		acl("GROUP", "orders", "LITERAL", "User:4", "*", "READ", "ALLOW"),
	}
	return world
}

func TestAccess_groups(t *testing.T) {
	t.Parallel()
	b := startWith(t, withAccess(), simulator.Options{})
	list := b.kafka("lkc-primary", "GET", "/consumer-groups", "").want(200).is("kind", "KafkaConsumerGroupList").is("data.0.kind", "KafkaConsumerGroup").is("data.0.cluster_id", "lkc-primary")
	if got := list.column("consumer_group_id"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("groups %v", got)
	}
	b.kafka("lkc-dr", "GET", "/consumer-groups", "").want(200).is("data", "[]")
}

func TestAccess_acls(t *testing.T) {
	t.Parallel()
	b := startWith(t, withAccess(), simulator.Options{})
	for query, want := range map[string]string{
		"":                  "1 2 3 4",
		"resource_type=ANY": "1 2 3 4", "resource_type=GROUP": "4",
		"principal=User:2": "2", "host=10.0.0.1": "3", "operation=READ": "1 3 4", "operation=ANY&permission=DENY": "2",
		// A name is that of a pattern, and means what matches it with MATCH alone.
		"resource_name=orders": "1 4", "resource_name=orders&pattern_type=ANY&resource_type=TOPIC": "1",
		"resource_name=orders&pattern_type=MATCH&resource_type=TOPIC": "1 2 3", "pattern_type=PREFIXED": "2", "resource_name=orders&pattern_type=PREFIXED": "",
	} {
		list := b.kafka("lkc-primary", "GET", "/acls?"+query, "").want(200).is("kind", "KafkaAclList")
		if got := strings.ReplaceAll(strings.Join(list.column("principal"), " "), "User:", ""); got != want {
			t.Errorf("%s lists %q, want %q", query, got, want)
		}
	}
	b.kafka("lkc-primary", "GET", "/acls?operation=EAT", "").refused(400, 400, "operation")
}

func TestAccess_worldsThatContradictThemselves(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*simulator.ACL){
		"a filter's resource type": func(a *simulator.ACL) { a.ResourceType = "ANY" },
		"a filter's pattern":       func(a *simulator.ACL) { a.PatternType = "MATCH" },
		"no such operation":        func(a *simulator.ACL) { a.Operation = "EAT" },
		"no permission":            func(a *simulator.ACL) { a.Permission = "" },
		"no principal":             func(a *simulator.ACL) { a.Principal = "" },
	} {
		world := withAccess()
		change(&world.Clusters[0].ACLs[0])
		if _, err := simulator.New(world, simulator.Options{}); err == nil || !strings.Contains(err.Error(), `cluster "lkc-primary": acl`) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
