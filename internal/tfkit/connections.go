// Package tfkit holds what more than one of the things that users declare needs
// on the Terraform side: the way to their clusters, diagnostics in plain words,
// and plan modifiers.
package tfkit

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
)

// Cluster is the way to one Kafka cluster.
type Cluster struct {
	*kafka.Client
	// Keep leaves the cluster's objects in state as they are while it cannot be
	// reached (on_unreachable = "keep").
	Keep bool

	probed sync.Once
}

// Connections are the ways to all that the provider block configures. One is
// made per run of the provider, so what it remembers is of this plan or apply,
// except where ManyRuns says otherwise.
type Connections struct {
	Clock poll.Clock
	// Clusters holds an entry per configured cluster; nil for one whose entry has
	// values that are not known yet.
	Clusters map[string]*Cluster
	// ClustersUnknown says that the keys of kafka_clusters are not known yet, so
	// that any cluster may be among them.
	ClustersUnknown bool
	// EnvironmentHint says what the environment has to say about clusters, for the
	// error that one is missing; empty for nothing.
	EnvironmentHint string
	// Networking is the way to Confluent Cloud's networking API; nil when no cloud
	// credentials are configured.
	Networking *networking.Client
	// Preflight says whether plans are tried on the server, and what becomes of
	// what that finds.
	Preflight Preflight
	// AdoptNever forbids a create to take over an object that is there already
	// (adopt_existing = "never").
	AdoptNever bool
	// ManyRuns says that these serve all plans and applies of a terraform test: what
	// one of them does with an object says nothing about the next one.
	ManyRuns bool
	// NetworkingUnknown says that the cloud credentials are not known yet.
	NetworkingUnknown bool

	mu       sync.Mutex
	warned   map[string]bool
	planned  map[linkKey]PlannedLink // in links.go
	ailments map[linkKey]string
	lags     map[topicKey]int64
	uses     map[string]*use // by object
	alone    map[string]chan struct{}
}

// Availability says whether a cluster can be called.
type Availability int

// The answers to "can this cluster be called?".
const (
	Available Availability = iota
	NotYetKnown
	NotConfigured
)

// FromProviderData takes the connections out of what the framework hands to
// Configure; nil before the provider is configured, as in validate.
func FromProviderData(data any, diags *diag.Diagnostics) *Connections {
	if data == nil {
		return nil
	}
	c, ok := data.(*Connections)
	if !ok {
		diags.AddError("Unexpected Provider Data", fmt.Sprintf("Expected *tfkit.Connections, got %T. This is a bug in the provider: please report it.", data))
		return nil
	}
	return c
}

// Cluster is the way to the cluster with this id. It never calls.
func (c *Connections) Cluster(id types.String) (*Cluster, Availability) {
	if c == nil || id.IsUnknown() {
		return nil, NotYetKnown
	}
	cluster, listed := c.Clusters[id.ValueString()]
	switch {
	case cluster != nil:
		return cluster, Available
	case listed || c.ClustersUnknown:
		return nil, NotYetKnown
	default:
		return nil, NotConfigured
	}
}

// Require is Cluster where only a cluster that can be called will do: else it
// adds the error.
func (c *Connections) Require(id types.String, diags *diag.Diagnostics) *Cluster {
	cluster, availability := c.Cluster(id)
	switch availability {
	case Available:
	case NotConfigured:
		c.MissingEntry(id.ValueString(), diags)
	case NotYetKnown:
		diags.AddAttributeError(path.Root("kafka_cluster_id"), "Provider Configuration Not Known Yet",
			fmt.Sprintf("How to reach cluster %q is not known yet: the provider block's kafka_clusters depends on something that is made in the same apply. "+
				"This needs a call to the cluster now. Apply what kafka_clusters depends on first (-target), or write its values out.", id.ValueString()))
	}
	return cluster
}

