package mirrortopic

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// How long each operation may take where the user says nothing.
const (
	createTimeout = 20 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 2 * time.Hour // a promotion copies what is left first
	deleteTimeout = 20 * time.Minute
)

// topicName are the rules of Kafka for the name of a topic.
var topicName = []validator.String{nameOfTopic{}}

type nameOfTopic struct{}

func (nameOfTopic) Description(context.Context) string             { return "the name of a topic" }
func (v nameOfTopic) MarkdownDescription(c context.Context) string { return v.Description(c) }

// ValidateString judges one name.
func (nameOfTopic) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if name := req.ConfigValue; !name.IsNull() && !name.IsUnknown() && !isTopicName(name.ValueString()) {
		notATopicName(req.Path, name.ValueString(), &resp.Diagnostics)
	}
}

// topicNameForm are the characters of a topic's name, and how many of them.
var topicNameForm = regexp.MustCompile(fmt.Sprintf(`^[A-Za-z0-9._-]{1,%d}$`, maxTopicName))

// isTopicName says that a topic can have this name.
func isTopicName(name string) bool {
	return topicNameForm.MatchString(name) && name != "." && name != ".."
}

// topicVersion is the version of the resource's state. A new one needs an upgrader for
// the older ones (resource.ResourceWithUpgradeState), and a state of it in
// internal/acctest/testdata/state.
const topicVersion = 0

