// Package clusterlink is the resource clink_cluster_link: one link object on the
// cluster that hosts it.
package clusterlink

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*linkResource)(nil)
	_ resource.ResourceWithIdentity       = (*linkResource)(nil)
	_ resource.ResourceWithImportState    = (*linkResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*linkResource)(nil)
	_ resource.ResourceWithValidateConfig = (*linkResource)(nil)
)

const (
	createTimeout = 5 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 5 * time.Minute
	deleteTimeout = 20 * time.Minute
)

// writeOnlyNames is the key of private state under which the names, never the
// values, of config_wo are kept: state does not hold them, and a name that is
// taken out has to be reset.
const writeOnlyNames = "config_wo_names"

type linkResource struct{ conns *tfkit.Connections }

// NewResource makes the resource.
func NewResource() resource.Resource { return &linkResource{} }

// Metadata names the resource.
func (r *linkResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cluster_link"
}

// Configure takes the ways to the clusters.
func (r *linkResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.conns = tfkit.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

// Create creates the link and waits for it.
func (r *linkResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, conf model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &conf)...)
	cluster := r.conns.Require(plan.KafkaClusterID, &resp.Diagnostics)
	timeout, diags := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	done, err := r.conns.Alone(ctx, plan.racing())
	if err != nil {
		plan.notCreated(err, &resp.Diagnostics)
		return
	}
	done = sync.OnceFunc(done)
	defer done()

	wanted := plan.withSecrets(conf).settings(ctx, nil, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	err = create(ctx, r.conns.Clock, cluster, wanted, plan)
	adopted := false
	if kafka.AlreadyExists(err) && r.conns.MayAdopt(plan.object()) {
		adoptErr := plan.adopt(ctx, cluster, wanted)
		if errors.Is(adoptErr, rest.ErrNotFound) { // the conflict is about something else
			plan.notCreated(err, &resp.Diagnostics)
			return
		}
		adopted, err = adoptErr == nil, adoptErr
	}
	if err != nil {
		plan.explainCreate(err, &resp.Diagnostics)
		return
	}
	if adopted {
		tfkit.WarnAdopted(plan.object(), &resp.Diagnostics)
	}

	r.conns.TakeOver(plan.object())
	// The link exists from here on: whatever happens, it is tracked, and nothing
	// is an error, because Terraform would replace the link and with it its mirrors.
	plan.ID, plan.ClusterLinkID = plan.id(), types.StringNull()
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	setWriteOnlyNames(ctx, resp.Private, conf, &resp.Diagnostics)

	var link kafka.Link
	link, err = awaitCreated(ctx, r.conns.Clock, cluster, plan, done)
	plan.ClusterLinkID = tfkit.TextOrNull(link.ClusterLinkID)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	switch {
	case err != nil && link.Name == "":
		plan.notSeen(err, &resp.Diagnostics)
	case !plan.inbound() && link.State != kafka.LinkActive && link.State != kafka.LinkPaused:
		plan.notActive(link, err, timeout, &resp.Diagnostics)
	case link.State == kafka.LinkActive:
		warnOfTasks(link, cluster, &resp.Diagnostics)
	}
}

