package clusterlink

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// This file holds two link objects of one configuration against each other. In which
// order Terraform plans them is not known, so whichever is planned second speaks.

// half is a link object as the run's register has it, in words that are known: its
// modes in upper case.
type half struct {
	tfkit.PlannedLink
	mode, connection string
}

// asHalf is false while it is not known which half of what a link is.
func asHalf(l tfkit.PlannedLink) (half, bool) {
	for _, value := range []types.String{l.Cluster, l.Remote, l.Name, l.Mode, l.Connection} {
		if value.IsUnknown() || value.IsNull() {
			return half{}, false
		}
	}
	return half{l, strings.ToUpper(l.Mode.ValueString()), strings.ToUpper(l.Connection.ValueString())}, true
}

// needsOther reports whether a link object carries no data without another one of
// the same name on the cluster at its other end.
func (h half) needsOther() bool {
	return h.mode != modeDestination || h.connection == connectionInbound
}

// faces reports whether two link objects are on each other's remote cluster.
func (h half) faces(o half) bool { return h.Remote.Equal(o.Cluster) && o.Remote.Equal(h.Cluster) }

// complements reports whether the modes of two halves that face each other go
// together.
func (h half) complements(o half) bool {
	switch {
	case h.mode == modeBidirectional || o.mode == modeBidirectional:
		return h.mode == o.mode && (h.connection == connectionOutbound || o.connection == connectionOutbound)
	case h.mode == modeSource || o.mode == modeSource:
		return h.mode != o.mode && (h.connection == connectionInbound || o.connection == connectionInbound)
	default:
		return !h.needsOther() && !o.needsOther() // two links that have nothing to do with each other
	}
}

// pair is what the two halves of a link have in common, for what is said once of both.
func pair(m model) string {
	clusters := []string{m.KafkaClusterID.ValueString(), m.RemoteClusterID.ValueString()}
	slices.Sort(clusters)
	return strings.Join(append(clusters, m.LinkName.ValueString()), "/")
}

// racing names the pair that a half must not be created at the same moment as its
// other half of: the servers may then give them different ids, as Confluent warns in
// its provider's example. It is empty for other links: a half that connects to one
// that waits finds out by itself when that one is there.
func (m model) racing() string {
	if m.mode() != modeBidirectional || m.inbound() || isInbound(m.RemoteConnectionMode) {
		return ""
	}
	return "pair " + pair(m)
}

// hasOtherHalf reports whether a link is one of two objects.
func (m model) hasOtherHalf() bool { return m.mode() != modeDestination || m.inbound() }

// planned is what the run's register is to know of a link.
func (m model) planned(prior *model) tfkit.PlannedLink {
	l := tfkit.PlannedLink{
		Cluster: m.KafkaClusterID, Remote: m.RemoteClusterID, Name: m.LinkName,
		Mode: m.LinkMode, Connection: m.ConnectionMode, RemoteConnection: m.RemoteConnectionMode,
		Prefix: m.Prefix, Paused: m.paused(prior),
		OffsetSync:  types.BoolValue(false),
		SyncInclude: m.config()[linkconfig.TopicConfigSyncInclude],
		New:         prior == nil,
	}
	if value, given := m.config()[linkconfig.OffsetSyncEnable]; m.Config.IsUnknown() || value.IsUnknown() {
		l.OffsetSync = types.BoolUnknown()
	} else if given {
		l.OffsetSync = types.BoolValue(linkconfig.Same(linkconfig.OffsetSyncEnable, value.ValueString(), "true"))
	}
	if m.Config.IsUnknown() {
		l.SyncInclude = types.StringUnknown()
	}
	if prior != nil {
		l.ClusterLinkID = prior.ClusterLinkID
	}
	return l
}

// checkHalves judges a link together with those that the run has planned before.
func (r *linkResource) checkHalves(ctx context.Context, planned tfkit.PlannedLink, diags *diag.Diagnostics) {
	me, known := asHalf(planned)
	if !known {
		return
	}
	var others []half
	r.conns.EachPlannedLink(func(l tfkit.PlannedLink) {
		o, known := asHalf(l)
		itself := known && o.Cluster.Equal(me.Cluster) && o.Name.Equal(me.Name)
		if known && !itself && !o.Goes && (o.Remote.Equal(me.Cluster) || o.Cluster.Equal(me.Remote)) {
			others = append(others, o)
		}
	})
	slices.SortFunc(others, func(a, b half) int {
		return strings.Compare(a.Name.ValueString()+"/"+a.Cluster.ValueString(), b.Name.ValueString()+"/"+b.Cluster.ValueString())
	})
	found := false
	for _, o := range others {
		switch {
		case !o.Name.Equal(me.Name):
		case me.faces(o):
			found = true
			checkPair(me, o, diags)
		case !me.New && !o.New:
		case o.Cluster.Equal(me.Remote) && me.needsOther():
			found = true
			me.otherHalfElsewhere(o, diags)
		case o.Remote.Equal(me.Cluster) && o.needsOther():
			me.notItsHalf(o, diags)
		}
	}
	if me.New && me.needsOther() && !found {
		r.checkName(ctx, me, others, diags)
	}
}

// checkPair judges two link objects of one name that face each other. What exists
// has been accepted by the servers: then only what may still change is judged.
func checkPair(me, o half, diags *diag.Diagnostics) {
	if !me.complements(o) {
		if me.New || o.New {
			me.modesMisfit(o, diags)
		}
		return
	}
	if !me.needsOther() {
		return
	}
	if a, b := me.ClusterLinkID.ValueString(), o.ClusterLinkID.ValueString(); a != "" && b != "" && a != b {
		me.idsDiffer(o, diags)
	}
	if me.mode != modeBidirectional {
		return
	}
	connecting, waiting := me, o
	if me.connection == connectionInbound {
		connecting, waiting = o, me
	}
	if mode := connecting.RemoteConnection; waiting.connection == connectionInbound && connecting.New &&
		!mode.IsUnknown() && !isInbound(mode) {
		me.otherHalfWaits(connecting, waiting, diags)
	}
	if (me.Changes || o.Changes) && !me.OffsetSync.IsUnknown() && !o.OffsetSync.IsUnknown() && me.OffsetSync.ValueBool() != o.OffsetSync.ValueBool() {
		me.oneWayOffsets(o, diags)
	}
}

// checkName looks for the half that is meant, where none has the name of a new
// half: one that would fit but for its name, and has found no other half either.
func (r *linkResource) checkName(ctx context.Context, me half, others []half, diags *diag.Diagnostics) {
	var meant []half
	for _, o := range others {
		if !o.New || !me.faces(o) || !o.needsOther() || !me.complements(o) {
			continue
		}
		if _, taken := r.conns.PlannedLink(o.Remote, o.Name); taken {
			return // there are several pairs, and this one's other half may be planned later
		}
		meant = append(meant, o)
	}
	if len(meant) != 1 {
		return
	}
	if cluster, _ := r.conns.Cluster(me.Remote); cluster != nil {
		if _, err := cluster.Link(ctx, me.Name.ValueString()); err == nil {
			return // another configuration has made it
		}
	}
	me.nameDiffers(meant[0], diags)
}

// at is the argument of a half that a misfit of modes is said on.
func (h half) at() path.Path {
	if h.mode == modeDestination {
		return path.Root("connection_mode")
	}
	return path.Root("link_mode")
}
