package tfkit

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Timeouts is a resource's attribute timeouts. The descriptions of its operations,
// in opts, say for what each waits and for how long if nothing is given.
func Timeouts(ctx context.Context, opts timeouts.Opts) schema.Attribute {
	attribute := timeouts.Attributes(ctx, opts)
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok { // the library describes the attributes inside, not the whole
		nested.Validators = []validator.Object{positiveTimes{}}
		nested.MarkdownDescription = "How long each operation may take, such as `30s` or `2h45m`. What the server has accepted goes on when the time is over, and the next plan looks again."
		return nested
	}
	return attribute
}

type positiveTimes struct{}

func (positiveTimes) Description(context.Context) string             { return "durations above zero" }
func (v positiveTimes) MarkdownDescription(c context.Context) string { return v.Description(c) }

// ValidateObject judges the attribute timeouts.
func (positiveTimes) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	CheckTimes(req.Path, req.ConfigValue.Attributes(), &resp.Diagnostics)
}

// CheckTimes adds an error for each timeout in which nothing can be done. Whether one
// is a duration at all, the library judges.
func CheckTimes(in path.Path, times map[string]attr.Value, diags *diag.Diagnostics) {
	for name, value := range times {
		text, ok := value.(types.String)
		if !ok || text.IsNull() || text.IsUnknown() {
			continue
		}
		at := in.AtName(name)
		if d, err := time.ParseDuration(text.ValueString()); err == nil && d <= 0 {
			diags.AddAttributeError(at, "Timeout Without Time",
				fmt.Sprintf("%s is %q, in which nothing can be done. Leave it out for the default, or give a duration above zero, such as \"30m\".", at, text.ValueString()))
		}
	}
}
