package clusterlink

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// keepConfigSpelling plans the prior map when the configuration only spells its
// values anew. Terraform takes a map from the plan whole or not at all, so when
// one value really changes, the configuration is planned as it stands, and
// Update sends the real change only.
type keepConfigSpelling struct{}

func (keepConfigSpelling) Description(context.Context) string {
	return "Another spelling of the same values is no change."
}

func (m keepConfigSpelling) MarkdownDescription(c context.Context) string { return m.Description(c) }

func (keepConfigSpelling) PlanModifyMap(_ context.Context, req planmodifier.MapRequest, resp *planmodifier.MapResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	prior, planned := stringMap(req.StateValue), stringMap(req.PlanValue)
	if len(prior) != len(planned) {
		return
	}
	for name, value := range planned {
		was, had := prior[name]
		if !had || value.IsUnknown() || !linkconfig.Same(name, was.ValueString(), value.ValueString()) {
			return
		}
	}
	resp.PlanValue = req.StateValue
}

const filledIn = "Servers fill this in by themselves: leaving it out is no change."

// keepFilledIn plans the prior value of an argument that is left out.
type keepFilledIn struct{}

func (keepFilledIn) Description(context.Context) string         { return filledIn }
func (keepFilledIn) MarkdownDescription(context.Context) string { return filledIn }

func (keepFilledIn) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.ConfigValue.IsNull() && !req.State.Raw.IsNull() {
		resp.PlanValue = req.StateValue
	}
}

// otherThanBefore replaces a link for another value. ModifyPlan judges one that is
// given for the first time, since only the server knows what the link has.
func otherThanBefore(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.StateValue.IsNull()
}

// otherRemoteMode reports whether remote_connection_mode is given for the first
// time, and the link has another one. It says yes when the link cannot be read.
func (r *linkResource) otherRemoteMode(ctx context.Context, cluster *tfkit.Cluster, prior, plan model) bool {
	if !prior.RemoteConnectionMode.IsNull() || plan.RemoteConnectionMode.IsNull() {
		return false
	}
	if cluster == nil || plan.RemoteConnectionMode.IsUnknown() {
		return true
	}
	view, err := cluster.LinkView(ctx, prior.LinkName.ValueString(), sharedForPlan)
	return err != nil || !tfkit.IgnoreCase(view.Settings.Value(linkconfig.RemoteConnectionMode), plan.RemoteConnectionMode.ValueString())
}

// ModifyPlan says at plan time what can be known then.
func (r *linkResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		r.planDestroy(ctx, req, resp)
		return
	}
	var plan, conf model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &conf)...)
	if resp.Diagnostics.HasError() {
		return
	}
	cluster, availability := r.conns.Cluster(plan.KafkaClusterID)
	if availability == tfkit.NotConfigured {
		r.conns.MissingEntry(plan.KafkaClusterID.ValueString(), &resp.Diagnostics)
		return
	}
	var prior *model
	if !req.State.Raw.IsNull() {
		prior = &model{}
		resp.Diagnostics.Append(req.State.Get(ctx, prior)...)
		if resp.Diagnostics.HasError() {
			return
		}
		r.conns.Seen(prior.KafkaClusterID, prior.LinkName)
		if cluster != nil && !req.Plan.Raw.Equal(req.State.Raw) && r.conns.KeepPlanned(ctx, cluster, &resp.Diagnostics) {
			resp.Plan.Raw = tfkit.KeepPrior(req.State.Raw, req.Config.Raw, req.Plan.Raw)
			r.conns.PlanStays(prior.object(), &resp.Diagnostics)
			r.conns.PlanLink(prior.planned(prior))
			return
		}
		r.conns.PlanChanges(prior.object(), plan.object(), &resp.Diagnostics)
	} else {
		r.conns.PlanStays(plan.object(), &resp.Diagnostics)
	}
	conf.KafkaClusterID, conf.RemoteClusterID = plan.KafkaClusterID, plan.RemoteClusterID
	writeOnlyNames := readWriteOnlyNames(ctx, req.Private, &resp.Diagnostics)
	if prior == nil || !req.Plan.Raw.Equal(req.State.Raw) {
		found := conf.findings(prior == nil)
		conf.report(found, linkconfig.Error, &resp.Diagnostics)
		conf.report(found, linkconfig.Warning, &resp.Diagnostics)
	}
	if prior == nil {
		plan.checkCreate(ctx, conf, r.conns.FoundGone(plan.object()), &resp.Diagnostics)
		if plan.inbound() && !plan.RemoteBootstrapServers.IsNull() {
			addressWithoutUse(&resp.Diagnostics) // once is enough
		}
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), plan.id())...)
	} else {
		changed := prior.replacedBy(plan)
		if r.otherRemoteMode(ctx, cluster, *prior, plan) {
			at := path.Root("remote_connection_mode")
			changed = append(changed, at)
			resp.RequiresReplace.Append(at)
		}
		prior.checkChange(ctx, plan, conf, writeOnlyNames, len(changed) > 0, &resp.Diagnostics)
		if len(changed) > 0 {
			prior.replaced(plan, mirrorsNow(ctx, cluster, *prior), changed, &resp.Diagnostics)
		}
	}
	if words := r.conns.Ailment(plan.KafkaClusterID, plan.LinkName); prior != nil && words != "" && r.conns.First("health "+prior.ID.ValueString()) {
		prior.notHealthy(words, conf.resendAdvice(ctx, &resp.Diagnostics), &resp.Diagnostics)
	}
	r.preflight(ctx, cluster, req.Config, prior, plan, conf, writeOnlyNames, &resp.Diagnostics)
	planned := plan.planned(prior)
	planned.Changes = prior == nil || !req.Plan.Raw.Equal(req.State.Raw)
	r.checkHalves(ctx, planned, &resp.Diagnostics)
	if !plan.KafkaClusterID.IsUnknown() && !plan.LinkName.IsUnknown() {
		r.conns.PlanLink(planned)
	}
}

