package linkconfig

import "fmt"

// CheckChange says what changing a setting of an existing link does not do, or
// does besides. before and after are nil for a setting that is not given: it has,
// or falls back to, the server's default.
func CheckChange(name string, before, after *string) []Finding {
	setting, known := Lookup(name)
	if !known {
		return nil
	}
	was, will := setting.Default, setting.Default
	if before != nil {
		was = *before
	}
	if after != nil {
		will = *after
	}
	if Same(name, was, will) {
		return nil
	}
	if name == startOffsetSpec {
		return []Finding{advice(name, "Existing Mirror Topics Keep Their Start",
			fmt.Sprintf("%q changes from %q to %q. That is read when a mirror topic is created: topics that are on the link already keep their start, only new ones begin at the new one.", name, was, will))}
	}
	return nil
}
