package clusterlink

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var _ resource.ResourceWithMoveState = (*linkResource)(nil)

// confluentLink is the state of confluent_cluster_link.
type confluentLink struct {
	LinkName       string                        `json:"link_name"`
	LinkMode       string                        `json:"link_mode"`
	ConnectionMode string                        `json:"connection_mode"`
	ClusterLinkID  string                        `json:"cluster_link_id"`
	Config         map[string]string             `json:"config"`
	Source         tfkit.Block[confluentCluster] `json:"source_kafka_cluster"`
	Destination    tfkit.Block[confluentCluster] `json:"destination_kafka_cluster"`
	Local          tfkit.Block[confluentCluster] `json:"local_kafka_cluster"`
	Remote         tfkit.Block[confluentCluster] `json:"remote_kafka_cluster"`
}

type confluentCluster struct {
	ID                string `json:"id"`
	BootstrapEndpoint string `json:"bootstrap_endpoint"`
	// Credentials are for the REST API, the link, or both. Of them only the key is
	// looked at.
	Credentials tfkit.Block[struct {
		Key string `json:"key"`
	}] `json:"credentials"`
}

// ends are the cluster that hosts the link, and the one at its other end.
func (l confluentLink) ends() (here, there confluentCluster) {
	switch l.LinkMode {
	case modeSource:
		return l.Source.One(), l.Destination.One()
	case modeBidirectional:
		return l.Local.One(), l.Remote.One()
	default:
		return l.Destination.One(), l.Source.One()
	}
}

// MoveState takes over links of the provider confluentinc/confluent, by a moved
// block.
func (r *linkResource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveFromConfluent("confluent_cluster_link", func(old confluentLink, to tfkit.Moved) {
		here, there := old.ends()
		m := model{KafkaClusterID: types.StringValue(here.ID), LinkName: types.StringValue(old.LinkName), LinkMode: types.StringValue(old.LinkMode), ConnectionMode: types.StringValue(old.ConnectionMode)}
		to.Set(path.Root("kafka_cluster_id"), here.ID)
		to.Set(path.Root("remote_cluster_id"), there.ID)
		to.Set(path.Root("link_name"), old.LinkName)
		to.Set(path.Root("link_mode"), old.LinkMode)
		to.Set(path.Root("connection_mode"), old.ConnectionMode)
		to.Set(path.Root("cluster_link_id"), old.ClusterLinkID)
		to.Set(path.Root("id"), m.id().ValueString())
		to.Set(path.Root("validate_link"), true)
		to.Set(path.Root("force_destroy"), false)
		to.Set(path.Root("prefix"), old.Config[linkconfig.Prefix])
		delete(old.Config, linkconfig.Prefix)
		if len(old.Config) > 0 {
			to.Set(path.Root("config"), old.Config)
		}
		if !m.inbound() {
			// What it logs in with has the form that Clink writes too; the secret stays where it is.
			to.Set(path.Root("remote_bootstrap_servers"), there.BootstrapEndpoint)
			login(to, "remote_authentication", there)
			if old.LinkMode == modeBidirectional {
				// The official provider sends this always.
				to.Set(path.Root("remote_connection_mode"), connectionInbound)
			}
			if m.logsInLocally() {
				login(to, "local_authentication", here)
			}
		}
		to.Identify(m.identity())
		secretsInOldState(old.LinkName, here.ID, to.Diagnostics())
	})
}

// login sets the user of an authentication block.
func login(to tfkit.Moved, block string, cluster confluentCluster) {
	to.Set(path.Root(block).AtName("sasl").AtName("username"), cluster.Credentials.One().Key)
}
