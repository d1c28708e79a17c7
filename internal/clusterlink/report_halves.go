package clusterlink

// What this package says to users of the two halves of one link.

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// modes are the modes of a half in words.
func (h half) modes() string { return h.mode + "/" + h.connection }

func (h half) where() string { return fmt.Sprintf("on cluster %q", h.Cluster.ValueString()) }

// sameCluster says that both halves of a link are put on one cluster.
func sameCluster(m model, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("kafka_cluster_id"), "Both Halves on One Cluster",
		fmt.Sprintf("Two addresses of this configuration put a link %q on cluster %q, in different modes. If they are the two halves of one link, kafka_cluster_id and remote_cluster_id "+
			"have to change places in one of them: each half is hosted by one cluster and has the other one at its other end. If they are two links, give one another link_name.",
			m.LinkName.ValueString(), m.KafkaClusterID.ValueString()))
}

// modesMisfit says that two link objects that face each other are no pair.
func (h half) modesMisfit(o half, diags *diag.Diagnostics) {
	var write string
	both := map[string]bool{h.mode: true, o.mode: true}
	inbound := h.connection == connectionInbound || o.connection == connectionInbound
	switch {
	case h.mode == modeBidirectional && o.mode == modeBidirectional:
		write = "both halves wait for the other one to connect. Leave connection_mode out on the one that is to connect, and give it remote_connection_mode = \"INBOUND\""
	case both[modeBidirectional]:
		write = "a bidirectional link is BIDIRECTIONAL on both clusters. Give both halves link_mode = \"BIDIRECTIONAL\", or, for data in one direction, " +
			"give the half that data leaves SOURCE and the other one DESTINATION with connection_mode = \"INBOUND\""
	case len(both) == 1 && both[modeSource]:
		write = "data cannot leave both clusters by one link. Give the half where data arrives link_mode = \"DESTINATION\" and connection_mode = \"INBOUND\", or both halves BIDIRECTIONAL"
	case both[modeSource]:
		write = "a SOURCE half connects to a half that waits. Give the DESTINATION half connection_mode = \"INBOUND\", and take its address and credentials out; " +
			"or take the SOURCE half out, and let the DESTINATION half connect"
	case inbound:
		write = "a DESTINATION half that waits needs one that connects from where the data is. Give the half on the cluster with the data link_mode = \"SOURCE\""
	}
	diags.AddAttributeError(h.at(), "Halves Do Not Fit",
		fmt.Sprintf("Link %q is %s here, %s, and %s %s: %s.", h.Name.ValueString(), h.modes(), h.where(), o.modes(), o.where(), write))
}

// otherHalfElsewhere says that the link object in the place of the other half has
// another cluster at its other end.
func (h half) otherHalfElsewhere(o half, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("remote_cluster_id"), "Halves Do Not Face Each Other",
		fmt.Sprintf("This half of link %q, %s, needs its other half on cluster %q, with remote_cluster_id = %q. The link of that name there has remote_cluster_id = %q, and a cluster has only one link of a name. "+
			"In the two halves of a link kafka_cluster_id and remote_cluster_id change places. Correct the ids, or give one of the links another link_name.",
			h.Name.ValueString(), h.where(), h.Remote.ValueString(), h.Cluster.ValueString(), o.Remote.ValueString()))
}

// notItsHalf says that a link takes the place of another one's other half.
func (h half) notItsHalf(o half, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("remote_cluster_id"), "Halves Do Not Face Each Other",
		fmt.Sprintf("The half of link %q %s needs its other half here, %s, with remote_cluster_id = %q. This link of that name has remote_cluster_id = %q, and a cluster has only one link of a name. "+
			"In the two halves of a link kafka_cluster_id and remote_cluster_id change places. Correct the ids, or give one of the links another link_name.",
			o.Name.ValueString(), o.where(), h.where(), o.Cluster.ValueString(), h.Remote.ValueString()))
}

