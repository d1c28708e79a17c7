package clusterlink

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// This file decides whether a link that is there already is the one that the plan
// would create, as after an apply that was killed before it could store the link
// (docs/adr/0008).

// differsError says that a link of the name exists that this configuration cannot
// have made.
type differsError struct{ differences []string }

// Error lists what differs.
func (e *differsError) Error() string { return strings.Join(e.differences, ", ") }

// adopt makes a link that is there already this plan's, if it matches, and sends
// its secrets again, because nobody can read whether they are the wanted ones.
func (m model) adopt(ctx context.Context, cluster *tfkit.Cluster, wanted desired) error {
	if err := m.match(ctx, cluster, wanted); err != nil {
		return err
	}
	if secrets := wanted.resend(); len(secrets) > 0 {
		return cluster.AlterLinkSettings(ctx, m.LinkName.ValueString(), secrets, wanted.secrets())
	}
	return nil
}

// match compares a link that is there already with the plan's. The error is a
// *differsError when it is another one.
func (m model) match(ctx context.Context, cluster *tfkit.Cluster, wanted desired) error {
	link := m.LinkName.ValueString()
	view, err := cluster.LinkView(ctx, link, 0)
	if err != nil {
		return err
	}
	mirrors, err := cluster.Mirrors(ctx, link)
	if err != nil {
		return err
	}
	if differences := m.differences(view, mirrors, wanted); len(differences) > 0 {
		return &differsError{differences}
	}
	return nil
}

// differences are the arguments in which a link on the server is not the one that
// the plan would create. What the server does not tell is no difference.
func (m model) differences(view kafka.LinkView, mirrors []kafka.Mirror, wanted desired) []string {
	var found []string
	differs := func(argument string, different bool) {
		if different {
			found = append(found, argument)
		}
	}
	says := view.Settings.Value
	told := func(name string) bool { return says(name) != "" }
	remote := view.Remote()
	differs("remote_cluster_id", remote != "" && remote != m.RemoteClusterID.ValueString())
	differs("link_mode", told(linkconfig.LinkMode) && !tfkit.IgnoreCase(says(linkconfig.LinkMode), m.mode()))
	differs("connection_mode", told(linkconfig.ConnectionMode) && !tfkit.IgnoreCase(says(linkconfig.ConnectionMode), m.ConnectionMode.ValueString()))
	differs("prefix", says(linkconfig.Prefix) != m.Prefix.ValueString())
	if mode := m.RemoteConnectionMode; !mode.IsNull() {
		differs("remote_connection_mode", told(linkconfig.RemoteConnectionMode) && !tfkit.IgnoreCase(says(linkconfig.RemoteConnectionMode), mode.ValueString()))
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		want := wanted[name]
		unused := name == linkconfig.BootstrapServers && m.inbound() // an INBOUND half calls nobody
		if want.secret() || want.value.IsNull() || unused || !told(name) && !view.Settings[name].Default {
			continue
		}
		differs(argumentOf(name), !linkconfig.Same(name, says(name), want.value.ValueString()))
	}
	for _, name := range slices.Sorted(maps.Keys(view.Settings)) {
		entry := view.Settings[name]
		_, expected := wanted[name]
		empty := !entry.Sensitive && !told(name)
		if !expected && !empty && !entry.Default && !entry.ReadOnly && linkconfig.Argument(name) == "" {
			found = append(found, argumentOf(name)+", which nothing here sets")
		}
	}
	var others []string
	for _, mirror := range mirrors {
		if !linkconfig.AutoCreates(wanted.plainValues(), mirror.SourceTopicName) {
			others = append(others, mirror.Name)
		}
	}
	if len(others) > 0 {
		slices.Sort(others)
		found = append(found, fmt.Sprintf("%s on it that it has not created by itself (%s)", mirrorTopics(len(others)), tfkit.Names(others)))
	}
	return slices.Compact(found)
}

// plainValues are the wanted settings that are no secrets, by name.
func (d desired) plainValues() map[string]string {
	plain := map[string]string{}
	for name, s := range d {
		if !s.secret() {
			plain[name] = s.value.ValueString()
		}
	}
	return plain
}

// argumentOf names the argument that a setting is given by.
func argumentOf(name string) string {
	authenticates, local := linkconfig.Authenticates(name)
	switch {
	case linkconfig.Argument(name) != "":
		return linkconfig.Argument(name)
	case authenticates && local:
		return fmt.Sprintf("local_authentication (%s)", name)
	case authenticates:
		return fmt.Sprintf("remote_authentication (%s)", name)
	default:
		return fmt.Sprintf("config[%q]", name)
	}
}

// resend are the alterations that send all secrets.
func (d desired) resend() []kafka.Alteration {
	var secrets []kafka.Alteration
	for _, name := range slices.Sorted(maps.Keys(d)) {
		if s := d[name]; s.secret() && !s.value.IsNull() {
			secrets = append(secrets, kafka.Alteration{Name: name, Value: s.value.ValueStringPointer()})
		}
	}
	return secrets
}
