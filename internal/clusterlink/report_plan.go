package clusterlink

// What this package says to users at plan.

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

func emptyPrefix(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Empty Prefix", "Leave prefix out (or null) for mirror topics that are named like their sources.")
}

func notAPrefix(at path.Path, prefix string, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Not a Prefix of Topic Names",
		fmt.Sprintf("%q cannot begin a topic name: letters, digits, dots, underscores and hyphens can, 248 at most.", prefix))
}

func notAnAddress(at path.Path, why error, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Not Bootstrap Servers",
		fmt.Sprintf("%s cannot be used: %v. Bootstrap servers look like pkc-abcde.us-east-1.aws.confluent.cloud:9092, several separated by commas.", at, why))
}

// addressMisfit says that an address names another protocol than the block speaks.
func addressMisfit(servers, named, block, speaks string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root(servers), "Protocol Does Not Fit the Login",
		fmt.Sprintf("%s begins with %s://, and %s speaks %s. Take %s:// off the address, or set %s.security_protocol to what the listener speaks.", servers, named, block, speaks, named, block))
}

func linkToItself(id string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("remote_cluster_id"), "Link to Itself",
		fmt.Sprintf("kafka_cluster_id and remote_cluster_id are both %q. remote_cluster_id is the cluster at the other end.", id))
}

func inboundSource(diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("connection_mode"), "SOURCE Link Cannot Be INBOUND",
		"The SOURCE half of a link opens the connection. Leave connection_mode out here, and give the half on the destination cluster "+
			"link_mode = \"DESTINATION\" and connection_mode = \"INBOUND\".")
}

func remoteModeWithoutUse(diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("remote_connection_mode"), "Argument Needs a BIDIRECTIONAL Link",
		"remote_connection_mode tells one half of a BIDIRECTIONAL link how the other half connects. Leave it out here.")
}

func inboundWithCredentials(diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("remote_authentication"), "INBOUND Half Has No Credentials",
		"An INBOUND half waits for the other half to connect, so it logs in nowhere. Give the credentials to the OUTBOUND half.")
}

// noLocalLogin says that a link has no use for one of the local_* arguments.
func (m model) noLocalLogin(argument string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root(argument), "Link Does Not Log In Locally",
		fmt.Sprintf("%s is for links that open the connection from where the data is: SOURCE, and BIDIRECTIONAL with connection_mode OUTBOUND. "+
			"This %s/%s link has no use for it.", argument, cmp.Or(m.mode(), modeDestination), cmp.Or(strings.ToUpper(m.ConnectionMode.ValueString()), connectionOutbound)))
}

func settingWithoutValue(at path.Path, name string, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Setting Without a Value", fmt.Sprintf("%q is null. Give it a value, or leave the key out.", name))
}

func settingTwice(at path.Path, name string, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Setting Given Twice", fmt.Sprintf("%q is in config as well. Keep it in one of them.", name))
}

func settingOfABlock(at path.Path, name, block string, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Setting Managed by a Block", fmt.Sprintf("%q is written by %s: change it there, or take that block out.", name, block))
}

func twoLogins(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Two Ways to Log In", "Give either sasl or oauth, not both.")
}

// protocolMisfit says that a security protocol needs a login that is not given, or
// goes with none where one is.
func protocolMisfit(at path.Path, protocol string, needsLogin bool, diags *diag.Diagnostics) {
	does := "does not go with"
	if needsLogin {
		does = "needs"
	}
	diags.AddAttributeError(at, "Security Protocol Does Not Fit",
		fmt.Sprintf("security_protocol = %q %s sasl or oauth. Leave it out and it follows from what is given.", protocol, does))
}

func emptyLogin(block, cluster string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root(block), "Block Logs In With Nothing",
		fmt.Sprintf("%s holds no credentials, and Confluent Cloud cluster %q lets nobody in without: the link would carry no data. "+
			"Give sasl (an API key of that cluster), oauth, or tls with keystore_certificate_chain.", block, cluster))
}

