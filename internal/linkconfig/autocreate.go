package linkconfig

import "strings"

// AutoCreates reports whether a link with these settings makes a mirror topic of
// a source topic by itself (contract B.3 and B.4): the topic is included by a
// filter, and excluded by none.
func AutoCreates(settings map[string]string, topic string) bool {
	if !strings.EqualFold(trim(settings[autoCreateEnable]), "true") {
		return false
	}
	root, err := parseJSON(settings[autoCreateFilters])
	if err != nil {
		return false
	}
	list := root.get(formOf(TopicFilters).wrapper)
	if list == nil {
		return false
	}
	included := false
	for _, filter := range list.items {
		if !filter.selects(topic) {
			continue
		}
		if strings.EqualFold(filter.textOf("filterType"), "EXCLUDE") {
			return false
		}
		included = true
	}
	return included
}

// selects reports whether a topic filter is about a topic.
func (n *node) selects(topic string) bool {
	name := n.textOf("name")
	if strings.EqualFold(n.textOf("patternType"), "PREFIXED") {
		return strings.HasPrefix(topic, name)
	}
	return name == "*" || name == topic
}

// textOf is the text of a key's value; empty when there is none.
func (n *node) textOf(key string) string {
	if value := n.get(key); value != nil {
		return value.text
	}
	return ""
}
