package simulator

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

type linkMode string

const (
	modeDestination   linkMode = "DESTINATION"
	modeSource        linkMode = "SOURCE"
	modeBidirectional linkMode = "BIDIRECTIONAL"
)

const (
	outbound = "OUTBOUND"
	inbound  = "INBOUND"
)

// link is one link object: on the cluster that hosts it. The two objects of a
// source-initiated or bidirectional link are halves, each other's peer.
type link struct {
	host       *cluster
	remote     string // cluster id at the other end, which need not exist
	name       string
	mode       linkMode
	connection string
	prefix     string
	id         [16]byte
	configs    map[string]string // what was set, verbatim
	created    time.Time
	number     int // counts links in order of creation
	deleting   bool

	peer *link
	// paired is true once there was a peer; orphaned when the link cannot
	// work any more without the peer that it lost.
	paired, orphaned bool

	// health is what the link shows; heading what it will show once that has
	// settled. generation tells planned changes that are out of date.
	health     health
	heading    health
	forced     bool
	generation int
	// connected is closed when the link becomes ACTIVE for the first time, or
	// the first time after it lost its peer.
	connected     chan struct{}
	everConnected bool

	mirrors map[string]*mirror
	// forgotten are source topics whose auto-created mirrors were deleted for
	// good (Choices.ForgetDeletedAutoMirrors).
	forgotten map[string]bool
}

// clusterLinkID is the id of both halves: the 16 bytes of the UUID in base64
// (contract A.1).
func (l *link) clusterLinkID() string { return base64.RawURLEncoding.EncodeToString(l.id[:]) }

// release ends a forced state: the real one is worked out again.
func (l *link) release() {
	if l.forced {
		l.forced = false
		l.heading = health{}
	}
}

// link is the one that the path names.
func (c *call) link() (*link, error) {
	l := c.cluster.links[c.PathValue("link_name")]
	if l == nil || l.deleting {
		return nil, c.noLink(c.PathValue("link_name"))
	}
	return l, nil
}

// noLink is worded differently on Cloud and Platform (contract A.8 b).
func (c *call) noLink(name string) error {
	if c.cluster.Kind == KindCloud {
		return notFound("The cluster link doesn't exist: ")
	}
	return notFound("The cluster link doesn't exist: Cluster link '%s' does not exist.", name)
}

// categoryCount is the number of a link's mirrors, or of their partitions
// (Choices.CountPartitionStates), in one category (contract F).
type categoryCount struct {
	Category string `json:"state_category"`
	Count    int    `json:"count"`
}

// linkData is the answer about one link (contract A.1).
type linkData struct {
	Kind                 string           `json:"kind"`
	Metadata             metadata         `json:"metadata"`
	SourceClusterID      *string          `json:"source_cluster_id"`
	DestinationClusterID *string          `json:"destination_cluster_id"`
	RemoteClusterID      *string          `json:"remote_cluster_id,omitempty"`
	LinkName             string           `json:"link_name"`
	LinkID               string           `json:"link_id"`
	ClusterLinkID        string           `json:"cluster_link_id"`
	TopicNames           []string         `json:"topic_names"`
	LinkError            string           `json:"link_error,omitempty"`
	LinkErrorMessage     *string          `json:"link_error_message,omitempty"`
	LinkState            string           `json:"link_state"`
	Tasks                []taskData       `json:"tasks,omitzero"`
	CategoryCounts       *[]categoryCount `json:"category_counts,omitempty"`
}

func (st *state) linkData(c *call, l *link, withTasks bool) linkData {
	message := l.health.message
	data := linkData{
		Kind: "KafkaLinkData", Metadata: metadata{c.self("links", l.name)},
		RemoteClusterID: &l.remote, LinkName: l.name, LinkID: uuidText(l.id), ClusterLinkID: l.clusterLinkID(),
		TopicNames: []string{}, LinkError: l.health.code, LinkErrorMessage: &message, LinkState: string(l.health.state),
	}
	switch l.mode {
	case modeDestination:
		data.SourceClusterID = &l.remote
	case modeSource:
		data.DestinationClusterID = &l.remote
	case modeBidirectional:
	}
	counts := make(map[string]int)
	for _, m := range l.sortedMirrors() {
		n := 1
		if st.options.Choices.CountPartitionStates {
			n = m.topic.partitionCount()
		}
		counts[m.status.category()] += n
		if m.status != statusStopped || st.options.Choices.ListStoppedTopicNames {
			data.TopicNames = append(data.TopicNames, m.name)
		}
	}
	categories := []categoryCount{}
	for _, category := range slices.Sorted(maps.Keys(counts)) {
		categories = append(categories, categoryCount{category, counts[category]})
	}
	data.CategoryCounts = &categories
	if withTasks {
		data.Tasks = st.tasks(l)
	}
	return data.spelled(l.host)
}

