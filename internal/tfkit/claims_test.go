package tfkit_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func orders(link types.String) tfkit.Object {
	return tfkit.NewObject("clink_mirror_topic", `mirror topic "orders"`, types.StringValue("lkc-dr"), link)
}

// What a run does with one object, and what the user reads of it: nothing where "".
func TestClaims_words(t *testing.T) {
	t.Parallel()
	known, unknown := orders(types.StringValue("l")), orders(types.StringUnknown())
	other := orders(types.StringValue("k"))
	moved := []string{
		"Object Moves to Another Address", `mirror topic "orders"`, "moved {", "from = clink_mirror_topic.<the address in state>",
		"to   = clink_mirror_topic.<the address in the configuration>", "destroy = false",
	}
	owners := []string{"Object Has Two Owners", `claim mirror topic "orders"`, "removed {", "from = clink_mirror_topic.<the one to let go>", "destroy = false"}
	at := path.Root("source_topic_name")
	for name, c := range map[string]struct {
		run  func(*tfkit.Connections, *diag.Diagnostics)
		says []string
	}{
		"one address":  {func(c *tfkit.Connections, d *diag.Diagnostics) { c.Claim(known, at, d) }, nil},
		"two of one":   {func(c *tfkit.Connections, d *diag.Diagnostics) { c.Claim(known, at, d); c.Claim(known, at, d) }, owners},
		"two of two":   {func(c *tfkit.Connections, d *diag.Diagnostics) { c.Claim(known, at, d); c.Claim(other, at, d) }, nil},
		"not known":    {func(c *tfkit.Connections, d *diag.Diagnostics) { c.Claim(unknown, at, d); c.Claim(unknown, at, d) }, nil},
		"goes, stays":  {func(c *tfkit.Connections, d *diag.Diagnostics) { c.PlanGoes(known, d); c.PlanStays(known, d) }, moved},
		"stays, goes":  {func(c *tfkit.Connections, d *diag.Diagnostics) { c.PlanStays(known, d); c.PlanGoes(known, d) }, moved},
		"goes":         {func(c *tfkit.Connections, d *diag.Diagnostics) { c.PlanGoes(known, d); c.PlanStays(other, d) }, nil},
		"goes unknown": {func(c *tfkit.Connections, d *diag.Diagnostics) { c.PlanGoes(known, d); c.PlanStays(unknown, d) }, nil},
		"leaves for another, which a second address has": {
			func(c *tfkit.Connections, d *diag.Diagnostics) { c.PlanChanges(known, other, d); c.PlanStays(known, d) }, moved,
		},
		"keeps what it has": {func(c *tfkit.Connections, d *diag.Diagnostics) { c.PlanChanges(known, known, d) }, nil},
		"leaves for one not known": {func(c *tfkit.Connections, d *diag.Diagnostics) {
			c.PlanChanges(known, unknown, d)
			c.PlanStays(known, d)
		}, nil},
		"destroyed":                   {func(c *tfkit.Connections, d *diag.Diagnostics) { c.LetGo(known, d) }, nil},
		"another was created":         {func(c *tfkit.Connections, d *diag.Diagnostics) { c.TakeOver(other); c.LetGo(known, d) }, nil},
		"created at another address":  {func(c *tfkit.Connections, d *diag.Diagnostics) { c.TakeOver(known); c.LetGo(known, d) }, []string{"Object Has Another Owner", `taken over mirror topic "orders"`, "not deleted"}},
		"taken over by this address":  {func(_ *tfkit.Connections, d *diag.Diagnostics) { tfkit.WarnAdopted(known, d) }, []string{"Existing Object Taken Over", "a destroy deletes it", "destroy = false", `adopt_existing = "never"`}},
		"without a run, as in a test": {func(_ *tfkit.Connections, d *diag.Diagnostics) { (*tfkit.Connections)(nil).Claim(known, at, d) }, nil},
	} {
		var diags diag.Diagnostics
		c.run(&tfkit.Connections{}, &diags)
		var said strings.Builder
		for _, d := range diags {
			said.WriteString(d.Summary() + ": " + d.Detail() + "\n")
		}
		if len(c.says) == 0 && len(diags) > 0 || len(c.says) > 0 && len(diags) != 1 {
			t.Errorf("%s: says %q", name, said.String())
		}
		for _, words := range c.says {
			if !strings.Contains(said.String(), words) {
				t.Errorf("%s: %q does not say %q", name, said.String(), words)
			}
		}
	}
}

func TestMayAdopt(t *testing.T) {
	t.Parallel()
	o := orders(types.StringValue("l"))
	c := &tfkit.Connections{}
	if !c.MayAdopt(o) {
		t.Error("what nobody has may be taken over")
	}
	if c.TakeOver(o); c.MayAdopt(o) {
		t.Error("what another address of this run has is not taken over")
	}
	if never := (&tfkit.Connections{AdoptNever: true}); never.MayAdopt(o) {
		t.Error("adopt_existing = never")
	}
}
