package tfkit

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Same says whether two spellings mean one value.
type Same func(a, b string) bool

// IgnoreCase takes letters of either case for the same.
var IgnoreCase Same = strings.EqualFold

// Respell is the value to store for what the server says: prior as it is spelled
// in state when both mean the same, else the server's. An empty answer is null.
func Respell(prior types.String, server string, same Same) types.String {
	switch {
	case server == "":
		return types.StringNull()
	case !prior.IsNull() && !prior.IsUnknown() && same(prior.ValueString(), server):
		return prior
	default:
		return types.StringValue(server)
	}
}

// KeepSpelling plans the prior value when the configuration only spells it
// anew. It has to stand before RequiresReplace in an attribute's list.
func KeepSpelling(same Same) planmodifier.String { return keepSpelling{same} }

type keepSpelling struct{ same Same }

func (keepSpelling) Description(context.Context) string {
	return "Another spelling of the same value is no change."
}

func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if m.same(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
