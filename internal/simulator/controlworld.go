package simulator

import (
	"net/http"
	"slices"
)

// controlCluster makes a cluster's region go down and come back.
func controlCluster(st *state, r *http.Request) error {
	c := st.clusters[r.PathValue("cluster_id")]
	if c == nil {
		return missing("cluster %q", r.PathValue("cluster_id"))
	}
	var req struct {
		Reachable *bool `json:"reachable"`
	}
	if err := controlBody(r, &req); err != nil {
		return err
	}
	if req.Reachable != nil {
		c.reachable = *req.Reachable
		st.reconcile()
	}
	return nil
}

// controlNewCluster adds a cluster, given as in world.json, until the next
// reset. Network link endpoints in its network become READY.
func controlNewCluster(st *state, r *http.Request) error {
	var spec Cluster
	if err := controlBody(r, &spec); err != nil {
		return err
	}
	world := st.world
	world.Clusters = []Cluster{spec}
	for _, c := range st.order {
		world.Clusters = append(world.Clusters, c.Cluster)
	}
	if err := world.validate(); err != nil {
		return err
	}
	st.addCluster(spec)
	for _, e := range objects(st.networking.endpoints) {
		if e.phase == phaseInactive && e.network == spec.Network {
			st.planPhase(e, func() { st.enter(e, phaseReady) })
		}
	}
	st.reconcile()
	return nil
}

// controlOldCluster deletes a cluster until the next reset. The links on it
// vanish with it (contract A.1); links to it lose their other end.
func controlOldCluster(st *state, r *http.Request) error {
	c := st.clusters[r.PathValue("cluster_id")]
	if c == nil {
		return missing("cluster %q", r.PathValue("cluster_id"))
	}
	delete(st.clusters, c.ID)
	st.order = slices.DeleteFunc(st.order, func(other *cluster) bool { return other == c })
	for _, t := range c.topics {
		t.gone = true
	}
	for _, l := range c.links {
		if !l.deleting {
			st.dropLink(l)
		}
	}
	st.reconcile()
	return nil
}

// controlTopic says whether consumer groups are active on a topic: they keep
// it from being restored.
func controlTopic(st *state, r *http.Request) error {
	c := st.clusters[r.PathValue("cluster_id")]
	if c == nil {
		return missing("cluster %q", r.PathValue("cluster_id"))
	}
	t := c.topics[r.PathValue("topic")]
	if t == nil {
		return missing("topic %q on %s", r.PathValue("topic"), c.ID)
	}
	var req struct {
		Consumed *bool `json:"consumed"`
	}
	if err := controlBody(r, &req); err != nil {
		return err
	}
	if req.Consumed == nil {
		return nil
	}
	t.consumed = *req.Consumed
	if m := t.mirror; m != nil && m.status == statusPendingSetup && !t.consumed {
		st.plan(m, func() { st.setUp(m) })
	}
	return nil
}
