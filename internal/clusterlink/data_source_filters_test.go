package clusterlink_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

const filtersType = "clink_filter_matches"

// acl is an entry for a topic.
func acl(name, pattern, principal, operation string) simulator.ACL {
	return simulator.ACL{ResourceType: "TOPIC", ResourceName: name, PatternType: pattern, Principal: principal, Host: "*", Operation: operation, Permission: "ALLOW"}
}

// withGroupsAndACLs gives a source and a destination something for filters to select.
func withGroupsAndACLs(world *simulator.World, _ *simulator.Options) {
	for i := range world.Clusters {
		switch c := &world.Clusters[i]; c.ID {
		case "lkc-primary":
			c.Topics = append(c.Topics, simulator.Topic{Name: "orders-eu"}, simulator.Topic{Name: "__transaction_state"})
			c.ConsumerGroups = []string{"orders-b", "billing", "orders-a", "orders-test"}
			c.ACLs = []simulator.ACL{
				acl("orders", "LITERAL", "User:sa-1", "READ"), acl("orders", "PREFIXED", "User:sa-1", "WRITE"), acl("payments", "LITERAL", "User:sa-2", "READ"),
				{ResourceType: "GROUP", ResourceName: "orders", PatternType: "PREFIXED", Principal: "User:sa-1", Host: "10.0.0.1", Operation: "READ", Permission: "DENY"},
			}
		case "lkc-jump":
			c.ACLs = []simulator.ACL{acl("orders", "LITERAL", "User:sa-1", "READ"), acl("orders", "LITERAL", "User:sa-9", "READ")}
		}
	}
}

const (
	everyTopic  = `{"topicFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`
	ordersACLs  = `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"any","name":"orders"},"accessFilter":{"operation":"any","permissionType":"any"}}]}`
	orderGroups = `{"groupFilters":[{"name":"orders-","patternType":"PREFIXED","filterType":"INCLUDE"},{"name":"orders-test","patternType":"LITERAL","filterType":"EXCLUDE"}]}`
)

func TestProtoDataFilters(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, withGroupsAndACLs)
	p := w.NewProtocol(nil)
	for name, c := range map[string]struct {
		ask  acctest.Object
		want map[string][]string // the names of what is selected
		sent []string
	}{
		"every topic but Kafka's own": {acctest.Object{"topic_filters": everyTopic}, map[string][]string{"topics": {"orders", "orders-eu", "payments"}}, []string{"topics?"}},
		"groups":                      {acctest.Object{"group_filters": orderGroups}, map[string][]string{"consumer_groups": {"orders-a", "orders-b"}}, []string{"consumer-groups?"}},
		"nothing":                     {acctest.Object{"topic_filters": `{"topicFilters":[{"name":"none","patternType":"LITERAL","filterType":"INCLUDE"}]}`}, map[string][]string{"topics": {}}, []string{"topics?"}},
		"no filters, as by default":   {acctest.Object{"group_filters": ""}, map[string][]string{"consumer_groups": {}}, []string{"consumer-groups?"}},
		"ACLs of a topic": {
			acctest.Object{"acl_filters": ordersACLs},
			map[string][]string{"acls": {"orders LITERAL User:sa-1 READ", "orders PREFIXED User:sa-1 WRITE"}},
			[]string{"acls?operation=ANY&pattern_type=ANY&permission=ANY&resource_name=orders&resource_type=TOPIC"},
		},
		"ACLs that two entries select, told once": {
			acctest.Object{"acl_filters": `{"aclFilters":[
				{"resourceFilter":{"resourceType":"any","patternType":"any"},"accessFilter":{"principal":"User:sa-1","operation":"read","permissionType":"any"}},
				{"resourceFilter":{"resourceType":"group","patternType":"prefixed","name":"orders"},"accessFilter":{"operation":"any","permissionType":"deny","host":"10.0.0.1"}}]}`},
			map[string][]string{"acls": {"orders PREFIXED User:sa-1 READ", "orders LITERAL User:sa-1 READ"}},
			[]string{
				"acls?operation=READ&pattern_type=ANY&permission=ANY&principal=User:sa-1&resource_type=ANY",
				"acls?host=10.0.0.1&operation=ANY&pattern_type=PREFIXED&permission=DENY&resource_name=orders&resource_type=GROUP",
			},
		},
		"all three": {
			acctest.Object{"topic_filters": everyTopic, "group_filters": orderGroups, "acl_filters": ordersACLs},
			map[string][]string{
				"topics": {"orders", "orders-eu", "payments"}, "consumer_groups": {"orders-a", "orders-b"},
				"acls": {"orders LITERAL User:sa-1 READ", "orders PREFIXED User:sa-1 WRITE"},
			},
			[]string{"topics?", "consumer-groups?", "acls?operation=ANY&pattern_type=ANY&permission=ANY&resource_name=orders&resource_type=TOPIC"},
		},
	} {
		w.ForgetRequests()
		c.ask["kafka_cluster_id"] = "lkc-primary"
		data := p.ReadData(filtersType, c.ask)
		if len(data.Diagnostics) > 0 {
			t.Errorf("%s: %s", name, data.Diagnostics)
			continue
		}
		for _, attribute := range []string{"topics", "consumer_groups", "acls"} {
			want, asked := c.want[attribute]
			if got := namesOf(data.Object[attribute]); asked != (data.Object[attribute] != nil) || !slices.Equal(got, want) {
				t.Errorf("%s: %s are %v, want %v", name, attribute, got, want)
			}
		}
		var sent []string
		for _, r := range w.Requests("", "/kafka/") {
			query, _ := url.QueryUnescape(r.Query)
			sent = append(sent, r.Path[len("/kafka/v3/clusters/lkc-primary/"):]+"?"+query)
		}
		if !slices.Equal(sent, c.sent) {
			t.Errorf("%s: sent %q", name, sent)
		}
	}
}

