package linkconfig_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

// deep is a group filter whose topicTypes nest.
func deep(n int) string {
	return `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE","topicTypes":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}]}`
}

func deepPath(n int) string { return "groupFilters[0].topicTypes" + strings.Repeat("[0]", n) }

func TestCheck_filters(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(goodFilters(), badFilters()) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := linkconfig.Check(c.setting, c.value, linkconfig.Cloud)
			if len(got) != len(c.findings) {
				t.Fatalf("%d findings, want %d: %+v", len(got), len(c.findings), got)
			}
			for i, want := range c.findings {
				f := got[i]
				if f.Severity.String() != want[0] || f.Path != want[1] || !strings.Contains(f.Detail, want[2]) || f.Setting != c.setting {
					t.Errorf("finding %d\n got %s at %q: %s: %s\nwant %s at %q, words %q", i, f.Severity, f.Path, f.Summary, f.Detail, want[0], want[1], want[2])
				}
				if !strings.Contains(f.Detail, c.setting) && !strings.Contains(f.Detail, f.Path) {
					t.Errorf("finding %d does not say where: %s", i, f.Detail)
				}
			}
		})
	}
}

func TestCheck_emptyFilterIsTheDefault(t *testing.T) {
	t.Parallel()
	for _, name := range []string{topics, groups, acls} {
		if got := linkconfig.Check(name, "", linkconfig.Platform); len(got) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// schemas compiles the schema files by setting.
func schemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	compiled := map[string]*jsonschema.Schema{}
	for _, name := range []string{topics, groups, acls} {
		compiler := jsonschema.NewCompiler()
		schema, err := compiler.Compile("schemas/" + name + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		compiled[name] = schema
	}
	return compiled
}

func TestSchemas_agreeWithDecoder(t *testing.T) {
	t.Parallel()
	compiled := schemas(t)
	for _, c := range slices.Concat(goodFilters(), badFilters()) {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(c.value))
		if err == nil {
			err = compiled[c.setting].Validate(value)
		}
		wrong := linkconfig.HasErrors(linkconfig.Check(c.setting, c.value, linkconfig.Cloud))
		switch {
		case (err != nil) != wrong && c.lenient == "":
			t.Errorf("%s: decoder finds errors: %t; schema: %v", c.name, wrong, err)
		case (err != nil) == wrong && c.lenient != "":
			t.Errorf("%s: decoder and schema agree, although %s", c.name, c.lenient)
		}
	}
}

func TestSchemas_areDraft2020(t *testing.T) {
	t.Parallel()
	for name, schema := range schemas(t) {
		text, err := os.ReadFile("schemas/" + name + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), `"$schema": "https://json-schema.org/draft/2020-12/schema"`) || schema.Title != name {
			t.Errorf("%s: title %q", name, schema.Title)
		}
	}
}

func TestSame_filters(t *testing.T) {
	t.Parallel()
	const acl = `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"any"},"accessFilter":{"operation":"any","permissionType":"any"}}]}`
	for _, c := range []struct {
		name, a, b string
		want       bool
	}{
		{acls, acl, `{"aclFilters":[{"accessFilter":{"permissionType":"ANY","operation":"Any"},"resourceFilter":{"patternType":"ANY","resourceType":"TOPIC"}}]}`, true},
		{acls, acl, `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"any","name":"*"},"accessFilter":{"operation":"any","permissionType":"any","principal":"*","host":"*"}}]}`, true},
		{acls, acl, `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"any","name":""},"accessFilter":{"operation":"any","permissionType":"any","principal":"","host":null,"clusterLinkIds":[]}}]}`, true},
		{acls, acl, `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"any","name":"a"},"accessFilter":{"operation":"any","permissionType":"any"}}]}`, false},
		{acls, acl, `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"any"},"accessFilter":{"operation":"any","permissionType":"any","principal":"User:a"}}]}`, false},
		{acls, acl, `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"any"},"accessFilter":{"operation":"any","permissionType":"any","clusterLinkIds":["x"]}}]}`, false},
		{acls, acl, `{"aclFilters":[{"resourceFilter":{"resourceType":"group","patternType":"any"},"accessFilter":{"operation":"any","permissionType":"any"}}]}`, false},
		// Names are not enums, and a topic filter has no defaults.
		{topics, `{"topicFilters":[{"name":"a"}]}`, `{"topicFilters":[{"name":"A"}]}`, false},
		{topics, `{"topicFilters":[{"name":"*"}]}`, `{"topicFilters":[{}]}`, false},
		// Unknown keys and topicTypes count, letter by letter.
		{groups, `{"groupFilters":[{"topicTypes":["LOCAL"]}]}`, `{"groupFilters":[ {"topicTypes" : [ "LOCAL" ]} ]}`, true},
		{groups, `{"groupFilters":[{"topicTypes":["LOCAL"]}]}`, `{"groupFilters":[{"topicTypes":["local"]}]}`, false},
		{groups, `{"groupFilters":[{"new":{"a":1,"b":[true,null]}}]}`, `{"groupFilters":[{"new":{"b":[true,null],"a":1}}]}`, true},
		{groups, `{"groupFilters":[{"new":1}]}`, `{"groupFilters":[{"new":"1"}]}`, false},
		// What is broken equals itself alone.
		{topics, `{"topicFilters":`, `{"topicFilters":`, true},
		{topics, `{"topicFilters":`, `{"topicFilters": `, false},
		{topics, `{"topicFilters":[],"topicFilters":[]}`, `{"topicFilters":[]}`, false},
		{topics, `{"topicFilters":5}`, `{ "topicFilters":5}`, true},
		{topics, `[]`, ` []`, true},
		{topics, ``, ` `, false},
	} {
		if got := linkconfig.Same(c.name, c.a, c.b); got != c.want {
			t.Errorf("Same(%s,\n%s,\n%s) = %t", c.name, c.a, c.b, got)
		}
		if got := linkconfig.Same(c.name, c.b, c.a); got != c.want {
			t.Errorf("Same is not symmetric for\n%s\n%s", c.a, c.b)
		}
	}
}
