// Package networklink is the resources clink_network_link_service and
// clink_network_link_endpoint, which connect two private networks of Confluent
// Cloud for cluster links. They stand side by side because they share phases and
// waits.
package networklink

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// kind is what of an object's sort the words and checks that both share need.
type kind struct {
	name   string // as in "the network link service"
	title  string // the same in summaries
	prefix string // of ids
	limits string // that a quota error is about
}

var (
	serviceKind = kind{
		name: "network link service", title: "Network Link Service", prefix: "nls-",
		limits: "A network can have 1 network link service.",
	}
	endpointKind = kind{
		name: "network link endpoint", title: "Network Link Endpoint", prefix: "nle-",
		limits: "An organisation can have 20 network link endpoints, a network 5, and a network 1 to the same service.",
	}
)

// immutable is an argument that never changes on an object, as state has it and as the plan wants it.
type immutable struct {
	name       string
	have, want types.String
}

// differing are the arguments that a plan changes.
func differing(arguments []immutable) []path.Path {
	var changed []path.Path
	for _, a := range arguments {
		if !a.have.Equal(a.want) {
			changed = append(changed, path.Root(a.name))
		}
	}
	return changed
}

// identity says which object it is: an id is read together with its environment.
type identity struct {
	EnvironmentID types.String `tfsdk:"environment_id"`
	ID            types.String `tfsdk:"id"`
}

func (k kind) identitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"environment_id": identityschema.StringAttribute{Description: "Id of the environment (env-...).", RequiredForImport: true},
		"id":             identityschema.StringAttribute{Description: fmt.Sprintf("Id of the %s (%s...).", k.name, k.prefix), RequiredForImport: true},
	}}
}

// importState takes `<environment_id>/<id>` or an identity. The read that follows
// fills in the rest.
func (k kind) importState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var who identity
	switch {
	case req.ID != "":
		environment, id, ok := strings.Cut(req.ID, "/")
		who = identity{types.StringValue(environment), types.StringValue(id)}
		if ok {
			break
		}
		resp.Diagnostics.AddError("Malformed Import Id", k.importHelp(req.ID))
		return
	case req.Identity != nil:
		resp.Diagnostics.Append(req.Identity.Get(ctx, &who)...)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	for _, part := range []struct {
		value types.String
		check objectID
	}{{who.EnvironmentID, environmentID}, {who.ID, objectID{k.name, []string{k.prefix}}}} {
		if part.check.fault(part.value.ValueString()) != "" {
			resp.Diagnostics.AddError("Malformed Import Id", k.importHelp(who.EnvironmentID.ValueString()+"/"+who.ID.ValueString()))
			return
		}
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("environment_id"), who.EnvironmentID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), who.ID)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, who)...)
}

func (k kind) importHelp(given string) string {
	return fmt.Sprintf("%q is not the import id of a %s, which is <environment_id>/<id>, for example env-abc123/%sxyz789.", given, k.name, k.prefix)
}
