package kafka

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// MirrorStatus is what a cluster says of a mirror topic. Values that Confluent
// adds later pass through.
type MirrorStatus string

// The mirror statuses of the contract (C.1).
const (
	MirrorActive            MirrorStatus = "ACTIVE"
	MirrorPaused            MirrorStatus = "PAUSED"
	MirrorStopped           MirrorStatus = "STOPPED"
	MirrorFailed            MirrorStatus = "FAILED"
	MirrorLinkFailed        MirrorStatus = "LINK_FAILED"
	MirrorLinkPaused        MirrorStatus = "LINK_PAUSED"
	MirrorSourceUnavailable MirrorStatus = "SOURCE_UNAVAILABLE"
	MirrorPending           MirrorStatus = "PENDING_MIRROR"
	MirrorPendingStopped    MirrorStatus = "PENDING_STOPPED"
	// The way back to a mirror, by truncate-and-restore, and by reverse on the side
	// that was the mirror.
	MirrorPendingSetupForRestore MirrorStatus = "PENDING_SETUP_FOR_RESTORE"
	MirrorPendingRestore         MirrorStatus = "PENDING_RESTORE"
	MirrorPendingSynchronize     MirrorStatus = "PENDING_SYNCHRONIZE"
)

// Known says whether the contract has a status: Confluent may add others.
func (s MirrorStatus) Known() bool {
	switch s {
	case MirrorActive, MirrorPaused, MirrorStopped, MirrorFailed, MirrorLinkFailed, MirrorLinkPaused, MirrorSourceUnavailable,
		MirrorPending, MirrorPendingStopped, MirrorPendingSetupForRestore, MirrorPendingRestore, MirrorPendingSynchronize:
		return true
	default:
		return false
	}
}

// Mirror is a mirror topic.
type Mirror struct {
	LinkName        string            `json:"link_name"`
	Name            string            `json:"mirror_topic_name"`
	SourceTopicName string            `json:"source_topic_name"`
	Status          MirrorStatus      `json:"mirror_status"`
	Error           string            `json:"mirror_topic_error"` // see Fault
	Partitions      int64             `json:"num_partitions"`
	Lags            []MirrorLag       `json:"mirror_lags"`
	StateTime       int64             `json:"state_time_ms"` // of the last change of status, in milliseconds since 1970
	Transitions     []TransitionError `json:"mirror_state_transition_errors"`
}

// MirrorLag is how far one partition is behind.
type MirrorLag struct {
	Partition             int64 `json:"partition"`
	Lag                   int64 `json:"lag"`                      // messages
	LastSourceFetchOffset int64 `json:"last_source_fetch_offset"` // -1 while nothing has been fetched
}

// TransitionError is why a change of status does not come to its end.
type TransitionError struct {
	Code    string `json:"error_code"`
	Message string `json:"error_message"`
}

// Lag is how many messages the mirror topic is behind, over all partitions.
func (m Mirror) Lag() int64 {
	var sum int64
	for _, p := range m.Lags {
		sum += p.Lag
	}
	return sum
}

// MaxLag is how many messages the partition that is farthest behind is behind.
func (m Mirror) MaxLag() int64 {
	var most int64
	for _, p := range m.Lags {
		most = max(most, p.Lag)
	}
	return most
}

// Fault is the code of what is wrong with the mirror topic; empty for nothing. The
// contract (C.1) has two codes that name no error, NO_ERROR and NOT_SET.
func (m Mirror) Fault() string {
	if m.Error == "NO_ERROR" || m.Error == "NOT_SET" {
		return ""
	}
	return m.Error
}

// Since is when the status changed last, in RFC 3339; empty where the server does
// not tell.
func (m Mirror) Since() string {
	if m.StateTime <= 0 {
		return ""
	}
	return time.UnixMilli(m.StateTime).UTC().Format(time.RFC3339)
}

// NewMirror is what a mirror topic is created from.
type NewMirror struct {
	SourceTopicName   string    `json:"source_topic_name"`
	MirrorTopicName   string    `json:"mirror_topic_name,omitempty"` // the link's prefix + source name when empty
	ReplicationFactor int32     `json:"replication_factor,omitempty"`
	Configs           []Setting `json:"configs,omitempty"`
}

// CreateMirror creates a mirror topic on a link. It may take a moment to become
// visible. An error may match rest.ErrUnknown.
func (c *Client) CreateMirror(ctx context.Context, link string, mirror NewMirror) error {
	defer c.crowd.enter()()
	defer c.forgetMirrors(link)
	call := c.call(http.MethodPost, "links", link, "mirrors")
	call.Body, call.Absent = mirror, func(e *rest.APIError) bool { return noSuchTopic(e) || noSuchLink(e) }
	return c.rest.Do(ctx, call)
}

// Mirrors reads all mirror topics of a link, auto-created and stopped ones
// included.
func (c *Client) Mirrors(ctx context.Context, link string) ([]Mirror, error) {
	return c.listMirrors(ctx, link, nil)
}

