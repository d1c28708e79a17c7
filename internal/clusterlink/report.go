package clusterlink

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// dataNotRead says why the data source has nothing to tell; of a link that does not
// exist, which ones do.
func dataNotRead(ctx context.Context, cluster *tfkit.Cluster, link string, err error, diags *diag.Diagnostics) {
	at := path.Root("link_name")
	if !errors.Is(err, rest.ErrNotFound) {
		diags.AddAttributeError(at, "Unable to Read Cluster Link", fmt.Sprintf("Link %q on cluster %q could not be read. %s", link, cluster.ClusterID(), tfkit.Explain(err)))
		return
	}
	var names []string
	if all, err := cluster.Links(ctx); err == nil {
		for _, l := range all {
			names = append(names, l.Name)
		}
	}
	slices.Sort(names)
	has := ""
	if len(names) > 0 {
		has = fmt.Sprintf(" It has %s.", tfkit.Names(names))
	}
	diags.AddAttributeError(at, "Cluster Link Not Found", fmt.Sprintf("Cluster %q has no link named %q.%s", cluster.ClusterID(), link, has))
}

// linksNotRead says why there is no list.
func linksNotRead(cluster *tfkit.Cluster, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("kafka_cluster_id"), "Unable to Read Cluster Links", fmt.Sprintf("The links of cluster %q could not be read. %s", cluster.ClusterID(), tfkit.Explain(err)))
}

// otherHalfMissing is in the task errors of the first half of a bidirectional link,
// until the other half is made, which may be a moment later in the same apply.
const otherHalfMissing = "REMOTE_LINK_NOT_FOUND_ERROR"

// warnOfTasks warns when a link that is new and ACTIVE does not do all that it is to do.
func warnOfTasks(link kafka.Link, cluster *tfkit.Cluster, diags *diag.Diagnostics) {
	link.Tasks = slices.DeleteFunc(slices.Clone(link.Tasks), func(t kafka.Task) bool {
		return len(t.Errors) > 0 && t.Errors[0].Code == otherHalfMissing
	})
	if found := tfkit.LinkProblems(link); len(found) > 0 {
		diags.AddWarning("Cluster Link Is Not Healthy", fmt.Sprintf("Link %q on cluster %q is created, and ACTIVE. %s", link.Name, cluster.ClusterID(), strings.Join(found, " ")))
	}
}

// loginRefused says that a cluster did not let the link in. A link that logs in at
// both ends does not hear at which of them.
func (m model) loginRefused(summary string, err error, rights string, diags *diag.Diagnostics) {
	remote, here := path.Root("remote_authentication"), path.Root("local_authentication")
	words := fmt.Sprintf("The remote cluster %q did not accept what the link logs in with (%s). Check %s.", m.RemoteClusterID.ValueString(), remote, loginParts(m.RemoteAuthentication))
	if !m.LocalAuthentication.IsNull() {
		words = fmt.Sprintf("One of the two clusters did not accept what the link logs in with: the remote cluster %q (%s), or the hosting cluster %q (%s). The server does not say which. Check %s; and for the hosting one, %s.",
			m.RemoteClusterID.ValueString(), remote, m.KafkaClusterID.ValueString(), here, loginParts(m.RemoteAuthentication), loginParts(m.LocalAuthentication))
	}
	diags.AddAttributeError(remote, summary, fmt.Sprintf("%s\n\n%s\n\n%s", words, tfkit.Quote(err), rights))
}

// loginParts are what to check of a way to log in.
func loginParts(block types.Object) string {
	has := func(name string) bool {
		inner, ok := block.Attributes()[name].(types.Object)
		return ok && !inner.IsNull()
	}
	switch {
	case has("oauth"):
		return "the OAuth client and its secret, the logical cluster and the identity pool"
	case has("sasl") || !has("tls"):
		return "user name and password (an API key of that very cluster) and the mechanism"
	default:
		return "the client certificate, its key, and that the cluster trusts the authority that signed it"
	}
}

const notCreated = "Unable to Create Cluster Link"

// notCreated says that a link could not be created, where nothing more is known than
// what the server says.
func (m model) notCreated(err error, diags *diag.Diagnostics) {
	diags.AddError(notCreated, fmt.Sprintf("Link %q could not be created on cluster %q. %s", m.LinkName.ValueString(), m.KafkaClusterID.ValueString(), tfkit.Explain(err)))
}

