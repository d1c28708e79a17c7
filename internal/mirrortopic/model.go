package mirrortopic

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// maxTopicName is the most characters that Kafka allows in a topic's name.
const maxTopicName = 249

// model is a mirror topic as Terraform knows it.
type model struct {
	KafkaClusterID    types.String   `tfsdk:"kafka_cluster_id"`
	LinkName          types.String   `tfsdk:"link_name"`
	SourceTopicName   types.String   `tfsdk:"source_topic_name"`
	MirrorTopicName   types.String   `tfsdk:"mirror_topic_name"`
	Status            types.String   `tfsdk:"status"`
	MirrorStatus      types.String   `tfsdk:"mirror_status"`
	ReplicationFactor types.Int64    `tfsdk:"replication_factor"`
	Config            types.Map      `tfsdk:"config"`
	DeletionPolicy    types.String   `tfsdk:"deletion_policy"`
	ID                types.String   `tfsdk:"id"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`

	// The record of how mirroring ended; null while it has not.
	StoppedAt              types.String `tfsdk:"stopped_at"`
	Lag                    types.Int64  `tfsdk:"lag"`
	LastSourceFetchOffsets types.Map    `tfsdk:"last_source_fetch_offsets"`
}

// identity is what tells one mirror topic from all others.
type identity struct {
	KafkaClusterID  types.String `tfsdk:"kafka_cluster_id"`
	LinkName        types.String `tfsdk:"link_name"`
	MirrorTopicName types.String `tfsdk:"mirror_topic_name"`
}

// identity gives the parts of the id.
func (m model) identity() identity {
	return identity{m.KafkaClusterID, m.LinkName, m.MirrorTopicName}
}

// id is unknown as long as one of its parts is.
func (i identity) id() types.String {
	if i.KafkaClusterID.IsUnknown() || i.LinkName.IsUnknown() || i.MirrorTopicName.IsUnknown() {
		return types.StringUnknown()
	}
	return types.StringValue(i.KafkaClusterID.ValueString() + "/" + i.LinkName.ValueString() + "/" + i.MirrorTopicName.ValueString())
}

// parseID is the inverse of id.
func parseID(id string) (identity, error) {
	parts := strings.Split(id, "/")
	if len(parts) != 3 || slices.Contains(parts, "") {
		return identity{}, fmt.Errorf("the import id of a mirror topic is <kafka_cluster_id>/<link_name>/<mirror_topic_name>, for example lkc-abc123/primary-to-dr/orders, not %q", id)
	}
	return identity{types.StringValue(parts[0]), types.StringValue(parts[1]), types.StringValue(parts[2])}, nil
}

// mirrorName is the only name that a link gives to the mirror of a source topic;
// unknown as long as one of its parts is.
func mirrorName(prefix, source types.String) types.String {
	if prefix.IsUnknown() || source.IsUnknown() {
		return types.StringUnknown()
	}
	return types.StringValue(prefix.ValueString() + source.ValueString())
}

// settings are the elements of config whose value is known.
func (m model) settings() map[string]string {
	known := map[string]string{}
	for name, value := range m.Config.Elements() {
		if s, ok := value.(types.String); ok && !s.IsNull() && !s.IsUnknown() {
			known[name] = s.ValueString()
		}
	}
	return known
}

// object is what the address owns.
func (m model) object() tfkit.Object {
	return tfkit.NewObject("clink_mirror_topic",
		fmt.Sprintf("the mirror topic of %q on link %q of cluster %q", m.SourceTopicName.ValueString(), m.LinkName.ValueString(), m.KafkaClusterID.ValueString()),
		m.KafkaClusterID, m.LinkName, m.SourceTopicName)
}

// ended is the value of markEnded once the wish of the model is stored.
func (m model) ended() []byte {
	if final(strings.ToUpper(m.Status.ValueString())) && m.MirrorStatus.ValueString() == string(kafka.MirrorStopped) {
		return set
	}
	return nil
}

// createRequest is what to create the mirror topic from.
func (m model) createRequest() kafka.NewMirror {
	request := kafka.NewMirror{
		SourceTopicName:   m.SourceTopicName.ValueString(),
		MirrorTopicName:   m.MirrorTopicName.ValueString(),
		ReplicationFactor: int32(m.ReplicationFactor.ValueInt64()), //nolint:gosec // the schema bounds it
	}
	settings := m.settings()
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		value := settings[name]
		request.Configs = append(request.Configs, kafka.Setting{Name: name, Value: &value})
	}
	return request
}

