package tfkit_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func TestCheckTimes(t *testing.T) {
	t.Parallel()
	for text, wrong := range map[types.String]bool{
		types.StringValue("0s"): true, types.StringValue("-5m"): true, types.StringValue("1ns"): false,
		types.StringValue("5 minutes"): false, types.StringNull(): false, types.StringUnknown(): false,
	} {
		var diags diag.Diagnostics
		tfkit.CheckTimes(path.Root("timeouts"), map[string]attr.Value{"create": text}, &diags)
		if wrong != (len(diags) == 1 && strings.HasPrefix(diags[0].Detail(), "timeouts.create is ")) {
			t.Errorf("%s: %v", text, diags)
		}
	}
}
