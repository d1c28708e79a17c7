package networklink

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// notice is Confluent's, and belongs on both pages.
const notice = "~> **Network Links end.** Confluent phases out Network Links by 31 December 2026. They are already unnecessary in the AWS regions " +
	"`eu-central-1`, `eu-west-1`, `eu-west-2`, `us-east-1`, `us-east-2`, `us-west-2`, `ap-south-1`, `ap-southeast-1` and `ap-southeast-2`: " +
	"there, clusters on private networks are linked without them. New ones may be refused there. [What to do](../guides/aws-network-links.md)."

// needs says what both need.
const needs = "Only for Dedicated clusters on AWS PrivateLink networks of one organisation; regions and environments may differ. A cluster link over a network link is initiated by its destination. " +
	"Needs the provider's `cloud` credentials, with the role NetworkAdmin, EnvironmentAdmin or OrganizationAdmin in the environment."

// schemaVersion is the version of the state of both resources. A new one needs an
// upgrader for the older ones (resource.ResourceWithUpgradeState), and a state of it
// in internal/acctest/testdata/state.
const schemaVersion = 0

// Schema describes clink_network_link_service.
func (r *serviceResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := commonAttributes(ctx, serviceKind)
	attributes["environment_id"] = idAttribute("Id of the environment (`env-...`) that the service belongs to.", environmentID)
	attributes["network_id"] = idAttribute("Id of the network (`n-...`) that endpoints connect to: the network of the cluster that links read from. A network has one service.", networkID)
	attributes["accept"] = schema.SingleNestedAttribute{
		MarkdownDescription: "Whom the service accepts: an endpoint is accepted when its network or its environment is listed. Without it, nobody. " +
			"Changed in place; taking an entry out, or the whole argument, disconnects the endpoints that it covered and stops the links over them.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			environmentIDs: idsAttribute("Ids of environments (`env-...`) of which all networks are accepted.", environmentID),
			networkIDs:     idsAttribute("Ids of networks (`n-...`) that are accepted.", networkID),
		},
	}
	resp.Schema = schema.Schema{
		Version: schemaVersion,
		MarkdownDescription: "A network link service lets clusters in other private networks of Confluent Cloud connect to the clusters in its network. " +
			"Each connecting network needs a `clink_network_link_endpoint`.\n\n" + needs + "\n\n" + notice,
		Attributes: attributes,
	}
}

// Schema describes clink_network_link_endpoint.
func (r *endpointResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := commonAttributes(ctx, endpointKind)
	attributes["environment_id"] = idAttribute("Id of the environment (`env-...`) that the endpoint belongs to; it may be another than the service's.", environmentID)
	attributes["network_id"] = idAttribute("Id of the network (`n-...`) that connects to the service: the network of the cluster that links write to. A network can have 5 endpoints, an organisation 20.", networkID)
	attributes["network_link_service_id"] = idAttribute("Id of the network link service (`nls-...`) to connect to. It belongs to another network.", serviceID)
	attributes["expires_at"] = schema.StringAttribute{
		MarkdownDescription: "Until when the service has to accept the endpoint (RFC 3339), while `phase` is `PENDING_ACCEPT`. After that the endpoint has to be replaced.",
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
	resp.Schema = schema.Schema{
		Version: schemaVersion,
		MarkdownDescription: "A network link endpoint connects its private network of Confluent Cloud to that of a `clink_network_link_service`, so that a cluster in it can link to one there.\n\n" +
			"Create waits until the endpoint is READY, which takes several minutes. If its network is not in the service's `accept`, or has no Kafka cluster, " +
			"create ends after ten minutes (or `timeouts.create`, if shorter) with a warning that says who must do what; the endpoint stays.\n\n" + needs + "\n\n" + notice,
		Attributes: attributes,
	}
}

// commonAttributes are those that both have in the same words.
func commonAttributes(ctx context.Context, k kind) map[string]schema.Attribute {
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
	}
	return map[string]schema.Attribute{
		"display_name": schema.StringAttribute{
			MarkdownDescription: "Name to show. Changed in place.",
			Optional:            true,
			Validators:          []validator.String{text{}},
		},
		"description":   schema.StringAttribute{MarkdownDescription: "What it is for. Changed in place.", Optional: true},
		"id":            computed(fmt.Sprintf("Id of the %s (`%s...`).", k.name, k.prefix)),
		"resource_name": computed("Confluent resource name (`crn://...`)."),
		"phase":         computed("Phase when it was last read: `READY`, or what keeps it from being that, such as `PROVISIONING` or `FAILED`; for endpoints also `PENDING_ACCEPT`, `INACTIVE` (no Kafka cluster in the network), `EXPIRED`, `DISCONNECTED`."),
		"timeouts": tfkit.Timeouts(ctx, timeouts.Opts{
			Create: true, Read: true, Update: true, Delete: true,
			CreateDescription: fmt.Sprintf("Until it is READY. A %s that exists but is not READY by then stays, with a warning. Default: `2h`.", k.name),
			ReadDescription:   "A refresh. Default: `5m`.",
			UpdateDescription: "A change. Default: `30m`.",
			DeleteDescription: "Until it is gone. Default: `2h`.",
		}),
	}
}

// idAttribute is a required id. Another one is another object.
func idAttribute(description string, of objectID) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Another one replaces it.",
		Required:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		Validators:          []validator.String{of},
	}
}

func idsAttribute(description string, of objectID) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: description,
		ElementType:         types.StringType,
		Optional:            true,
		Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(of)},
	}
}
