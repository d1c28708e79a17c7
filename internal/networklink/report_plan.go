package networklink

// What this package says to users at plan.

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func emptyAccept(diags *diag.Diagnostics) {
	diags.AddAttributeError(acceptPath, "Empty Accept",
		"accept is given but lists neither environment_ids nor network_ids. List whom the service accepts, or leave accept out to accept nobody.")
}

func acceptsItself(network string, diags *diag.Diagnostics) {
	diags.AddAttributeError(acceptPath.AtName(networkIDs), "Service Accepts Its Own Network",
		fmt.Sprintf("%q is the network of the service itself. accept.network_ids lists networks that connect to it; a link between clusters in one network needs no network link.", network))
}

func sameNetwork(network, service string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("network_id"), "Endpoint and Service in the Same Network",
		fmt.Sprintf("%q is the network of service %q as well. The endpoint belongs to the network that connects; clusters in one network are linked without a network link.", network, service))
}

// tooManyEndpoints and tooManyEndpointsInAll are warnings: Confluent may have raised
// the limits.
func tooManyEndpoints(network string, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("network_id"), "More Endpoints Than a Network May Have",
		fmt.Sprintf("This configuration has more than %d network link endpoints in network %q, which is all that Confluent Cloud allows unless its support has raised the limit. The apply would be refused.", endpointsOfNetwork, network))
}

func tooManyEndpointsInAll(diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("network_id"), "More Endpoints Than an Organisation May Have",
		fmt.Sprintf("This configuration has more than %d network link endpoints, which is all that Confluent Cloud allows an organisation unless its support has raised the limit. The apply would be refused.", endpointsOfOrganization))
}

// linksCut is what happens to cluster links when a part of their network link goes.
const linksCut = "Cluster links over it stop carrying data, and each of them goes on costing money until it is destroyed, too."

// destroyed warns of the destroy of an endpoint that carries data.
func (m endpointModel) destroyed(diags *diag.Diagnostics) {
	if networking.Phase(m.Phase.ValueString()) == networking.Ready {
		diags.AddWarning("Network Link Will Be Cut", fmt.Sprintf("This plan destroys the network link endpoint %q. %s", m.ID.ValueString(), linksCut))
	}
}

// destroyed warns of the destroy of a service that carries data.
func (m serviceModel) destroyed(diags *diag.Diagnostics) {
	if networking.Phase(m.Phase.ValueString()) == networking.Ready {
		diags.AddWarning("Network Link Will Be Cut", fmt.Sprintf("This plan destroys the network link service %q. %s "+
			"It can be destroyed only after all endpoints that connect to it, those of others included.", m.ID.ValueString(), linksCut))
	}
}

// cutByReplacement warns, on each argument that makes another endpoint of it, of what
// that means.
func (m endpointModel) cutByReplacement(changed []path.Path, diags *diag.Diagnostics) {
	for _, at := range changed {
		diags.AddAttributeWarning(at, "Network Link Will Be Replaced", fmt.Sprintf("%s cannot be changed on an endpoint, so %q is destroyed and another one created, "+
			"which the owner of the service may have to accept first. Cluster links over it carry no data in between.", at, m.ID.ValueString()))
	}
}

// cutByReplacement warns, on each argument that makes another service of it, of what
// that means.
func (m serviceModel) cutByReplacement(changed []path.Path, diags *diag.Diagnostics) {
	for _, at := range changed {
		diags.AddAttributeWarning(at, "Network Link Will Be Replaced", fmt.Sprintf("%s cannot be changed on a service, so %q is destroyed and another one created. "+
			"Each endpoint that connects to it has to be replaced, too, those of others included, and cluster links over them carry no data until then.", at, m.ID.ValueString()))
	}
}

// accessRevoked names what a plan no longer accepts.
func accessRevoked(ids []string, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(acceptPath, "Access Revoked",
		fmt.Sprintf("The service will no longer accept %s. Endpoints that connect from there are disconnected, unless another entry of accept still covers them. "+
			"Cluster links over them stop carrying data, and each goes on costing money until it is destroyed, too.", tfkit.Names(ids)))
}

// health warns about an object in state that carries no data.
func (k kind) health(id string, status networking.Status, diags *diag.Diagnostics) {
	if status.Phase == networking.Inactive || !final(status.Phase) && !needsSomebody(status.Phase) {
		return
	}
	diags.AddWarning(k.title+" Not Ready", fmt.Sprintf("The %s %q %s. %s", k.name, id, phrase(status), remedy(status)))
}
