package simulator

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// mirrorAction is one of the operations on mirror topics (contract A.4, C.3).
type mirrorAction struct {
	name string
	// verb is what the topic cannot be, in the error text.
	verb string
	// from are the states that allow it, and idle those in which there is
	// nothing to do.
	from, idle []mirrorStatus
	// check, if any, says what else forbids it.
	check func(st *state, l *link, m *mirror) error
	run   func(st *state, m *mirror)
	// onPlainTopics actions are about topics that are not (live) mirrors.
	onPlainTopics bool
	// spelling says which servers know the operation by this name.
	spelling spelling
}

// spelling tells operations that not every release knows by the same name.
type spelling int

const (
	everyRelease  spelling = iota
	newerReleases          // not Confluent Platform before oldOperationsBefore
	olderReleases          // only there
)

// knows reports whether the cluster has the operation by its name.
func (c *cluster) knows(a mirrorAction) bool {
	return a.spelling == everyRelease || (a.spelling == olderReleases) == c.oldOperations()
}

func mirrorActions() []mirrorAction {
	dead := []mirrorStatus{statusFailed, statusLinkFailed, statusLinkPaused, statusSourceUnavailable}
	return []mirrorAction{
		{
			name: "promote", verb: "promoted",
			from: []mirrorStatus{statusActive, statusPaused},
			run:  (*state).promote,
		},
		{
			// The way out when the source is dead, so from almost everywhere.
			name: "failover", verb: "failed over",
			from: append(dead, statusActive, statusPaused, statusPendingMirror, statusPendingStopped),
			run:  (*state).failover,
		},
		{
			name: "pause", verb: "paused",
			from: []mirrorStatus{statusActive}, idle: []mirrorStatus{statusPaused},
			run: func(st *state, m *mirror) { st.planPause(m, true) },
		},
		{
			name: "resume", verb: "resumed",
			from: []mirrorStatus{statusPaused}, idle: []mirrorStatus{statusActive},
			run: func(st *state, m *mirror) { st.planPause(m, false) },
		},
		reversal("reverse-and-start-mirror", newerReleases, false),
		reversal("reverse-and-pause-mirror", newerReleases, true),
		reversal("promote-local-and-start-remote-mirror", olderReleases, false),
		reversal("promote-local-and-pause-remote-mirror", olderReleases, true),
		{name: "truncate-and-restore", onPlainTopics: true, spelling: newerReleases},
	}
}

func reversal(name string, known spelling, pause bool) mirrorAction {
	return mirrorAction{
		name: name, verb: "reversed", spelling: known,
		from:  []mirrorStatus{statusActive, statusPaused},
		check: checkReverse(name),
		run:   func(st *state, m *mirror) { st.reverse(m, pause) },
	}
}

// alterResult is what an operation did to one topic. The request as a whole
// is answered with 200 even when every topic failed.
type alterResult struct {
	Kind              string                `json:"kind"`
	Metadata          metadata              `json:"metadata"`
	MirrorTopicName   string                `json:"mirror_topic_name"`
	ErrorCode         *int                  `json:"error_code"`
	ErrorMessage      *string               `json:"error_message"`
	MirrorLags        []mirrorLag           `json:"mirror_lags"`
	MessagesTruncated *int64                `json:"messages_truncated"`
	Truncated         []partitionTruncation `json:"partition_level_truncation_data"`
}

type partitionTruncation struct {
	PartitionID       int   `json:"partition_id"`
	OffsetTruncatedTo int64 `json:"offset_truncated_to"`
	MessagesTruncated int64 `json:"messages_truncated"`
}

func (r *alterResult) fail(err error) {
	code, message := http.StatusBadRequest, err.Error()
	if k, is := errors.AsType[kafkaError](err); is {
		code, message = k.status, k.message
	}
	r.ErrorCode, r.ErrorMessage = &code, &message
}

