package clusterlink

// What this package says to users of the data source clink_filter_matches.

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func noFilters(diags *diag.Diagnostics) {
	diags.AddAttributeError(topicFiltersPath, "No Filters", "Nothing is asked for. Give at least one of topic_filters, group_filters and acl_filters: "+
		"the same value as the setting in config of the link.")
}

// notListed says that what filters are about could not be read.
func notListed(at path.Path, what string, cluster *tfkit.Cluster, err error, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Unable to Match Filters",
		fmt.Sprintf("The %s of cluster %q could not be listed. %s", what, cluster.ClusterID(), tfkit.Explain(err)))
}

// filtersNotLookedAt says why nothing is told, where that is to be no error.
func filtersNotLookedAt(why string, diags *diag.Diagnostics) {
	at := path.Root("kafka_cluster_id")
	diags.AddAttributeWarning(at, "Filters Not Matched",
		fmt.Sprintf("%s Because of on_unreachable = \"keep\" that is no error, and what the filters select is null.", why))
}

// notByLinks says that an entry selects what nobody tells.
func notByLinks(at path.Path, i int, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(at, "Filter Not Matched",
		fmt.Sprintf("aclFilters[%d].accessFilter.clusterLinkIds of acl_filters selects ACLs by the links that made them. "+
			"The cluster does not tell those links: what this entry selects is not listed.", i))
}
