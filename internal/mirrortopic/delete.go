package mirrortopic

import (
	"context"
	"errors"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// remove does with the topic what a deletion policy says. It returns the fate of the
// topic and the status that has decided it, empty for a topic that was not there. A
// topic that is deleted takes a moment to be gone.
func (t target) remove(ctx context.Context, policy string) (fate, kafka.MirrorStatus, error) {
	is, err := t.lastStatus(ctx)
	if err != nil {
		return deleted, "", err
	}
	return t.removeAs(ctx, policy, is)
}

// lastStatus is the status of the mirror topic now: what somebody else did to it a
// moment ago decides over its data. It is STOPPED where only a topic of the name is
// left, and empty where there is none.
func (t target) lastStatus(ctx context.Context) (kafka.MirrorStatus, error) {
	mirror, err := t.cluster.Mirror(ctx, t.link, t.topic, 0)
	if !errors.Is(err, rest.ErrNotFound) {
		return mirror.Status, err
	}
	_, err = t.cluster.Topic(ctx, t.topic)
	if errors.Is(err, rest.ErrNotFound) {
		return "", nil
	}
	return kafka.MirrorStopped, err
}

// removeAs is remove for a mirror topic in a status.
func (t target) removeAs(ctx context.Context, policy string, is kafka.MirrorStatus) (fate, kafka.MirrorStatus, error) {
	if is == "" {
		return deleted, "", nil
	}
	if end := destiny(policy, is); end != deleted {
		return end, is, nil
	}
	err := t.cluster.DeleteTopic(ctx, t.topic, t.link)
	if errors.Is(err, rest.ErrNotFound) || kafka.BeingDeleted(err) {
		err = nil
	}
	return deleted, is, err
}
