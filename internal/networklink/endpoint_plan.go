package networklink

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// ValidateConfig claims the endpoint for its address.
func (r *endpointResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var conf endpointModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &conf)...)
	r.conns.Claim(conf.object(), path.Root("network_link_service_id"), &resp.Diagnostics)
}

// ModifyPlan says what is missing, what cannot be, and what does not work.
func (r *endpointResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.conns == nil {
		return
	}
	client, availability := r.conns.CloudNetworking()
	if availability == tfkit.NotConfigured {
		tfkit.MissingCloud(&resp.Diagnostics)
		return
	}
	var plan, prior endpointModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if req.Plan.Raw.IsNull() {
		r.conns.PlanGoes(prior.object(), &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	r.conns.PlanChanges(prior.object(), plan.object(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() || availability != tfkit.Available {
		return
	}
	// The service is known when this run has read it, as it has one of the same configuration.
	if service, ok := client.SeenService(plan.ServiceID.ValueString()); ok && service.Spec.Network.ID != "" && service.Spec.Network.ID == plan.NetworkID.ValueString() {
		resp.Diagnostics.AddAttributeError(path.Root("network_id"), "Endpoint and Service in the Same Network",
			fmt.Sprintf("%q is the network of service %q as well. The endpoint belongs to the network that connects; clusters in one network are linked without a network link.", plan.NetworkID.ValueString(), plan.ServiceID.ValueString()))
	}
	if req.State.Raw.IsNull() {
		return
	}
	var state endpointModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	status := state.status()
	// State has no room for the API's words.
	if seen, ok := client.SeenEndpoint(state.ID.ValueString()); ok && seen.Status.Phase == status.Phase {
		status = seen.Status
	}
	endpointKind.health(state.ID.ValueString(), status, &resp.Diagnostics)
}
