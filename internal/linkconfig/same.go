package linkconfig

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/internal/pemtext"
)

// Same reports whether two values of a setting mean the same: filters by what
// they select, booleans, enums and numbers by their value, lists by their
// entries in order, bootstrap addresses by where they lead, certificates by what is
// in their PEM, and everything else by its letters.
func Same(name, a, b string) bool {
	if a == b {
		return true
	}
	setting, known := Lookup(name)
	if !known {
		// Settings to come are named like those that are known.
		return strings.HasSuffix(name, ".enable") && strings.EqualFold(a, b)
	}
	if plain := strings.TrimPrefix(name, LocalPrefix); plain == TruststoreCerts || plain == KeystoreChain {
		return pemtext.Same(a, b)
	}
	switch setting.Type {
	case TopicFilters, GroupFilters, ACLFilters:
		return sameFilters(formOf(setting.Type), a, b)
	case Boolean:
		return strings.EqualFold(trim(a), trim(b))
	case Enum:
		return strings.EqualFold(a, b)
	case Int, Long:
		x, errX := strconv.ParseInt(trim(a), 10, 64)
		y, errY := strconv.ParseInt(trim(b), 10, 64)
		return errX == nil && errY == nil && x == y
	case Double:
		x, errX := strconv.ParseFloat(trim(a), 64)
		y, errY := strconv.ParseFloat(trim(b), 64)
		return errX == nil && errY == nil && x == y
	case List:
		if name == BootstrapServers || name == LocalBootstrapServers {
			return SameAddress(a, b)
		}
		return slices.Equal(items(a), items(b))
	default:
		return false
	}
}

// sameFilters compares filters: the order of keys and white space mean nothing,
// nor does the letter case of an enum, nor whether a default is written out. The
// order of the filters counts: nothing says that the server ignores it.
func sameFilters(form filterForm, a, b string) bool {
	x, errX := parseJSON(a)
	y, errY := parseJSON(b)
	if errX != nil || errY != nil || repeats(x) || repeats(y) {
		return false
	}
	return reflect.DeepEqual(form.meaning(x), form.meaning(y))
}

// repeats reports whether an object anywhere in n gives a key twice: then its
// meaning is the server's guess.
func repeats(n *node) bool {
	seen := map[string]bool{}
	for _, m := range n.members {
		if seen[m.key] || repeats(m.value) {
			return true
		}
		seen[m.key] = true
	}
	return slices.ContainsFunc(n.items, repeats)
}

// meaning is a filter with everything taken out that means nothing.
func (f filterForm) meaning(root *node) any {
	outer, isObject := plain(root).(map[string]any)
	listed := root.get(f.wrapper)
	if !isObject || listed == nil || listed.kind != jsonArray {
		return plain(root)
	}
	filters := make([]any, len(listed.items))
	for i, item := range listed.items {
		filters[i] = meaning(item, f.fields)
	}
	outer[f.wrapper] = filters
	return outer
}

// meaning is one object of a filter likewise.
func meaning(n *node, fields []field) any {
	object, isObject := plain(n).(map[string]any)
	if !isObject {
		return plain(n)
	}
	for _, f := range fields {
		value := n.get(f.key)
		null := value == nil || value.kind == jsonNull
		switch {
		case f.wildcard != "" && (null || (value.kind == jsonString && value.text == "")):
			object[f.key] = f.wildcard
		case f.strings && (null || (value.kind == jsonArray && len(value.items) == 0)):
			delete(object, f.key)
		case null:
		case f.object != nil:
			object[f.key] = meaning(value, f.object)
		case f.values != nil && value.kind == jsonString:
			object[f.key] = strings.ToUpper(value.text)
		}
	}
	return object
}

// number keeps a JSON number apart from a string of the same letters.
type number string

// plain is a JSON value without the order of its keys.
func plain(n *node) any {
	switch n.kind {
	case jsonObject:
		object := make(map[string]any, len(n.members))
		for _, m := range n.members {
			object[m.key] = plain(m.value)
		}
		return object
	case jsonArray:
		items := make([]any, len(n.items))
		for i, item := range n.items {
			items[i] = plain(item)
		}
		return items
	case jsonString:
		return n.text
	case jsonNumber:
		return number(n.text)
	case jsonBool:
		return n.text == "true"
	default:
		return nil
	}
}
