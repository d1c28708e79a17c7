package networklink

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
)

func str(s string) types.String { return types.StringValue(s) }

func set(values ...string) types.Set {
	elements := []attr.Value{}
	for _, v := range values {
		elements = append(elements, str(v))
	}
	return types.SetValueMust(types.StringType, elements)
}

var noSet = types.SetNull(types.StringType)

func acceptOf(environments, networks types.Set) types.Object {
	return types.ObjectValueMust(acceptTypes, map[string]attr.Value{environmentIDs: environments, networkIDs: networks})
}

var nobody = types.ObjectNull(acceptTypes)

func TestServiceModel_change(t *testing.T) {
	t.Parallel()
	text := func(s string) *string { return &s }
	base := serviceModel{DisplayName: str("a"), Description: str("b"), Accept: acceptOf(noSet, set("n-1"))}
	for name, c := range map[string]struct {
		edit func(*serviceModel)
		want networking.ServiceChange
	}{
		"nothing":            {func(*serviceModel) {}, networking.ServiceChange{}},
		"name":               {func(m *serviceModel) { m.DisplayName = str("c") }, networking.ServiceChange{DisplayName: text("c")}},
		"name out":           {func(m *serviceModel) { m.DisplayName = types.StringNull() }, networking.ServiceChange{DisplayName: text("")}},
		"description out":    {func(m *serviceModel) { m.Description = types.StringNull() }, networking.ServiceChange{Description: text("")}},
		"empty list":         {func(m *serviceModel) { m.Accept = acceptOf(set(), set("n-1")) }, networking.ServiceChange{}},
		"entry":              {func(m *serviceModel) { m.Accept = acceptOf(set("env-1"), set("n-1")) }, networking.ServiceChange{Accept: &networking.Accept{Environments: []string{"env-1"}, Networks: []string{"n-1"}}}},
		"accept out":         {func(m *serviceModel) { m.Accept = nobody }, networking.ServiceChange{Accept: &networking.Accept{}}},
		"other network list": {func(m *serviceModel) { m.Accept = acceptOf(noSet, set("n-3", "n-2")) }, networking.ServiceChange{Accept: &networking.Accept{Networks: []string{"n-2", "n-3"}}}},
	} {
		plan := base
		c.edit(&plan)
		if got := plan.change(base); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestServiceModel_fromAPI(t *testing.T) {
	t.Parallel()
	lists := func(environments, networks []string) *networking.Accept {
		return &networking.Accept{Environments: environments, Networks: networks}
	}
	for name, c := range map[string]struct {
		prior types.Object
		api   *networking.Accept
		want  types.Object
	}{
		"absent":                   {nobody, nil, nobody},
		"null lists":               {nobody, lists(nil, nil), nobody},
		"null list":                {nobody, lists(nil, []string{"n-1"}), acceptOf(noSet, set("n-1"))},
		"empty list":               {nobody, lists([]string{}, []string{"n-1"}), acceptOf(noSet, set("n-1"))},
		"empty list in state":      {acceptOf(set(), set("n-1")), lists(nil, []string{"n-1"}), acceptOf(set(), set("n-1"))},
		"all revoked elsewhere":    {acceptOf(set("env-1"), set("n-1")), nil, nobody},
		"one revoked elsewhere":    {acceptOf(set("env-1"), set("n-1")), lists(nil, []string{"n-1"}), acceptOf(noSet, set("n-1"))},
		"twice":                    {nobody, lists([]string{"env-1", "env-1"}, nil), acceptOf(set("env-1"), noSet)},
		"import: accept not known": {types.Object{}, lists([]string{"env-1"}, nil), acceptOf(set("env-1"), noSet)},
	} {
		prior := serviceModel{ID: str("nls-1"), EnvironmentID: str("env-0"), Accept: c.prior}
		got := prior.fromAPI(networking.Service{ID: "nls-1", Spec: networking.ServiceSpec{Accept: c.api, Network: networking.Ref{ID: "n-0"}}})
		if !got.Accept.Equal(c.want) {
			t.Errorf("%s: %s, want %s", name, got.Accept, c.want)
		}
		if got.EnvironmentID != str("env-0") || got.NetworkID != str("n-0") {
			t.Errorf("%s: environment %s, network %s", name, got.EnvironmentID, got.NetworkID)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		server   string
		prior    types.String
		imported bool
		want     types.String
	}{
		{"x", types.StringNull(), true, str("x")},
		{"x", types.StringNull(), false, types.StringNull()}, // filled in by the server
		{"x", str("y"), false, str("x")},
		{"x", str(""), false, str("x")},
		{"", types.StringNull(), false, types.StringNull()},
		{"", str(""), false, str("")},
		{"", str("gone"), false, types.StringNull()},
		{"", types.StringUnknown(), false, types.StringNull()},
	} {
		if got := words(c.server, c.prior, c.imported); got != c.want {
			t.Errorf("%q after %s: %s, want %s", c.server, c.prior, got, c.want)
		}
	}
}

func TestObjectID(t *testing.T) {
	t.Parallel()
	for id, ok := range map[string]bool{
		"n-abc123": true, "nr-abc123": true, "n-": false, "nr-": false, "": false, " ": false, "n-a b": false, "n-a/b": false, "n-a\n": false, "N-abc": false, "env-abc": false, "abc": false,
	} {
		if fault := networkID.fault(id); (fault == "") != ok {
			t.Errorf("%q: %q", id, fault)
		}
	}
}
