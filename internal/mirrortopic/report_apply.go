package mirrortopic

// What this package says to users of one mirror topic in reads and applies.

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// called is a mirror topic in words, at the beginning of a sentence.
func (t target) called() string {
	return fmt.Sprintf("Mirror topic %q on link %q of cluster %q", t.topic, t.link, t.cluster.ClusterID())
}

func (m model) called() string {
	return fmt.Sprintf("Mirror topic %q on link %q of cluster %q", m.MirrorTopicName.ValueString(), m.LinkName.ValueString(), m.KafkaClusterID.ValueString())
}

// notImported says that a link has no such mirror topic; isTopic that the cluster has
// a topic of its name.
func (m model) notImported(isTopic bool, diags *diag.Diagnostics) {
	what := "there is no such topic"
	if isTopic {
		what = "the topic is there, but it is no mirror topic of this link, and an existing topic cannot become one"
	}
	diags.AddError("Cannot Import Mirror Topic",
		fmt.Sprintf("Link %q on cluster %q has no mirror topic %q: %s.", m.LinkName.ValueString(), m.KafkaClusterID.ValueString(), m.MirrorTopicName.ValueString(), what))
}

func (m model) gone(diags *diag.Diagnostics) {
	diags.AddWarning("Mirror Topic Not Found",
		fmt.Sprintf("Topic %q is gone from cluster %q, so it is removed from state. If its configuration stays, the next apply creates the mirror topic anew.",
			m.MirrorTopicName.ValueString(), m.KafkaClusterID.ValueString()))
}

func (m model) notRead(err error, diags *diag.Diagnostics) {
	diags.AddError("Unable to Read Mirror Topic", fmt.Sprintf("%s. %s", m.called(), tfkit.Explain(err)))
}

func (m model) settingsNotRead(err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("config"), "Unable to Read Topic Settings",
		fmt.Sprintf("Settings of topic %q on cluster %q. %s", m.MirrorTopicName.ValueString(), m.KafkaClusterID.ValueString(), tfkit.Explain(err)))
}

func (t target) linkNotFound(err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("link_name"), "Cluster Link Not Found",
		fmt.Sprintf("Cluster %q has no link %q. Mirror topics live on the cluster that hosts the destination half of a link. %s", t.cluster.ClusterID(), t.link, tfkit.Explain(err)))
}

// nothingConnected says that a half still waits for the other one.
func (t target) nothingConnected(view kafka.LinkView, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("link_name"), "Nothing Has Connected to the Link",
		fmt.Sprintf("Link %q on cluster %q is the INBOUND half: it waits until the other cluster connects to it, and its state is %s.%s Mirror topics can be made only after that. "+
			"Where the half that is created last, the OUTBOUND (or SOURCE) one on the other cluster, is in this configuration, take link_name from it, so that Terraform waits for it:\n\n"+
			"  link_name = clink_cluster_link.<the outbound half>.link_name\n\nWhere it is in another configuration, apply that one first.",
			t.link, t.cluster.ClusterID(), orUnknown(view.State), linkError(view)))
}

// takenOver warns of what does not fit in a mirror topic that was there already.
func (t target) takenOver(at, words string, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root(at), "Mirror Topic Taken Over, but Not All of It Fits", fmt.Sprintf("%s was there already. %s", t.called(), words))
}

func (t target) factorStays(has int32, wanted int64, diags *diag.Diagnostics) {
	t.takenOver("replication_factor",
		fmt.Sprintf("Its replication factor is %d, not %d, and cannot be changed. Leave replication_factor out, or replace the mirror topic.", has, wanted), diags)
}

func (t target) settingsStay(err error, diags *diag.Diagnostics) {
	t.takenOver("config", "Its settings could not be changed. "+tfkit.Explain(err)+" The next plan shows what differs.", diags)
}

// statusNotReached says why a mirror topic did not become what is wanted. mirror is
// how it was seen last.
func (t target) statusNotReached(ctx context.Context, wanted string, mirror kafka.Mirror, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("status"), "Unable to Change Mirror Topic Status",
		fmt.Sprintf("%s did not become %s. %s\n\nThe next apply goes on from here.", t.called(), wanted, t.explain(ctx, wanted, mirror, err)))
}

func (t target) settingsNotChanged(err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("config"), "Unable to Change Topic Settings",
		fmt.Sprintf("Settings of mirror topic %q on cluster %q. %s", t.topic, t.cluster.ClusterID(), tfkit.Explain(err)))
}

func (t target) notDeleted(err error, diags *diag.Diagnostics) {
	diags.AddError("Unable to Delete Mirror Topic", fmt.Sprintf("%s. %s", t.called(), tfkit.Explain(err)))
}

func (t target) liveTopicStays(diags *diag.Diagnostics) {
	diags.AddWarning("Live Topic Stays",
		fmt.Sprintf("Topic %q on cluster %q mirrors no longer and may hold data that is nowhere else, so it stays and is only removed from state. "+
			"Delete it by other means when it is no longer needed.", t.topic, t.cluster.ClusterID()))
}

func (t target) mayBeLastCopy(is kafka.MirrorStatus, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("deletion_policy"), "Mirror Topic May Be the Last Copy",
		fmt.Sprintf("%s is %s. %s Its source may be lost, so it is not deleted. Make it a plain topic first (status = \"FAILED_OVER\"), "+
			"after which a destroy leaves it as it is; or, to delete it with its data, apply deletion_policy = \"DELETE\" first.", t.called(), is, meaning(is)))
}
