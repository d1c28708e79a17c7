package simulator

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"time"
)

// mirrorStatus is the state of a mirror topic (contract C.1).
type mirrorStatus string

const (
	statusActive             mirrorStatus = "ACTIVE"
	statusFailed             mirrorStatus = "FAILED"
	statusLinkFailed         mirrorStatus = "LINK_FAILED"
	statusLinkPaused         mirrorStatus = "LINK_PAUSED"
	statusPaused             mirrorStatus = "PAUSED"
	statusPendingStopped     mirrorStatus = "PENDING_STOPPED"
	statusSourceUnavailable  mirrorStatus = "SOURCE_UNAVAILABLE"
	statusStopped            mirrorStatus = "STOPPED"
	statusPendingMirror      mirrorStatus = "PENDING_MIRROR"
	statusPendingSynchronize mirrorStatus = "PENDING_SYNCHRONIZE"
	statusPendingSetup       mirrorStatus = "PENDING_SETUP_FOR_RESTORE"
	statusPendingRestore     mirrorStatus = "PENDING_RESTORE"
)

func mirrorStatuses() []mirrorStatus {
	return []mirrorStatus{
		statusActive, statusFailed, statusLinkFailed, statusLinkPaused, statusPaused, statusPendingStopped,
		statusSourceUnavailable, statusStopped, statusPendingMirror, statusPendingSynchronize, statusPendingSetup, statusPendingRestore,
	}
}

// category is the bucket in which a link counts its mirrors (contract F).
func (s mirrorStatus) category() string {
	switch s {
	case statusActive:
		return "ACTIVE"
	case statusPaused, statusLinkPaused:
		return "PAUSED"
	case statusFailed, statusLinkFailed, statusSourceUnavailable:
		return "IN_ERROR"
	case statusStopped:
		return "NOT_APPLICABLE"
	default:
		return "PENDING"
	}
}

// mirror is what makes a topic a mirror, and after it stopped its history.
type mirror struct {
	link       *link
	name       string
	sourceName string
	topic      *topic
	source     *topic

	status mirrorStatus
	err    string // mirror_topic_error
	since  time.Time
	// forced statuses do not follow the link.
	forced bool
	// paused is true while a user wants it paused: it survives the time in
	// which the link is down.
	paused bool
	// promoting tells a PENDING_STOPPED that waits for the source from one
	// that does not.
	promoting bool
	// generation tells planned changes that are out of date.
	generation int
	gone       bool

	// lags by partition; missing ones are 0. fetched is
	// last_source_fetch_offset. While draining, the lag shrinks from what it
	// was at drainStart.
	lags       []int64
	fetched    int64
	draining   bool
	drainStart time.Time

	transitionErrors []taskError
}

// become changes the status. What was planned for the old one is void; what
// was drained so far stays drained.
func (st *state) become(m *mirror, s mirrorStatus) {
	st.endDrain(m)
	m.status, m.err, m.since = s, noError, st.now
	m.generation++
}

func (st *state) endDrain(m *mirror) {
	for i := range m.lags {
		m.lags[i] = st.lag(m, i)
	}
	m.draining = false
}

// plan lets something happen to the mirror after the settle time, unless its
// status changes before.
func (st *state) plan(m *mirror, run func()) {
	planned := m.generation
	st.after(st.options.Settle, func() {
		if m.generation == planned && !m.gone && !m.forced {
			run()
		}
	})
}

// lag is what a partition is behind.
func (st *state) lag(m *mirror, partition int) int64 {
	if partition >= len(m.lags) {
		return 0
	}
	full := m.lags[partition]
	if !m.draining || st.options.Settle <= 0 {
		return full
	}
	left := st.options.Settle - st.now.Sub(m.drainStart)
	return int64(float64(full) * max(0, left.Seconds()) / st.options.Settle.Seconds())
}

type mirrorLag struct {
	Partition             int   `json:"partition"`
	Lag                   int64 `json:"lag"`
	LastSourceFetchOffset int64 `json:"last_source_fetch_offset"`
}

// mirrorData is the answer about one mirror topic (contract A.3).
type mirrorData struct {
	Kind             string       `json:"kind"`
	Metadata         metadata     `json:"metadata"`
	LinkName         string       `json:"link_name"`
	MirrorTopicName  string       `json:"mirror_topic_name"`
	SourceTopicName  string       `json:"source_topic_name"`
	NumPartitions    int          `json:"num_partitions"`
	MirrorLags       []mirrorLag  `json:"mirror_lags"`
	MirrorStatus     mirrorStatus `json:"mirror_status"`
	MirrorTopicError string       `json:"mirror_topic_error,omitempty"`
	StateTimeMS      int64        `json:"state_time_ms"`
	TransitionErrors []taskError  `json:"mirror_state_transition_errors,omitzero"`
}

