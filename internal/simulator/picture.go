package simulator

import (
	"cmp"
	"slices"
	"strings"
)

// picture is what the page draws: GET /simulator/state.
type picture struct {
	TimeMS       int64                 `json:"time_ms"`
	Clusters     []pictureCluster      `json:"clusters"`
	Arrows       []pictureArrow        `json:"arrows"`
	NetworkLinks []pictureNetworkLink  `json:"network_links"`
	Services     []pictureNetworkTaker `json:"network_link_services"`
}

// pictureCluster is a box. Missing ones are named by a link and are not in
// this world.
type pictureCluster struct {
	ID          string         `json:"id"`
	Kind        string         `json:"kind"`
	Type        string         `json:"type,omitempty"`
	Version     string         `json:"version,omitempty"`
	Environment string         `json:"environment,omitempty"`
	Network     string         `json:"network,omitempty"`
	Connection  string         `json:"connection_type,omitempty"`
	Cloud       string         `json:"cloud,omitempty"`
	Reachable   bool           `json:"reachable"`
	Missing     bool           `json:"missing,omitempty"`
	Topics      []string       `json:"topics"` // written to directly
	TopicCount  int            `json:"topic_count"`
	Mirrors     []pictureTopic `json:"mirrors"`
	MirrorCount int            `json:"mirror_count"`
	// Statuses counts all mirror topics, also those that are not listed.
	Statuses map[mirrorStatus]int `json:"statuses"`
}

// pictureTopic is a mirror topic. Lag is the sum over its partitions.
type pictureTopic struct {
	Name   string       `json:"name"`
	Source string       `json:"source"`
	Link   string       `json:"link"`
	Status mirrorStatus `json:"status"`
	Error  string       `json:"error,omitempty"`
	Lag    int64        `json:"lag"`
}

// pictureArrow is a link in the direction of its data: one object, or both
// halves of a pair.
type pictureArrow struct {
	Name string   `json:"name"`
	From string   `json:"from"`
	To   string   `json:"to"`
	Both bool     `json:"both"` // data flows both ways
	Mode linkMode `json:"mode"`
	// State is the worse of the halves' states.
	State   linkState     `json:"state"`
	Error   string        `json:"error,omitempty"`
	Message string        `json:"message,omitempty"`
	Prefix  string        `json:"prefix,omitempty"`
	Halves  []pictureHalf `json:"halves"`
	// Alone is true for a half that is nothing without another one.
	Alone bool `json:"alone"`
	// Dials is the cluster that opens the connection.
	Dials string `json:"dials,omitempty"`
}

type pictureHalf struct {
	Cluster string    `json:"cluster"`
	State   linkState `json:"state"`
}

// pictureNetworkLink is an endpoint with the service to which it leads.
type pictureNetworkLink struct {
	ID              string `json:"id"`
	Name            string `json:"name"`
	Phase           phase  `json:"phase"`
	From            string `json:"from"`
	FromEnvironment string `json:"from_environment"`
	To              string `json:"to"`
	ToEnvironment   string `json:"to_environment"`
	Service         string `json:"service"`
	ServiceName     string `json:"service_name"`
}

// pictureNetworkTaker is a service.
type pictureNetworkTaker struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Network     string   `json:"network"`
	Environment string   `json:"environment"`
	Accepts     []string `json:"accepts"`
	Endpoints   int      `json:"endpoints"`
}

// listed is how many topics of a kind the picture shows of one cluster.
const listed = 100

// picture describes everything there is.
func (st *state) picture() picture {
	p := picture{
		TimeMS: st.now.UnixMilli(), Clusters: []pictureCluster{}, Arrows: st.arrows(),
		NetworkLinks: []pictureNetworkLink{}, Services: []pictureNetworkTaker{},
	}
	known := make(map[string]bool)
	for _, c := range st.order {
		known[c.ID] = true
		p.Clusters = append(p.Clusters, st.box(c))
	}
	for _, a := range p.Arrows {
		for _, id := range []string{a.From, a.To} {
			if !known[id] {
				known[id] = true
				p.Clusters = append(p.Clusters, pictureCluster{ID: id, Missing: true, Topics: []string{}, Mirrors: []pictureTopic{}, Statuses: map[mirrorStatus]int{}})
			}
		}
	}
	for _, e := range objects(st.networking.endpoints) {
		p.NetworkLinks = append(p.NetworkLinks, pictureNetworkLink{
			ID: e.id, Name: e.displayName, Phase: e.phase, From: e.network, FromEnvironment: e.environment,
			To: e.service.network, ToEnvironment: e.service.environment, Service: e.service.id, ServiceName: e.service.displayName,
		})
	}
	for _, s := range objects(st.networking.services) {
		p.Services = append(p.Services, pictureNetworkTaker{
			ID: s.id, Name: s.displayName, Network: s.network, Environment: s.environment,
			Accepts: slices.Concat([]string{}, s.acceptEnvironments, s.acceptNetworks), Endpoints: len(st.networking.attached(s)),
		})
	}
	return p
}

