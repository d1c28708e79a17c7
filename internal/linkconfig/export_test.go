package linkconfig

// RuleNames are the names of all rules of CheckLink.
func RuleNames() []string {
	var names []string
	for _, r := range rules {
		names = append(names, r.name)
	}
	return names
}

// SpeakingRules are the names of the rules that say something of a link.
func SpeakingRules(l Link) []string {
	var names []string
	for _, r := range rules {
		if len(r.check(l)) > 0 {
			names = append(names, r.name)
		}
	}
	return names
}