// Schema describes the resource; its descriptions are the documentation.
func (*mirrorTopic) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		Version: topicVersion,
		MarkdownDescription: "A mirror topic: the copy of a source topic that a cluster link keeps on its destination cluster. It takes partitions, most settings and all data from " +
			"the source, and nobody can write to it until it is promoted or failed over, which makes it a plain topic and ends the mirroring.\n\n" +
			"Take `link_name` from the `clink_cluster_link` that is created last (on a link of two halves the one that opens the connection), so that the mirror topic waits for all of it. " +
			"A mirror topic that the link has created by itself (`auto.create.mirror.topics.enable`) from the same source is taken over.\n\n" +
			"Guides: [Disaster recovery](../guides/disaster-recovery.md), [Migration](../guides/migration.md), [Health and monitoring](../guides/health-and-monitoring.md).",
		Attributes: map[string]schema.Attribute{
			"kafka_cluster_id": schema.StringAttribute{
				MarkdownDescription: "Id of the Kafka cluster that the mirror topic lives on: the link's destination, or either end of a bidirectional link. Changing it makes a new mirror topic.",
				Required:            true, PlanModifiers: replace, Validators: []validator.String{tfkit.ClusterID()},
			},
			"link_name": schema.StringAttribute{
				MarkdownDescription: "Name of the cluster link. Changing it makes a new mirror topic.",
				Required:            true, PlanModifiers: replace, Validators: []validator.String{tfkit.LinkName()},
			},
			"source_topic_name": schema.StringAttribute{
				MarkdownDescription: "Name of the topic on the source cluster. Changing it makes a new mirror topic.",
				Required:            true, PlanModifiers: replace, Validators: topicName,
			},
			"mirror_topic_name": schema.StringAttribute{
				MarkdownDescription: "Name of the mirror topic. It always is the link's prefix followed by the source topic's name; any other value is an error. Changing it makes a new mirror topic.",
				Optional:            true, Computed: true, Validators: topicName,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIfConfigured()},
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "What is wanted, in any letter case: `ACTIVE` (default) mirrors, `PAUSED` does not for now, `PROMOTED` copies what is left from the source and then makes the topic " +
					"writable, `FAILED_OVER` makes it writable at once, without the source, and may lose what has not been copied. `PROMOTED` and `FAILED_OVER` are final, and on a topic " +
					"that is stopped they mean the same. A pause made elsewhere is repaired; a promotion or failover made elsewhere is never undone: a warning says how to record it. " +
					"While the source, the link or the mirroring itself has failed, only `FAILED_OVER` can be reached.",
				Optional: true, Computed: true, Default: stringdefault.StaticString(active),
				Validators:    []validator.String{wish{}},
				PlanModifiers: []planmodifier.String{tfkit.KeepSpelling(tfkit.IgnoreCase)},
			},
			"mirror_status": schema.StringAttribute{
				MarkdownDescription: "What is: the status that the cluster reports, such as `ACTIVE`, `PAUSED`, `PENDING_STOPPED`, `STOPPED` (promoted or failed over), `FAILED`, " +
					"`SOURCE_UNAVAILABLE`, `LINK_FAILED` or `LINK_PAUSED`.",
				Computed: true,
			},
			"stopped_at": schema.StringAttribute{
				MarkdownDescription: "When the mirror topic stopped, by promotion or failover, in RFC 3339; null while it mirrors. This and the next two are the record of how mirroring ended. " +
					"They stay in state when the link, and with it the history on the cluster, is deleted.",
				Computed: true,
			},
			"lag": schema.Int64Attribute{
				MarkdownDescription: "How many messages the mirror topic was behind its source, over all partitions, when it stopped: what a failover has lost. Null while it mirrors; the data source `clink_mirror_topic` tells the lag of a working one.",
				Computed:            true,
			},
			"last_source_fetch_offsets": schema.MapAttribute{
				MarkdownDescription: "The source offset that was fetched last, by partition (`\"0\"`, `\"1\"`, ...), when the mirror topic stopped: what comes after it is on the source alone. `-1` where nothing was fetched. Null while it mirrors.",
				ElementType:         types.Int64Type,
				Computed:            true,
			},
			"replication_factor": schema.Int64Attribute{
				MarkdownDescription: "Replication factor of the mirror topic; by default the cluster's own. Confluent Cloud allows only 3. Another number makes a new mirror topic; leaving it out later changes nothing.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.Between(1, 32767)},
				PlanModifiers: []planmodifier.Int64{int64planmodifier.RequiresReplaceIf(otherNumber,
					"Another replication factor needs a new mirror topic.", "Another replication factor needs a new mirror topic.")},
			},
			"config": schema.MapAttribute{
				MarkdownDescription: "Topic settings that mirroring does not control, by name, for example `confluent.value.schema.validation`. Only the settings given here are managed; one that is removed " +
					"from here goes back to its default on the cluster. Settings that the link copies from the source (`topic.config.sync.include` of the link) cannot be given.",
				ElementType: types.StringType,
				Optional:    true,
				Validators:  []validator.Map{mapvalidator.NoNullValues(), mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1))},
			},
			"deletion_policy": schema.StringAttribute{
				MarkdownDescription: "What a destroy does with the topic, in any letter case. `DELETE_UNLESS_LIVE` (default) deletes it while it is a working mirror; a topic that was promoted or failed over " +
					"holds live data and stays, with a warning; a mirror in `FAILED`, `SOURCE_UNAVAILABLE`, `LINK_FAILED` or `PENDING_STOPPED` may be the last copy, and destroying it is refused. " +
					"`DELETE` always deletes the topic. `ABANDON` leaves everything as it is and forgets it.",
				Optional: true, Computed: true, Default: stringdefault.StaticString(deleteUnlessLive),
				Validators:    []validator.String{stringvalidator.OneOfCaseInsensitive(deleteUnlessLive, deleteAlways, abandon)},
				PlanModifiers: []planmodifier.String{tfkit.KeepSpelling(tfkit.IgnoreCase)},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "`<kafka_cluster_id>/<link_name>/<mirror_topic_name>`, which also is the import id.",
				Computed:            true,
			},
			"timeouts": tfkit.Timeouts(ctx, timeouts.Opts{
				Create: true, Read: true, Update: true, Delete: true,
				CreateDescription: timeoutDescription("Creation, and the way to the wanted status", createTimeout),
				ReadDescription:   timeoutDescription("A refresh", readTimeout),
				UpdateDescription: timeoutDescription("A change. A promotion first copies what is left from the source", updateTimeout),
				DeleteDescription: timeoutDescription("Until the topic is gone", deleteTimeout),
			}),
		},
	}
}

// timeoutDescription documents one timeout.
func timeoutDescription(what string, otherwise time.Duration) string {
	return fmt.Sprintf("%s. Default: `%s`.", what, shortDuration(otherwise))
}

// shortDuration writes whole hours and minutes without the zeros behind them.
func shortDuration(d time.Duration) string {
	if d%time.Hour == 0 {
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}

// otherNumber replaces only what is known to differ: an imported topic has no
// number in state, and a topic does not change when its number is no longer given.
func otherNumber(_ context.Context, req planmodifier.Int64Request, resp *int64planmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.StateValue.IsNull() && !req.PlanValue.IsNull()
}

// IdentitySchema describes what tells one mirror topic from all others.
func (*mirrorTopic) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"kafka_cluster_id":  identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the Kafka cluster that the mirror topic lives on."},
			"link_name":         identityschema.StringAttribute{RequiredForImport: true, Description: "Name of the cluster link."},
			"mirror_topic_name": identityschema.StringAttribute{RequiredForImport: true, Description: "Name of the mirror topic."},
		},
	}
}