func listLinks(st *state, c *call) (reply, error) {
	var data []linkData
	for _, name := range slices.Sorted(maps.Keys(c.cluster.links)) {
		data = append(data, st.linkData(c, c.cluster.links[name], false))
	}
	for range st.ghosts(c.cluster) {
		ghost := linkData{
			Kind: "KafkaLinkData", Metadata: metadata{c.self("links") + "/"},
			TopicNames: []string{}, LinkError: noError, LinkErrorMessage: new(string), LinkState: string(linkUnmanagedSource),
		}
		data = append(data, ghost.spelled(c.cluster))
	}
	return ok(list("KafkaLinkDataList", c.self("links"), data))
}

// ghosts are the INBOUND halves elsewhere whose half on this cluster is gone:
// they leave nameless rows in this cluster's list (contract A.1, L1).
func (st *state) ghosts(c *cluster) []*link {
	var left []*link
	for _, l := range st.links {
		if l.remote == c.ID && l.connection == inbound && l.paired && l.peer == nil && !l.deleting {
			left = append(left, l)
		}
	}
	return left
}

func getLink(st *state, c *call) (reply, error) {
	withTasks, err := c.flag("include_tasks", false)
	if err != nil {
		return reply{}, err
	}
	// A link being deleted is still seen until it is gone (contract E).
	l := c.cluster.links[c.PathValue("link_name")]
	if l == nil {
		return reply{}, c.noLink(c.PathValue("link_name"))
	}
	return ok(st.linkData(c, l, withTasks))
}

// createLinkRequest is the body of L2; which id it carries depends on the mode.
type createLinkRequest struct {
	SourceClusterID      string      `json:"source_cluster_id"`
	DestinationClusterID string      `json:"destination_cluster_id"`
	RemoteClusterID      string      `json:"remote_cluster_id"`
	ClusterLinkID        string      `json:"cluster_link_id"`
	Configs              []nameValue `json:"configs"`
}

// read decodes the body. Older servers do not know all fields (contract A.9).
func (req *createLinkRequest) read(c *call) error {
	if !c.cluster.oldSpelling() {
		return c.decode(req)
	}
	var old struct {
		SourceClusterID      string      `json:"source_cluster_id"`
		DestinationClusterID string      `json:"destination_cluster_id"`
		Configs              []nameValue `json:"configs"`
	}
	if err := c.decode(&old); err != nil {
		return err
	}
	req.SourceClusterID, req.DestinationClusterID, req.Configs = old.SourceClusterID, old.DestinationClusterID, old.Configs
	return nil
}

func createLink(st *state, c *call) (reply, error) {
	var req createLinkRequest
	if err := req.read(c); err != nil {
		return reply{}, err
	}
	dry, err := c.flag("validate_only", false)
	if err != nil {
		return reply{}, err
	}
	validate, err := c.flag("validate_link", true)
	if err != nil {
		return reply{}, err
	}
	l, err := st.newLink(c.cluster, c.query.Get("link_name"), req)
	if err != nil {
		return reply{}, err
	}
	if validate {
		if err := st.validateLink(l); err != nil {
			return reply{}, err
		}
	}
	if p := st.counterpart(l); p != nil && p.peer == nil && req.ClusterLinkID != "" && req.ClusterLinkID != p.clusterLinkID() {
		return reply{}, badRequest(textLinkIDMismatch, req.ClusterLinkID, p.clusterLinkID())
	}
	if !dry {
		st.linksCreated++
		l.number = st.linksCreated
		st.links = append(st.links, l)
		c.cluster.links[l.name] = l
		st.reconcile()
	}
	return reply{status: http.StatusCreated}, nil
}

