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
	_ resource.ResourceWithConfigure      = (*serviceResource)(nil)
	_ resource.ResourceWithIdentity       = (*serviceResource)(nil)
	_ resource.ResourceWithImportState    = (*serviceResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*serviceResource)(nil)
	_ resource.ResourceWithValidateConfig = (*serviceResource)(nil)
)

type serviceResource struct{ conns *tfkit.Connections }

// NewServiceResource makes the resource clink_network_link_service.
func NewServiceResource() resource.Resource { return &serviceResource{} }

// Metadata names the resource.
func (r *serviceResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_network_link_service"
}

// Configure takes the way to the networking API.
func (r *serviceResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.conns = tfkit.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

// IdentitySchema says what tells one service from another.
func (r *serviceResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = serviceKind.identitySchema()
}

// Create creates the service and waits until it is READY.
func (r *serviceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan serviceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	client := r.conns.RequireNetworking(&resp.Diagnostics)
	timeout, diags := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	service, adopted, err := plan.creation(client).run(ctx, r.conns.Clock, r.conns.MayAdopt(plan.object()))
	if err != nil {
		serviceKind.explainCreate(err, plan.EnvironmentID.ValueString(), plan.NetworkID.ValueString(), &resp.Diagnostics)
		return
	}
	if adopted {
		tfkit.WarnAdopted(plan.object(), &resp.Diagnostics)
	}
	r.conns.TakeOver(plan.object())
	// The service exists from here on: whatever happens, it is tracked.
	plan.setComputed(service)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)

	service, err = awaitReady(ctx, r.conns.Clock, service, readService(client, plan))
	plan.setComputed(service)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	serviceKind.afterCreate(err, plan.ID.ValueString(), service.Status, &resp.Diagnostics)
}

// creation is how the service of a plan is created.
func (m serviceModel) creation(client *networking.Client) creation[networking.Service] {
	spec := m.createRequest()
	return creation[networking.Service]{
		create: func(ctx context.Context) (networking.Service, error) { return client.CreateService(ctx, spec) },
		list: func(ctx context.Context) ([]networking.Service, error) {
			return client.Services(ctx, spec.Environment.ID, networking.Filter{Network: []string{spec.Network.ID}})
		},
		candidate: func(found networking.Service) candidate {
			is := found.Spec
			return candidate{found.ID, found.Metadata, found.Status, is.Network == spec.Network && is.DisplayName == spec.DisplayName && is.Description == spec.Description && is.Accept.Same(spec.Accept)}
		},
	}
}

// readService reads the service of a model.
func readService(client *networking.Client, m serviceModel) reader[networking.Service] {
	return reader[networking.Service]{
		func(ctx context.Context) (networking.Service, error) {
			return client.Service(ctx, m.EnvironmentID.ValueString(), m.ID.ValueString())
		},
		func(s networking.Service) networking.Status { return s.Status },
	}
}

// Read reads the service.
func (r *serviceResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state serviceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if _, availability := r.conns.CloudNetworking(); availability == tfkit.NotYetKnown && !state.NetworkID.IsNull() {
		r.conns.KeepUnknown("Network link service \""+state.ID.ValueString()+"\"", "Confluent Cloud's networking API", &resp.Diagnostics)
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

	service, err := readService(client, state).read(ctx)
	switch {
	case errors.Is(err, rest.ErrNotFound):
		serviceKind.vanished(state.ID.ValueString(), &resp.Diagnostics)
		resp.State.RemoveResource(ctx)
	case err != nil:
		serviceKind.explainRead(err, &resp.Diagnostics)
	default:
		resp.Diagnostics.Append(resp.State.Set(ctx, state.fromAPI(service))...)
	}
}

// Update sends what changed.
func (r *serviceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state serviceModel
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

	if change := plan.change(state); change != (networking.ServiceChange{}) {
		if _, err := client.UpdateService(ctx, plan.EnvironmentID.ValueString(), plan.ID.ValueString(), change); err != nil {
			refused("Unable to Update Network Link Service", err, &resp.Diagnostics)
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// Delete deletes the service and waits until it is gone.
func (r *serviceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state serviceModel
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

	err := client.DeleteService(ctx, state.EnvironmentID.ValueString(), state.ID.ValueString())
	if err == nil {
		_, err = awaitGone(ctx, r.conns.Clock, readService(client, state))
	}
	if err != nil && !errors.Is(err, rest.ErrNotFound) {
		serviceKind.explainDelete(err, "\n\nA service can only be deleted once no endpoint is attached to it. Delete its endpoints first: where they are in the same configuration, "+
			"refer to this service's id in their network_link_service_id, so that Terraform keeps the order.", &resp.Diagnostics)
	}
}

// ImportState takes `<environment_id>/<id>` or an identity.
func (r *serviceResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	serviceKind.importState(ctx, req, resp)
}
