package kafka

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// This file is the one place that decides whether a 404 of a cluster means that
// an object does not exist. The words are those of api-contract, A.8; a gateway, a
// wrong path and a cluster that is not there answer 404 as well.

// noSuchLink reads that a link does not exist.
func noSuchLink(e *rest.APIError) bool { return e.Says("The cluster link doesn't exist") }

// noSuchMirror reads that a mirror topic does not exist, or not even its link.
func noSuchMirror(e *rest.APIError) bool {
	return e.Says("The mirror topic doesn't exist") || noSuchLink(e)
}

// noSuchTopic reads that a topic does not exist.
func noSuchTopic(e *rest.APIError) bool {
	return e.Code == "40403" || e.Code == "40401" || e.Says("does not host this topic-partition")
}

// confirmLink lets the list of links decide over a 404 that says nothing of the link.
func (c *Client) confirmLink(ctx context.Context, name string, err error) error {
	return rest.Confirm(ctx, err, func(ctx context.Context) (bool, error) {
		all, err := c.Links(ctx)
		return slices.ContainsFunc(all, func(l Link) bool { return l.Name == name }), err
	}, http.StatusNotFound)
}

// confirmMirror lets the list of the link's mirror topics decide over a 404 that
// says nothing of the mirror topic.
func (c *Client) confirmMirror(ctx context.Context, link, name string, err error) error {
	return rest.Confirm(ctx, err, func(ctx context.Context) (bool, error) {
		mirrors, err := c.Mirrors(ctx, link)
		if errors.Is(err, rest.ErrNotFound) {
			return false, nil // without its link there is no mirror topic
		}
		return slices.ContainsFunc(mirrors, func(m Mirror) bool { return m.Name == name }), err
	}, http.StatusNotFound)
}

// confirmTopic lets the list of topics decide over a 404 that says nothing of the
// topic.
func (c *Client) confirmTopic(ctx context.Context, name string, err error) error {
	return rest.Confirm(ctx, err, func(ctx context.Context) (bool, error) {
		all, err := c.Topics(ctx)
		return slices.ContainsFunc(all, func(t Topic) bool { return t.Name == name }), err
	}, http.StatusNotFound)
}

var (
	errNoName = errors.New("it names no object")
	errNoData = errors.New("it has no list")
)

// Check says whether the answer is a link at all.
func (l *Link) Check() error { return named(l.Name) }

// Check says whether the answer is a mirror topic at all.
func (m *Mirror) Check() error { return named(m.Name) }

// Check says whether the answer is a topic at all.
func (t *Topic) Check() error { return named(t.Name) }

func named(name string) error {
	if name == "" {
		return errNoName
	}
	return nil
}

// listOf is an answer that lists.
type listOf[T any] struct{ Data rest.Items[T] }

// Check says whether the answer is a list at all.
func (l *listOf[T]) Check() error {
	if l.Data == nil {
		return errNoData
	}
	return nil
}

type (
	links  = listOf[Link]
	topics = listOf[Topic]
)
