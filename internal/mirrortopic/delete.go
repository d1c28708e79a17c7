package mirrortopic

import (
	"context"
	"errors"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// remove does with the topic what a deletion policy says. It returns the fate of the
// topic and the status that has decided it. A topic that is deleted takes a moment to
// be gone.
func (t target) remove(ctx context.Context, policy string) (fate, kafka.MirrorStatus, error) {
	// What somebody else did to the topic a moment ago decides over its data.
	mirror, err := t.cluster.Mirror(ctx, t.link, t.topic, 0)
	if errors.Is(err, rest.ErrNotFound) {
		mirror.Status = kafka.MirrorStopped
		if _, err = t.cluster.Topic(ctx, t.topic); errors.Is(err, rest.ErrNotFound) {
			return absent, "", nil
		}
	}
	if err != nil {
		return absent, "", err
	}
	return t.removeAs(ctx, policy, mirror.Status)
}

// removeAs is remove for a mirror topic that is there, in a status.
func (t target) removeAs(ctx context.Context, policy string, is kafka.MirrorStatus) (fate, kafka.MirrorStatus, error) {
	if end := destiny(policy, is); end != deleted {
		return end, is, nil
	}
	err := t.cluster.DeleteTopic(ctx, t.topic, t.link)
	if errors.Is(err, rest.ErrNotFound) || kafka.BeingDeleted(err) {
		err = nil
	}
	return deleted, is, err
}
