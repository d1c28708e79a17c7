package networklink

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// endpointModel is a network link endpoint as Terraform has it.
type endpointModel struct {
	ID            types.String   `tfsdk:"id"`
	EnvironmentID types.String   `tfsdk:"environment_id"`
	NetworkID     types.String   `tfsdk:"network_id"`
	ServiceID     types.String   `tfsdk:"network_link_service_id"`
	DisplayName   types.String   `tfsdk:"display_name"`
	Description   types.String   `tfsdk:"description"`
	ResourceName  types.String   `tfsdk:"resource_name"`
	Phase         types.String   `tfsdk:"phase"`
	ExpiresAt     types.String   `tfsdk:"expires_at"`
	Timeouts      timeouts.Value `tfsdk:"timeouts"`
}

func (m endpointModel) identity() identity { return identity{m.EnvironmentID, m.ID} }

// object is what the address owns: a network can have one for each service.
func (m endpointModel) object() tfkit.Object {
	return tfkit.NewObject("clink_network_link_endpoint", fmt.Sprintf("the network link endpoint of network %q", m.NetworkID.ValueString()), m.EnvironmentID, m.NetworkID, m.ServiceID)
}

// createRequest is what the endpoint is created from.
func (m endpointModel) createRequest() networking.EndpointSpec {
	return networking.EndpointSpec{
		DisplayName: m.DisplayName.ValueString(),
		Description: m.Description.ValueString(),
		Environment: networking.Ref{ID: m.EnvironmentID.ValueString()},
		Network:     networking.Ref{ID: m.NetworkID.ValueString()},
		Service:     networking.Ref{ID: m.ServiceID.ValueString()},
	}
}

// change is what has to be sent to get from prior to m.
func (m endpointModel) change(prior endpointModel) networking.EndpointChange {
	return networking.EndpointChange{
		DisplayName: changed(prior.DisplayName, m.DisplayName),
		Description: changed(prior.Description, m.Description),
	}
}

// setComputed takes over what only the server knows.
func (m *endpointModel) setComputed(e networking.Endpoint) {
	if m.ID.IsNull() || m.ID.IsUnknown() {
		m.ID = types.StringValue(e.ID)
	}
	m.ResourceName, m.Phase = tfkit.TextOrNull(e.Metadata.ResourceName), tfkit.TextOrNull(string(e.Status.Phase))
	m.ExpiresAt = tfkit.TextOrNull(e.Status.ExpiresAt)
}

// fromAPI is the endpoint as the server has it. m is what it was before; of it
// stays what has no counterpart there.
func (m endpointModel) fromAPI(e networking.Endpoint) endpointModel {
	imported := m.NetworkID.IsNull()
	m.setComputed(e)
	m.EnvironmentID = ref(e.Spec.Environment, m.EnvironmentID)
	m.NetworkID = ref(e.Spec.Network, m.NetworkID)
	m.ServiceID = ref(e.Spec.Service, m.ServiceID)
	m.DisplayName, m.Description = words(e.Spec.DisplayName, m.DisplayName, imported), words(e.Spec.Description, m.Description, imported)
	return m
}

// status is what state knows of the endpoint's.
func (m endpointModel) status() networking.Status {
	return networking.Status{Phase: networking.Phase(m.Phase.ValueString()), ExpiresAt: m.ExpiresAt.ValueString()}
}