func protocolNotOfCloud(at path.Path, protocol, cluster string, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Not a Login of Confluent Cloud",
		fmt.Sprintf("%s is %q, and Confluent Cloud cluster %q takes connections over TLS only. Leave it out: then it follows from what is given.", at, protocol, cluster))
}

func mechanismNotOfCloud(at path.Path, mechanism, cluster string, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Not a Login of Confluent Cloud",
		fmt.Sprintf("%s is %q, by which Confluent Cloud cluster %q lets nobody in. Leave it out, for PLAIN with an API key of that cluster; or give oauth, or a client certificate in tls, in place of sasl.", at, mechanism, cluster))
}

func emptySecret(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Empty Secret", fmt.Sprintf("%s is empty, as when a variable is not set: the link would log in with an empty secret, and data would stop. "+
		"Give the secret. On an existing link leave the argument out (null): the server keeps what it has.", at))
}

func secretWithLineBreak(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Secret With a Line Break at Its End",
		fmt.Sprintf("%s begins or ends with a line break, as what is read from a file or a vault often does. No key has one. Write trimspace(...) around it.", at))
}

func secretWithBlanks(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(at, "White Space Around a Secret",
		fmt.Sprintf("%s begins or ends with white space, which few keys have. If it does not belong to the secret, write trimspace(...) around it.", at))
}

// notPEM says what is wrong with a certificate or a key, which is not repeated.
func notPEM(at path.Path, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Not a Certificate or Key in PEM", fmt.Sprintf("%s %s", at, strings.TrimSuffix(err.Error(), ".")+"."))
}

// privateKeyInState says that a private key stands where state would keep it.
func privateKeyInState(at path.Path, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Private Key Where None Belongs", fmt.Sprintf("%s %s", at, strings.TrimSuffix(err.Error(), ".")+"."))
}

func withoutChain(at, chain path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Half of a Pair", fmt.Sprintf("%s is given without %s. Give both, or neither.", at, chain))
}

func certificatesUnused(at, protocol path.Path, value string, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Certificates Without TLS",
		fmt.Sprintf("%s is given, and %s is %q, which uses no certificates. Take the block out, or leave %s out: then it follows from what is given.", at, protocol, value, protocol))
}

func samePrefix(cluster, prefix string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("prefix"), "Prefix Given Twice",
		fmt.Sprintf("Two links on cluster %q have the prefix %q in this configuration. Each link of a cluster needs its own, or none.", cluster, prefix))
}

func addressWithoutUse(diags *diag.Diagnostics) {
	at := path.Root("remote_bootstrap_servers")
	diags.AddAttributeWarning(at, "Address Without Use",
		fmt.Sprintf("%s is given for an INBOUND half, which waits for the other half to connect: the server has no use for the remote cluster's address. Leave it out.", at))
}

func (m model) addressMissing(diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("remote_bootstrap_servers"), "Missing Address of the Remote Cluster",
		fmt.Sprintf("An OUTBOUND link connects to its remote cluster: give the bootstrap servers of %q, such as pkc-abcde.us-east-1.aws.confluent.cloud:9092.", m.RemoteClusterID.ValueString()))
}

func (m model) localLoginMissing(diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("local_authentication"), "Missing Credentials for the Local Cluster",
		fmt.Sprintf("This half of the link opens the connection and reads from the cluster that hosts it: give credentials for %q as well.", m.KafkaClusterID.ValueString()))
}

func secretMissing(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Missing Secret", fmt.Sprintf("%s is needed when the link is created. It is write-only: Terraform neither stores nor shows it.", at))
}

// secretMissingOnceGone is secretMissing for a link that has vanished: to plan a
// destroy, Terraform plans to make it anew first.
func secretMissingOnceGone(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(at, "Missing Secret", fmt.Sprintf("%s is needed when the link is created, and the link is gone: the apply that makes it anew fails without. "+
		"It is write-only: Terraform neither stores nor shows it.", at))
}

