package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"
)

const (
	active      = "ACTIVE"
	destination = "DESTINATION"
)

// taskNames says the tasks of a link in words; the ones a link always has are not worth a mention.
var taskNames = map[string]string{
	"ConsumerOffsetSync": "consumer offsets",
	"AclSync":            "ACLs",
	"AutoCreateMirror":   "auto-create",
}

// render draws the chain and lists its links and topics.
func render(chain []cluster, found snapshot) string {
	return picture(chain, found) + "\n" + linkTable(found) + "\n" + topicTable(chain, found)
}

// hop finds the half of the link between two clusters on which data arrives.
func hop(found snapshot, from, to cluster) (link, bool) {
	i := slices.IndexFunc(found.Links, func(l link) bool {
		return l.Cluster == to.ID && l.Mode == destination && l.Source == from.ID
	})
	if i < 0 {
		return link{}, false
	}
	return found.Links[i], true
}

// picture draws the clusters as boxes, and between them each hop with its name and state.
func picture(chain []cluster, found snapshot) string {
	var top, middle, bottom strings.Builder
	for i, c := range chain {
		if i > 0 {
			name, state := "no link", ""
			if l, ok := hop(found, chain[i-1], c); ok {
				name, state = l.Name, l.State
			}
			width := max(utf8.RuneCountInString(name), utf8.RuneCountInString(state)) + 4
			top.WriteString(center(name, width))
			middle.WriteString(strings.Repeat("─", width-1) + "▶")
			bottom.WriteString(center(state, width))
		}
		line := strings.Repeat("─", utf8.RuneCountInString(c.ID)+2)
		right := "├"
		if i == len(chain)-1 {
			right = "│"
		}
		top.WriteString("┌" + line + "┐")
		middle.WriteString("│ " + c.ID + " " + right)
		bottom.WriteString("└" + line + "┘")
	}
	return "  " + top.String() + "\n  " + middle.String() + "\n  " + bottom.String() + "\n"
}

func center(text string, width int) string {
	space := width - utf8.RuneCountInString(text)
	return strings.Repeat(" ", space/2) + text + strings.Repeat(" ", space-space/2)
}

// linkTable lists every link object, the halves of one link together.
func linkTable(found snapshot) string {
	links := slices.Clone(found.Links)
	slices.SortStableFunc(links, func(x, y link) int {
		if x.Name == y.Name {
			return 0
		}
		return slices.IndexFunc(found.Links, named(x.Name)) - slices.IndexFunc(found.Links, named(y.Name))
	})
	return table(func(row func(...string)) {
		row("LINK", "ON", "MODE", "CONNECTION", "STATE", "TASKS")
		for i, l := range links {
			name := l.Name
			if i > 0 && links[i-1].Name == name {
				name = ""
			}
			row(name, l.Cluster, l.Mode, l.Connection, stateOf(l), tasksOf(l))
		}
	})
}

func named(name string) func(link) bool { return func(l link) bool { return l.Name == name } }

// stateOf is the state of a link, with the reason when it is not a good one.
func stateOf(l link) string {
	if l.State == active || l.Error == "" || l.Error == "NO_ERROR" {
		return l.State
	}
	return strings.TrimSpace(fmt.Sprintf("%s (%s: %s)", l.State, l.Error, l.ErrorMessage))
}

// tasksOf lists what a link does besides mirroring.
func tasksOf(l link) string {
	var tasks []string
	for _, t := range l.Tasks {
		if name, ok := taskNames[t.Name]; ok && t.State != "NOT_CONFIGURED" {
			tasks = append(tasks, name+" "+t.State)
		}
	}
	return strings.Join(tasks, ", ")
}

// topicTable lists the topics of the first cluster with their mirrors on the others.
func topicTable(chain []cluster, found snapshot) string {
	return table(func(row func(...string)) {
		head := []string{"TOPIC"}
		for _, c := range chain {
			head = append(head, c.ID)
		}
		row(head...)
		for _, t := range found.Topics[chain[0].ID] {
			cells := []string{t.Name, fmt.Sprintf("%d partitions", t.Partitions)}
			for _, c := range chain[1:] {
				cells = append(cells, "mirror "+mirrorStatus(found, c, t.Name))
			}
			row(cells...)
		}
	})
}

// mirrorStatus is the status of the mirror of a topic on a cluster.
func mirrorStatus(found snapshot, c cluster, topic string) string {
	for _, m := range found.Mirrors {
		if m.Cluster == c.ID && m.Source == topic {
			return m.Status
		}
	}
	return "missing"
}

// table aligns rows in columns.
func table(fill func(row func(cells ...string))) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	fill(func(cells ...string) { fmt.Fprintln(w, "  "+strings.TrimRight(strings.Join(cells, "\t"), "\t")) })
	_ = w.Flush() // a strings.Builder takes everything
	return b.String()
}

// verify says what is not as it should be: a hop without a link, a link or a mirror not ACTIVE.
func verify(chain []cluster, found snapshot) error {
	for i, c := range chain[1:] {
		if _, ok := hop(found, chain[i], c); !ok {
			return fmt.Errorf("there is no link from %s to %s", chain[i].ID, c.ID)
		}
	}
	for _, l := range found.Links {
		if l.State != active {
			return fmt.Errorf("link %s on %s is %s", l.Name, l.Cluster, stateOf(l))
		}
	}
	for _, t := range found.Topics[chain[0].ID] {
		for _, c := range chain[1:] {
			if status := mirrorStatus(found, c, t.Name); status != active {
				return fmt.Errorf("the mirror of topic %s on %s is %s", t.Name, c.ID, status)
			}
		}
	}
	return nil
}

// leftovers names the first thing that a destroy has left behind, or nothing.
func leftovers(chain []cluster, found snapshot) string {
	for _, l := range found.Links {
		return fmt.Sprintf("link %s on %s", l.Name, l.Cluster)
	}
	for _, c := range chain[1:] {
		for _, t := range found.Topics[c.ID] {
			return fmt.Sprintf("topic %s on %s", t.Name, c.ID)
		}
	}
	return ""
}
