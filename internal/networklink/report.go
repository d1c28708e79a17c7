package networklink

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// arguments are those that parts of a request come from, the longer pointer first.
var arguments = []struct{ pointer, argument string }{
	{"/spec/network_link_service", "network_link_service_id"},
	{"/spec/network", "network_id"},
	{"/spec/environment", "environment_id"},
	{"/spec/display_name", "display_name"},
	{"/spec/description", "description"},
	{"/spec/accept/environments", "accept.environment_ids"},
	{"/spec/accept/networks", "accept.network_ids"},
	{"/spec/accept", "accept"},
}

// atFault is the argument that an answer points at; false when it points at none.
func atFault(api *rest.APIError) (path.Path, bool) {
	for _, a := range arguments {
		if strings.HasPrefix(api.Pointer, a.pointer) {
			root, inner, nested := strings.Cut(a.argument, ".")
			if nested {
				return path.Root(root).AtName(inner), true
			}
			return path.Root(root), true
		}
	}
	return path.Empty(), false
}

// refused adds the error of a request that was refused, on the argument at fault
// when there is one.
func refused(summary string, err error, diags *diag.Diagnostics) {
	if api, ok := errors.AsType[*rest.APIError](err); ok {
		if at, known := atFault(api); known {
			diags.AddAttributeError(at, summary, tfkit.Explain(err))
			return
		}
	}
	diags.AddError(summary, tfkit.Explain(err))
}

// explainCreate adds the error of a create that made nothing that is tracked.
func (k kind) explainCreate(err error, environment, network string, diags *diag.Diagnostics) {
	summary := "Unable to Create " + k.title
	var (
		lost   *lostError
		exists *existsError
	)
	switch {
	case errors.As(err, &lost):
		diags.AddError(summary, lost.explain(k, environment, network))
	case inTheWay(err):
		at := path.Root("network_id")
		if api, ok := errors.AsType[*rest.APIError](err); ok {
			if pointed, known := atFault(api); known {
				at = pointed
			}
		}
		limits := "\n\nConfluent Cloud's limits: " + k.limits + " Ask Confluent's support to raise them, or delete what is not needed."
		if errors.As(err, &exists) {
			limits = fmt.Sprintf("\n\nThe %s %q is in the way, and %s, so it is left alone. If it is to be managed here, import it, and the plan shows what would change:\n\n"+
				"  terraform import <address of this resource> %s/%s", k.name, exists.id, exists.why, environment, exists.id) + limits
		}
		diags.AddAttributeError(at, summary, tfkit.Explain(err)+limits)
	default:
		refused(summary, err, diags)
	}
}

// explainRead adds the error of a read that leaves the state as it is.
func (k kind) explainRead(err error, diags *diag.Diagnostics) {
	detail := tfkit.Explain(err)
	if errors.Is(err, rest.ErrForbidden) {
		detail += fmt.Sprintf(" Network links need the role NetworkAdmin, EnvironmentAdmin or OrganizationAdmin in the environment of the %s. "+
			"Confluent Cloud may answer the same when an object, or its environment, is no longer there: if you know that it is gone, take it out of state with a `removed` block.", k.name)
	}
	diags.AddError("Unable to Read "+k.title, detail)
}

// vanished is what a read does about an object that is not there any more:
// the caller removes it from state.
func (k kind) vanished(id string, diags *diag.Diagnostics) {
	diags.AddWarning(k.title+" Not Found", fmt.Sprintf("The %s %q is no longer there. It is taken out of state; the next apply creates it anew while it is in the configuration.", k.name, id))
}

// afterCreate says how the wait for a new object ended. Only what has to be
// replaced, or is not there, is an error: Terraform replaces what an error comes with.
func (k kind) afterCreate(err error, id string, status networking.Status, diags *diag.Diagnostics) {
	switch {
	case err == nil:
	case errors.Is(err, errFailed):
		diags.AddError(k.title+" Failed", fmt.Sprintf("The %s %q was created but %s. It has to be deleted and created anew, which the next apply does.", k.name, id, phrase(status)))
	case errors.Is(err, errGone):
		diags.AddError(k.title+" Not Found", fmt.Sprintf("The %s %q was created, but it is not there any more.", k.name, id))
	case needsSomebody(status.Phase):
		diags.AddWarning(k.title+" Not Ready", fmt.Sprintf("The %s %q is created and in state, but no traffic flows yet: it %s. %s", k.name, id, phrase(status), remedy(status)))
	default:
		reason := tfkit.Explain(err)
		if errors.Is(err, context.DeadlineExceeded) {
			reason = "The create timeout ran out."
		}
		diags.AddWarning(k.title+" Not Ready", fmt.Sprintf("The %s %q is created and in state, but it was not seen READY: it %s. %s\n\nThe next plan shows its phase. What uses it may fail until it is READY.", k.name, id, phrase(status), reason))
	}
}

// phrase says which phase an object is in, and what error goes with that.
func phrase(status networking.Status) string {
	phase := string(status.Phase)
	if phase == "" {
		phase = "in no phase that is known"
	}
	said := "is " + phase
	if status.ErrorMessage != "" {
		said += ": " + strings.TrimRight(status.ErrorMessage, ". ")
	}
	if status.ErrorCode != "" {
		said += fmt.Sprintf(" (code %s)", status.ErrorCode)
	}
	return said
}

// remedy says who must do what about a phase that does not end by itself.
func remedy(status networking.Status) string {
	switch status.Phase {
	case networking.PendingAccept:
		until := ""
		if status.ExpiresAt != "" {
			until = ", before " + status.ExpiresAt + ", or the endpoint expires"
		}
		return "The owner of the network link service has to add this endpoint's network to `accept.network_ids`, or its environment to `accept.environment_ids`" + until + ". It becomes READY by itself then."
	case networking.Inactive:
		return "There is no Kafka cluster in its network. Create a Dedicated cluster there: the endpoint becomes READY by itself then."
	case networking.Disconnecting, networking.Disconnected:
		return "The network link service stopped accepting it, so links over it carry no data. Its owner has to add the network or the environment to `accept` again; if the endpoint does not recover then, replace it (-replace)."
	case networking.Failed, networking.Expired:
		return "Links over it carry no data, and it does not recover. Replace it (-replace)."
	default:
		return ""
	}
}

// explainDelete adds the error of a delete that did not come to its end.
func (k kind) explainDelete(err error, advice string, diags *diag.Diagnostics) {
	detail := tfkit.Explain(err)
	if errors.Is(err, rest.ErrConflict) {
		detail += advice
	}
	diags.AddError("Unable to Delete "+k.title, detail)
}
