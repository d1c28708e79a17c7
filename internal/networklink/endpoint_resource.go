package networklink

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*endpointResource)(nil)
	_ resource.ResourceWithIdentity       = (*endpointResource)(nil)
	_ resource.ResourceWithImportState    = (*endpointResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*endpointResource)(nil)
	_ resource.ResourceWithValidateConfig = (*endpointResource)(nil)
)

type endpointResource struct{ conns *tfkit.Connections }

// NewEndpointResource makes the resource clink_network_link_endpoint.
func NewEndpointResource() resource.Resource { return &endpointResource{} }

// Metadata names the resource.
func (r *endpointResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_network_link_endpoint"
}

// Configure takes the way to the networking API.
func (r *endpointResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.conns = tfkit.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

// IdentitySchema says what tells one endpoint from another.
func (r *endpointResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = endpointKind.identitySchema()
}

// Create creates the endpoint and waits until it is READY.
func (r *endpointResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan endpointModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	client := r.conns.RequireNetworking(&resp.Diagnostics)
	timeout, diags := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	endpoint, adopted, err := plan.creation(client).run(ctx, r.conns.Clock, r.conns.MayAdopt(plan.object()))
	if err != nil {
		endpointKind.explainCreate(err, plan.EnvironmentID.ValueString(), plan.NetworkID.ValueString(), &resp.Diagnostics)
		return
	}
	if adopted {
		tfkit.WarnAdopted(plan.object(), &resp.Diagnostics)
	}
	r.conns.TakeOver(plan.object())
	// The endpoint exists from here on: whatever happens, it is tracked.
	plan.setComputed(endpoint)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)

	endpoint, err = awaitReady(ctx, r.conns.Clock, endpoint, readEndpoint(client, plan))
	plan.setComputed(endpoint)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	endpointKind.afterCreate(err, plan.ID.ValueString(), endpoint.Status, &resp.Diagnostics)
}

// creation is how the endpoint of a plan is created.
func (m endpointModel) creation(client *networking.Client) creation[networking.Endpoint] {
	spec := m.createRequest()
	return creation[networking.Endpoint]{
		create: func(ctx context.Context) (networking.Endpoint, error) { return client.CreateEndpoint(ctx, spec) },
		list: func(ctx context.Context) ([]networking.Endpoint, error) {
			return client.Endpoints(ctx, spec.Environment.ID, networking.Filter{Network: []string{spec.Network.ID}, Service: []string{spec.Service.ID}})
		},
		candidate: func(found networking.Endpoint) candidate {
			is := found.Spec
			return candidate{found.ID, found.Metadata, found.Status, is.Network == spec.Network && is.Service == spec.Service && is.DisplayName == spec.DisplayName && is.Description == spec.Description}
		},
	}
}

// readEndpoint reads the endpoint of a model.
func readEndpoint(client *networking.Client, m endpointModel) reader[networking.Endpoint] {
	return reader[networking.Endpoint]{
		func(ctx context.Context) (networking.Endpoint, error) {
			return client.Endpoint(ctx, m.EnvironmentID.ValueString(), m.ID.ValueString())
		},
		func(e networking.Endpoint) networking.Status { return e.Status },
	}
}

// Read reads the endpoint.
func (r *endpointResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state endpointModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if _, availability := r.conns.CloudNetworking(); availability == tfkit.NotYetKnown && !state.NetworkID.IsNull() {
		r.conns.KeepUnknown("Network link endpoint \""+state.ID.ValueString()+"\"", "Confluent Cloud's networking API", &resp.Diagnostics)
		return
	}
	client := r.conns.RequireNetworking(&resp.Diagnostics)
	timeout, diags := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	endpoint, err := readEndpoint(client, state).read(ctx)
	switch {
	case errors.Is(err, rest.ErrNotFound):
		endpointKind.vanished(state.ID.ValueString(), &resp.Diagnostics)
		resp.State.RemoveResource(ctx)
	case err != nil:
		endpointKind.explainRead(err, &resp.Diagnostics)
	default:
		resp.Diagnostics.Append(resp.State.Set(ctx, state.fromAPI(endpoint))...)
	}
}

// Update sends what changed.
func (r *endpointResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state endpointModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client := r.conns.RequireNetworking(&resp.Diagnostics)
	timeout, diags := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if change := plan.change(state); change != (networking.EndpointChange{}) {
		if _, err := client.UpdateEndpoint(ctx, plan.EnvironmentID.ValueString(), plan.ID.ValueString(), change); err != nil {
			refused("Unable to Update Network Link Endpoint", err, &resp.Diagnostics)
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// Delete deletes the endpoint and waits until it is gone.
func (r *endpointResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state endpointModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client := r.conns.RequireNetworking(&resp.Diagnostics)
	timeout, diags := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if r.conns.LetGo(state.object(), &resp.Diagnostics) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	err := client.DeleteEndpoint(ctx, state.EnvironmentID.ValueString(), state.ID.ValueString())
	if err == nil {
		_, err = awaitGone(ctx, r.conns.Clock, readEndpoint(client, state))
	}
	if err != nil && !errors.Is(err, rest.ErrNotFound) {
		endpointKind.explainDelete(err, "", &resp.Diagnostics)
	}
}

// ImportState takes `<environment_id>/<id>` or an identity.
func (r *endpointResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	endpointKind.importState(ctx, req, resp)
}