func (c *Client) listMirrors(ctx context.Context, link string, sent *time.Time) ([]Mirror, error) {
	var list listOf[Mirror]
	call := c.get("links", link, "mirrors")
	call.Into, call.Absent, call.Sent = &list, noSuchLink, sent
	err := c.rest.Do(ctx, call)
	return list.Data, err
}

// mirrorReads are the reads of a link's mirror topics by name.
type mirrorReads struct {
	list shared[map[string]Mirror]
	// aged is the list where one's own writes do not count: by age alone.
	aged shared[map[string]Mirror]
	// first is the topic that was asked for first.
	first string
	waits *poller[Mirror]
}

// readsOf are the reads of a link's mirror topics.
func (c *Client) readsOf(link string) *mirrorReads {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.mirrors[link]
	if r == nil {
		r = &mirrorReads{}
		r.waits = newPoller(c.crowd,
			func(ctx context.Context, sent *time.Time) (map[string]Mirror, error) {
				return c.mirrorsByName(ctx, link, sent)
			},
			func(ctx context.Context, topic string, sent *time.Time) (Mirror, error) {
				return c.mirror(ctx, link, topic, sent)
			},
		)
		c.mirrors[link] = r
	}
	return r
}

func (c *Client) mirrorsByName(ctx context.Context, link string, sent *time.Time) (map[string]Mirror, error) {
	mirrors, err := c.listMirrors(ctx, link, sent)
	byName := make(map[string]Mirror, len(mirrors))
	for _, m := range mirrors {
		byName[m.Name] = m
	}
	return byName, err
}

// forgetMirrors makes later shared reads of a link's mirror topics ask anew,
// because one of them was changed.
func (c *Client) forgetMirrors(link string) { c.readsOf(link).list.expire() }

// WatchMirror begins a wait for a change of one mirror topic, right after the write
// that brings it about.
func (c *Client) WatchMirror(link, topic string, change Change) *Watch[Mirror] {
	return c.readsOf(link).waits.watch(topic, change)
}

// Mirror reads one mirror topic. Where several topics of a link are read, one
// list answers for all of them; callers share what is no older than maxAge. With a
// maxAge of zero the request is sent after the call, and shared with those who
// call at the same moment. An error that matches rest.ErrNotFound comes from a
// read of this very topic.
func (c *Client) Mirror(ctx context.Context, link, topic string, maxAge time.Duration) (Mirror, error) {
	r := c.readsOf(link)
	if maxAge <= 0 {
		m, err := r.waits.now(ctx, topic)
		if _, unlisted := errors.AsType[*notListedError](err); unlisted {
			return c.mirror(ctx, link, topic, nil)
		}
		return m, err
	}
	// The first topic that is asked for is read alone: a link may hold thousands
	// of topics of which one is managed. From the second one on, the list is cheaper.
	c.mu.Lock()
	if r.first == "" {
		r.first = topic
	}
	alone := r.first == topic
	c.mu.Unlock()
	if !alone {
		all, err := c.MirrorsByName(ctx, link, maxAge)
		if m, found := all[topic]; found {
			return m, err
		}
		if err != nil && !errors.Is(err, rest.ErrNotFound) {
			return Mirror{}, err
		}
	}
	return c.mirror(ctx, link, topic, nil)
}

// MirrorsByName reads all mirror topics of a link, as Mirrors does; callers share what
// is no older than maxAge.
func (c *Client) MirrorsByName(ctx context.Context, link string, maxAge time.Duration) (map[string]Mirror, error) {
	return c.sharedMirrors(ctx, link, &c.readsOf(link).list, maxAge)
}

// AgedMirrors is MirrorsByName for who needs to know what others have done: the answer
// may be older than a write of this client.
func (c *Client) AgedMirrors(ctx context.Context, link string, maxAge time.Duration) (map[string]Mirror, error) {
	return c.sharedMirrors(ctx, link, &c.readsOf(link).aged, maxAge)
}

func (c *Client) sharedMirrors(ctx context.Context, link string, list *shared[map[string]Mirror], maxAge time.Duration) (map[string]Mirror, error) {
	return list.get(ctx, maxAge, func(ctx context.Context) (map[string]Mirror, error) {
		return c.mirrorsByName(ctx, link, nil)
	})
}

// mirror reads one mirror topic alone.
func (c *Client) mirror(ctx context.Context, link, topic string, sent *time.Time) (Mirror, error) {
	var m Mirror
	call := c.get("links", link, "mirrors", topic)
	call.Into, call.Absent, call.Sent = &m, noSuchMirror, sent
	return m, c.confirmMirror(ctx, link, topic, c.rest.Do(ctx, call))
}

// MirrorTransition reads one mirror topic together with the reasons why its
// change of status does not come to its end.
func (c *Client) MirrorTransition(ctx context.Context, link, topic string) (Mirror, error) {
	var m Mirror
	call := c.get("links", link, "mirrors", topic)
	call.Query = map[string][]string{"include_state_transition_errors": {"true"}}
	call.Into, call.Absent = &m, noSuchMirror
	return m, c.confirmMirror(ctx, link, topic, c.rest.Do(ctx, call))
}
