package simulator

import (
	"fmt"
	"slices"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

// What the plan lets through and what the simulator takes come from two tables that
// were written apart. They agree on every setting and for each deployment, or a
// configuration passes the plan and is refused.
func TestCatalogue_agreesWithThatOfThePlan(t *testing.T) {
	t.Parallel()
	table := linkCatalogue()
	for name := range table {
		if _, known := linkconfig.Lookup(name); !known {
			t.Errorf("%s: the simulator takes it, the plan does not know it", name)
		}
	}
	for _, want := range linkconfig.Settings() {
		is, known := table[want.Name]
		if !known {
			t.Errorf("%s: the plan knows it, the simulator refuses it", want.Name)
			continue
		}
		for deployment, host := range map[linkconfig.Deployment]*cluster{linkconfig.Cloud: hosted(KindCloud), linkconfig.Platform: hosted(KindPlatform)} {
			closed := want.Access(deployment) == linkconfig.ReadOnly || want.Access(deployment) == linkconfig.Refused
			if refuses := is.readOnly(host); refuses != closed {
				t.Errorf("%s on %s: the plan says it is %s; the simulator refuses it: %t", want.Name, deployment, want.Access(deployment), refuses)
			}
			if createOnly := want.Access(deployment) == linkconfig.CreateOnly; createOnly != is.immutable {
				t.Errorf("%s on %s: at create only in the plan: %t, in the simulator: %t", want.Name, deployment, createOnly, is.immutable)
			}
		}
		if want.Sensitive != is.sensitive {
			t.Errorf("%s: secret in the plan: %t, in the simulator: %t", want.Name, want.Sensitive, is.sensitive)
		}
		if arriving := want.Carrier == linkconfig.Arriving; want.Argument == "" && arriving != is.syncing {
			t.Errorf("%s: not on a SOURCE half in the plan: %t, in the simulator: %t", want.Name, arriving, is.syncing)
		}
		for _, difference := range valuesDiffer(want, is) {
			t.Errorf("%s: %s", want.Name, difference)
		}
	}
}

func hosted(kind string) *cluster {
	c := &cluster{}
	c.Kind = kind
	return c
}

// kinds are the simulator's types of values by those of the plan.
var kinds = map[linkconfig.Type]settingType{
	linkconfig.Boolean: boolean, linkconfig.Int: number, linkconfig.Long: number, linkconfig.Enum: enum,
	linkconfig.String: text, linkconfig.Password: text, linkconfig.List: text, linkconfig.Double: text,
	linkconfig.TopicFilters: topicFilters, linkconfig.GroupFilters: groupFilters, linkconfig.ACLFilters: aclFilters, linkconfig.StartOffset: startOffset,
}

// valuesDiffer compares what a setting may be, and what it is when nobody sets it.
func valuesDiffer(want linkconfig.Setting, is linkSetting) (differences []string) {
	differ := func(format string, args ...any) { differences = append(differences, fmt.Sprintf(format, args...)) }
	if kinds[want.Type] != is.kind {
		differ("%s in the plan, kind %d in the simulator", want.Type, is.kind)
	}
	if is.kind == enum && !slices.Equal(want.Values, is.values) {
		differ("one of %v in the plan, of %v in the simulator", want.Values, is.values)
	}
	if is.kind == number && int64(is.minimum) != want.Minimum {
		differ("at least %d in the plan, %d in the simulator", want.Minimum, is.minimum)
	}
	// What a server lists without being asked has a default in both tables; these two
	// are the simulator's choice, since no document tells them.
	chosen := want.Name == cfgRemoteConnection || want.Name == cfgTopicConfigInclude
	if is.fallback != nil && !chosen && *is.fallback != want.Default {
		differ("%q by default in the plan, %q in the simulator", want.Default, *is.fallback)
	}
	return differences
}
