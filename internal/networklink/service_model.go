package networklink

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// serviceModel is a network link service as Terraform has it.
type serviceModel struct {
	ID            types.String   `tfsdk:"id"`
	EnvironmentID types.String   `tfsdk:"environment_id"`
	NetworkID     types.String   `tfsdk:"network_id"`
	DisplayName   types.String   `tfsdk:"display_name"`
	Description   types.String   `tfsdk:"description"`
	Accept        types.Object   `tfsdk:"accept"` // of acceptTypes
	ResourceName  types.String   `tfsdk:"resource_name"`
	Phase         types.String   `tfsdk:"phase"`
	Timeouts      timeouts.Value `tfsdk:"timeouts"`
}

// The lists of accept.
const (
	environmentIDs = "environment_ids"
	networkIDs     = "network_ids"
)

var acceptTypes = map[string]attr.Type{
	environmentIDs: types.SetType{ElemType: types.StringType},
	networkIDs:     types.SetType{ElemType: types.StringType},
}

func (m serviceModel) identity() identity { return identity{m.EnvironmentID, m.ID} }

// accepted is one of the lists of accept: null where accept or the list is, and
// unknown where accept is.
func (m serviceModel) accepted(list string) types.Set {
	if m.Accept.IsUnknown() {
		return types.SetUnknown(types.StringType)
	}
	if set, ok := m.Accept.Attributes()[list].(types.Set); ok {
		return set
	}
	return types.SetNull(types.StringType)
}

// accept is whom a model that is known as a whole accepts; nil for nobody.
func (m serviceModel) accept() *networking.Accept {
	if m.Accept.IsNull() {
		return nil
	}
	environments, _ := known(m.accepted(environmentIDs))
	networks, _ := known(m.accepted(networkIDs))
	return &networking.Accept{Environments: environments, Networks: networks}
}

// known gives the known values of a set of strings, in order, and whether these
// are all.
func known(set types.Set) (values []string, all bool) {
	all = !set.IsUnknown()
	for _, element := range set.Elements() {
		switch s, ok := element.(types.String); {
		case !ok || s.IsNull():
		case s.IsUnknown():
			all = false
		default:
			values = append(values, s.ValueString())
		}
	}
	slices.Sort(values)
	return values, all
}

// object is what the address owns: a network can have one.
func (m serviceModel) object() tfkit.Object {
	return tfkit.NewObject("clink_network_link_service", fmt.Sprintf("the network link service of network %q", m.NetworkID.ValueString()), m.EnvironmentID, m.NetworkID)
}

// createRequest is what the service is created from.
func (m serviceModel) createRequest() networking.ServiceSpec {
	return networking.ServiceSpec{
		DisplayName: m.DisplayName.ValueString(),
		Description: m.Description.ValueString(),
		Environment: networking.Ref{ID: m.EnvironmentID.ValueString()},
		Network:     networking.Ref{ID: m.NetworkID.ValueString()},
		Accept:      m.accept(),
	}
}

// change is what has to be sent to get from prior to m.
func (m serviceModel) change(prior serviceModel) networking.ServiceChange {
	change := networking.ServiceChange{
		DisplayName: changed(prior.DisplayName, m.DisplayName),
		Description: changed(prior.Description, m.Description),
	}
	if accept := m.accept(); !accept.Same(prior.accept()) {
		if accept == nil {
			accept = &networking.Accept{}
		}
		change.Accept = accept
	}
	return change
}

// changed is the new value of a text, empty where it is taken out; nil when it
// stays as it is.
func changed(prior, planned types.String) *string {
	if planned.ValueString() == prior.ValueString() {
		return nil
	}
	value := planned.ValueString()
	return &value
}

// setComputed takes over what only the server knows.
func (m *serviceModel) setComputed(s networking.Service) {
	if m.ID.IsNull() || m.ID.IsUnknown() {
		m.ID = types.StringValue(s.ID)
	}
	m.ResourceName, m.Phase = tfkit.TextOrNull(s.Metadata.ResourceName), tfkit.TextOrNull(string(s.Status.Phase))
}

// fromAPI is the service as the server has it. m is what it was before; of it
// stays what has no counterpart there.
func (m serviceModel) fromAPI(s networking.Service) serviceModel {
	imported := m.NetworkID.IsNull()
	m.setComputed(s)
	m.EnvironmentID = ref(s.Spec.Environment, m.EnvironmentID)
	m.NetworkID = ref(s.Spec.Network, m.NetworkID)
	m.DisplayName, m.Description = words(s.Spec.DisplayName, m.DisplayName, imported), words(s.Spec.Description, m.Description, imported)

	var environments, networks []string
	if s.Spec.Accept != nil {
		environments, networks = s.Spec.Accept.Environments, s.Spec.Accept.Networks
	}
	if len(environments)+len(networks) == 0 {
		m.Accept = types.ObjectNull(acceptTypes)
		return m
	}
	m.Accept = types.ObjectValueMust(acceptTypes, map[string]attr.Value{
		environmentIDs: setOf(environments, m.accepted(environmentIDs)),
		networkIDs:     setOf(networks, m.accepted(networkIDs)),
	})
	return m
}

// setOf makes a set of strings. None are null, unless prior has an empty set.
func setOf(values []string, prior types.Set) types.Set {
	if len(values) == 0 && (prior.IsNull() || prior.IsUnknown() || len(prior.Elements()) > 0) {
		return types.SetNull(types.StringType)
	}
	elements := make([]attr.Value, 0, len(values))
	for _, v := range slices.Compact(slices.Sorted(slices.Values(values))) {
		elements = append(elements, types.StringValue(v))
	}
	return types.SetValueMust(types.StringType, elements)
}

// ref is the id that the server names, else what is in state.
func ref(server networking.Ref, prior types.String) types.String {
	if server.ID == "" {
		return prior
	}
	return types.StringValue(server.ID)
}

// words is a text of the server's. No text is null, unless prior is empty as well.
// A text that was not given stays so whatever the server fills in, except in an
// import.
func words(server string, prior types.String, imported bool) types.String {
	if (server == "" || !imported && prior.IsNull()) && !prior.IsUnknown() && prior.ValueString() == "" {
		return prior
	}
	return tfkit.TextOrNull(server)
}
