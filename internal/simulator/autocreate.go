package simulator

import (
	"maps"
	"slices"
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

// autoCreateAgain looks whether a topic that is gone was a mirror that the
// filters of its link still want.
func (st *state) autoCreateAgain(t *topic) {
	if t.mirror == nil || t.mirror.link.deleting {
		return
	}
	l, source := t.mirror.link, t.mirror.sourceName
	if st.options.Choices.ForgetDeletedAutoMirrors {
		l.forgotten[source] = true
		return
	}
	if current := st.sourceTopic(l, source); current != nil && st.autoCreates(l) {
		st.planAutoMirror(l, current)
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

// wantsAutoMirror reports whether the topic should have a mirror on the link
// and has none. What came over the same link is not sent back.
func (st *state) wantsAutoMirror(l *link, source *topic) bool {
	if source.gone || source.deleting || isInternal(source.name) || l.forgotten[source.name] {
		return false
	}
	if source.mirror != nil && source.mirror.link.id == l.id {
		return false
	}
	name := l.prefix + source.name
	return l.host.topics[name] == nil && checkTopicName(name) == nil && selected(st.topicFiltersOf(l), source.name)
}
