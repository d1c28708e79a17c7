package topology

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// red is the colour of what is not healthy.
const red = "#d1242f"

// label is a text inside a Mermaid label, in which quotes end it, brackets and
// ampersands are HTML, a backtick is Markdown, and # begins a code such as these.
var label = strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;", "&", "#amp;", "`", "#96;", "#", "#35;", "\n", " ")

// mermaid draws the clusters and the links as a flowchart.
func mermaid(clusters map[string]cluster, links []link) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	names := map[string]string{}
	for i, id := range slices.Sorted(maps.Keys(clusters)) {
		names[id] = fmt.Sprintf("c%d", i)
		words, class := label.Replace(id), ""
		switch c := clusters[id]; {
		case c.problem != "":
			words, class = words+"<br/>gives no answer", ":::sick"
		case !c.configured:
			class = ":::unknown"
		}
		fmt.Fprintf(&b, "  %s[\"%s\"]%s\n", names[id], words, class)
	}
	var sick []string
	for i, l := range links {
		if (l.source == "" || l.destination == "") && names[""] == "" {
			names[""] = "other"
			b.WriteString("  other[\"cluster not known\"]:::unknown\n")
		}
		arrow := "-->"
		if l.mode == "BIDIRECTIONAL" {
			arrow = "<-->"
		}
		fmt.Fprintf(&b, "  %s %s|\"%s<br/>%s\"| %s\n", names[l.source], arrow, label.Replace(l.name), label.Replace(summary(l)), names[l.destination])
		if len(l.problems) > 0 {
			sick = append(sick, fmt.Sprint(i))
		}
	}
	fmt.Fprintf(&b, "  classDef sick stroke:%[1]s,color:%[1]s\n  classDef unknown stroke-dasharray:4\n", red)
	if len(sick) > 0 {
		fmt.Fprintf(&b, "  linkStyle %s stroke:%[2]s,color:%[2]s\n", strings.Join(sick, ","), red)
	}
	return b.String()
}

// summary is a link's state and the number of its mirror topics.
func summary(l link) string {
	state := l.state
	if state == "" {
		state = "state not known"
	}
	switch {
	case l.topics == nil:
		return state
	case *l.topics == 1:
		return state + ", 1 topic"
	default:
		return fmt.Sprintf("%s, %d topics", state, *l.topics)
	}
}

// markdown lists the links in a table.
func markdown(links []link) string {
	cell := strings.NewReplacer("|", `\|`, "\n", " ")
	var b strings.Builder
	b.WriteString("| Link | From | To | State | Mirror topics | Problems |\n|---|---|---|---|---|---|\n")
	for _, l := range links {
		topics := ""
		if l.topics != nil {
			topics = fmt.Sprint(*l.topics)
		}
		from, to := l.source, l.destination
		if l.mode == "BIDIRECTIONAL" {
			to += " (both ways)"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", cell.Replace(l.name), cell.Replace(from), cell.Replace(to), cell.Replace(l.state), topics, cell.Replace(strings.Join(l.problems, " ")))
	}
	return b.String()
}