// box describes one cluster.
func (st *state) box(c *cluster) pictureCluster {
	b := pictureCluster{
		ID: c.ID, Kind: c.Kind, Type: c.Type, Version: c.Version, Environment: c.Environment, Network: c.Network,
		Reachable: c.reachable, Topics: []string{}, Mirrors: []pictureTopic{}, Statuses: make(map[mirrorStatus]int),
	}
	for _, n := range st.world.Networks {
		if n.ID == c.Network {
			b.Connection, b.Cloud = n.ConnectionType, n.Cloud
		}
	}
	for name, t := range c.topics {
		if t.mirror == nil {
			b.Topics = append(b.Topics, name)
		}
	}
	slices.Sort(b.Topics)
	b.TopicCount = len(b.Topics)
	b.Topics = b.Topics[:min(listed, len(b.Topics))]

	var all []*mirror
	for _, l := range c.links {
		for _, m := range l.mirrors {
			all = append(all, m)
			b.Statuses[m.status]++
		}
	}
	b.MirrorCount = len(all)
	// Where not all can be shown, those that need a look come first.
	slices.SortFunc(all, func(x, y *mirror) int {
		if len(all) > listed {
			if c := cmp.Compare(x.calm(), y.calm()); c != 0 {
				return c
			}
		}
		return cmp.Compare(x.name, y.name)
	})
	for _, m := range all[:min(listed, len(all))] {
		b.Mirrors = append(b.Mirrors, st.pictureTopic(m))
	}
	return b
}

// calm is 1 for mirrors that need no look.
func (m *mirror) calm() int {
	if m.status == statusActive || m.status == statusStopped {
		return 1
	}
	return 0
}

func (st *state) pictureTopic(m *mirror) pictureTopic {
	t := pictureTopic{Name: m.name, Source: m.sourceName, Link: m.link.name, Status: m.status}
	if m.err != noError {
		t.Error = m.err
	}
	for i := range m.topic.partitionCount() {
		t.Lag += st.lag(m, i)
	}
	return t
}

// arrows are the links of all clusters, both halves of a pair as one.
func (st *state) arrows() []pictureArrow {
	arrows := []pictureArrow{}
	drawn := make(map[*link]bool)
	for _, l := range st.links {
		if drawn[l] {
			continue
		}
		drawn[l] = true
		a := pictureArrow{
			Name: l.name, From: l.remote, To: l.host.ID, Mode: l.mode, Both: l.mode == modeBidirectional, Prefix: l.prefix,
			Alone:  l.peer == nil && (l.connection == inbound || l.mode == modeSource),
			Halves: []pictureHalf{{l.host.ID, l.health.state}},
		}
		shown := l.health
		if p := l.peer; p != nil {
			drawn[p] = true
			a.Halves = append(a.Halves, pictureHalf{p.host.ID, p.health.state})
			if p.health.state.badness() > shown.state.badness() {
				shown = p.health
			}
			a.Prefix = cmp.Or(l.prefix, p.prefix)
		}
		if l.mode == modeSource {
			a.From, a.To = l.host.ID, l.remote
		}
		for _, half := range []*link{l, l.peer} {
			if half != nil && half.connection == outbound && !a.Both {
				a.Dials = half.host.ID
			}
		}
		a.State, a.Message = shown.state, shown.message
		if shown.code != noError {
			a.Error = shown.code
		}
		arrows = append(arrows, a)
	}
	slices.SortFunc(arrows, func(x, y pictureArrow) int {
		return cmp.Or(strings.Compare(x.From, y.From), strings.Compare(x.To, y.To), strings.Compare(x.Name, y.Name))
	})
	return arrows
}

// badness orders states: what is worse is shown of a pair.
func (s linkState) badness() int {
	return map[linkState]int{linkActive: 0, linkUnknown: 1, linkPaused: 2, linkUnavailable: 3, linkFailed: 4}[s]
}