func secretMissingForChange(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Missing Secret", fmt.Sprintf("What %s belongs to, or its version, changes, so the credentials have to be sent again; but the secret is not given. "+
		"On an existing link a secret may be left out only while nothing about it changes.", at))
}

// addressStays refuses to take the address of an existing link away.
func (m model) addressStays(remote string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("remote_bootstrap_servers"), "Address Cannot Be Taken Away",
		fmt.Sprintf("Without remote_bootstrap_servers the link could not find its remote cluster %q, and data would stop. Keep the argument: the link has %q.", remote, m.RemoteBootstrapServers.ValueString()))
}

// credentialsStay refuses to take the credentials of an existing link away. block
// is the one that can hold them; inConfig says that config and config_wo do.
func credentialsStay(block string, inConfig bool, cluster string, diags *diag.Diagnostics) {
	at, what := path.Root(block), "Keep the block; its secret may be left out."
	if inConfig {
		at, what = path.Root("config"), "Keep its security.protocol in config, and what it logs in with in config_wo; or give both by "+block+"."
	}
	diags.AddAttributeError(at, "Credentials Cannot Be Taken Away",
		fmt.Sprintf("Without %s the link would try to reach Confluent Cloud cluster %q without logging in, and data would stop. %s", at, cluster, what))
}

// notHealthy warns of an existing link that does not do what it is to do.
func (m model) notHealthy(words, advice string, diags *diag.Diagnostics) {
	if strings.Contains(words, kafka.AuthenticationError) {
		words += advice
	}
	diags.AddWarning("Cluster Link Is Not Healthy", fmt.Sprintf("Link %q on cluster %q: %s", m.LinkName.ValueString(), m.KafkaClusterID.ValueString(), words))
}

func (m model) cannotBeDestroyed(diags *diag.Diagnostics) {
	diags.AddWarning("Cluster Link Cannot Be Destroyed Now", fmt.Sprintf("Link %q is on cluster %q, which gives no answer: its destroy will fail. "+
		"To forget it without deleting it, use a `removed` block.", m.LinkName.ValueString(), m.KafkaClusterID.ValueString()))
}

// historyLost warns of a destroy by which mirror topics lose their history.
func (m model) historyLost(mirrors []kafka.Mirror, diags *diag.Diagnostics) {
	diags.AddWarning("Mirror History Will Be Lost", "Destroying "+loss(m, mirrors))
}

// replaced warns, on each argument that replaces the link, of what that means.
func (m model) replaced(plan model, mirrors []kafka.Mirror, changed []path.Path, diags *diag.Diagnostics) {
	detail := "Confluent cannot change this on an existing link, so the link is deleted and created anew; data stops in between."
	if len(mirrors) > 0 {
		detail = "Replacing " + loss(m, mirrors) + "\n\nTo have managed mirror topics replaced together with the link, add to each of them:\n\n" +
			"  lifecycle {\n    replace_triggered_by = [<this link>.cluster_link_id]\n  }"
	}
	detail += m.otherHalfOfReplaced()
	for _, at := range changed {
		words := detail
		if at.Equal(path.Root("link_mode")) && (plan.mode() == modeBidirectional || m.mode() == modeBidirectional) {
			words = "Confluent cannot convert a link from one direction to both, or back.\n\n" + words
		}
		diags.AddAttributeWarning(at, "Link Will Be Replaced", words)
	}
}

// mirrorTopics counts mirror topics in words.
func mirrorTopics(n int) string {
	if n == 1 {
		return "1 mirror topic"
	}
	return fmt.Sprintf("%d mirror topics", n)
}

// finding says what is wrong, or worth saying, about a setting.
func finding(at path.Path, f linkconfig.Finding, diags *diag.Diagnostics) {
	if f.Severity == linkconfig.Warning {
		diags.AddAttributeWarning(at, f.Summary, f.Detail)
	} else {
		diags.AddAttributeError(at, f.Summary, f.Detail)
	}
}
