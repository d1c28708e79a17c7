package mirrortopic

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
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
	m = m.with(noRecord)
	resp.Diagnostics.Append(resp.Identity.Set(whole, m.identity())...)
	resp.Diagnostics.Append(resp.State.Set(whole, m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	mirror, err := t.become(ctx, wanted, "")
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
	switch {
	case errors.Is(err, rest.ErrNotFound):
		t.linkNotFound(err, diags)
	case err != nil:
		linkNotRead(t.cluster.ClusterID(), t.link, err, diags)
	case isSource(view):
		sourceHalf(t.cluster.ClusterID(), t.link, diags)
	case !connected(view):
		t.nothingConnected(view, diags)
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
	if !m.ReplicationFactor.IsNull() {
		topic, err := t.cluster.Topic(ctx, t.topic)
		if err == nil && int64(topic.ReplicationFactor) != m.ReplicationFactor.ValueInt64() {
			t.factorStays(topic.ReplicationFactor, m.ReplicationFactor.ValueInt64(), diags)
		}
	}
	err := t.conform(ctx, m.settings(), nil)
	if err != nil {
		t.settingsStay(err, diags)
	}
}
