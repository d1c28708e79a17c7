package linkconfig

import "strings"

// AutoCreates reports whether a link with these settings makes a mirror topic of
// a source topic by itself (contract B.3).
func AutoCreates(settings map[string]string, topic string) bool {
	if !strings.EqualFold(trim(settings[autoCreateEnable]), "true") {
		return false
	}
	selects, ok := Selector(TopicFilters, settings[autoCreateFilters])
	return ok && selects(topic)
}
