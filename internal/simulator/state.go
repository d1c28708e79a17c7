package simulator

import (
	"slices"
	"strings"
	"time"
)

// state is everything the simulated service remembers. It has one owner at a
// time: the Simulator's mutex.
type state struct {
	world   World
	options Options
	// now is the time at which things are happening: that of the event being
	// run, or of the request.
	now      time.Time
	schedule schedule
	planned  int

	clusters     map[string]*cluster
	order        []*cluster // as in the world
	links        []*link    // oldest first, of all clusters
	linksCreated int

	tokens      tokens
	networking  networking
	cloudBucket bucket

	linkSettings  map[string]linkSetting
	topicSettings map[string]topicSetting
}

// cluster is a Kafka cluster at work.
type cluster struct {
	Cluster
	release   release
	reachable bool
	topics    map[string]*topic
	links     map[string]*link
	bucket    bucket
}

func newState(world World, options Options, now time.Time) *state {
	st := &state{
		world: world, options: options, now: now,
		clusters:      make(map[string]*cluster),
		tokens:        newTokens(),
		networking:    newNetworking(),
		cloudBucket:   newBucket(options.RateLimit, now),
		linkSettings:  linkCatalogue(),
		topicSettings: topicCatalogue(),
	}
	for _, spec := range world.Clusters {
		st.addCluster(spec)
	}
	return st
}

// addCluster starts a cluster that the world's rules have found good.
func (st *state) addCluster(spec Cluster) {
	c := &cluster{
		Cluster: spec, reachable: true,
		topics: make(map[string]*topic), links: make(map[string]*link),
		bucket: newBucket(st.options.RateLimit, st.now),
	}
	c.release, _ = parseRelease(spec.Version) // was judged with the world
	for _, t := range spec.Topics {
		c.topics[t.Name] = newTopic(c, t.Name, orDefault(t.Partitions, defaultPartitions), c.replicationFactor(), t.Configs)
	}
	st.clusters[c.ID] = c
	st.order = append(st.order, c)
}

func orDefault(n, absent int) int {
	if n == 0 {
		return absent
	}
	return n
}

// replicationFactor is that of a topic that names none: Confluent Cloud knows
// only 3.
func (c *cluster) replicationFactor() int {
	if c.Kind == KindCloud {
		return cloudReplicationFactor
	}
	return 1
}

// secured reports whether clients must log in.
func (c *cluster) secured() bool { return len(c.APIKeys) > 0 }

// bootstrapAddresses splits a list of addresses and brings them into one
// spelling: SASL_SSL://host:9092 and HOST:9092 are the same.
func bootstrapAddresses(list string) []string {
	var out []string
	for a := range strings.SplitSeq(list, ",") {
		a = strings.TrimSpace(a)
		if _, rest, found := strings.Cut(a, "://"); found {
			a = rest
		}
		if a != "" {
			out = append(out, strings.ToLower(a))
		}
	}
	return out
}

// at finds the cluster that listens on one of the addresses.
func (st *state) at(bootstrap string) *cluster {
	wanted := bootstrapAddresses(bootstrap)
	for _, c := range st.order {
		for _, a := range bootstrapAddresses(c.Bootstrap) {
			if slices.Contains(wanted, a) {
				return c
			}
		}
	}
	return nil
}

// reaches reports whether a link in mode on the first cluster can connect
// to the second: it is public, shares the network, or a network link leads
// there. Source-initiated links cannot use network links (contract D).
func (st *state) reaches(from, to *cluster, mode linkMode) bool {
	if !to.reachable {
		return false
	}
	if to.Network == "" || to.Network == from.Network {
		return true
	}
	return mode != modeSource && st.networking.connects(from.Network, to.Network)
}