// namesOf are the texts of a list, or what tells its objects apart.
func namesOf(list any) []string {
	items, _ := list.([]any)
	names := []string{}
	for _, item := range items {
		if entry, ok := item.(map[string]any); ok {
			item = fmt.Sprintf("%s %s %s %s", entry["resource_name"], entry["pattern_type"], entry["principal"], entry["operation"])
		}
		names = append(names, item.(string))
	}
	return names
}

func TestProtoDataFilters_saysWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, withGroupsAndACLs)
	p := w.NewProtocol(nil)
	at := func(name string) string { return fmt.Sprintf("AttributeName(%q)", name) }
	for name, c := range map[string]struct {
		ask   acctest.Object
		fault int
		at    string
		words []string
	}{
		"nothing asked":       {acctest.Object{}, 0, at("topic_filters"), []string{"group_filters", "acl_filters"}},
		"no JSON":             {acctest.Object{"topic_filters": "orders"}, 0, at("topic_filters"), []string{"topic_filters", "not valid JSON", "jsonencode"}},
		"of another setting":  {acctest.Object{"group_filters": everyTopic}, 0, at("group_filters"), []string{"topicFilters", "groupFilters"}},
		"an ACL filter":       {acctest.Object{"acl_filters": `{"aclFilters":[]}`}, 0, at("acl_filters"), []string{"aclFilters is empty"}},
		"not allowed, topics": {acctest.Object{"topic_filters": everyTopic}, http.StatusForbidden, at("topic_filters"), []string{`topics of cluster "lkc-primary"`, "no right", "request id"}},
		"not allowed, groups": {acctest.Object{"group_filters": orderGroups}, http.StatusForbidden, at("group_filters"), []string{"consumer groups", "no right"}},
		"not allowed, ACLs":   {acctest.Object{"acl_filters": ordersACLs}, http.StatusForbidden, at("acl_filters"), []string{"ACLs", "no right"}},
	} {
		c.ask["kafka_cluster_id"] = "lkc-primary"
		if c.fault != 0 {
			w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/(topics|consumer-groups|acls)$", Times: 1, Status: c.fault, Headers: map[string]string{"X-Request-Id": "r-1"}, Body: `{"error_code":40301,"message":"no right"}`})
		}
		if d := p.ReadData(filtersType, c.ask); len(d.Diagnostics.Errors()) != 1 || !d.Diagnostics.Errors().Says(c.at, c.words...) {
			t.Errorf("%s: says %s", name, d.Diagnostics)
		}
	}
}

