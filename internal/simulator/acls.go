package simulator

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// ACL is an entry of a cluster's access control list, in the words of the REST API.
type ACL struct {
	ResourceType string `json:"resource_type"`
	ResourceName string `json:"resource_name"`
	PatternType  string `json:"pattern_type"`
	Principal    string `json:"principal"`
	Host         string `json:"host"`
	Operation    string `json:"operation"`
	Permission   string `json:"permission"`
}

// The values of the enums (ANY and MATCH: of filters alone).
var (
	aclResourceTypes = []string{"ANY", "TOPIC", "GROUP", "CLUSTER", "TRANSACTIONAL_ID", "DELEGATION_TOKEN"}
	aclPatternTypes  = []string{"ANY", "MATCH", "LITERAL", "PREFIXED"}
	aclOperations    = []string{
		"ANY", "ALL", "READ", "WRITE", "CREATE", "DELETE", "ALTER", "DESCRIBE",
		"CLUSTER_ACTION", "DESCRIBE_CONFIGS", "ALTER_CONFIGS", "IDEMPOTENT_WRITE",
	}
	aclPermissions = []string{"ANY", "DENY", "ALLOW"}
)

// fault says what is wrong with an entry of a world.
func (a ACL) fault() error {
	for _, f := range []struct {
		name, value string
		of          []string
	}{
		{"resource_type", a.ResourceType, aclResourceTypes},
		{"pattern_type", a.PatternType, []string{"LITERAL", "PREFIXED"}},
		{"operation", a.Operation, aclOperations},
		{"permission", a.Permission, aclPermissions},
	} {
		if f.value == "ANY" || !slices.Contains(f.of, f.value) {
			return fmt.Errorf("%s %q is none that an ACL has", f.name, f.value)
		}
	}
	if a.ResourceName == "" || a.Principal == "" || a.Host == "" {
		return fmt.Errorf("resource_name, principal or host is empty")
	}
	return nil
}

type aclData struct {
	Kind      string   `json:"kind"`
	Metadata  metadata `json:"metadata"`
	ClusterID string   `json:"cluster_id"`
	ACL
}

// listACLs lists the entries that a filter selects, as Kafka's own filter does: what is
// not given selects all.
func listACLs(_ *state, c *call) (reply, error) {
	for name, of := range map[string][]string{
		"resource_type": aclResourceTypes, "pattern_type": aclPatternTypes, "operation": aclOperations, "permission": aclPermissions,
	} {
		if value := c.query.Get(name); value != "" && !slices.Contains(of, value) {
			return reply{}, kafkaError{http.StatusBadRequest, http.StatusBadRequest, fmt.Sprintf("Invalid value %q for query parameter %s", value, name)}
		}
	}
	selects := func(name, value string) bool {
		filter := c.query.Get(name)
		return filter == "" || filter == "ANY" || filter == value
	}
	var data []aclData
	for _, a := range c.cluster.ACLs {
		if selects("resource_type", a.ResourceType) && selects("principal", a.Principal) && selects("host", a.Host) && selects("operation", a.Operation) &&
			selects("permission", a.Permission) && a.named(c.query.Get("resource_name"), cmp.Or(c.query.Get("pattern_type"), "ANY")) {
			data = append(data, aclData{"KafkaAcl", metadata{c.self("acls")}, c.cluster.ID, a})
		}
	}
	return ok(list("KafkaAclList", c.self("acls"), data))
}

// named reports whether an entry's pattern is the one that a filter means.
func (a ACL) named(name, pattern string) bool {
	switch pattern {
	case "ANY":
		return name == "" || a.ResourceName == name
	case "MATCH":
		return name == "" || a.ResourceName == name || a.PatternType == "LITERAL" && a.ResourceName == "*" ||
			a.PatternType == "PREFIXED" && strings.HasPrefix(name, a.ResourceName)
	default:
		return a.PatternType == pattern && (name == "" || a.ResourceName == name)
	}
}

type consumerGroupData struct {
	Kind              string   `json:"kind"`
	Metadata          metadata `json:"metadata"`
	ClusterID         string   `json:"cluster_id"`
	ConsumerGroupID   string   `json:"consumer_group_id"`
	IsSimple          bool     `json:"is_simple"`
	PartitionAssignor string   `json:"partition_assignor"`
	State             string   `json:"state"`
	Coordinator       related  `json:"coordinator"`
	Consumers         related  `json:"consumers"`
	LagSummary        related  `json:"lag_summary"`
}

func listConsumerGroups(_ *state, c *call) (reply, error) {
	var data []consumerGroupData
	for _, id := range slices.Sorted(slices.Values(c.cluster.ConsumerGroups)) {
		self := c.self("consumer-groups", id)
		data = append(data, consumerGroupData{
			Kind: "KafkaConsumerGroup", Metadata: metadata{self}, ClusterID: c.cluster.ID, ConsumerGroupID: id,
			PartitionAssignor: "range", State: "STABLE",
			Coordinator: related{c.self("brokers", "1")}, Consumers: related{self + "/consumers"}, LagSummary: related{self + "/lag-summary"},
		})
	}
	return ok(list("KafkaConsumerGroupList", c.self("consumer-groups"), data))
}
