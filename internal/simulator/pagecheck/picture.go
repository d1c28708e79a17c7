package main

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
)

// document is what a page shows, by the names that it gives its parts.
type document struct {
	clusters, links, mirrors, networkLinks map[string]string
	hint                                   bool
}

// parse finds the parts in the HTML of a page.
func parse(dom string) document {
	d := document{
		clusters: make(map[string]string), links: make(map[string]string),
		mirrors: make(map[string]string), networkLinks: make(map[string]string),
	}
	for _, tag := range tagPattern().FindAllStringSubmatch(dom, -1) {
		attributes := make(map[string]string)
		for _, a := range attributePattern().FindAllStringSubmatch(tag[2], -1) {
			attributes[a[1]] = html.UnescapeString(a[2])
		}
		_, hidden := attributes["hidden"]
		switch {
		case attributes["data-link"] != "":
			d.links[attributes["data-link"]+" "+attributes["data-direction"]] = attributes["data-state"]
		case attributes["data-mirror"] != "":
			d.mirrors[attributes["data-on"]+"/"+attributes["data-mirror"]] = attributes["data-status"]
		case attributes["data-cluster"] != "":
			d.clusters[attributes["data-cluster"]] = attributes["data-state"]
		case attributes["data-network-link"] != "":
			// Their ids are made up, so they go by what they join.
			d.networkLinks[fmt.Sprint("endpoint ", len(d.networkLinks)+1)] = attributes["data-phase"]
		case attributes["id"] == "hint":
			d.hint = !hidden
		}
	}
	return d
}

// tagPattern matches a start tag whose attributes are in double quotes, as
// browsers print them; the values may hold >.
func tagPattern() *regexp.Regexp {
	return regexp.MustCompile(`<([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*/?>`)
}

func attributePattern() *regexp.Regexp {
	return regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
}

// lacks lists what is in wanted and not in d, or otherwise; and what d has
// beyond it.
func (d document) lacks(wanted document) []string {
	var missing []string
	compare := func(kind string, got, want map[string]string) {
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if got[name] != want[name] {
				missing = append(missing, fmt.Sprintf("%s %s: %q, not %q", kind, name, want[name], got[name]))
			}
		}
		for _, name := range slices.Sorted(maps.Keys(got)) {
			if _, there := want[name]; !there {
				missing = append(missing, fmt.Sprintf("%s %s: should not be there", kind, name))
			}
		}
	}
	compare("cluster", d.clusters, wanted.clusters)
	compare("link", d.links, wanted.links)
	compare("mirror topic", d.mirrors, wanted.mirrors)
	compare("network link", d.networkLinks, wanted.networkLinks)
	if d.hint != wanted.hint {
		missing = append(missing, fmt.Sprintf("the hint for an empty world: shown %t", d.hint))
	}
	return missing
}

// found counts the parts.
func (d document) found() string {
	return fmt.Sprintf("%d clusters, %d links, %d mirror topics, %d network links", len(d.clusters), len(d.links), len(d.mirrors), len(d.networkLinks))
}
