package clusterlink

// What this package says to users of reads and applies.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// called is a link in words, at the beginning of a sentence.
func (m model) called() string {
	return fmt.Sprintf("Link %q on cluster %q", m.LinkName.ValueString(), m.KafkaClusterID.ValueString())
}

func (m model) notSeen(err error, diags *diag.Diagnostics) {
	diags.AddWarning("Cluster Link Created But Not Seen",
		fmt.Sprintf("%s was created, but it could not be read since. %s\n\nIt is in state; the next plan looks again.", m.called(), tfkit.Explain(err)))
}

// notActive warns of a new link that does not work. err is how the wait for it ended.
func (m model) notActive(link kafka.Link, err error, timeout time.Duration, diags *diag.Diagnostics) {
	why := "It was not waited for, because of validate_link = false."
	switch {
	case errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, rest.ErrUnreachable):
		why = fmt.Sprintf("It was waited for %s.", timeout)
	case err != nil:
		why = tfkit.Explain(err)
	case m.ValidateLink.ValueBool():
		why = "Waiting does not help in this state."
	}
	diags.AddWarning("Cluster Link Not Active", fmt.Sprintf("%s exists but is not ACTIVE. %s %s\n\nIt stays in state as it is. "+
		"Check remote_bootstrap_servers, the credentials and their rights on cluster %q, and that the remote cluster can be reached from %q.",
		m.called(), tfkit.LinkState(link), why, m.RemoteClusterID.ValueString(), m.KafkaClusterID.ValueString()))
}

func (m model) notImported(diags *diag.Diagnostics) {
	diags.AddError("Unable to Import Cluster Link", fmt.Sprintf("Cluster %q has no link named %q.", m.KafkaClusterID.ValueString(), m.LinkName.ValueString()))
}

func (m model) gone(diags *diag.Diagnostics) {
	diags.AddWarning("Cluster Link Is Gone",
		fmt.Sprintf("Cluster %q has no link named %q any more: it is taken out of state.", m.KafkaClusterID.ValueString(), m.LinkName.ValueString()))
}

func (m model) notRead(err error, diags *diag.Diagnostics) {
	diags.AddError("Unable to Read Cluster Link", fmt.Sprintf("%s could not be read; its state is kept. %s", m.called(), tfkit.Explain(err)))
}

// madeAnew warns that another link, with this id, has taken the place of the one in
// state.
func (m model) madeAnew(id string, diags *diag.Diagnostics) {
	diags.AddWarning("Cluster Link Was Made Anew",
		fmt.Sprintf("%s is not the one that was there before: somebody deleted it and made it again (its id was %s and is %s).", m.called(), m.ClusterLinkID.ValueString(), id))
}

func (m model) notUpdated(alterations []kafka.Alteration, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(m.place(alterations), "Unable to Update Cluster Link",
		fmt.Sprintf("The settings of link %q on cluster %q could not be changed: %s. %s",
			m.LinkName.ValueString(), m.KafkaClusterID.ValueString(), tfkit.Names(alteredNames(alterations)), tfkit.Explain(err)))
}

func (m model) notConfirmed(err error, diags *diag.Diagnostics) {
	diags.AddWarning("Change Not Confirmed",
		fmt.Sprintf("%s took the change, but does not show it yet. %s\n\nThe next plan looks again.", m.called(), tfkit.Explain(err)))
}

// lost warns of a link that does not work after a change.
func (m model) lost(link kafka.Link, advice string, at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(at, "Cluster Link Not Active",
		fmt.Sprintf("After the change, link %q on cluster %q does not work. %s\n\nData has stopped. Check what was changed, the credentials and the address first.%s",
			m.LinkName.ValueString(), m.KafkaClusterID.ValueString(), tfkit.LinkState(link), advice))
}

// wouldNotTake says what a dry run of a change found.
func (m model) wouldNotTake(alterations []kafka.Alteration, err error) string {
	return fmt.Sprintf("Cluster %q would not take the change of link %q: %s. %s",
		m.KafkaClusterID.ValueString(), m.LinkName.ValueString(), tfkit.Names(alteredNames(alterations)), tfkit.Explain(err))
}

const notDeleted = "Unable to Delete Cluster Link"

func (m model) notDeleted(err error, diags *diag.Diagnostics) {
	diags.AddError(notDeleted, fmt.Sprintf("%s could not be deleted. %s", m.called(), tfkit.Explain(err)))
}

// deleteRefused says why a link is not deleted, and what to do.
func (m model) deleteRefused(live []kafka.Mirror, diags *diag.Diagnostics) {
	names := make([]string, 0, len(live))
	for _, mirror := range live {
		names = append(names, mirror.Name)
	}
	slices.Sort(names)
	diags.AddError(notDeleted, fmt.Sprintf("On cluster %q, deleting link %q now would stop %s halfway: %s.\n\n"+
		"Promote or fail over (status = \"PROMOTED\" or \"FAILED_OVER\") what is to keep its data, and delete the rest; "+
		"managed mirror topics go first when they take link_name from this resource. To delete the link all the same, apply force_destroy = true first.",
		m.KafkaClusterID.ValueString(), m.LinkName.ValueString(), mirrorTopics(len(live)), tfkit.Names(names)))
}

// outboundHalfRemains warns when the half that waits goes first.
func (m model) outboundHalfRemains(diags *diag.Diagnostics) {
	diags.AddWarning("Other Half of the Link Remains",
		fmt.Sprintf("The INBOUND half of link %q on cluster %q is deleted while its OUTBOUND half on cluster %q is still there: data stops, and the other half goes on costing money. "+
			"Delete the OUTBOUND half as well, and first.", m.LinkName.ValueString(), m.KafkaClusterID.ValueString(), m.RemoteClusterID.ValueString()))
}

func notAnID(id string, diags *diag.Diagnostics) {
	diags.AddError("Not the Id of a Cluster Link", fmt.Sprintf("%q is not of the form <kafka_cluster_id>/<link_name>, such as lkc-abc123/orders-to-dr.", id))
}

func namesNotStored(err error, diags *diag.Diagnostics) {
	diags.AddError("Unable to Store the Names of config_wo", err.Error())
}

// secretsInOldState warns that the official provider keeps secrets in state.
func secretsInOldState(link, cluster string, diags *diag.Diagnostics) {
	diags.AddWarning("Credentials Were in the Old State",
		fmt.Sprintf("Link %q on cluster %q was managed by confluent_cluster_link, which keeps the secrets of API keys in state in plain text. Clink has not carried them over, and sends nothing for them. "+
			"Old versions of the state still hold them: make new API keys, and give them with a raised password_wo_version.", link, cluster))
}
