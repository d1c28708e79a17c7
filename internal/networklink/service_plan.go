package networklink

import (
	"context"
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
		emptyAccept(&resp.Diagnostics)
	}
	if ids, _ := known(networks); slices.Contains(ids, conf.NetworkID.ValueString()) {
		acceptsItself(conf.NetworkID.ValueString(), &resp.Diagnostics)
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
		state.destroyed(&resp.Diagnostics)
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
	if changed := state.replaced(plan); len(changed) > 0 {
		state.cutByReplacement(changed, &resp.Diagnostics)
	} else {
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
	if len(revoked) > 0 {
		accessRevoked(revoked, diags)
	}
}

// replaced are the arguments by which a plan makes another service.
func (m serviceModel) replaced(plan serviceModel) []path.Path {
	return differing([]immutable{{"environment_id", m.EnvironmentID, plan.EnvironmentID}, {"network_id", m.NetworkID, plan.NetworkID}})
}
