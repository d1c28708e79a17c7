package tfkit_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func TestText(t *testing.T) {
	t.Parallel()
	at := path.Root("remote_authentication").AtName("sasl").AtName("username")
	for text, says := range map[types.String]string{
		types.StringValue("key"):        "",
		types.StringValue("two words"):  "",
		types.StringNull():              "",
		types.StringUnknown():           "",
		types.StringValue(""):           "remote_authentication.sasl.username is empty, as when a variable is not set",
		types.StringValue(" \n"):        "is empty",
		types.StringValue("key\n"):      `username is "key\n": it begins or ends with white space or a line break`,
		types.StringValue("\u00a0key "): "trimspace(...)",
	} {
		var resp validator.StringResponse
		tfkit.Text().ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: text}, &resp)
		if (says == "") != (len(resp.Diagnostics) == 0) {
			t.Errorf("%s: %v", text, resp.Diagnostics)
		}
		for _, d := range resp.Diagnostics {
			if !strings.Contains(d.Detail(), says) {
				t.Errorf("%s: %s", text, d.Detail())
			}
		}
	}
}
