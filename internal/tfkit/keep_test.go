package tfkit_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func TestKeepPrior(t *testing.T) {
	t.Parallel()
	inner := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"changed": tftypes.String, "secret_wo": tftypes.String}}
	outer := tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"same": tftypes.String, "changed": tftypes.String, "new": tftypes.String, "gone": tftypes.String, "computed": tftypes.String, "block": inner,
	}}
	s := func(v any) tftypes.Value { return tftypes.NewValue(tftypes.String, v) }
	object := func(same, changed, added, gone, computed, nested, secret any) tftypes.Value {
		return tftypes.NewValue(outer, map[string]tftypes.Value{
			"same": s(same), "changed": s(changed), "new": s(added), "gone": s(gone), "computed": s(computed),
			"block": tftypes.NewValue(inner, map[string]tftypes.Value{"changed": s(nested), "secret_wo": s(secret)}),
		})
	}
	state := object("a", "b", nil, "d", "e", "f", nil)
	config := object("a", "B", "c", nil, nil, "F", "secret")
	plan := object("a", "B", "c", nil, tftypes.UnknownValue, "F", nil)
	want := object("a", "b", "c", nil, "e", "f", nil)
	if got := tfkit.KeepPrior(state, config, plan); !got.Equal(want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
