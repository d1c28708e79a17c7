package simulator

import "fmt"

// checkReverse judges what reversing needs beyond the state of the mirror: a
// bidirectional link without a prefix, both halves of it, and a source that
// answers (contract C.3).
func checkReverse(name string) func(st *state, l *link, m *mirror) error {
	return func(st *state, l *link, m *mirror) error {
		switch {
		case l.mode != modeBidirectional:
			return badRequest(textNotBidirectional, name)
		case l.prefix != "":
			return badRequest(textReversePrefix, name)
		case l.peer == nil:
			return badRequest(textNoPeerLink)
		case l.peer.prefix != "":
			return badRequest(textReversePrefix, name)
		case !st.reads(l) || m.source.gone || m.source.deleting:
			return badRequest(textWrongState, m.name, "reversed", statusSourceUnavailable)
		case m.source.source() != nil:
			return badRequest(textWrongState, m.name, "reversed", "while its source is a mirror topic itself")
		}
		return nil
	}
}

// reverse exchanges the roles of the mirror and its source. The lag drains
// first.
func (st *state) reverse(m *mirror, pause bool) {
	st.become(m, statusPendingSynchronize)
	m.paused = pause
	m.draining, m.drainStart = true, st.now
	st.plan(m, func() { st.finishReverse(m) })
}

// finishReverse makes the local topic writable and the former source its
// mirror, if both ends are still there.
func (st *state) finishReverse(m *mirror) {
	back := m.link.peer
	if back == nil || m.source.gone || !st.reads(m.link) {
		st.endDrain(m)
		st.stuck(m)
		return
	}
	pause := m.paused
	m.lags = nil
	former := m.source
	st.stop(m)
	remote := st.attach(back, former, m.topic)
	remote.paused = pause
	st.become(remote, statusPendingMirror)
	st.plan(remote, func() { st.start(remote) })
}

// restore is truncate-and-restore: a plain topic, whose mirror at the other
// end was stopped, drops what never got there and becomes that topic's mirror
// (contract C.3).
func (st *state) restore(l *link, res *alterResult, dry, perPartition bool) error {
	name := res.MirrorTopicName
	t := l.host.topics[name]
	if t == nil || t.deleting {
		return unknownTopic()
	}
	switch {
	case l.mode != modeBidirectional:
		return badRequest(textNotBidirectional, "truncate-and-restore")
	case t.source() != nil:
		return badRequest(textWrongState, name, "restored", t.mirror.status)
	case l.peer == nil:
		return badRequest(textNoPeerLink)
	case !st.reads(l):
		return badRequest(textWrongState, name, "restored", statusSourceUnavailable)
	}
	former := l.peer.mirrors[l.peer.prefix+name]
	if former == nil || former.status != statusStopped || l.prefix+former.name != name {
		return badRequest(textNoPeerMirror, name)
	}
	res.truncated(st, former, perPartition)
	if dry {
		return nil
	}
	m := st.attach(l, t, former.topic)
	st.become(m, statusPendingSetup)
	st.plan(m, func() { st.setUp(m) })
	res.MirrorLags = st.mirrorLags(m)
	return nil
}

// setUp ends PENDING_SETUP_FOR_RESTORE, once nobody consumes the topic.
func (st *state) setUp(m *mirror) {
	if m.topic.consumed {
		m.transitionErrors = []taskError{{"CONSUMER_GROUP_IN_USE_ERROR", fmt.Sprintf(textGroupInUse, m.name)}}
		return
	}
	m.transitionErrors = nil
	st.become(m, statusPendingRestore)
	st.plan(m, func() { st.start(m) })
}

// truncated reports what the former mirror had not fetched when it stopped:
// these records exist on the old source only, and are dropped there.
func (r *alterResult) truncated(st *state, former *mirror, perPartition bool) {
	var total int64
	for i := range former.topic.partitionCount() {
		lag := st.lag(former, i)
		total += lag
		if perPartition {
			r.Truncated = append(r.Truncated, partitionTruncation{PartitionID: i, OffsetTruncatedTo: max(0, former.fetched), MessagesTruncated: lag})
		}
	}
	r.MessagesTruncated = &total
}