// planDestroy warns of what a destroy loses.
func (r *linkResource) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var prior model
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.conns.PlanGoes(prior.object(), &resp.Diagnostics)
	r.conns.PlanLink(tfkit.PlannedLink{
		Cluster: prior.KafkaClusterID, Name: prior.LinkName, Prefix: types.StringUnknown(), Paused: types.BoolUnknown(), Mode: types.StringUnknown(), Goes: true,
	})
	cluster, availability := r.conns.Cluster(prior.KafkaClusterID)
	if availability == tfkit.NotConfigured {
		r.conns.MissingEntry(prior.KafkaClusterID.ValueString(), &resp.Diagnostics)
		return
	}
	if cluster != nil && r.conns.KeepPlanned(ctx, cluster, &resp.Diagnostics) {
		prior.cannotBeDestroyed(&resp.Diagnostics)
		return
	}
	mirrors := slices.DeleteFunc(mirrorsNow(ctx, cluster, prior), func(m kafka.Mirror) bool { return r.conns.TopicGoes(prior.KafkaClusterID, m.Name) })
	if len(mirrors) > 0 {
		prior.historyLost(mirrors, &resp.Diagnostics)
	}
	if prior.hasOtherHalf() && r.conns.First("halves "+pair(prior)) {
		prior.otherHalfRemains(&resp.Diagnostics)
	}
}

// mirrorsNow are the mirror topics on a link, by name; none when the cluster cannot
// be asked, as the apply will say then.
func mirrorsNow(ctx context.Context, cluster *tfkit.Cluster, link model) []kafka.Mirror {
	if cluster == nil {
		return nil
	}
	mirrors, err := cluster.Mirrors(ctx, link.LinkName.ValueString())
	if err != nil {
		return nil
	}
	slices.SortFunc(mirrors, func(a, b kafka.Mirror) int { return cmp.Compare(a.Name, b.Name) })
	return mirrors
}

// replacedBy lists the immutable arguments that a plan changes.
func (m model) replacedBy(plan model) []path.Path {
	var changed []path.Path
	for _, a := range []struct {
		name       string
		have, want types.String
		same       tfkit.Same
	}{
		{"kafka_cluster_id", m.KafkaClusterID, plan.KafkaClusterID, nil},
		{"remote_cluster_id", m.RemoteClusterID, plan.RemoteClusterID, nil},
		{"link_name", m.LinkName, plan.LinkName, nil},
		{"link_mode", m.LinkMode, plan.LinkMode, tfkit.IgnoreCase},
		{"connection_mode", m.ConnectionMode, plan.ConnectionMode, tfkit.IgnoreCase},
		{"prefix", m.Prefix, plan.Prefix, nil},
		{"remote_connection_mode", m.RemoteConnectionMode, plan.RemoteConnectionMode, tfkit.IgnoreCase},
	} {
		same := a.have.Equal(a.want) || (a.name == "remote_connection_mode" && a.have.IsNull()) // otherRemoteMode judges
		if a.same != nil && !a.have.IsNull() && !a.want.IsNull() && !a.want.IsUnknown() {
			same = a.same(a.have.ValueString(), a.want.ValueString())
		}
		if !same {
			changed = append(changed, path.Root(a.name))
		}
	}
	return changed
}

