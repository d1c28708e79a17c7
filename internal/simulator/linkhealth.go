package simulator

import (
	"fmt"
	"strings"
)

// linkState is what a link shows as link_state (contract F).
type linkState string

const (
	linkActive          linkState = "ACTIVE"
	linkFailed          linkState = "FAILED"
	linkUnavailable     linkState = "UNAVAILABLE"
	linkPaused          linkState = "PAUSED"
	linkUnknown         linkState = "UNKNOWN"
	linkUnmanagedSource linkState = "UNMANAGED_SOURCE" // of ghost rows only
)

// linkStates are those of the contract that a link can be forced into.
func linkStates() []linkState {
	return []linkState{linkActive, linkFailed, linkUnavailable, linkPaused, linkUnknown, linkUnmanagedSource}
}

// health is a link's state with the reason for it.
type health struct {
	state   linkState
	code    string // link_error
	message string
}

// dialsForPeer reports whether the link opens the connection for a half that is
// INBOUND, and so has to log in to its own cluster as well.
func (st *state) dialsForPeer(l *link) bool {
	return l.mode == modeSource ||
		l.mode == modeBidirectional && l.connection == outbound &&
			strings.EqualFold(st.value(l, cfgRemoteConnection), inbound)
}

// counterpart is the link object on the remote cluster that can be the other
// half of l: of the same name, with the complementary mode, and addressed back.
func (st *state) counterpart(l *link) *link {
	remote := st.clusters[l.remote]
	if remote == nil {
		return nil
	}
	p := remote.links[l.name]
	if p == nil || p.deleting || p.remote != l.host.ID || l.connection == inbound && p.connection == inbound {
		return nil
	}
	complementary := l.mode == modeBidirectional && p.mode == modeBidirectional ||
		l.mode == modeSource && p.mode == modeDestination && p.connection == inbound ||
		l.mode == modeDestination && l.connection == inbound && p.mode == modeSource
	if !complementary {
		return nil
	}
	return p
}

// pair lets an OUTBOUND link that can connect find its other half. From then
// on both have one id: that of the half that was there first.
func (st *state) pair(l *link) {
	if l.connection != outbound || l.peer != nil || l.orphaned || l.deleting {
		return
	}
	p := st.counterpart(l)
	if p == nil || p.peer != nil || p.orphaned || st.dial(l) != nil {
		return
	}
	if p.number > l.number {
		p.id = l.id
	} else {
		l.id = p.id
	}
	l.peer, p.peer = p, l
	l.paired, p.paired = true, true
}

// trueHealth is the state that a link deserves, apart from what was forced.
func (st *state) trueHealth(l *link) health {
	if st.enabled(l, cfgPaused) {
		return health{state: linkPaused, code: noError}
	}
	if l.orphaned {
		return health{orphanedState, errUnknownReason, textPeerDeleted}
	}
	dialler := l
	if l.connection == inbound {
		dialler = l.peer
	}
	if dialler != nil && !dialler.host.reachable && dialler != l {
		return health{linkUnavailable, errTCP, textConnectionLost}
	}
	if dialler == nil {
		return health{unconnectedState, errTimeout, textNoConnection}
	}
	if o := st.dial(dialler); o != nil {
		return health{linkUnavailable, o.code, o.message}
	}
	if l.mode == modeSource && l.peer == nil {
		return health{linkUnavailable, errUnknownReason, "The destination cluster does not have a link named " + l.name}
	}
	return health{state: linkActive, code: noError}
}

// reconcile is called after everything that can change whether links connect.
// A link whose health changes shows that after the settle time.
func (st *state) reconcile() {
	for _, l := range st.links {
		st.pair(l)
	}
	for _, l := range st.links {
		if l.deleting || l.forced {
			continue
		}
		deserved := st.trueHealth(l)
		if deserved == l.heading {
			continue
		}
		l.heading = deserved
		l.generation++
		planned := l.generation
		st.after(st.options.Settle, func() {
			if l.generation == planned {
				st.show(l, deserved)
			}
		})
	}
}

// force makes a link show a state until it is released.
func (st *state) force(l *link, h health) {
	l.forced = true
	l.generation++
	st.show(l, h)
}

// show gives the link a state, and its mirrors what follows from it.
func (st *state) show(l *link, h health) {
	l.health = h
	if h.state == linkActive && !l.everConnected {
		l.everConnected = true
		close(l.connected)
	}
	for _, m := range l.sortedMirrors() {
		st.follow(m)
	}
	st.autoCreate(l)
}

// reads reports whether data can flow over the link now, whatever it shows.
func (st *state) reads(l *link) bool {
	if l.forced && l.health.state != linkActive {
		return false
	}
	return st.trueHealth(l).state == linkActive
}

// taskData is one background task of a link (contract A.6, F).
type taskData struct {
	Name   string      `json:"task_name"`
	State  string      `json:"state"`
	Errors []taskError `json:"errors"`
}

type taskError struct {
	Code    string `json:"error_code"`
	Message string `json:"error_message"`
}

// tasks lists the link's tasks in the recorded order.
func (st *state) tasks(l *link) []taskData {
	offsets := st.task(l, "ConsumerOffsetSync", cfgOffsetSync)
	if l.mode == modeBidirectional && l.connection == outbound && l.peer == nil && !l.orphaned && l.health.state == linkActive {
		offsets.fail("REMOTE_LINK_NOT_FOUND_ERROR", textNoPeerLink)
	}
	acls := st.task(l, "AclSync", cfgACLSync)
	if acls.State == "ACTIVE" && st.value(l, cfgACLFilters) == "" {
		acls.fail("MISCONFIGURATION_ERROR", "ACL migration is enabled but acl.filters is not set. Please set acl.filters to proceed with ACL migration.")
	}
	topics := st.task(l, "TopicConfigsSync", "")
	autoCreate := st.task(l, "AutoCreateMirror", cfgAutoCreate)
	if autoCreate.State == "ACTIVE" && st.value(l, cfgAutoCreateFilters) == "" {
		autoCreate.fail("MISCONFIGURATION_ERROR", "Auto creation of mirror topics is enabled but auto.create.mirror.topics.filters is not set. Please set auto.create.mirror.topics.filters to proceed with auto creation of mirror topics.")
	}
	if taken := st.takenNames(l); autoCreate.State == "ACTIVE" && len(taken) > 0 {
		autoCreate.fail("TOPIC_EXISTS_ERROR", fmt.Sprintf(textTopicsExist, someOf(taken)))
	}
	return []taskData{offsets, acls, topics, autoCreate}
}

func (t *taskData) fail(code, message string) {
	t.State = "IN_ERROR"
	t.Errors = []taskError{{code, message}}
}

// task is one that runs while its feature (always, when that is empty) is on
// and the link works. The SOURCE half runs none.
func (st *state) task(l *link, name, feature string) taskData {
	t := taskData{Name: name, State: "NOT_CONFIGURED", Errors: []taskError{}}
	if l.mode == modeSource || feature != "" && !st.enabled(l, feature) {
		return t
	}
	t.State = map[linkState]string{
		linkActive: "ACTIVE", linkFailed: "LINK_FAILED", linkUnavailable: "LINK_UNAVAILABLE", linkPaused: "LINK_PAUSED",
	}[l.health.state]
	if t.State == "" {
		t.State = "UNKNOWN"
	}
	return t
}
