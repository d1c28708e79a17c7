package mirrortopic

import (
	"context"
	"errors"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// delete does with the topic what a deletion policy says, and waits until it is
// gone. It returns the fate of the topic and the status that has decided it, empty
// for a topic that was not there.
func (t target) delete(ctx context.Context, policy string) (fate, kafka.MirrorStatus, error) {
	// What somebody else did to the topic a moment ago decides over its data.
	mirror, err := t.cluster.Mirror(ctx, t.link, t.topic, 0)
	if errors.Is(err, rest.ErrNotFound) {
		mirror.Status = kafka.MirrorStopped
		if _, err = t.cluster.Topic(ctx, t.topic); errors.Is(err, rest.ErrNotFound) {
			return deleted, "", nil
		}
	}
	if err != nil {
		return deleted, "", err
	}
	if end := destiny(policy, mirror.Status); end != deleted {
		return end, mirror.Status, nil
	}
	if err := t.cluster.DeleteTopic(ctx, t.topic, t.link); err != nil && !errors.Is(err, rest.ErrNotFound) && !kafka.BeingDeleted(err) {
		return deleted, mirror.Status, err
	}
	return deleted, mirror.Status, t.gone(ctx)
}