func (st *state) mirrorLags(m *mirror) []mirrorLag {
	lags := make([]mirrorLag, m.topic.partitionCount())
	for i := range lags {
		lags[i] = mirrorLag{i, st.lag(m, i), m.fetched}
	}
	return lags
}

func (st *state) mirrorData(c *call, m *mirror) mirrorData {
	return mirrorData{
		Kind: "KafkaMirrorData", Metadata: metadata{c.self("links", m.link.name, "mirrors", m.name)},
		LinkName: m.link.name, MirrorTopicName: m.name, SourceTopicName: m.sourceName,
		NumPartitions: m.topic.partitionCount(), MirrorLags: st.mirrorLags(m),
		MirrorStatus: m.status, MirrorTopicError: m.err, StateTimeMS: m.since.UnixMilli(),
	}
}

func (l *link) sortedMirrors() []*mirror {
	return slices.SortedFunc(maps.Values(l.mirrors), func(a, b *mirror) int { return cmp.Compare(a.name, b.name) })
}

func listMirrors(st *state, c *call) (reply, error) {
	l, err := c.link()
	if err != nil {
		return reply{}, err
	}
	return st.mirrorList(c, l.name, l.sortedMirrors())
}

func listAllMirrors(st *state, c *call) (reply, error) {
	var all []*mirror
	for _, name := range slices.Sorted(maps.Keys(c.cluster.links)) {
		all = append(all, c.cluster.links[name].sortedMirrors()...)
	}
	return st.mirrorList(c, "-", all)
}

func (st *state) mirrorList(c *call, linkName string, all []*mirror) (reply, error) {
	wanted := mirrorStatus(c.query.Get("mirror_status"))
	if wanted != "" && !slices.Contains(c.cluster.statuses(), wanted) {
		return reply{}, badRequest("Invalid value %q for query parameter mirror_status", string(wanted))
	}
	data := make([]mirrorData, 0, len(all))
	for _, m := range all {
		if wanted == "" || m.status.spelled(c.cluster) == wanted {
			data = append(data, st.mirrorData(c, m).spelled(c.cluster))
		}
	}
	return ok(list("KafkaMirrorDataList", c.self("links", linkName, "mirrors"), data))
}

func getMirror(st *state, c *call) (reply, error) {
	withErrors, err := c.flag("include_state_transition_errors", false)
	if err != nil {
		return reply{}, err
	}
	l, err := c.link()
	if err != nil {
		return reply{}, err
	}
	m := l.mirrors[c.PathValue("mirror_topic_name")]
	if m == nil {
		return reply{}, notFound("The mirror topic doesn't exist: ")
	}
	data := st.mirrorData(c, m)
	if withErrors {
		data.TransitionErrors = append([]taskError{}, m.transitionErrors...)
	}
	return ok(data.spelled(c.cluster))
}

// createMirrorRequest is the body of M3.
type createMirrorRequest struct {
	SourceTopicName   string      `json:"source_topic_name"`
	MirrorTopicName   string      `json:"mirror_topic_name"`
	ReplicationFactor *int        `json:"replication_factor"`
	Configs           []nameValue `json:"configs"`
}

func createMirror(st *state, c *call) (reply, error) {
	var req createMirrorRequest
	if err := c.decode(&req); err != nil {
		return reply{}, err
	}
	l, err := c.link()
	if err != nil {
		return reply{}, err
	}
	if err := st.checkLinkMirrors(l); err != nil {
		return reply{}, err
	}
	if req.SourceTopicName == "" {
		return reply{}, invalid("source_topic_name is required")
	}
	name := l.prefix + req.SourceTopicName
	if req.MirrorTopicName != "" && req.MirrorTopicName != name {
		return reply{}, kafkaError{http.StatusBadRequest, 40035, "Topic renaming for mirroring not yet supported."}
	}
	if err := c.cluster.checkNewTopic(name, req.ReplicationFactor); err != nil {
		return reply{}, err
	}
	configs, err := st.newTopicConfigs(req.Configs)
	if err != nil {
		return reply{}, err
	}
	for setting := range configs {
		if st.controls(l, setting) {
			return reply{}, invalid(textSyncedConfig, setting, name)
		}
	}
	if err := st.checkSource(l); err != nil {
		return reply{}, err
	}
	source := st.sourceTopic(l, req.SourceTopicName)
	if source == nil || source.deleting {
		return reply{}, unknownTopic()
	}
	replication := c.cluster.replicationFactor()
	if req.ReplicationFactor != nil {
		replication = *req.ReplicationFactor
	}
	st.addMirror(l, newTopic(c.cluster, name, source.partitionCount(), replication, configs), source)
	return reply{status: http.StatusCreated}, nil
}

