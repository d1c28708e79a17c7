package kafka

import (
	"context"
	"net/http"
)

// Topic is a topic, mirror or not.
type Topic struct {
	Name              string `json:"topic_name"`
	PartitionsCount   int32  `json:"partitions_count"`
	ReplicationFactor int32  `json:"replication_factor"`
}

// Topic reads a topic. An error matches rest.ErrNotFound only when the topic does
// not exist, whatever else may answer 404.
func (c *Client) Topic(ctx context.Context, name string) (Topic, error) {
	var topic Topic
	call := c.get("topics", name)
	call.Into, call.Absent = &topic, noSuchTopic
	return topic, c.confirmTopic(ctx, name, c.rest.Do(ctx, call))
}

// Topics lists all topics of the cluster.
func (c *Client) Topics(ctx context.Context) ([]Topic, error) {
	var list topics
	call := c.get("topics")
	call.Into = &list
	err := c.rest.Do(ctx, call)
	return list.Data, err
}

// DeleteTopic deletes a topic; the server does it in the background. link is
// the link that the topic mirrors over.
func (c *Client) DeleteTopic(ctx context.Context, name, link string) error {
	defer c.forgetMirrors(link)
	call := c.call(http.MethodDelete, "topics", name)
	call.Absent = noSuchTopic
	return c.confirmTopic(ctx, name, c.rest.Do(ctx, call))
}

// TopicSettings reads all settings of a topic, defaults included.
func (c *Client) TopicSettings(ctx context.Context, name string) (Settings, error) {
	call := c.get("topics", name, "configs")
	call.Absent = noSuchTopic
	return c.settings(ctx, call)
}

// AlterTopicSettings changes settings of a topic in one request; those not named
// keep their values.
func (c *Client) AlterTopicSettings(ctx context.Context, name string, alterations []Alteration) error {
	call := c.call(http.MethodPost, "topics", name, "configs:alter")
	call.Body, call.Repeatable = wire(alterations), true
	return c.rest.Do(ctx, call)
}
