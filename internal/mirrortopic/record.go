package mirrortopic

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
)

// seen is m with the status of the mirror topic, and once it has stopped with the
// record of that. What the server no longer tells, as after the link is gone, stays
// as it was noted.
func (m model) seen(mirror kafka.Mirror) model {
	m.MirrorStatus = types.StringValue(string(mirror.Status))
	if mirror.Status != kafka.MirrorStopped {
		return m.withoutRecord()
	}
	if at := mirror.Since(); at != "" {
		m.StoppedAt = types.StringValue(at)
	}
	if len(mirror.Lags) > 0 {
		m.Lag, m.LastSourceFetchOffsets = types.Int64Value(mirror.Lag()), fetchOffsets(mirror)
	}
	return m
}

// withoutRecord is m as long as it mirrors.
func (m model) withoutRecord() model {
	m.StoppedAt, m.Lag, m.LastSourceFetchOffsets = types.StringNull(), types.Int64Null(), types.MapNull(types.Int64Type)
	return m
}

// recordOf is m with the record that another one has.
func (m model) recordOf(other model) model {
	m.StoppedAt, m.Lag, m.LastSourceFetchOffsets = other.StoppedAt, other.Lag, other.LastSourceFetchOffsets
	return m
}

// toBeRecorded is m whose record is known after the apply.
func (m model) toBeRecorded() model {
	m.StoppedAt, m.Lag, m.LastSourceFetchOffsets = types.StringUnknown(), types.Int64Unknown(), types.MapUnknown(types.Int64Type)
	return m
}

// fetchOffsets are the source offsets that were fetched last, by partition.
func fetchOffsets(mirror kafka.Mirror) types.Map {
	offsets := make(map[string]attr.Value, len(mirror.Lags))
	for _, p := range mirror.Lags {
		offsets[strconv.FormatInt(p.Partition, 10)] = types.Int64Value(p.LastSourceFetchOffset)
	}
	return types.MapValueMust(types.Int64Type, offsets)
}