// Read brings state up to date. Only a real 404 removes the link from it.
func (r *linkResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	r.conns.Seen(state.KafkaClusterID, state.LinkName)
	if _, availability := r.conns.Cluster(state.KafkaClusterID); availability == tfkit.NotYetKnown && !state.imported() {
		r.conns.KeepUnknown(fmt.Sprintf("Cluster link %q", state.ID.ValueString()), fmt.Sprintf("cluster %q", state.KafkaClusterID.ValueString()), &resp.Diagnostics)
		return
	}
	cluster := r.conns.Require(state.KafkaClusterID, &resp.Diagnostics)
	timeout, diags := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	view, err := cluster.LinkView(ctx, state.LinkName.ValueString(), 0)
	switch {
	case errors.Is(err, rest.ErrNotFound) && state.imported():
		state.notImported(&resp.Diagnostics)
		return
	case errors.Is(err, rest.ErrNotFound):
		state.gone(&resp.Diagnostics)
		r.conns.FindGone(state.object())
		resp.State.RemoveResource(ctx)
		return
	case err != nil && !state.imported() && r.conns.KeepUnreachable(cluster, &resp.Diagnostics):
		return
	case err != nil:
		state.notRead(err, &resp.Diagnostics)
		return
	}
	if before := state.ClusterLinkID; !before.IsNull() && before.ValueString() != view.ClusterLinkID {
		state.madeAnew(view.ClusterLinkID, &resp.Diagnostics)
	}
	if state.imported() && resp.Private != nil { // a list says it in its documentation
		state.noteSecretsNotRead(view.Settings, &resp.Diagnostics)
	}
	state = state.fromAPI(ctx, view, &resp.Diagnostics)
	r.conns.NoteHealth(state.KafkaClusterID, state.LinkName, ailment(view.Link))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update sends what changed, as one request.
func (r *linkResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, conf, prior model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &conf)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	cluster := r.conns.Require(plan.KafkaClusterID, &resp.Diagnostics)
	timeout, diags := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	names := readWriteOnlyNames(ctx, req.Private, &resp.Diagnostics)
	wanted, alterations := plan.changes(ctx, prior, conf, names, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(alterations) > 0 {
		link := plan.LinkName.ValueString()
		if err := cluster.AlterLinkSettings(ctx, link, alterations, wanted.secrets()); err != nil {
			plan.notUpdated(alterations, err, &resp.Diagnostics)
			return
		}
		if err := awaitSettings(ctx, r.conns.Clock, cluster, link, alterations); err != nil {
			plan.notConfirmed(err, &resp.Diagnostics)
		}
		if connects(alterations) {
			warnIfLost(ctx, r.conns.Clock, cluster, plan, conf.resendAdvice(ctx, &resp.Diagnostics), plan.place(alterations), &resp.Diagnostics)
		}
	}
	if plan.resends(prior) {
		setWriteOnlyNames(ctx, resp.Private, conf, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete deletes the link and waits until it is gone. It refuses while mirror
// topics on the link still mirror.
func (r *linkResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	cluster := r.conns.Require(state.KafkaClusterID, &resp.Diagnostics)
	timeout, diags := state.Timeouts.Delete(ctx, deleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if r.conns.LetGo(state.object(), &resp.Diagnostics) {
		return
	}
	link, force := state.LinkName.ValueString(), state.ForceDestroy.ValueBool()
	if !force {
		live, err := awaitStopped(ctx, r.conns.Clock, cluster, link)
		if err != nil && len(live) == 0 {
			state.notDeleted(err, &resp.Diagnostics)
			return
		}
		if len(live) > 0 {
			state.deleteRefused(live, &resp.Diagnostics)
			return
		}
	}
	r.warnOtherHalf(ctx, cluster, state, &resp.Diagnostics)
	if err := cluster.DeleteLink(ctx, link, force); err != nil && !errors.Is(err, rest.ErrNotFound) {
		state.notDeleted(err, &resp.Diagnostics)
		return
	}
	if err := awaitGone(ctx, r.conns.Clock, cluster, link, state.ClusterLinkID.ValueString()); err != nil {
		state.notDeleted(err, &resp.Diagnostics)
	}
}

// warnOtherHalf warns when a half that waits goes while the half that connects
// to it is still there.
func (r *linkResource) warnOtherHalf(ctx context.Context, cluster *tfkit.Cluster, state model, diags *diag.Diagnostics) {
	if !state.inbound() {
		return
	}
	link := state.LinkName.ValueString()
	connected := false
	if remote, _ := r.conns.Cluster(state.RemoteClusterID); remote != nil {
		_, err := remote.Link(ctx, link)
		connected = err == nil
	} else if here, err := cluster.Link(ctx, link); err == nil {
		// The other half cannot be asked; an ACTIVE link says that it is connected.
		connected = here.State == kafka.LinkActive
	}
	if connected {
		state.outboundHalfRemains(diags)
	}
}

// ImportState takes <kafka_cluster_id>/<link_name>, or the identity.
func (r *linkResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var id identity
	if req.ID != "" {
		clusterID, link, ok := splitID(req.ID)
		if !ok {
			notAnID(req.ID, &resp.Diagnostics)
			return
		}
		id = identity{tfkit.TextOrNull(clusterID), tfkit.TextOrNull(link)}
	} else {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("kafka_cluster_id"), id.KafkaClusterID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("link_name"), id.LinkName)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, id)...)
}

// withSecrets is the plan with the write-only values, which only the
// configuration has.
func (m model) withSecrets(conf model) model {
	m.RemoteAuthentication, m.LocalAuthentication, m.ConfigWO = conf.RemoteAuthentication, conf.LocalAuthentication, conf.ConfigWO
	return m
}

// resends reports whether config_wo is sent again: without a new version it is
// left alone.
func (m model) resends(prior model) bool { return !m.ConfigWOVersion.Equal(prior.ConfigWOVersion) }

// changes are the settings that a plan wants of an existing link, and what has to
// be sent for them. names are those of config_wo that the server has.
func (m model) changes(ctx context.Context, prior, conf model, names []string, diags *diag.Diagnostics) (desired, []kafka.Alteration) {
	stay := names
	if m.resends(prior) {
		stay = nil
	} else {
		conf.ConfigWO = prior.ConfigWO // null
	}
	wanted := m.withSecrets(conf).settings(ctx, stay, diags)
	return wanted, wanted.alterations(prior.settings(ctx, names, diags))
}

// readWriteOnlyNames are the names of config_wo that setWriteOnlyNames kept.
func readWriteOnlyNames(ctx context.Context, private interface {
	GetKey(context.Context, string) ([]byte, diag.Diagnostics)
}, diags *diag.Diagnostics,
) []string {
	raw, d := private.GetKey(ctx, writeOnlyNames)
	diags.Append(d...)
	var names []string
	if len(raw) > 0 && json.Unmarshal(raw, &names) != nil {
		return nil // not ours: there is nothing to reset
	}
	return names
}

// setWriteOnlyNames keeps the names of config_wo in private state.
func setWriteOnlyNames(ctx context.Context, private interface {
	SetKey(context.Context, string, []byte) diag.Diagnostics
}, conf model, diags *diag.Diagnostics,
) {
	names := slices.Sorted(maps.Keys(conf.ConfigWO.Elements()))
	raw, err := json.Marshal(names)
	if err != nil {
		namesNotStored(err, diags)
		return
	}
	if names == nil {
		raw = []byte("[]")
	}
	diags.Append(private.SetKey(ctx, writeOnlyNames, raw)...)
}

func alteredNames(alterations []kafka.Alteration) []string {
	names := make([]string, 0, len(alterations))
	for _, a := range alterations {
		names = append(names, a.Name)
	}
	return names
}
