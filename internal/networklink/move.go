package networklink

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var (
	_ resource.ResourceWithMoveState = (*serviceResource)(nil)
	_ resource.ResourceWithMoveState = (*endpointResource)(nil)
)

// confluentObject is what the states of confluent_network_link_service and
// confluent_network_link_endpoint have in common.
type confluentObject struct {
	ID           string                   `json:"id"`
	DisplayName  string                   `json:"display_name"`
	Description  string                   `json:"description"`
	ResourceName string                   `json:"resource_name"`
	Environment  tfkit.Block[tfkit.Named] `json:"environment"`
	Network      tfkit.Block[tfkit.Named] `json:"network"`
}

func (c confluentObject) move(to tfkit.Moved) {
	to.Set(path.Root("id"), c.ID)
	to.Set(path.Root("environment_id"), c.Environment.One().ID)
	to.Set(path.Root("network_id"), c.Network.One().ID)
	to.Set(path.Root("display_name"), c.DisplayName)
	to.Set(path.Root("description"), c.Description)
	to.Set(path.Root("resource_name"), c.ResourceName)
	to.Identify(identity{types.StringValue(c.Environment.One().ID), types.StringValue(c.ID)})
}

type confluentService struct {
	confluentObject
	Accept tfkit.Block[struct {
		Environments []string `json:"environments"`
		Networks     []string `json:"networks"`
	}] `json:"accept"`
}

type confluentEndpoint struct {
	confluentObject
	Service tfkit.Block[tfkit.Named] `json:"network_link_service"`
}

// MoveState takes over services of the provider confluentinc/confluent, by a moved
// block.
func (r *serviceResource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveFromConfluent("confluent_network_link_service", func(old confluentService, to tfkit.Moved) {
		old.move(to)
		accept := old.Accept.One()
		if len(accept.Environments) > 0 {
			to.Set(path.Root("accept").AtName(environmentIDs), accept.Environments)
		}
		if len(accept.Networks) > 0 {
			to.Set(path.Root("accept").AtName(networkIDs), accept.Networks)
		}
	})
}

// MoveState takes over endpoints of the provider confluentinc/confluent, by a moved
// block.
func (r *endpointResource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveFromConfluent("confluent_network_link_endpoint", func(old confluentEndpoint, to tfkit.Moved) {
		old.move(to)
		to.Set(path.Root("network_link_service_id"), old.Service.One().ID)
	})
}