// What nobody tells is not taken for nothing.
func TestProtoDataFilters_whatCannotBeKnown(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, withGroupsAndACLs)
	byLinks := acctest.Object{"kafka_cluster_id": "lkc-jump", "acl_filters": `{"aclFilters":[
		{"resourceFilter":{"resourceType":"any","patternType":"any"},"accessFilter":{"operation":"any","permissionType":"any"}},
		{"resourceFilter":{"resourceType":"any","patternType":"any"},"accessFilter":{"operation":"any","permissionType":"any","clusterLinkIds":["x"]}}]}`}
	data := w.NewProtocol(nil).ReadData(filtersType, byLinks)
	if got := namesOf(data.Object["acls"]); len(got) != 2 || len(data.Diagnostics) != 1 || !data.Diagnostics.Warnings().Says(`AttributeName("acl_filters")`, "aclFilters[1]", "does not tell") {
		t.Errorf("selects %v, says %s", got, data.Diagnostics)
	}
	if sent := w.Requests(http.MethodGet, "/acls"); len(sent) != 1 {
		t.Errorf("sent %v", sent)
	}
}

func TestProtoDataFilters_unreachable(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for keep, words := range map[string][]string{"keep": {"Filters Not Matched", "gives no answer", "is null"}, "error": {"Unable to Match Filters", "There is no connection"}} {
		t.Run(keep, func(t *testing.T) {
			t.Parallel()
			data := w.NewProtocol(func(block map[string]any) {
				block["kafka_clusters"] = map[string]any{"lkc-dr": map[string]any{"rest_endpoint": "http://127.0.0.1:9", "on_unreachable": keep}}
			}).ReadData(filtersType, acctest.Object{"kafka_cluster_id": "lkc-dr", "topic_filters": everyTopic})
			if !data.Diagnostics.Says("", words...) || keep == "keep" != (len(data.Diagnostics.Errors()) == 0) || data.Object["topics"] != nil {
				t.Errorf("%v, says %s", data.Object["topics"], data.Diagnostics)
			}
		})
	}
}

// What a user does with it: see what a link would mirror and which ACLs its sync would
// delete, and refuse filters that select nothing, before the link is made.
func TestAccDataFilters(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, withGroupsAndACLs)
	config := func(begin string) string {
		return fmt.Sprintf(`
locals {
  topic_filters = jsonencode({ topicFilters = [{ name = %q, patternType = "PREFIXED", filterType = "INCLUDE" }] })
  acl_filters   = %q
}

data "clink_filter_matches" "source" {
  kafka_cluster_id = "lkc-primary"
  topic_filters    = local.topic_filters
  group_filters    = %q
  acl_filters      = local.acl_filters

  lifecycle {
    postcondition {
      condition     = length(self.topics) > 0
      error_message = "The filters select no topic."
    }
  }
}

data "clink_filter_matches" "destination" {
  kafka_cluster_id = "lkc-jump"
  acl_filters      = local.acl_filters
}

output "mirrored" {
  value = data.clink_filter_matches.source.topics
}

output "groups" {
  value = data.clink_filter_matches.source.consumer_groups
}

output "deleted" {
  value = [for acl in setsubtract(data.clink_filter_matches.destination.acls, data.clink_filter_matches.source.acls) : acl.principal]
}

resource "clink_cluster_link" "test" {
  kafka_cluster_id  = "lkc-jump"
  remote_cluster_id = "lkc-primary"
  link_name         = "l"
  connection_mode   = "INBOUND"
  config = {
    "auto.create.mirror.topics.enable"  = "true"
    "auto.create.mirror.topics.filters" = local.topic_filters
    "acl.sync.enable"                   = "true"
    "acl.filters"                       = local.acl_filters
  }

  depends_on = [data.clink_filter_matches.source]
}
`, begin, ordersACLs, orderGroups)
	}
	list := func(values ...string) knownvalue.Check {
		checks := make([]knownvalue.Check, len(values))
		for i, v := range values {
			checks[i] = knownvalue.StringExact(v)
		}
		return knownvalue.ListExact(checks)
	}
	run(t, w,
		resource.TestStep{Config: config("none"), ExpectError: regexp.MustCompile("select no topic")},
		resource.TestStep{
			Config: config("orders"),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("mirrored", list("orders", "orders-eu")),
				statecheck.ExpectKnownOutputValue("groups", list("orders-a", "orders-b")),
				statecheck.ExpectKnownOutputValue("deleted", list("User:sa-9")),
			},
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
	if made := w.Requests(http.MethodPost, "/links"); len(made) != 1 {
		t.Errorf("made %v", made)
	}
}
