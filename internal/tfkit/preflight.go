package tfkit

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Preflight says what becomes of a dry run that fails at plan time.
type Preflight string

// The values of the provider's preflight argument.
const (
	PreflightOff   Preflight = "off" // nothing is dry-run
	PreflightWarn  Preflight = "warn"
	PreflightError Preflight = "error"
)

// On reports whether anything is dry-run.
func (p Preflight) On() bool { return p == PreflightWarn || p == PreflightError }

// Report adds what a dry run found.
func (p Preflight) Report(at path.Path, detail string, diags *diag.Diagnostics) {
	const summary = "Dry Run Failed"
	if p == PreflightError {
		diags.AddAttributeError(at, summary, detail)
		return
	}
	diags.AddAttributeWarning(at, summary, detail)
}

// Seen records that Terraform has this link in its state.
func (c *Connections) Seen(clusterID, link types.String) {
	c.First(seenKey(clusterID, link))
}

// WasSeen reports whether Terraform has this link in its state, as far as this
// run has come by it: a plan that replaces it looks like one that creates it.
func (c *Connections) WasSeen(clusterID, link types.String) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.warned[seenKey(clusterID, link)]
}

func seenKey(clusterID, link types.String) string {
	return "seen " + clusterID.ValueString() + "/" + link.ValueString()
}
