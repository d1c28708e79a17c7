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

func TestClusterID(t *testing.T) {
	t.Parallel()
	for id, says := range map[string]string{
		"lkc-abc123":             "",
		"0gXf5xg8Sp2G4FlxNriNaA": "",
		"lkc-abc123\n":           "write trimspace(...) around it",
		"LKC-ABC123":             `write "lkc-abc123"`,
		"Lkc-abc123":             `write "lkc-abc123"`,
		"":                       "It is empty",
		"env-abc":                "an environment",
		"pkc-abc":                "an address",
		"lkc_abc":                "",
		"lkc-a b":                "characters that a cluster id does not have",
	} {
		var resp validator.StringResponse
		tfkit.ClusterID().ValidateString(t.Context(), validator.StringRequest{Path: path.Root("remote_cluster_id"), ConfigValue: types.StringValue(id)}, &resp)
		if (says == "") != (len(resp.Diagnostics) == 0) || says != "" && !strings.Contains(resp.Diagnostics[0].Detail(), says) {
			t.Errorf("%q: %v", id, resp.Diagnostics)
		}
	}
}