// otherHalfWaits says that the connecting half does not know that the other one
// waits. It is said on the half that is planned second, h.
func (h half) otherHalfWaits(connecting, waiting half, diags *diag.Diagnostics) {
	at := path.Root("connection_mode")
	if h.Cluster.Equal(connecting.Cluster) {
		at = path.Root("remote_connection_mode")
	}
	diags.AddAttributeError(at, "Other Half Waits",
		fmt.Sprintf("The half of bidirectional link %q %s has connection_mode = \"INBOUND\": it waits, and logs in nowhere. So the half %s opens the one connection for both directions. "+
			"Give that one remote_connection_mode = \"INBOUND\" and, with credentials for %q, local_authentication.",
			h.Name.ValueString(), waiting.where(), connecting.where(), connecting.Cluster.ValueString()))
}

func (h half) idsDiffer(o half, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("link_name"), "Halves of Two Different Links",
		fmt.Sprintf("Link %q has the cluster_link_id %q %s and %q %s. The two halves of one link have the same, so these do not belong together, as when both were created at the same moment or one was made anew. "+
			"Where data does not flow, replace the half that was made later (-replace), after the other one: let it take its link_name from that one.",
			h.Name.ValueString(), h.ClusterLinkID.ValueString(), h.where(), o.ClusterLinkID.ValueString(), o.where()))
}

// oneWayOffsets says that offsets are copied to one of the clusters only.
func (h half) oneWayOffsets(o half, diags *diag.Diagnostics) {
	on, off := h, o
	if !h.OffsetSync.ValueBool() {
		on, off = o, h
	}
	diags.AddAttributeWarning(path.Root("config").AtMapKey("consumer.offset.sync.enable"), "Offsets Go One Way",
		fmt.Sprintf("On bidirectional link %q, \"consumer.offset.sync.enable\" is true %s and not %s. Each half copies to its own cluster only, so no offsets arrive at %q. "+
			"If consumers are to move both ways, set it, and \"consumer.offset.group.filters\", on both halves. The same holds for auto-create and for ACL sync.",
			h.Name.ValueString(), on.where(), off.where(), off.Cluster.ValueString()))
}

// nameDiffers says that a half has another name than the one that it must be meant for.
func (h half) nameDiffers(o half, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("link_name"), "Halves With Different Names",
		fmt.Sprintf("This half of link %q, %s, needs its other half on cluster %q, and there is none of that name so far. The one in this configuration is called %q. "+
			"Both halves of a link have the same name, letter by letter. Take link_name from the half that is created first:\n\n  link_name = clink_cluster_link.<that half>.link_name",
			h.Name.ValueString(), h.where(), h.Remote.ValueString(), o.Name.ValueString()))
}

// otherHalfRemains warns of the destroy of one of the two objects of a link.
func (m model) otherHalfRemains(diags *diag.Diagnostics) {
	directions := ""
	if m.mode() == modeBidirectional {
		directions = " in both directions"
	}
	diags.AddWarning("Data Stops on Both Halves of the Link",
		fmt.Sprintf("Destroying the half of link %q on cluster %q stops its data%s. The other half, on cluster %q, is an object of its own: unless it is destroyed as well, "+
			"it stays there without use, and goes on costing money.", m.LinkName.ValueString(), m.KafkaClusterID.ValueString(), directions, m.RemoteClusterID.ValueString()))
}

// otherHalfOfReplaced says what a replacement means for the other half; empty for a
// link that has none.
func (m model) otherHalfOfReplaced() string {
	switch {
	case !m.hasOtherHalf():
		return ""
	case m.inbound():
		return fmt.Sprintf("\n\nThe half on cluster %q, which connects to this one, is not sure to find the new one: replace it as well. Add to it:\n\n"+
			"  lifecycle {\n    replace_triggered_by = [<this half>.cluster_link_id]\n  }", m.RemoteClusterID.ValueString())
	default:
		return fmt.Sprintf("\n\nUntil this half is made again, the half on cluster %q carries no data and goes on costing money.", m.RemoteClusterID.ValueString())
	}
}
