package clusterlink

import (
	"fmt"
	"strings"
)

// right is what somebody must be allowed to do for a link. The guide
// "Authentication" shows the same table.
type right struct {
	// who needs it: Terraform, or the credentials that the link carries for a side.
	who string
	// what is needed on which cluster.
	what string
}

// The three whose rights a link needs.
const (
	rightsOfTerraform = "The credentials in kafka_clusters"
	rightsOfRemote    = "The credentials in remote_authentication"
	rightsOfLocal     = "The credentials in local_authentication"
)

// rights are what a link of these modes needs (Confluent: Cluster Linking
// security, "Authorization"; source-initiated links and bidirectional links with
// INBOUND connections, "Required permissions").
func rights(mode string, inbound, localAuthentication bool) []right {
	table := []right{{rightsOfTerraform, "CloudClusterAdmin, or ALTER on the cluster, where the link is hosted"}}
	switch {
	case inbound:
		return table // logs in nowhere
	case mode == modeSource || localAuthentication:
		table = append(table, right{rightsOfRemote, "CloudClusterAdmin, or ALTER on the cluster, at the other end"})
		if mode == modeBidirectional { // data comes from there, too
			table = append(table, right{rightsOfRemote, reading("at the other end")})
		}
		return append(table, right{rightsOfLocal, reading("on the cluster that hosts the link")})
	default:
		return append(table,
			right{rightsOfRemote, reading("at the other end")})
	}
}

// reading is what it takes to read a link's data where it comes from.
func reading(where string) string {
	return fmt.Sprintf("DESCRIBE on the cluster, READ and DESCRIBE_CONFIGS on the topics, %s; for consumer offset sync DESCRIBE_CONFIGS on the cluster and DESCRIBE on the groups, for ACL sync DESCRIBE on the cluster's ACLs", where)
}

// explainRights lists the rights of those who are asked for, all if nobody is.
func explainRights(table []right, who ...string) string {
	var b strings.Builder
	for _, r := range table {
		if len(who) > 0 && !strings.Contains(strings.Join(who, "\n"), r.who) {
			continue
		}
		fmt.Fprintf(&b, "\n  - %s: %s.", r.who, r.what)
	}
	return "The rights that it takes:" + b.String()
}
