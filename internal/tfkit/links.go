package tfkit

import (
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type linkKey struct{ cluster, link string }

// PlannedLink is what a link object will be once the plan under way is applied. A
// value is unknown when that cannot be said, as for one to be destroyed.
type PlannedLink struct {
	Cluster, Remote, Name types.String // ids of the hosting and of the other cluster
	Mode, Connection      types.String // link_mode and connection_mode, never null
	RemoteConnection      types.String // remote_connection_mode; null when it is not given
	Prefix                types.String
	Paused                types.Bool   // by cluster.link.paused; null when its configuration has no say
	OffsetSync            types.Bool   // consumer.offset.sync.enable
	SyncInclude           types.String // topic.config.sync.include; null when its configuration has no say
	ClusterLinkID         types.String // as the last read tells it; null for a link that is not there yet
	New, Changes, Goes    bool         // the plan creates it, changes it (New too), destroys it
}

// PlanLink records what a link will be. Terraform plans a link before the mirror
// topics that refer to it.
func (c *Connections) PlanLink(planned PlannedLink) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.planned == nil {
		c.planned = map[linkKey]PlannedLink{}
	}
	c.planned[linkKey{planned.Cluster.ValueString(), planned.Name.ValueString()}] = planned
}

// PlannedLink is what PlanLink recorded of a link; false when the plan has not
// come by such a link.
func (c *Connections) PlannedLink(clusterID, link types.String) (PlannedLink, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	planned, ok := c.planned[linkKey{clusterID.ValueString(), link.ValueString()}]
	return planned, ok
}

// EachPlannedLink calls do with every link that PlanLink recorded in this run. do must
// not call Connections.
func (c *Connections) EachPlannedLink(do func(PlannedLink)) {
	if c.ManyRuns {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, planned := range c.planned {
		do(planned)
	}
}