// newLink makes a link as the request asks, without adding it to the world,
// or says why it cannot be.
func (st *state) newLink(host *cluster, name string, req createLinkRequest) (*link, error) {
	l := &link{
		host: host, name: name, id: newUUIDBytes(), created: st.now,
		mode: modeDestination, connection: outbound,
		health:    health{state: linkUnknown, code: noError},
		connected: make(chan struct{}), mirrors: make(map[string]*mirror), forgotten: make(map[string]bool),
	}
	if checkTopicName(name) != nil { // names follow the rules of topic names
		return nil, invalid(textLinkName, name)
	}
	if err := st.configure(l, req.Configs); err != nil {
		return nil, err
	}
	if err := l.addressTo(req); err != nil {
		return nil, err
	}
	if err := st.checkAgainstHost(l); err != nil {
		return nil, err
	}
	if req.ClusterLinkID != "" {
		raw, err := base64.RawURLEncoding.DecodeString(req.ClusterLinkID)
		if err != nil || len(raw) != len(l.id) {
			return nil, invalid("Invalid cluster link ID '%s'", req.ClusterLinkID)
		}
		copy(l.id[:], raw)
	}
	return l, nil
}

// configure takes over the settings of the request.
func (st *state) configure(l *link, given []nameValue) error {
	l.configs = make(map[string]string)
	for _, kv := range given {
		switch s, known := st.linkSettings[kv.Name]; {
		case kv.Name == "link.prefix": // accepted and dropped (contract B.2, traps)
		case !known:
			return invalid(textUnknownSetting, kv.Name)
		case kv.Value == nil: // the default
		default:
			if err := s.check(*kv.Value); err != nil {
				return err
			}
			l.configs[kv.Name] = *kv.Value
		}
	}
	l.mode = linkMode(strings.ToUpper(st.value(l, cfgLinkMode)))
	l.connection = strings.ToUpper(st.value(l, cfgConnectionMode))
	l.prefix = st.value(l, cfgPrefix)
	for name := range l.configs {
		if err := st.linkSettings[name].settable(l); err != nil {
			return err
		}
	}
	return nil
}

// addressTo takes the one cluster id that the mode asks for.
func (l *link) addressTo(req createLinkRequest) error {
	given := 0
	for _, id := range []string{req.SourceClusterID, req.DestinationClusterID, req.RemoteClusterID} {
		if id != "" {
			given++
		}
	}
	wanted := map[linkMode]string{
		modeDestination: "source_cluster_id", modeSource: "destination_cluster_id", modeBidirectional: "remote_cluster_id",
	}
	l.remote = map[linkMode]string{
		modeDestination: req.SourceClusterID, modeSource: req.DestinationClusterID, modeBidirectional: req.RemoteClusterID,
	}[l.mode]
	if l.remote == "" || given != 1 {
		return invalid(textClusterID, l.mode, wanted[l.mode])
	}
	if l.remote == l.host.ID {
		return invalid("Source cluster ID matches local cluster ID %s. Cannot create cluster link to self.", l.remote)
	}
	return nil
}

// deleteLink refuses while there are live mirrors (contract A.1, L4). The link
// is still seen until it is gone after the settle time.
func deleteLink(st *state, c *call) (reply, error) {
	l, err := c.link()
	if err != nil {
		return reply{}, err
	}
	force, err := c.flag("force", false)
	if err != nil {
		return reply{}, err
	}
	dry, err := c.flag("validate_only", false)
	if err != nil {
		return reply{}, err
	}
	var live []string
	for _, m := range l.sortedMirrors() {
		if m.status != statusStopped {
			live = append(live, m.name)
		}
	}
	if len(live) > 0 && !force {
		return reply{}, kafkaError{http.StatusForbidden, http.StatusForbidden, fmt.Sprintf(textLiveMirrors, l.name, someOf(live))}
	}
	if !dry {
		st.dropLink(l)
	}
	return noContent()
}

// dropLink ends a link: its mirrors become plain topics, its peer loses it.
func (st *state) dropLink(l *link) {
	l.deleting = true
	l.generation++
	for _, m := range l.mirrors {
		if m.status != statusStopped {
			st.keepSynced(m)
		}
		m.topic.mirror, m.gone = nil, true
	}
	clear(l.mirrors)
	for _, other := range st.links {
		if other.peer == l {
			other.peer = nil
			other.orphaned = l.connection == inbound && st.dialsForPeer(other)
			other.connected, other.everConnected = make(chan struct{}), false
		}
	}
	st.reconcile()
	st.after(st.options.Settle, func() {
		delete(l.host.links, l.name)
		st.links = slices.DeleteFunc(st.links, func(other *link) bool { return other == l })
	})
}

// someOf lists names, ten at most.
func someOf(names []string) string {
	if len(names) <= 10 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:10], ", ") + ", and " + plural(len(names)-10, "other")
}