func (a mirrorAction) perform(st *state, c *call) (reply, error) {
	if !c.cluster.knows(a) {
		return reply{}, notFound("HTTP 404 Not Found")
	}
	var req struct {
		Names   []string `json:"mirror_topic_names"`
		Pattern *string  `json:"mirror_topic_name_pattern"`
	}
	if err := c.decode(&req); err != nil {
		return reply{}, err
	}
	if req.Pattern != nil && c.cluster.oldOperations() {
		return reply{}, badRequest("Cannot deserialize the request: unknown field \"mirror_topic_name_pattern\"")
	}
	dry, err := c.flag("validate_only", false)
	if err != nil {
		return reply{}, err
	}
	perPartition, err := c.flag("include_partition_level_truncation_data", false)
	if err != nil {
		return reply{}, err
	}
	l, err := c.link()
	if err != nil {
		return reply{}, err
	}
	if (len(req.Names) > 0) == (req.Pattern != nil) {
		return reply{}, invalid(textSelectorExclusive)
	}
	names := req.Names
	if req.Pattern != nil {
		if names, err = a.namesLike(*req.Pattern, l); err != nil {
			return reply{}, err
		}
	}
	results := make([]alterResult, 0, len(names))
	for _, name := range names {
		res := alterResult{
			Kind: "AlterMirrorsData", Metadata: metadata{c.self("links", l.name, "mirrors", name)},
			MirrorTopicName: name, MirrorLags: []mirrorLag{},
		}
		if a.onPlainTopics {
			err = st.restore(l, &res, dry, perPartition)
		} else {
			err = a.apply(st, l, &res, dry)
		}
		if err != nil {
			res.fail(err)
		}
		results = append(results, res)
	}
	return ok(list("KafkaAlterMirrorsDataList", c.self("links", l.name, "mirrors"), results))
}

// namesLike are the topics meant by a pattern: the link's mirrors, or for an
// operation on plain topics those of the cluster.
func (a mirrorAction) namesLike(pattern string, l *link) ([]string, error) {
	re, err := wholeMatch(pattern)
	if err != nil {
		return nil, invalid("Invalid mirror_topic_name_pattern: %s", err)
	}
	var names []string
	if a.onPlainTopics {
		for name, t := range l.host.topics {
			if t.source() == nil && re.MatchString(name) {
				names = append(names, name)
			}
		}
	} else {
		for name := range l.mirrors {
			if re.MatchString(name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names, nil
}

// apply does the operation on one mirror, or says why not.
func (a mirrorAction) apply(st *state, l *link, res *alterResult, dry bool) error {
	m := l.mirrors[res.MirrorTopicName]
	if m == nil {
		return notFound("The mirror topic doesn't exist: ")
	}
	idle := slices.Contains(a.idle, m.status)
	switch {
	case m.status == statusStopped:
		return badRequest("Topic '%s' has already stopped its mirror from '%s'", m.name, l.name)
	case !idle && !slices.Contains(a.from, m.status):
		return badRequest(textWrongState, m.name, a.verb, m.status)
	case a.check != nil:
		if err := a.check(st, l, m); err != nil {
			return err
		}
	}
	if !dry {
		m.forced = false
		m.transitionErrors = nil
		a.run(st, m)
	}
	res.MirrorLags = st.mirrorLags(m)
	return nil
}

// planPause pauses or resumes. Also when there seems nothing to do: a change
// the other way may be under way.
func (st *state) planPause(m *mirror, paused bool) {
	m.paused = paused
	m.generation++
	st.plan(m, func() {
		wanted := statusActive
		if paused {
			wanted = statusPaused
		}
		if m.status != wanted {
			st.become(m, wanted)
		}
		st.follow(m)
	})
}

// promote waits for the source to be read to its end.
func (st *state) promote(m *mirror) {
	st.become(m, statusPendingStopped)
	m.promoting = true
	st.drain(m)
}

// drain catches up with the source, if that can be reached, and stops the
// mirror then. Otherwise it stays as it is until the link works again.
func (st *state) drain(m *mirror) {
	if !st.reads(m.link) || m.source.gone {
		st.stuck(m)
		return
	}
	m.draining, m.drainStart = true, st.now
	m.generation++
	st.plan(m, func() {
		if !st.reads(m.link) || m.source.gone {
			st.endDrain(m)
			st.stuck(m)
			return
		}
		m.lags = nil
		st.stop(m)
	})
}

func (st *state) stuck(m *mirror) {
	code, message := "UNKNOWN", m.link.heading.message
	if message == "" {
		message = fmt.Sprintf(textLinkNotReading, m.link.name, m.link.health.state)
	}
	switch {
	case m.source.gone:
		code, message = "UNKNOWN_TOPIC_OR_PARTITION_ERROR", "This server does not host this topic-partition."
	case m.link.heading.code == errAuthenticate:
		code = "AUTHENTICATION_ERROR"
	}
	m.transitionErrors = []taskError{{code, message}}
}

// failover never asks the source.
func (st *state) failover(m *mirror) {
	st.become(m, statusPendingStopped)
	m.promoting = false
	st.plan(m, func() { st.stop(m) })
}

// stop makes the topic writable. Its history stays until the topic or the
// link is deleted.
func (st *state) stop(m *mirror) {
	st.keepSynced(m)
	m.topic.partitionCount() // takes over what the source has grown to
	st.become(m, statusStopped)
	m.transitionErrors = nil
	m.paused = false
}