// MissingEntry adds the error that names the entry to add to the provider block.
func (c *Connections) MissingEntry(clusterID string, diags *diag.Diagnostics) {
	hint := ""
	for key := range c.Clusters {
		if strings.EqualFold(strings.TrimSpace(key), strings.TrimSpace(clusterID)) {
			hint = fmt.Sprintf("It has an entry for %q: ids are compared letter by letter. ", key)
		}
	}
	if c.EnvironmentHint != "" {
		hint += c.EnvironmentHint + " "
	}
	diags.AddAttributeError(path.Root("kafka_cluster_id"), "Kafka Cluster Not Configured",
		fmt.Sprintf("The provider block says nothing about cluster %q. %sAdd an entry for it:\n\n"+
			"  provider \"clink\" {\n    kafka_clusters = {\n      %q = { rest_endpoint = \"https://...:443\", api_key = \"...\", api_secret = \"...\" }\n    }\n  }\n\n"+
			"For a single cluster the environment variables KAFKA_ID, KAFKA_REST_ENDPOINT, KAFKA_API_KEY and KAFKA_API_SECRET do as well.", clusterID, hint, clusterID))
}

// KeepUnknown warns that an object is kept as it is, because how to reach where
// it is is not known yet. It warns once for all objects of one place, such as a
// cluster.
func (c *Connections) KeepUnknown(what, place string, diags *diag.Diagnostics) {
	if c.First("unknown " + place) {
		diags.AddWarning("Kept Without Looking",
			fmt.Sprintf("%s, and whatever else is on %s, is kept as it is in state: the provider configuration that it needs is not known until something else is applied. The next plan looks again.", what, place))
	}
}

// NoteHealth remembers what a read found wrong with a link, or that nothing is,
// for the plan of this run to say.
func (c *Connections) NoteHealth(clusterID, link types.String, ailment string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ailments == nil {
		c.ailments = map[linkKey]string{}
	}
	c.ailments[linkKey{clusterID.ValueString(), link.ValueString()}] = ailment
}

// Ailment is what NoteHealth remembered; empty for nothing.
func (c *Connections) Ailment(clusterID, link types.String) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ailments[linkKey{clusterID.ValueString(), link.ValueString()}]
}

// topicKey names a topic of a cluster.
type topicKey struct{ cluster, topic string }

// NoteLag remembers how many messages a read found a mirror topic behind its source,
// for the plan of this run to say.
func (c *Connections) NoteLag(clusterID types.String, topic string, messages int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lags == nil {
		c.lags = map[topicKey]int64{}
	}
	c.lags[topicKey{clusterID.ValueString(), topic}] = messages
}

// Lag is what NoteLag remembered; zero for nothing.
func (c *Connections) Lag(clusterID types.String, topic string) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lags[topicKey{clusterID.ValueString(), topic}]
}

// KeepPlanned is KeepUnreachable for a plan that changes something: a plan
// without a refresh has not called the cluster yet, so it is asked, once in a run.
func (c *Connections) KeepPlanned(ctx context.Context, cluster *Cluster, diags *diag.Diagnostics) bool {
	if cluster.Keep {
		cluster.probed.Do(func() { _ = cluster.Ping(ctx) }) // what counts is the verdict that it may leave
	}
	return c.KeepUnreachable(cluster, diags)
}

// KeepUnreachable reports whether an object of the cluster is kept as it is
// because err says that the cluster cannot be reached and the user wants that. It
// warns once per cluster.
func (c *Connections) KeepUnreachable(cluster *Cluster, diags *diag.Diagnostics) bool {
	cause := cluster.outage()
	if cause == nil {
		return false
	}
	if c.First("unreachable " + cluster.ClusterID()) {
		diags.AddWarning("Cluster Unreachable, Its Objects Are Kept",
			fmt.Sprintf("Cluster %q gives no answer (%v). Because of on_unreachable = \"keep\" its objects stay in state as they are and nothing is planned for them.", cluster.ClusterID(), cause))
	}
	return true
}

// outage is why a cluster cannot be reached, where the user wants its objects to be
// kept then; else nil.
func (c *Cluster) outage() error {
	cause := c.Unreachable()
	if !c.Keep || rest.TurnedDown(cause) {
		return nil // a wrong certificate is no outage, and must not pass for one
	}
	return cause
}

// First reports whether key is asked about for the first time in this run: for
// warnings that are worth saying once.
func (c *Connections) First(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.warned[key] {
		return false
	}
	if c.warned == nil {
		c.warned = map[string]bool{}
	}
	c.warned[key] = true
	return true
}
