package acctest

import (
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// typed is a text, or an object of texts, as Terraform has it.
func typed(plain any) tftypes.Value {
	object, ok := plain.(map[string]string)
	if !ok {
		return tftypes.NewValue(tftypes.String, plain)
	}
	types, values := map[string]tftypes.Type{}, map[string]tftypes.Value{}
	for name, value := range object {
		types[name], values[name] = tftypes.String, tftypes.NewValue(tftypes.String, value)
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, values)
}

// encode makes a value of this type out of plain Go: maps, slices, strings,
// numbers, booleans, Unknown and nil.
func (p *Protocol) encode(typ tftypes.Type, plain any) *tfprotov6.DynamicValue {
	p.tb.Helper()
	value, err := tfprotov6.NewDynamicValue(typ, build(p.tb, typ, plain))
	if err != nil {
		p.tb.Fatal(err)
	}
	return &value
}

func build(tb testing.TB, typ tftypes.Type, plain any) tftypes.Value {
	tb.Helper()
	switch v := plain.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case Unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	case Object:
		if v == nil {
			return tftypes.NewValue(typ, nil)
		}
		plain = map[string]any(v)
	}
	switch t := typ.(type) {
	case tftypes.Object:
		given, ok := plain.(map[string]any)
		if !ok {
			tb.Fatalf("want an object, got %T", plain)
		}
		values := map[string]tftypes.Value{}
		for name, inner := range t.AttributeTypes {
			values[name] = build(tb, inner, given[name])
		}
		for name := range given {
			if _, known := t.AttributeTypes[name]; !known {
				tb.Fatalf("there is no attribute %q", name)
			}
		}
		return tftypes.NewValue(t, values)
	case tftypes.Map:
		values := map[string]tftypes.Value{}
		given, ok := plain.(map[string]any)
		if !ok {
			tb.Fatalf("want map[string]any, got %T", plain)
		}
		for key, inner := range given {
			values[key] = build(tb, t.ElementType, inner)
		}
		return tftypes.NewValue(t, values)
	case tftypes.Set, tftypes.List:
		given, ok := plain.([]any)
		if !ok {
			tb.Fatalf("want []any, got %T", plain)
		}
		var inner tftypes.Type
		if set, isSet := t.(tftypes.Set); isSet {
			inner = set.ElementType
		} else {
			inner = t.(tftypes.List).ElementType
		}
		values := make([]tftypes.Value, 0, len(given))
		for _, one := range given {
			values = append(values, build(tb, inner, one))
		}
		return tftypes.NewValue(typ, values)
	default:
		return tftypes.NewValue(typ, plain)
	}
}

// plainValue is the reverse of build.
func plainValue(tb testing.TB, v tftypes.Value) any {
	tb.Helper()
	if v.IsNull() {
		return nil
	}
	if !v.IsKnown() {
		return Unknown{}
	}
	var err error
	switch typ := v.Type(); {
	case typ.Is(tftypes.Object{}) || typ.Is(tftypes.Map{}):
		var inner map[string]tftypes.Value
		err = v.As(&inner)
		plain := map[string]any{}
		for key, value := range inner {
			plain[key] = plainValue(tb, value)
		}
		if err == nil {
			return plain
		}
	case typ.Is(tftypes.Set{}) || typ.Is(tftypes.List{}):
		var inner []tftypes.Value
		err = v.As(&inner)
		plain := make([]any, 0, len(inner))
		for _, value := range inner {
			plain = append(plain, plainValue(tb, value))
		}
		if err == nil {
			return plain
		}
	case typ.Is(tftypes.String):
		var s string
		if err = v.As(&s); err == nil {
			return s
		}
	case typ.Is(tftypes.Bool):
		var b bool
		if err = v.As(&b); err == nil {
			return b
		}
	case typ.Is(tftypes.Number):
		var number big.Float
		if err = v.As(&number); err == nil {
			whole, _ := number.Int64()
			return whole
		}
	}
	tb.Fatalf("decoding %s: %v", v, err)
	return nil
}

// withoutWriteOnly leaves out what Terraform never sends in a plan.
func withoutWriteOnly(value any) any {
	inner, ok := value.(map[string]any)
	if !ok {
		return value
	}
	kept := map[string]any{}
	for name, v := range inner {
		if !strings.HasSuffix(name, "_wo") {
			kept[name] = withoutWriteOnly(v)
		}
	}
	return kept
}