// explainCreate says why a link could not be created, on the argument at fault
// where there is one.
func (m model) explainCreate(err error, diags *diag.Diagnostics) {
	const summary = notCreated
	var differs *differsError
	name, cluster, remote := m.LinkName.ValueString(), m.KafkaClusterID.ValueString(), m.RemoteClusterID.ValueString()
	table := rights(m.mode(), m.inbound(), !m.LocalAuthentication.IsNull())
	switch {
	case errors.As(err, &differs):
		diags.AddAttributeError(path.Root("link_name"), summary, fmt.Sprintf("A link named %q exists on cluster %q already, and it is not the one that this configuration describes, so it is left alone. It differs in: %s.\n\n"+
			"If it is to be managed here, import it, and the plan shows what would change:\n\n  terraform import <address of this resource> %s/%s\n\nElse choose another link_name.", name, cluster, differs, cluster, name))
	case kafka.PrefixTaken(err):
		diags.AddAttributeError(path.Root("prefix"), summary, fmt.Sprintf("Another link on cluster %q has the prefix %q: each link of a cluster needs its own.\n\n%s", cluster, m.Prefix.ValueString(), tfkit.Quote(err)))
	case kafka.AlreadyExists(err):
		diags.AddAttributeError(path.Root("link_name"), summary, fmt.Sprintf("A link named %q exists on cluster %q already. To manage it here, import it:\n\n  terraform import <address of this resource> %s/%s\n\nElse choose another name.\n\n%s", name, cluster, cluster, name, tfkit.Quote(err)))
	case kafka.OtherHalfMissing(err):
		diags.AddAttributeError(path.Root("link_name"), summary, fmt.Sprintf("Cluster %q has no half of this link that waits for this one to connect. Create the half with connection_mode = \"INBOUND\" and the same link_name there first; "+
			"where both are in one configuration, taking link_name from it (link_name = clink_cluster_link.<that half>.link_name) keeps the order.\n\n%s", remote, tfkit.Quote(err)))
	case kafka.RemoteUnreachable(err), kafka.RemoteUnresolvable(err), kafka.RemoteSilent(err):
		m.notReached(err, diags)
	case kafka.RemoteIsAnother(err):
		diags.AddAttributeError(path.Root("remote_cluster_id"), summary, fmt.Sprintf("The cluster at %s is not remote_cluster_id = %q: the server names both ids below. Correct remote_cluster_id or remote_bootstrap_servers. "+
			"A cluster that was made anew has a new id.\n\n%s", m.RemoteBootstrapServers.ValueString(), remote, tfkit.Quote(err)))
	case kafka.RemoteRefused(err):
		m.loginRefused(summary, err, explainRights(table, rightsOfRemote, rightsOfLocal), diags)
	case kafka.HostRefused(err), errors.Is(err, rest.ErrForbidden):
		diags.AddAttributeError(path.Root("kafka_cluster_id"), summary, fmt.Sprintf("Cluster %q knows who Clink calls it as, but does not let them create links.\n\n%s\n\n%s", cluster, tfkit.Quote(err), explainRights(table, rightsOfTerraform)))
	case kafka.Unsupported(err):
		m.notOffered(err, diags)
	case errors.Is(err, rest.ErrUnauthorized):
		diags.AddError(summary, fmt.Sprintf("Link %q could not be created: cluster %q did not accept what Clink logs in with, or remote cluster %q what the link does. Each Kafka cluster has its own API keys.\n\n%s\n\n%s", name, cluster, remote, tfkit.Quote(err), explainRights(table)))
	case errors.Is(err, rest.ErrUnknown):
		diags.AddError(summary, fmt.Sprintf("It is not known whether link %q was created on cluster %q. Apply again: if it is there as this configuration describes it, it is taken over.\n\n%s", name, cluster, tfkit.Explain(err)))
	default:
		m.notCreated(err, diags)
	}
}

// notOffered says that a cluster does not take such a link, and which ones do: the
// server tells neither its version nor its type.
func (m model) notOffered(err error, diags *diag.Diagnostics) {
	offered := "Confluent Platform hosts links from 7.0 on, and Apache Kafka none."
	switch {
	case m.mode() == modeBidirectional:
		offered = "a BIDIRECTIONAL link needs Confluent Platform 7.5 or later, or a cluster of Confluent Cloud that is neither Basic nor Standard, at both ends."
	case isCloud(m.KafkaClusterID):
		offered = "Basic and Standard clusters of Confluent Cloud can be the source of a link that the destination opens, and host none."
	case m.mode() == modeSource:
		offered = "Confluent Platform takes a SOURCE link over its REST API from 7.1 on (7.0.0 has it in kafka-cluster-links alone), and Apache Kafka hosts none."
	}
	diags.AddError(notCreated, fmt.Sprintf("Link %q could not be created on cluster %q. %s\n\nIf it is this kind of link that is not supported: %s",
		m.LinkName.ValueString(), m.KafkaClusterID.ValueString(), tfkit.Explain(err), offered))
}

