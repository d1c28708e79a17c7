package clusterlink

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// preflight tries on the server what a plan is about to do, if the user wants
// that and everything it takes is known. writeOnlyNames are the names of
// config_wo that the server has.
func (r *linkResource) preflight(ctx context.Context, cluster *tfkit.Cluster, config tfsdk.Config, prior *model, plan, conf model, writeOnlyNames []string, diags *diag.Diagnostics) {
	if !r.conns.Preflight.On() || cluster == nil || diags.HasError() || !config.Raw.IsFullyKnown() {
		return
	}
	if prior == nil {
		wanted := plan.withSecrets(conf).settings(ctx, nil, diags)
		err := cluster.TryLink(ctx, plan.createRequest(wanted))
		if kafka.AlreadyExists(err) && r.conns.MayAdopt(plan.object()) && !r.conns.WasSeen(plan.KafkaClusterID, plan.LinkName) {
			err = plan.match(ctx, cluster, wanted)
		}
		r.reportTry(err, plan, diags)
		return
	}
	wanted, alterations := plan.changes(ctx, *prior, conf, writeOnlyNames, diags)
	if len(prior.replacedBy(plan)) > 0 || len(alterations) == 0 {
		return
	}
	if err := cluster.TryAlterations(ctx, plan.LinkName.ValueString(), alterations, wanted.secrets()); err != nil {
		r.conns.Preflight.Report(path.Root("config"), plan.wouldNotTake(alterations, err), diags)
	}
}

// reportTry reports what the dry run of a new link found, except for what it
// cannot know: the other half may be created, and the way to it opened, by the
// same apply; and a link that is there may be the one that is replaced.
func (r *linkResource) reportTry(err error, plan model, diags *diag.Diagnostics) {
	switch {
	case err == nil, kafka.NotYetVisible(err), kafka.RemoteUnreachable(err):
		return
	case kafka.AlreadyExists(err) && r.conns.WasSeen(plan.KafkaClusterID, plan.LinkName):
		return
	}
	var found diag.Diagnostics
	plan.explainCreate(err, &found)
	for _, d := range found {
		at := path.Root("link_name")
		if with, ok := d.(diag.DiagnosticWithPath); ok {
			at = with.Path()
		}
		r.conns.Preflight.Report(at, d.Detail(), diags)
	}
}
