package networklink

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// acceptPath is where errors and warnings about accept stand.
var acceptPath = path.Root("accept")

// ValidateConfig judges accept.
func (r *serviceResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var conf serviceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &conf)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.conns.Claim(conf.object(), path.Root("network_id"), &resp.Diagnostics)
	if conf.Accept.IsNull() || conf.Accept.IsUnknown() {
		return
	}
	environments, networks := conf.accepted(environmentIDs), conf.accepted(networkIDs)
	if !environments.IsUnknown() && !networks.IsUnknown() && len(environments.Elements())+len(networks.Elements()) == 0 {
		resp.Diagnostics.AddAttributeError(acceptPath, "Empty Accept",
			"accept is given but lists neither environment_ids nor network_ids. List whom the service accepts, or leave accept out to accept nobody.")
	}
	if ids, _ := known(networks); slices.Contains(ids, conf.NetworkID.ValueString()) {
		resp.Diagnostics.AddAttributeError(acceptPath.AtName(networkIDs), "Service Accepts Its Own Network",
			fmt.Sprintf("%q is the network of the service itself. Accept lists networks that connect to it; a link between clusters in one network needs no network link.", conf.NetworkID.ValueString()))
	}
}

// ModifyPlan says what is missing, what a change stops, and what does not work.
func (r *serviceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.conns == nil {
		return
	}
	client, availability := r.conns.CloudNetworking()
	if availability == tfkit.NotConfigured {
		tfkit.MissingCloud(&resp.Diagnostics)
		return
	}
	var plan, state serviceModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		r.conns.PlanGoes(state.object(), &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	r.conns.PlanChanges(state.object(), plan.object(), &resp.Diagnostics)
	if req.State.Raw.IsNull() {
		return
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.EnvironmentID.Equal(state.EnvironmentID) && plan.NetworkID.Equal(state.NetworkID) {
		plan.warnRevoked(state, &resp.Diagnostics)
	}
	status := networking.Status{Phase: networking.Phase(state.Phase.ValueString())}
	if availability == tfkit.Available {
		// State has no room for the API's words.
		if seen, ok := client.SeenService(state.ID.ValueString()); ok && seen.Status.Phase == status.Phase {
			status = seen.Status
		}
	}
	serviceKind.health(state.ID.ValueString(), status, &resp.Diagnostics)
}

// warnRevoked names what a plan no longer accepts. A list with values that are
// not known yet is not judged.
func (m serviceModel) warnRevoked(prior serviceModel, diags *diag.Diagnostics) {
	var revoked []string
	for _, list := range []string{environmentIDs, networkIDs} {
		before, _ := known(prior.accepted(list))
		after, all := known(m.accepted(list))
		if !all {
			continue
		}
		for _, id := range before {
			if !slices.Contains(after, id) {
				revoked = append(revoked, id)
			}
		}
	}
	if len(revoked) == 0 {
		return
	}
	diags.AddAttributeWarning(acceptPath, "Access Revoked",
		fmt.Sprintf("The service will no longer accept %s. Endpoints that connect from there are disconnected, unless another entry of accept still covers them, and cluster links over them stop carrying data.", tfkit.Names(revoked)))
}