// checkLinkMirrors says why no mirror can be made on the link at all.
func (st *state) checkLinkMirrors(l *link) error {
	if l.mode == modeSource {
		return invalid(textSourceMirror, l.name)
	}
	if st.now.Before(l.created.Add(st.options.Settle)) {
		// The brokers do not all know the link yet (contract E).
		return notFound("The cluster link doesn't exist: Unable to resolve cluster link information for %s", l.name)
	}
	return nil
}

// checkSource says why the source cluster cannot be asked for the topic.
func (st *state) checkSource(l *link) error {
	current := l.health
	if !l.forced {
		current = l.heading
	}
	switch {
	case current.state == linkActive || current.state == linkPaused:
		return nil
	case l.connection == inbound && l.peer == nil && !l.forced:
		refusal := badRequest(textNodeAssignment)
		return &hold{ready: l.connected, after: nodeAssignmentTimeout, refusal: refusal}
	case current.code == errAuthenticate:
		return kafkaError{http.StatusUnauthorized, http.StatusUnauthorized, textSourceNotAuthorized + current.message}
	default:
		return badRequest(textLinkNotActive, l.name, current.state, current.message)
	}
}

// sourceTopic finds the topic at the other end; nil when there is none.
func (st *state) sourceTopic(l *link, name string) *topic {
	remote := st.clusters[l.remote]
	if remote == nil {
		return nil
	}
	return remote.topics[name]
}

// addMirror makes t a mirror of source: PENDING_MIRROR first.
func (st *state) addMirror(l *link, t, source *topic) {
	m := st.attach(l, t, source)
	t.cluster.topics[t.name] = t
	st.become(m, statusPendingMirror)
	st.plan(m, func() { st.start(m) })
	st.offerToAutoCreate(t)
}

// attach makes an existing or new topic follow another one.
func (st *state) attach(l *link, t, source *topic) *mirror {
	if t.mirror != nil { // history on this or another link
		t.mirror.gone = true
		delete(t.mirror.link.mirrors, t.name)
	}
	m := &mirror{link: l, name: t.name, sourceName: source.name, topic: t, source: source, fetched: -1}
	t.mirror = m
	l.mirrors[m.name] = m
	return m
}

// start ends PENDING_MIRROR, once the link works.
func (st *state) start(m *mirror) {
	switch {
	case m.source.gone:
		st.fail(m)
	case m.link.health.state == linkActive && m.paused:
		st.become(m, statusPaused)
		m.transitionErrors = nil
	case m.link.health.state == linkActive:
		st.become(m, statusActive)
		m.transitionErrors = nil
	default:
		st.stuck(m)
	}
}

// fail is for good: the source topic was deleted (contract C.2).
func (st *state) fail(m *mirror) {
	st.become(m, statusFailed)
	m.err = "SOURCE_TOPIC_MAY_BE_DELETED"
}

// follow gives a mirror what the state of its link demands.
func (st *state) follow(m *mirror) {
	if m.forced {
		return
	}
	switch m.status {
	case statusPendingMirror, statusPendingRestore:
		if m.link.health.state == linkActive {
			st.plan(m, func() { st.start(m) })
		}
	case statusPendingStopped:
		if m.promoting && st.reads(m.link) {
			st.drain(m)
		}
	case statusPendingSynchronize:
		if st.reads(m.link) {
			st.plan(m, func() { st.finishReverse(m) })
		}
	case statusActive, statusLinkFailed, statusLinkPaused, statusSourceUnavailable:
		st.followLink(m)
	default: // paused, or beyond the link's influence
	}
}

func (st *state) followLink(m *mirror) {
	next := m.status
	switch m.link.health.state {
	case linkActive:
		next = statusActive
		if m.paused {
			next = statusPaused
		}
		if m.source.gone {
			st.fail(m)
			return
		}
	case linkPaused:
		next = statusLinkPaused
	case linkFailed:
		next = statusLinkFailed
	case linkUnavailable:
		// A link that is not let in has failed; one that finds nobody waits
		// for its source (contract C.2).
		next = statusSourceUnavailable
		if m.link.health.code == errAuthenticate {
			next = deniedMirrorStatus
		}
	case linkUnknown, linkUnmanagedSource: // no news
	}
	if next != m.status {
		st.become(m, next)
	}
}

// sourceDeleted lets the mirrors of a topic that is gone fail, once they
// notice: after the settle time, and only over a link that works.
func (st *state) sourceDeleted(t *topic) {
	for _, l := range st.links {
		if l.remote != t.cluster.ID {
			continue
		}
		m := l.mirrors[l.prefix+t.name]
		if m == nil || m.source != t {
			continue
		}
		st.after(st.options.Settle, func() {
			if !m.gone && !m.forced && m.status != statusStopped && m.link.health.state == linkActive {
				st.fail(m)
			}
		})
	}
}
