package mirrortopic

// What data sources, list resources and actions say about what they cannot read.

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func noSuchLink(cluster, link string, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("link_name"), "Cluster Link Not Found", fmt.Sprintf("Cluster %q has no link named %q. %s", cluster, link, tfkit.Quote(err)))
}

func noSuchMirror(cluster, link, topic string, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("mirror_topic_name"), "Mirror Topic Not Found",
		fmt.Sprintf("Link %q on cluster %q has no mirror topic %q. Its name has the link's prefix in front. %s", link, cluster, topic, tfkit.Quote(err)))
}

func mirrorNotRead(cluster, link, topic string, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("mirror_topic_name"), "Unable to Read Mirror Topic",
		fmt.Sprintf("Mirror topic %q on link %q of cluster %q could not be read. %s", topic, link, cluster, tfkit.Explain(err)))
}

// notRead says why there is no list.
func (s selection) notRead(cluster *tfkit.Cluster, err error, diags *diag.Diagnostics) {
	if errors.Is(err, rest.ErrNotFound) {
		noSuchLink(cluster.ClusterID(), s.link.ValueString(), err, diags)
		return
	}
	diags.AddAttributeError(path.Root("kafka_cluster_id"), "Unable to Read Mirror Topics",
		fmt.Sprintf("The mirror topics of cluster %q could not be read. %s", cluster.ClusterID(), tfkit.Explain(err)))
}

func notAPattern(at path.Path, pattern string, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Not a Regular Expression",
		fmt.Sprintf("%s is %q, which is no regular expression in RE2 syntax: %v. A topic name's dots are written as \\\\. in it.", at, pattern, err))
}
