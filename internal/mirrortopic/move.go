package mirrortopic

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

var _ resource.ResourceWithMoveState = (*mirrorTopic)(nil)

// confluentMirror is the state of confluent_kafka_mirror_topic.
type confluentMirror struct {
	KafkaCluster tfkit.Block[tfkit.Named] `json:"kafka_cluster"`
	ClusterLink  tfkit.Block[struct {
		LinkName string `json:"link_name"`
	}] `json:"cluster_link"`
	Source tfkit.Block[struct {
		TopicName string `json:"topic_name"`
	}] `json:"source_kafka_topic"`
	MirrorTopicName string `json:"mirror_topic_name"`
	Status          string `json:"status"`
}

// wish is the status that the old configuration has wanted, as far as its state
// tells: a topic that has ended may have been promoted or failed over.
func (c confluentMirror) wish() string {
	switch status := strings.ToUpper(c.Status); status {
	case string(kafka.MirrorStopped), string(kafka.MirrorPendingStopped):
		return promoted
	case paused, promoted, failedOver:
		return status
	default:
		return active
	}
}

// MoveState takes over mirror topics of the provider confluentinc/confluent, by a
// moved block.
func (*mirrorTopic) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveFromConfluent("confluent_kafka_mirror_topic", func(old confluentMirror, to tfkit.Moved) {
		id := identity{types.StringValue(old.KafkaCluster.One().ID), types.StringValue(old.ClusterLink.One().LinkName), types.StringValue(old.MirrorTopicName)}
		to.Set(path.Root("kafka_cluster_id"), id.KafkaClusterID.ValueString())
		to.Set(path.Root("link_name"), id.LinkName.ValueString())
		to.Set(path.Root("source_topic_name"), old.Source.One().TopicName)
		to.Set(path.Root("mirror_topic_name"), old.MirrorTopicName)
		to.Set(path.Root("status"), old.wish())
		to.Set(path.Root("deletion_policy"), deleteUnlessLive)
		to.Set(path.Root("id"), id.id().ValueString())
		to.Identify(id)
	})
}
