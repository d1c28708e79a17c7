package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Found is one object that a list resource has found.
type Found struct {
	Name string // as its users call it
	// Identity is its identity by attribute, which is also what an import begins with.
	Identity map[string]string
}

// Reader reads a resource from what an import begins with.
type Reader interface {
	Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse)
}

// Stream answers a list with what was found, one after the other, as many as are
// wanted. Where whole resources are asked for, each is read as an import reads it.
// An error is told with its object, and ends nothing else.
func Stream(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream, reader Reader, found []Found) {
	stream.Results = func(push func(list.ListResult) bool) {
		for i, one := range found {
			if req.Limit > 0 && int64(i) >= req.Limit {
				return
			}
			result := req.NewListResult(ctx)
			result.DisplayName = one.Name
			for name, value := range one.Identity {
				result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root(name), value)...)
			}
			if req.IncludeResource {
				include(ctx, req, reader, one, &result)
			}
			if !push(result) {
				return
			}
		}
	}
}

// include reads an object into a result.
func include(ctx context.Context, req list.ListRequest, reader Reader, one Found, result *list.ListResult) {
	state := tfsdk.State{Schema: req.ResourceSchema, Raw: tftypes.NewValue(req.ResourceSchema.Type().TerraformType(ctx), nil)}
	for name, value := range one.Identity {
		result.Diagnostics.Append(state.SetAttribute(ctx, path.Root(name), value)...)
	}
	if result.Diagnostics.HasError() {
		return
	}
	read := resource.ReadResponse{State: state, Identity: result.Identity}
	reader.Read(ctx, resource.ReadRequest{State: state, Identity: result.Identity}, &read)
	result.Diagnostics.Append(read.Diagnostics...)
	result.Resource.Raw = read.State.Raw
}

// StreamErrors answers a list with why there is none.
func StreamErrors(stream *list.ListResultsStream, diags diag.Diagnostics) {
	stream.Results = list.ListResultsStreamDiagnostics(diags)
}
