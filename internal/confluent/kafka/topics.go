package kafka

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"time"
)

// Topic is a topic, mirror or not.
type Topic struct {
	Name              string `json:"topic_name"`
	PartitionsCount   int32  `json:"partitions_count"`
	ReplicationFactor int32  `json:"replication_factor"`
	Internal          bool   `json:"is_internal"` // made by Kafka for itself
}

// Topic reads a topic. An error matches rest.ErrNotFound only when the topic does
// not exist, whatever else may answer 404.
func (c *Client) Topic(ctx context.Context, name string) (Topic, error) {
	return c.topic(ctx, name, nil)
}

func (c *Client) topic(ctx context.Context, name string, sent *time.Time) (Topic, error) {
	var topic Topic
	call := c.get("topics", name)
	call.Into, call.Absent, call.Sent = &topic, noSuchTopic, sent
	return topic, c.confirmTopic(ctx, name, c.rest.Do(ctx, call))
}

// Topics lists all topics of the cluster that the caller may see.
func (c *Client) Topics(ctx context.Context) ([]Topic, error) { return c.listTopics(ctx, nil) }

func (c *Client) listTopics(ctx context.Context, sent *time.Time) ([]Topic, error) {
	var list topics
	call := c.get("topics")
	call.Into, call.Sent = &list, sent
	err := c.rest.Do(ctx, call)
	return list.Data, err
}

func (c *Client) topicsByName(ctx context.Context, sent *time.Time) (map[string]Topic, error) {
	list, err := c.listTopics(ctx, sent)
	byName := make(map[string]Topic, len(list))
	for _, t := range list {
		byName[t.Name] = t
	}
	return byName, err
}

// WatchTopic begins a wait for a change of a topic, right after the write that
// brings it about.
func (c *Client) WatchTopic(name string, change Change) *Watch[Topic] {
	return c.topicWaits.watch(name, change)
}

// DeleteTopic deletes a topic; the server does it in the background. link is
// the link that the topic mirrors over.
func (c *Client) DeleteTopic(ctx context.Context, name, link string) error {
	defer c.crowd.enter()()
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

// readAlone is how many topics are read alone before one call reads all of them: on a
// cluster with thousands of topics its answer is megabytes.
const readAlone = 10

// topicReads are the reads of what was set on topics.
type topicReads struct {
	list  shared[map[string]Settings]
	asked int
	// unlisted says that the list could not be had: then all topics are read alone.
	unlisted bool
}

// SetTopicSettings reads the settings of a topic that are not at their default. Where
// many topics are read, one list answers for all of them; callers share what is no
// older than maxAge.
func (c *Client) SetTopicSettings(ctx context.Context, name string, maxAge time.Duration) (Settings, error) {
	r := &c.topics
	c.mu.Lock()
	r.asked++
	alone := r.asked <= readAlone || r.unlisted
	c.mu.Unlock()
	if !alone {
		all, err := r.list.get(ctx, maxAge, c.allSetTopicSettings)
		if err == nil {
			return all[name], nil // a topic on which nothing is set is not in there
		}
		c.mu.Lock()
		r.unlisted = true
		c.mu.Unlock()
	}
	settings, err := c.TopicSettings(ctx, name)
	maps.DeleteFunc(settings, func(_ string, entry SettingEntry) bool { return entry.Default })
	return settings, err
}

// allSetTopicSettings reads what is set on all topics of the cluster, by topic.
func (c *Client) allSetTopicSettings(ctx context.Context) (map[string]Settings, error) {
	var list listOf[topicSetting]
	call := c.get("topics", "-", "configs")
	call.Into = &list
	if err := c.rest.Do(ctx, call); err != nil {
		return nil, err
	}
	all := map[string]Settings{}
	for _, entry := range list.Data {
		if entry.Default {
			continue
		}
		if all[entry.Topic] == nil {
			all[entry.Topic] = Settings{}
		}
		all[entry.Topic][entry.Name] = entry.SettingEntry
	}
	return all, nil
}

// topicSetting is a setting of a topic in a list of all topics' settings.
type topicSetting struct {
	SettingEntry
	Topic string
}

// UnmarshalJSON reads the topic beside the setting.
func (s *topicSetting) UnmarshalJSON(raw []byte) error {
	var doc struct {
		Topic string `json:"topic_name"`
	}
	err := json.Unmarshal(raw, &doc)
	s.Topic = doc.Topic
	return errors.Join(err, s.SettingEntry.UnmarshalJSON(raw))
}

// AlterTopicSettings changes settings of a topic in one request; those not named
// keep their values.
func (c *Client) AlterTopicSettings(ctx context.Context, name string, alterations []Alteration) error {
	call := c.call(http.MethodPost, "topics", name, "configs:alter")
	call.Body, call.Repeatable = wire(alterations), true
	return c.rest.Do(ctx, call)
}