// notReached says why a link could not be created whose hosting cluster did not come
// through to the remote one. It connects from its own network, not from where Terraform
// runs.
func (m model) notReached(err error, diags *diag.Diagnostics) {
	const ports = "Kafka listens on port 9092 on Confluent Cloud (443 is the REST API), and every broker has to be reached there, not the bootstrap address alone."
	cluster, remote, servers := m.KafkaClusterID.ValueString(), m.RemoteClusterID.ValueString(), m.RemoteBootstrapServers.ValueString()
	var words string
	switch {
	case kafka.RemoteUnresolvable(err):
		words = fmt.Sprintf("The brokers of cluster %q cannot resolve remote_bootstrap_servers = %q. They look names up in their own network, not where Terraform runs. "+
			"Check the spelling. The name of a cluster in a private network resolves only in networks that its DNS zone is given to.", cluster, servers)
	case kafka.RemoteSilent(err):
		words = fmt.Sprintf("No broker of cluster %q answered the brokers of cluster %q at remote_bootstrap_servers = %q. %s "+
			"Check port, routes and security groups from the network of cluster %q, and that the listener speaks what the link does (remote_authentication.security_protocol).", remote, cluster, servers, ports, cluster)
	default:
		ways := "from the same network, over a network link, or by letting it open the connection (a source-initiated link)"
		if m.mode() == modeSource {
			ways = "from the same network; a source-initiated link does not go over a network link"
		}
		words = fmt.Sprintf("From the network of cluster %q there is no way to remote_bootstrap_servers = %q, where cluster %q is said to be. Check the address. %s A cluster in a private network is reached %s.",
			cluster, servers, remote, ports, ways)
	}
	diags.AddAttributeError(path.Root("remote_bootstrap_servers"), notCreated, words+" validate_link = false creates the link before there is a way.\n\n"+tfkit.Quote(err))
}

// loss says what is lost with a link, after "Replacing" or "Destroying".
func loss(link model, mirrors []kafka.Mirror) string {
	names := make([]string, 0, len(mirrors))
	for _, m := range mirrors {
		names = append(names, m.Name)
	}
	return fmt.Sprintf("link %q loses the mirror history (status, lag, last offsets) of %s on it: %s. "+
		"It is refused while any of them still mirrors, except those that the same apply removes first, unless force_destroy was applied before.%s",
		link.LinkName.ValueString(), mirrorTopics(len(mirrors)), tfkit.Names(names), records(mirrors))
}

// records tells how mirroring of those that have stopped ended: the cluster forgets
// it with the link.
func records(mirrors []kafka.Mirror) string {
	const most = 10
	stopped := slices.DeleteFunc(slices.Clone(mirrors), func(m kafka.Mirror) bool { return m.Status != kafka.MirrorStopped })
	if len(stopped) == 0 {
		return ""
	}
	lines := make([]string, 0, most+1)
	for _, m := range stopped[:min(len(stopped), most)] {
		line := fmt.Sprintf("%q: stopped", m.Name)
		if at := m.Since(); at != "" {
			line += " at " + at
		}
		if len(m.Lags) > 0 {
			line += ", " + tfkit.Behind(m.Lags)
		}
		lines = append(lines, line)
	}
	if more := len(stopped) - most; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return "\n\nWhat the cluster tells of those that have stopped, and forgets with the link:\n\n  " + strings.Join(lines, "\n  ")
}

// noSuchPrefix says why a setting of another tool's file is none of a link.
func noSuchPrefix(name string) string {
	return fmt.Sprintf("Links have no settings that begin with %q. How to reach the other cluster is said without a prefix, and how to reach the hosting one with %q.", name[:strings.Index(name, ".")+1], linkconfig.LocalPrefix)
}

// secretsNotImported says that an import has left secrets where they are.
func secretsNotImported(link, cluster string, secrets, arguments []string, diags *diag.Diagnostics) {
	diags.AddWarning("Secrets Are Not Imported", fmt.Sprintf("Link %q on cluster %q has secrets that no API gives back: %s. "+
		"They stay as they are, and nothing is sent for them. "+
		"The import leaves %s null; give them, with the present user names and a version, when you renew the secrets.",
		link, cluster, tfkit.Names(secrets), strings.Join(arguments, " and ")))
}
