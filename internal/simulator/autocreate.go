package simulator

import (
	"maps"
	"slices"
	"strings"
)

// autoCreate plans mirrors for all topics at the other end that the link's
// filters select. It is called when the link or its settings change.
func (st *state) autoCreate(l *link) {
	if !st.autoCreates(l) {
		return
	}
	remote := st.clusters[l.remote]
	for _, name := range slices.Sorted(maps.Keys(remote.topics)) {
		st.planAutoMirror(l, remote.topics[name])
	}
}

// offerToAutoCreate shows a new topic to the links that read from its cluster.
func (st *state) offerToAutoCreate(t *topic) {
	for _, l := range st.links {
		if l.remote == t.cluster.ID && st.autoCreates(l) {
			st.planAutoMirror(l, t)
		}
	}
}

// autoCreateAgain looks whether the name of a topic that is gone is one that
// the filters of a link want for a mirror: a mirror that was deleted, or a
// topic that was in the way of one.
func (st *state) autoCreateAgain(t *topic) {
	if m := t.mirror; m != nil && st.options.Choices.ForgetDeletedAutoMirrors {
		m.link.forgotten[m.sourceName] = true
	}
	for _, l := range st.links {
		name, fits := strings.CutPrefix(t.name, l.prefix)
		if l.host != t.cluster || !fits || !st.autoCreates(l) {
			continue
		}
		if source := st.sourceTopic(l, name); source != nil {
			st.planAutoMirror(l, source)
		}
	}
}

func (st *state) autoCreates(l *link) bool {
	return l.mode != modeSource && !l.deleting && l.health.state == linkActive &&
		st.enabled(l, cfgAutoCreate) && st.clusters[l.remote] != nil
}

func (st *state) planAutoMirror(l *link, source *topic) {
	if !st.wantsAutoMirror(l, source) {
		return
	}
	st.after(st.options.Settle, func() {
		if st.autoCreates(l) && st.wantsAutoMirror(l, source) {
			name := l.prefix + source.name
			st.addMirror(l, newTopic(l.host, name, source.partitionCount(), l.host.replicationFactor(), nil), source)
		}
	})
}

// takenNames are the mirror topics that the filters of the link ask for and
// that cannot be made, because other topics have their names. What was a
// mirror of the link, until it stopped, is not in its own way.
func (st *state) takenNames(l *link) []string {
	if !st.autoCreates(l) {
		return nil
	}
	var taken []string
	filters := st.topicFiltersOf(l)
	for name, source := range st.clusters[l.remote].topics {
		there := l.host.topics[l.prefix+name]
		if there == nil || !st.offered(l, source) || !selected(filters, name) {
			continue
		}
		if there.mirror == nil || there.mirror.link != l {
			taken = append(taken, l.prefix+name)
		}
	}
	slices.Sort(taken)
	return taken
}

// offered reports whether a topic can be mirrored at all. What came over the
// same link is not sent back.
func (st *state) offered(l *link, source *topic) bool {
	return !source.gone && !source.deleting && !isInternal(source.name) && !l.forgotten[source.name] &&
		(source.mirror == nil || source.mirror.link.id != l.id)
}

// wantsAutoMirror reports whether the topic should have a mirror on the link
// and has none.
func (st *state) wantsAutoMirror(l *link, source *topic) bool {
	if !st.offered(l, source) {
		return false
	}
	name := l.prefix + source.name
	return l.host.topics[name] == nil && checkTopicName(name) == nil && selected(st.topicFiltersOf(l), source.name)
}
