package mirrortopic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// Create creates the mirror topic and brings it to the wanted status.
func (r *mirrorTopic) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := m.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(diags...)
	cluster := r.conns.Require(m.KafkaClusterID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	whole := ctx
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	t := r.target(cluster, m)
	view, ok := t.checkLink(ctx, &resp.Diagnostics)
	if !ok || !checkName(&m, types.StringValue(view.Settings.Value("cluster.link.prefix")), &resp.Diagnostics) {
		return
	}
	t.topic = m.MirrorTopicName.ValueString()
	wanted := strings.ToUpper(m.Status.ValueString())
	r.conns.TakeOver(m.object())
	adopted, err := t.create(ctx, m.createRequest(), wanted)
	if err != nil {
		t.creationFailed(err, m, &resp.Diagnostics)
		return
	}

	// From here on the topic exists. An error would taint it, and the next apply
	// would delete it, so whatever goes wrong is a warning, and the next plan shows
	// what is left to do.
	m.MirrorStatus, m.ID = types.StringNull(), m.identity().id()
	resp.Diagnostics.Append(resp.Identity.Set(whole, m.identity())...)
	resp.Diagnostics.Append(resp.State.Set(whole, m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	mirror, err := t.become(ctx, wanted, true)
	if mirror.Status != "" {
		m.MirrorStatus = types.StringValue(string(mirror.Status))
		resp.Diagnostics.Append(resp.State.Set(whole, m)...)
	}
	if err != nil {
		resp.Diagnostics.AddAttributeWarning(path.Root("status"), "Mirror Topic Is Not Yet What Is Wanted",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q was created, but did not become %s. %s\n\nThe next plan looks again.", t.topic, t.link, cluster.ClusterID(), wanted, t.explain(ctx, wanted, mirror, err)))
	}
	if adopted {
		t.adopt(ctx, m, &resp.Diagnostics)
	}
}

// checkLink finds the link and says what keeps mirror topics from living on it.
func (t target) checkLink(ctx context.Context, diags *diag.Diagnostics) (kafka.LinkView, bool) {
	view, err := t.usableLink(ctx)
	at := path.Root("link_name")
	switch {
	case errors.Is(err, rest.ErrNotFound):
		diags.AddAttributeError(at, "Cluster Link Not Found", fmt.Sprintf("Cluster %q has no link %q. Mirror topics live on the cluster that hosts the destination half of a link. %s", t.cluster.ClusterID(), t.link, tfkit.Explain(err)))
	case err != nil:
		diags.AddAttributeError(at, "Unable to Read Cluster Link", fmt.Sprintf("Link %q on cluster %q. %s", t.link, t.cluster.ClusterID(), tfkit.Explain(err)))
	case isSource(view):
		sourceHalf(t.cluster.ClusterID(), t.link, diags)
	case !connected(view):
		diags.AddAttributeError(at, "Nothing Has Connected to the Link",
			fmt.Sprintf("Link %q on cluster %q is the INBOUND half: it waits until the other cluster connects to it, and its state is %s.%s Mirror topics can be made only after that. "+
				"Take link_name from the half that is created last, which is the OUTBOUND (or SOURCE) one on the other cluster, so that Terraform waits for it:\n\n"+
				"  link_name = clink_cluster_link.<the outbound half>.link_name", t.link, t.cluster.ClusterID(), orUnknown(view.State), linkError(view)))
	default:
		return view, true
	}
	return view, false
}

// isSource says that a link object is the half that data leaves by.
func isSource(view kafka.LinkView) bool {
	return strings.EqualFold(view.Settings.Value("link.mode"), "SOURCE")
}

// sourceHalf adds the error for a link on which no mirror topic can live.
func sourceHalf(cluster, link string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("link_name"), "Link Is a Source",
		fmt.Sprintf("Link %q on cluster %q is the SOURCE half: data leaves by it. Mirror topics live on the destination half: set kafka_cluster_id to the cluster at the other end.", link, cluster))
}

// orUnknown puts a word in the place of a missing state.
func orUnknown(state kafka.LinkState) string {
	if state == "" {
		return "UNKNOWN"
	}
	return string(state)
}

// linkError quotes a link's error, with a space before it, where there is one.
func linkError(view kafka.LinkView) string {
	switch {
	case view.ErrorMessage != "":
		return fmt.Sprintf(" The link's error is: %s (%s).", strings.TrimSuffix(view.ErrorMessage, "."), view.Error)
	case view.Error != "" && view.Error != "NO_ERROR":
		return fmt.Sprintf(" The link's error is %s.", view.Error)
	default:
		return ""
	}
}

// creationFailed adds the error for a mirror topic that could not be created.
func (t target) creationFailed(err error, m model, diags *diag.Diagnostics) {
	const summary = "Unable to Create Mirror Topic"
	what := fmt.Sprintf("Mirror topic %q of source topic %q on link %q of cluster %q. ", t.topic, m.SourceTopicName.ValueString(), t.link, t.cluster.ClusterID())
	var taken *takenError
	setting := m.settingAtFault(err)
	switch {
	case errors.As(err, &taken):
		diags.AddAttributeError(path.Root("source_topic_name"), summary, what+fmt.Sprintf("There is a topic of this name already: %s. An existing topic cannot become a mirror. "+
			"Either delete the topic, with all its data, and apply again; or, where it is the mirror topic that you mean, import it as <kafka_cluster_id>/<link_name>/<mirror_topic_name>.", taken.by))
	case errors.Is(err, rest.ErrNotFound) && !kafka.NotYetVisible(err):
		diags.AddAttributeError(path.Root("source_topic_name"), summary, what+tfkit.Explain(err)+fmt.Sprintf("\n\nCheck that topic %q exists on the source cluster and that the link may read it.", m.SourceTopicName.ValueString()))
	case setting != "":
		diags.AddAttributeError(path.Root("config").AtMapKey(setting), summary, what+tfkit.Explain(err)+"\n\n"+syncedByLink)
	default:
		diags.AddError(summary, what+tfkit.Explain(err))
	}
}

// syncedByLink says why a cluster may refuse a setting of a mirror topic that
// Kafka allows on one.
const syncedByLink = "A mirror topic takes the settings that its link's topic.config.sync.include lists from its source topic. " +
	"Leave the setting out here and set it on the source topic, or take it off that list."

// settingAtFault is the wanted setting that a refusal names, or empty.
func (m model) settingAtFault(err error) string {
	api, ok := errors.AsType[*rest.APIError](err)
	if !ok || api.Status != http.StatusBadRequest {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(m.settings())) {
		if strings.Contains(api.Message, "'"+name+"'") || strings.Contains(api.Message, "\""+name+"\"") {
			return name
		}
	}
	return ""
}

// adopt gives a mirror topic that somebody else made, such as the link's
// auto-create, the settings that are wanted.
func (t target) adopt(ctx context.Context, m model, diags *diag.Diagnostics) {
	warn := func(at string, words string) {
		diags.AddAttributeWarning(path.Root(at), "Mirror Topic Taken Over, but Not All of It Fits",
			fmt.Sprintf("Mirror topic %q on link %q of cluster %q was there already. %s", t.topic, t.link, t.cluster.ClusterID(), words))
	}
	if !m.ReplicationFactor.IsNull() {
		topic, err := t.cluster.Topic(ctx, t.topic)
		if err == nil && int64(topic.ReplicationFactor) != m.ReplicationFactor.ValueInt64() {
			warn("replication_factor", fmt.Sprintf("Its replication factor is %d, not %d, and cannot be changed. Leave replication_factor out, or replace the mirror topic.", topic.ReplicationFactor, m.ReplicationFactor.ValueInt64()))
		}
	}
	wants := m.settings()
	if len(wants) == 0 {
		return
	}
	settings, err := t.cluster.TopicSettings(ctx, t.topic)
	if err == nil {
		has := map[string]string{}
		for name := range wants {
			if entry, found := settings[name]; found && entry.Value != nil {
				has[name] = *entry.Value
			}
		}
		err = t.alter(ctx, alterations(has, wants))
	}
	if err != nil {
		warn("config", "Its settings could not be changed. "+tfkit.Explain(err)+" The next plan shows what differs.")
	}
}
