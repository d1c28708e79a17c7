package linkconfig

import (
	"fmt"
	"slices"
	"strings"
)

// The settings of topics by how mirroring treats them (contract B.5).
var (
	// alwaysSynced are copied on every link.
	alwaysSynced = []string{"cleanup.policy", "max.message.bytes", "message.timestamp.difference.max.ms", "message.timestamp.type"}
	// mayBeSynced are copied when topic.config.sync.include lists them.
	mayBeSynced = []string{
		"compression.type", "confluent.segment.speculative.prefetch.enable", "delete.retention.ms", "file.delete.delay.ms",
		"flush.messages", "flush.ms", "index.interval.bytes", "max.compaction.lag.ms", "message.downconversion.enable",
		"message.timestamp.after.max.ms", "message.timestamp.before.max.ms", "min.cleanable.dirty.ratio", "min.compaction.lag.ms",
		"min.insync.replicas", "preallocate", "retention.bytes", "retention.ms", "segment.bytes", "segment.index.bytes",
		"segment.jitter.ms", "segment.ms", "unclean.leader.election.enable",
	}
)

// neverSynced reports whether a setting of topics belongs to each topic alone.
func neverSynced(topicSetting string) bool {
	return strings.HasPrefix(topicSetting, "confluent.") &&
		(strings.HasSuffix(topicSetting, ".schema.validation") || strings.HasSuffix(topicSetting, ".subject.name.strategy") ||
			topicSetting == "confluent.placement.constraints" || strings.HasPrefix(topicSetting, "confluent.tier."))
}

// checkSynced judges one entry of topic.config.sync.include.
func checkSynced(item string) []Finding {
	switch {
	case slices.Contains(alwaysSynced, item), slices.Contains(mayBeSynced, item):
		return nil
	case neverSynced(item):
		return []Finding{fault(TopicConfigSyncInclude, "Topic Setting Is Never Synced",
			fmt.Sprintf("%q lists %q, which mirroring never copies; the server refuses it in the list. Set it on the mirror topic: config of clink_mirror_topic.", TopicConfigSyncInclude, item))}
	}
	detail := fmt.Sprintf("%q lists %q, which is not among the topic settings that Confluent documents as copied.", TopicConfigSyncInclude, item)
	if meant := closest(item, slices.Concat(alwaysSynced, mayBeSynced)); meant != "" {
		detail += fmt.Sprintf(" Did you mean %q?", meant)
	}
	return []Finding{advice(TopicConfigSyncInclude, "Unknown Topic Setting", detail)}
}

// MaySync reports whether a link copies a setting of topics when its
// topic.config.sync.include lists it, or the server's own list does while it is not
// given.
func MaySync(topicSetting string) bool { return slices.Contains(mayBeSynced, topicSetting) }
