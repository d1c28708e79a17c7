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
	m = m.withoutRecord()
	resp.Diagnostics.Append(resp.Identity.Set(whole, m.identity())...)
	resp.Diagnostics.Append(resp.State.Set(whole, m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	mirror, err := t.become(ctx, wanted, true)
	if mirror.Status != "" {
		m = m.seen(mirror)
		resp.Diagnostics.Append(resp.State.Set(whole, m)...)
	}
	if err != nil {
		t.warnUnfinished("was created", wanted, t.explain(ctx, wanted, mirror, err), &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Private.SetKey(whole, markEnded, m.ended())...)
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
		linkNotRead(t.cluster.ClusterID(), t.link, err, diags)
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
	err := t.conform(ctx, m.settings(), nil)
	if err != nil {
		warn("config", "Its settings could not be changed. "+tfkit.Explain(err)+" The next plan shows what differs.")
	}
}