// checkCreate judges what a link needs only when it is created: of an existing
// one the server has it, and nobody can read it back.
// gone says that it was there before: a destroy plans it anew as well, and must not
// ask for what it does not need.
func (m model) checkCreate(ctx context.Context, conf model, gone bool, diags *diag.Diagnostics) {
	outbound := !m.ConnectionMode.IsUnknown() && !m.inbound()
	if outbound && m.RemoteBootstrapServers.IsNull() {
		m.addressMissing(diags)
	}
	needsLocal := (m.mode() == modeSource && isCloud(m.KafkaClusterID)) ||
		(m.mode() == modeBidirectional && outbound && isInbound(m.RemoteConnectionMode))
	if needsLocal && m.LocalAuthentication.IsNull() {
		m.localLoginMissing(diags)
	}
	for _, at := range missingSecrets(ctx, conf, nil, diags) {
		if gone {
			secretMissingOnceGone(at, diags)
		} else {
			secretMissing(at, diags)
		}
	}
}

// checkChange judges what a change of an existing link needs, and says what it
// does not do. replaced says that the change makes a new link.
func (m model) checkChange(ctx context.Context, plan, conf model, writeOnlyNames []string, replaced bool, diags *diag.Diagnostics) {
	if !replaced {
		conf.report(m.changeFindings(plan), linkconfig.Warning, diags)
	}
	for _, at := range missingSecrets(ctx, conf, &m, diags) {
		secretMissingForChange(at, diags)
	}
	if !m.RemoteBootstrapServers.IsNull() && plan.RemoteBootstrapServers.IsNull() && !plan.ConnectionMode.IsUnknown() && !plan.inbound() && !replaced {
		m.addressStays(plan.RemoteClusterID.ValueString(), diags)
	}
	if !replaced {
		m.checkCredentialsStay(ctx, plan, conf, writeOnlyNames, diags)
	}
}

// missingSecrets lists the secrets that have to be sent but are not given: all of
// a new link's (prior nil), and of an existing link's those whose version or
// owner changes. A block that was not in state before is taken over as it is on
// the server when its secret is not given.
func missingSecrets(ctx context.Context, conf model, prior *model, diags *diag.Diagnostics) []path.Path {
	var missing []path.Path
	for _, b := range []struct {
		name    string
		block   types.Object
		cluster types.String
		was     func(model) types.Object
	}{
		{"remote_authentication", conf.RemoteAuthentication, conf.RemoteClusterID, func(m model) types.Object { return m.RemoteAuthentication }},
		{"local_authentication", conf.LocalAuthentication, conf.KafkaClusterID, func(m model) types.Object { return m.LocalAuthentication }},
	} {
		s, known := decodeSide(ctx, b.block, b.cluster.ValueString(), diags)
		if !known || s == nil {
			continue
		}
		var had desired
		if prior != nil {
			before, _ := decodeSide(ctx, b.was(*prior), b.cluster.ValueString(), diags)
			if before == nil {
				continue
			}
			had = before.settings()
		}
		for name, at := range s.secretPaths(path.Root(b.name)) {
			want := s.settings()[name]
			if prior == nil || had[name].trigger != want.trigger {
				missing = append(missing, at)
			}
		}
	}
	return missing
}

// secretPaths are the places of the secrets that a side needs and that are not
// given, by the setting that they go into.
func (s *side) secretPaths(at path.Path) map[string]path.Path {
	missing := map[string]path.Path{}
	switch {
	case s.SASL != nil && s.SASL.Password.IsNull():
		missing[linkconfig.SASLJAASConfig] = at.AtName("sasl").AtName("password_wo")
	case s.OAuth != nil && s.OAuth.ClientSecret.IsNull():
		missing[linkconfig.SASLJAASConfig] = at.AtName("oauth").AtName("client_secret_wo")
	}
	if t := s.TLS; t != nil && !t.KeystoreCertificateChain.IsNull() && t.KeystoreKey.IsNull() {
		missing[linkconfig.KeystoreKey] = at.AtName("tls").AtName("keystore_key_wo")
	}
	return missing
}

// splitID splits the id of a link.
func splitID(id string) (clusterID, link string, ok bool) {
	clusterID, link, ok = strings.Cut(id, "/")
	return clusterID, link, ok && clusterID != "" && link != "" && !strings.Contains(link, "/")
}
