package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Timeouts is a resource's attribute timeouts. The descriptions of its operations,
// in opts, say for what each waits and for how long if nothing is given.
func Timeouts(ctx context.Context, opts timeouts.Opts) schema.Attribute {
	attribute := timeouts.Attributes(ctx, opts)
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok { // the library describes the attributes inside, not the whole
		nested.MarkdownDescription = "How long each operation may take, such as `30s` or `2h45m`. What the server has accepted goes on when the time is over, and the next plan looks again."
		return nested
	}
	return attribute
}