// alterations are what takes the topic's settings from has to wants: those that
// differ are set, those that are wanted no longer go back to their defaults.
func alterations(has, wants map[string]string) []kafka.Alteration {
	names := maps.Clone(has)
	maps.Copy(names, wants)
	var list []kafka.Alteration
	for _, name := range slices.Sorted(maps.Keys(names)) {
		was, had := has[name]
		value, wanted := wants[name]
		switch {
		case !wanted:
			list = append(list, kafka.Alteration{Name: name})
		case !had || was != value:
			list = append(list, kafka.Alteration{Name: name, Value: &value})
		}
	}
	return list
}

// applied says whether the server shows all alterations.
func applied(list []kafka.Alteration, settings kafka.Settings) bool {
	for _, a := range list {
		entry, found := settings[a.Name]
		if a.Value == nil && found && !entry.Default {
			return false
		}
		if a.Value != nil && (!found || settings.Value(a.Name) != *a.Value) {
			return false
		}
	}
	return true
}

// managed is config with the values that the server has. What config does not
// name stays out of it; what the server does not have falls out of it.
func (m model) managed(settings kafka.Settings) types.Map {
	if m.Config.IsNull() {
		return m.Config
	}
	values := map[string]attr.Value{}
	for name := range m.Config.Elements() {
		if entry, found := settings[name]; found && entry.Value != nil {
			values[name] = types.StringValue(*entry.Value)
		}
	}
	return types.MapValueMust(types.StringType, values)
}

// importable are the settings that somebody has set on this very topic and that
// mirroring has no hand in; null when there are none.
func importable(settings kafka.Settings) types.Map {
	values := map[string]attr.Value{}
	for name, entry := range settings {
		if independent(name) && !entry.Default && !entry.ReadOnly && !entry.Sensitive && entry.Value != nil {
			values[name] = types.StringValue(*entry.Value)
		}
	}
	if len(values) == 0 {
		return types.MapNull(types.StringType)
	}
	return types.MapValueMust(types.StringType, values)
}

// perTopic matches the topic settings that a link never copies from the source.
var perTopic = regexp.MustCompile(`^confluent\.(((key|value)\.)?(schema\.validation|subject\.name\.strategy)|placement\.constraints|tier\..+)$`)

// independent says whether a setting belongs to the mirror topic alone.
func independent(name string) bool { return perTopic.MatchString(name) }

// alwaysSynced are the topic settings that a mirror topic takes from its source,
// whatever the link says, for as long as it mirrors.
var alwaysSynced = []string{"cleanup.policy", "max.message.bytes", "message.timestamp.difference.max.ms", "message.timestamp.type"}

// partitionCount are names under which the number of partitions, which is no
// topic setting, may be looked for.
var partitionCount = []string{"num.partitions", "partitions", "partitions.count", "partitions_count"}

// controlled says why a setting cannot be given for a topic that mirrors, or
// nothing when it can.
func controlled(name string) string {
	switch {
	case slices.Contains(alwaysSynced, name):
		return fmt.Sprintf("While a topic mirrors, it takes %q from its source topic. Change it there, or set it here once the topic is promoted or failed over.", name)
	case slices.Contains(partitionCount, name):
		return "A mirror topic always has as many partitions as its source topic; this is no topic setting. Remove it."
	default:
		return ""
	}
}

// fromAPI is the mirror topic as the cluster has it. What the API does not tell,
// and what is wanted rather than found, stays as it is in m, or gets its default
// where m comes from an import.
func (m model) fromAPI(mirror kafka.Mirror) model {
	if mirror.SourceTopicName != "" {
		m.SourceTopicName = types.StringValue(mirror.SourceTopicName)
	}
	m = m.seen(mirror)
	m.Status = found(m.Status, mirror.Status)
	if m.DeletionPolicy.IsNull() {
		m.DeletionPolicy = types.StringValue(deleteUnlessLive)
	}
	m.ID = m.identity().id()
	return m
}

// found is the wanted status to store after a look at the cluster. Only between
// ACTIVE and PAUSED is what is copied: that is drift, which a plan repairs. Any
// other status is what happens to a topic, and the wish stands; so does the wish
// that ended the mirroring when the topic was brought back. An import has no wish
// yet: a stopped topic was promoted or failed over, all else is there to mirror.
func found(wanted types.String, is kafka.MirrorStatus) types.String {
	switch {
	case (is == kafka.MirrorActive || is == kafka.MirrorPaused) && !final(strings.ToUpper(wanted.ValueString())) && !strings.EqualFold(wanted.ValueString(), string(is)):
		return types.StringValue(string(is))
	case !wanted.IsNull():
		return wanted
	case is == kafka.MirrorStopped:
		return types.StringValue(promoted)
	default:
		return types.StringValue(active)
	}
}
