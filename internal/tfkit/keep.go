package tfkit

import "github.com/hashicorp/terraform-plugin-go/tftypes"

// KeepPrior is the plan that leaves an object as it is in state, as far as
// Terraform lets a provider do that: it takes the prior value of an argument only
// where both state and configuration have one, so what is new in the
// configuration, or gone from it, stays planned.
func KeepPrior(state, config, plan tftypes.Value) tftypes.Value {
	switch {
	case plan.IsNull() || (state.IsNull() && !config.IsNull()):
		return plan // write-only, taken out, or new
	case !plan.Type().Is(tftypes.Object{}) || state.IsNull() || config.IsNull() || !config.IsKnown() || !plan.IsKnown():
		return state
	}
	var states, configs, plans map[string]tftypes.Value
	if state.As(&states) != nil || config.As(&configs) != nil || plan.As(&plans) != nil {
		return state
	}
	kept := make(map[string]tftypes.Value, len(plans))
	for name, planned := range plans {
		kept[name] = KeepPrior(states[name], configs[name], planned)
	}
	return tftypes.NewValue(plan.Type(), kept)
}
