package linkconfig

import (
	"slices"
	"strings"
)

// Selector reports which names the filters in a value of auto.create.mirror.topics.filters
// (TopicFilters) or consumer.offset.group.filters (GroupFilters) select: those that a
// filter includes and none excludes (contract B.4). It is false for a value that holds no
// such filters.
func Selector(t Type, value string) (selects func(name string) bool, ok bool) {
	listed := filtersIn(t, value)
	if listed == nil {
		return nil, false
	}
	return func(name string) bool {
		included := false
		for _, filter := range listed.items {
			if !filter.selects(name) {
				continue
			}
			if strings.EqualFold(filter.textOf("filterType"), "EXCLUDE") {
				return false
			}
			included = true
		}
		return included
	}, true
}

// ACLFilter is one entry of acl.filters in the words of Kafka's REST API, such as
// TRANSACTIONAL_ID. What is left out, or stands for everything, is empty.
type ACLFilter struct {
	ResourceType, ResourceName, PatternType string
	Principal, Host                         string
	Operation, Permission                   string
	// ByLinks says that it selects ACLs by the links that made them (clusterLinkIds).
	ByLinks bool
}

// ACLFiltersOf are the entries of a value of acl.filters; false when it holds none.
func ACLFiltersOf(value string) (filters []ACLFilter, ok bool) {
	listed := filtersIn(ACLFilters, value)
	if listed == nil {
		return nil, false
	}
	for _, entry := range listed.items {
		resource, access := entry.object("resourceFilter"), entry.object("accessFilter")
		links := access.object("clusterLinkIds")
		filters = append(filters, ACLFilter{
			ResourceType: kafkaWord(resource.textOf("resourceType")), ResourceName: notAny(resource.textOf("name")),
			PatternType: kafkaWord(resource.textOf("patternType")),
			Principal:   notAny(access.textOf("principal")), Host: notAny(access.textOf("host")),
			Operation: kafkaWord(access.textOf("operation")), Permission: kafkaWord(access.textOf("permissionType")),
			ByLinks: len(links.items) > 0,
		})
	}
	return filters, true
}

// filtersIn is the list of filters in a value; nil when there is none.
func filtersIn(t Type, value string) *node {
	root, err := parseJSON(value)
	if err != nil {
		return nil
	}
	return root.get(formOf(t).wrapper)
}

// selects reports whether a topic or group filter is about a name.
func (n *node) selects(name string) bool {
	filter := n.textOf("name")
	if strings.EqualFold(n.textOf("patternType"), "PREFIXED") {
		return strings.HasPrefix(name, filter)
	}
	return filter == "*" || filter == name
}

// textOf is the text of a key's value; empty when there is none.
func (n *node) textOf(key string) string { return n.object(key).text }

// object is a key's value, empty when there is none.
func (n *node) object(key string) *node {
	if value := n.get(key); value != nil {
		return value
	}
	return &node{}
}

// notAny is a text but for the star, which stands for everything.
func notAny(text string) string {
	if text == "*" {
		return ""
	}
	return text
}

// kafkaWord is a value of an enum as Kafka's REST API spells it: filters have it in any
// letter case, and with or without the underscores.
func kafkaWord(value string) string {
	long := []string{"TRANSACTIONAL_ID", "CLUSTER_ACTION", "DESCRIBE_CONFIGS", "ALTER_CONFIGS", "IDEMPOTENT_WRITE"}
	i := slices.IndexFunc(long, func(word string) bool {
		return strings.EqualFold(strings.ReplaceAll(word, "_", ""), strings.ReplaceAll(value, "_", ""))
	})
	if i >= 0 {
		return long[i]
	}
	return strings.ToUpper(value)
}
