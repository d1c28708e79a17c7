package tfkit

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Moved is the state of another provider's resource, set attribute by attribute.
type Moved struct {
	ctx  context.Context //nolint:containedctx // of one call, for the length of it
	resp *resource.MoveStateResponse
}

// Set sets an attribute; an empty string is no value.
func (m Moved) Set(at path.Path, value any) {
	if value == "" {
		return
	}
	m.resp.Diagnostics.Append(m.resp.TargetState.SetAttribute(m.ctx, at, value)...)
}

// Identify sets the identity.
func (m Moved) Identify(identity any) {
	if m.resp.TargetIdentity != nil {
		m.resp.Diagnostics.Append(m.resp.TargetIdentity.Set(m.ctx, identity)...)
	}
}

// Diagnostics are those of the move.
func (m Moved) Diagnostics() *diag.Diagnostics { return &m.resp.Diagnostics }

// MoveFromConfluent makes the mover of a resource of the provider
// confluentinc/confluent, of whatever registry. Its state has the schema version 0
// and the form of S.
func MoveFromConfluent[S any](typeName string, move func(S, Moved)) []resource.StateMover {
	return []resource.StateMover{{
		StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			if req.SourceTypeName != typeName || !strings.HasSuffix(req.SourceProviderAddress, "/confluentinc/confluent") || req.SourceRawState == nil {
				return
			}
			if req.SourceSchemaVersion != 0 {
				resp.Diagnostics.AddError("Unable to Move "+typeName, fmt.Sprintf("The state of %s has schema version %d, and Clink knows version 0. Import the object instead, and let the old address go with a `removed` block that has destroy = false.", typeName, req.SourceSchemaVersion))
				return
			}
			var state S
			if err := json.Unmarshal(req.SourceRawState.JSON, &state); err != nil {
				resp.Diagnostics.AddError("Unable to Move "+typeName, fmt.Sprintf("The state of %s does not have the form that Clink knows. Import the object instead, and let the old address go with a `removed` block that has destroy = false.", typeName))
				return
			}
			move(state, Moved{ctx, resp})
		},
	}}
}

// Block is a block of the older kind of schema that can be there once: a list.
type Block[T any] []T

// One is the block, or an empty one.
func (b Block[T]) One() T {
	if len(b) > 0 {
		return b[0]
	}
	var none T
	return none
}

// Named is a block that holds an id.
type Named struct {
	ID string `json:"id"`
}
