package networklink

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// ValidateConfig claims the endpoint for its address.
func (r *endpointResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var conf endpointModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &conf)...)
	r.conns.Claim(conf.object(), path.Root("network_link_service_id"), &resp.Diagnostics)
	r.conns.Claimed(conf.siblings())
	r.conns.Claimed(allEndpoints)
}

// Limits of network link endpoints, which Confluent's support may raise (AWS
// PrivateLink on Confluent Cloud, network links).
const (
	endpointsOfNetwork      = 5
	endpointsOfOrganization = 20
)

// allEndpoints stands for the endpoints of the configuration.
var allEndpoints = tfkit.NewObject("endpoints of an organization", "")

// siblings stands for the endpoints of one network.
func (m endpointModel) siblings() tfkit.Object {
	return tfkit.NewObject("endpoints of a network", "", m.EnvironmentID, m.NetworkID)
}

// countEndpoints warns, once, when a configuration that makes new endpoints has more
// than a limit allows. Whichever is planned last speaks.
func (r *endpointResource) countEndpoints(plan endpointModel, isNew bool, diags *diag.Diagnostics) {
	newOnes := tfkit.NewObject("new endpoints of a network", "", plan.EnvironmentID, plan.NetworkID)
	anyNew := tfkit.NewObject("new endpoints of an organization", "")
	if isNew {
		r.conns.Claimed(newOnes)
		r.conns.Claimed(anyNew)
	}
	if r.conns.Claims(plan.siblings()) > endpointsOfNetwork && r.conns.Claims(newOnes) > 0 && r.conns.First("limit of "+plan.NetworkID.ValueString()) {
		tooManyEndpoints(plan.NetworkID.ValueString(), diags)
	}
	if r.conns.Claims(allEndpoints) > endpointsOfOrganization && r.conns.Claims(anyNew) > 0 && r.conns.First("limit of the organization") {
		tooManyEndpointsInAll(diags)
	}
}

// replaced are the arguments by which a plan makes another endpoint.
func (m endpointModel) replaced(plan endpointModel) []path.Path {
	return differing([]immutable{
		{"environment_id", m.EnvironmentID, plan.EnvironmentID}, {"network_id", m.NetworkID, plan.NetworkID}, {"network_link_service_id", m.ServiceID, plan.ServiceID},
	})
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
		prior.destroyed(&resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	r.conns.PlanChanges(prior.object(), plan.object(), &resp.Diagnostics)
	r.countEndpoints(plan, req.State.Raw.IsNull(), &resp.Diagnostics)
	if !req.State.Raw.IsNull() {
		prior.cutByReplacement(prior.replaced(plan), &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() || availability != tfkit.Available {
		return
	}
	// The service is known when this run has read it, as it has one of the same configuration.
	if service, ok := client.SeenService(plan.ServiceID.ValueString()); ok && service.Spec.Network.ID != "" && service.Spec.Network.ID == plan.NetworkID.ValueString() {
		sameNetwork(plan.NetworkID.ValueString(), plan.ServiceID.ValueString(), &resp.Diagnostics)
	}
	if req.State.Raw.IsNull() {
		return
	}
	status := prior.status()
	// State has no room for the API's words.
	if seen, ok := client.SeenEndpoint(prior.ID.ValueString()); ok && seen.Status.Phase == status.Phase {
		status = seen.Status
	}
	endpointKind.health(prior.ID.ValueString(), status, &resp.Diagnostics)
}
