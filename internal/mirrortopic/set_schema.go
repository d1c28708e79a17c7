package mirrortopic

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// setVersion is the version of the set's state. A new one needs an upgrader for
// the older ones (resource.ResourceWithUpgradeState), and a state of it in
// internal/acctest/testdata/state.
const setVersion = 0

// Schema describes the resource; its descriptions are the documentation.
func (*topicSet) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		Version: setVersion,
		MarkdownDescription: "Many mirror topics of one cluster link as one resource. Terraform works on ten resources at a time; this one works on all its members at once, and refreshes them with one call. " +
			"Members come and go in place, a member that fails stops no other, and the status of each is in `mirror_topics`.",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_id": schema.StringAttribute{
				MarkdownDescription: "Id of the Kafka cluster that the mirror topics live on: the link's destination, or either end of a bidirectional link. Changing it makes new mirror topics.",
				Required:            true, PlanModifiers: replace, Validators: []validator.String{tfkit.ClusterID()},
			},
			"link_name": schema.StringAttribute{
				MarkdownDescription: "Name of the cluster link. Take it from the `clink_cluster_link` that is created last, so that the mirror topics wait for all of the link. Changing it makes new mirror topics.",
				Required:            true, PlanModifiers: replace, Validators: []validator.String{tfkit.LinkName()},
			},
			"source_topic_names": schema.ListAttribute{
				MarkdownDescription: "Names of the topics on the source cluster, each once; their order means nothing. What is listed is what is managed: patterns are not taken " +
					"(to mirror whatever matches a pattern, let the link create mirror topics by itself: `auto.create.mirror.topics.enable`). " +
					"A name that is added gets a mirror topic, or takes over the one that the link has already. One that is taken out goes the way that `deletion_policy` says.",
				Required: true, ElementType: types.StringType,
				Validators:    []validator.List{sourceNames{}},
				PlanModifiers: []planmodifier.List{keepOrder{}},
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "What is wanted of every member, in any letter case: `ACTIVE` (default), `PAUSED`, `PROMOTED` or `FAILED_OVER`, as in `clink_mirror_topic`. A pause of a member made elsewhere is repaired; " +
					"its promotion or failover made elsewhere is never undone, nor is a member that was brought back elsewhere ended again: a warning names them. A member that cannot be promoted because it has failed stays as it is, with a warning, while the others are promoted.",
				Optional: true, Computed: true, Default: stringdefault.StaticString(active),
				Validators:    []validator.String{wish{}},
				PlanModifiers: []planmodifier.String{tfkit.KeepSpelling(tfkit.IgnoreCase)},
			},
			"config": schema.MapAttribute{
				MarkdownDescription: "Topic settings that mirroring does not control, by name, for every member. Only the settings given here are managed; one that is removed from here goes back to its default. " +
					"Settings that the link copies from the source cannot be given. With `config` a refresh takes one more call for each member. An import leaves it empty.",
				ElementType: types.StringType,
				Optional:    true,
				Validators:  []validator.Map{mapvalidator.NoNullValues(), mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1))},
			},
			"deletion_policy": schema.StringAttribute{
				MarkdownDescription: "What becomes of a member that is taken out of `source_topic_names`, and of all of them in a destroy, in any letter case. `DELETE_UNLESS_LIVE` (default) deletes a working mirror; a topic that was promoted or failed over " +
					"stays, with a warning; a mirror in `FAILED`, `SOURCE_UNAVAILABLE`, `LINK_FAILED` or `PENDING_STOPPED` may be the last copy, and is kept in the set with an error. " +
					"`DELETE` always deletes the topic. `ABANDON` leaves it as it is and forgets it.",
				Optional: true, Computed: true, Default: stringdefault.StaticString(deleteUnlessLive),
				Validators:    []validator.String{stringvalidator.OneOfCaseInsensitive(deleteUnlessLive, deleteAlways, abandon)},
				PlanModifiers: []planmodifier.String{tfkit.KeepSpelling(tfkit.IgnoreCase)},
			},
			"mirror_topics": schema.MapAttribute{
				MarkdownDescription: "The mirror topics, by the name of their source topic: `mirror_topic_name`, which is the link's prefix followed by that name, and `mirror_status`, the status that the cluster reports; " +
					"and, once it has stopped, `stopped_at`, `lag` and `last_source_fetch_offsets`, the record of how mirroring ended, as `clink_mirror_topic` keeps it.",
				ElementType: memberType,
				Computed:    true,
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "`<kafka_cluster_id>/<link_name>`.",
				Computed:            true,
			},
			"timeouts": tfkit.Timeouts(ctx, timeouts.Opts{
				Create: true, Read: true, Update: true, Delete: true,
				CreateDescription: timeoutDescription("The creation of all members and their way to the wanted status", createTimeout),
				ReadDescription:   timeoutDescription("A refresh", readTimeout),
				UpdateDescription: timeoutDescription("A change. A promotion first copies what is left from the source", updateTimeout),
				DeleteDescription: timeoutDescription("Until the topics of all members are gone", deleteTimeout),
			}),
		},
	}
}

// IdentitySchema describes what tells one set from another.
func (*topicSet) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"kafka_cluster_id":  identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the Kafka cluster that the mirror topics live on."},
			"link_name":         identityschema.StringAttribute{RequiredForImport: true, Description: "Name of the cluster link."},
			"source_topic_glob": identityschema.StringAttribute{OptionalForImport: true, Description: "Which mirror topics to import, by the names of their source topics: globs, separated by commas. Default: all of the link."},
		},
	}
}

// keepOrder plans the prior list when the configuration only orders it anew.
type keepOrder struct{}

func (keepOrder) Description(context.Context) string {
	return "Another order of the same names is no change."
}

func (m keepOrder) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyList keeps the prior order.
func (keepOrder) PlanModifyList(_ context.Context, req planmodifier.ListRequest, resp *planmodifier.ListResponse) {
	if req.StateValue.IsNull() {
		return
	}
	prior, _ := texts(req.StateValue)
	planned, known := texts(req.PlanValue)
	if !known || len(prior) != len(planned) {
		return
	}
	slices.Sort(prior)
	slices.Sort(planned)
	if slices.Equal(prior, planned) {
		resp.PlanValue = req.StateValue
	}
}

// sourceNames judges the list of source topics.
type sourceNames struct{}

func (sourceNames) Description(context.Context) string {
	return "names of topics, at least one, each once"
}
func (v sourceNames) MarkdownDescription(c context.Context) string { return v.Description(c) }

// ValidateList refuses an empty list, what is no topic's name, and a name that comes
// twice. It looks at each element once: a list may hold thousands.
func (sourceNames) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	elements := req.ConfigValue.Elements()
	if len(elements) == 0 {
		noSourceNames(req.Path, &resp.Diagnostics)
	}
	first := make(map[string]int, len(elements))
	for i, element := range elements {
		at := req.Path.AtListIndex(i)
		name, ok := element.(types.String)
		switch {
		case !ok || name.IsUnknown():
			continue
		case name.IsNull():
			nullSourceName(at, &resp.Diagnostics)
			continue
		}
		if j, twice := first[name.ValueString()]; twice {
			sourceNameTwice(at, req.Path.AtListIndex(j), name.ValueString(), &resp.Diagnostics)
			continue
		}
		first[name.ValueString()] = i
		if !isTopicName(name.ValueString()) {
			notASourceName(at, name.ValueString(), &resp.Diagnostics)
		}
	}
}
