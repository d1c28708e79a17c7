package mirrortopic

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
)

// record is how the mirroring of a topic ended.
type record struct {
	stoppedAt types.String // RFC 3339
	lag       types.Int64  // messages, over all partitions
	offsets   types.Map    // source offsets that were fetched last, by partition
}

var (
	// noRecord is that of a topic that mirrors.
	noRecord = record{types.StringNull(), types.Int64Null(), types.MapNull(types.Int64Type)}
	// toBeRecorded is known after the apply.
	toBeRecorded = record{types.StringUnknown(), types.Int64Unknown(), types.MapUnknown(types.Int64Type)}
)

// after is the record once the mirror topic was seen. What the server no longer tells,
// as after the link is gone, stays as it was noted.
func (r record) after(mirror kafka.Mirror) record {
	if mirror.Status != kafka.MirrorStopped {
		return noRecord
	}
	if at := mirror.Since(); at != "" {
		r.stoppedAt = types.StringValue(at)
	}
	if len(mirror.Lags) > 0 {
		r.lag, r.offsets = types.Int64Value(mirror.Lag()), fetchOffsets(mirror)
	}
	return r
}

// planned is what becomes of the record when the mirror topic is brought to a status:
// only one that ends mirroring leaves another.
func (r record) planned(wanted string) record {
	if final(wanted) {
		return toBeRecorded
	}
	return r
}

// fetchOffsets are the source offsets that were fetched last, by partition.
func fetchOffsets(mirror kafka.Mirror) types.Map {
	offsets := make(map[string]attr.Value, len(mirror.Lags))
	for _, p := range mirror.Lags {
		offsets[strconv.FormatInt(p.Partition, 10)] = types.Int64Value(p.LastSourceFetchOffset)
	}
	return types.MapValueMust(types.Int64Type, offsets)
}

// record gives the attributes of the record.
func (m model) record() record { return record{m.StoppedAt, m.Lag, m.LastSourceFetchOffsets} }

// with is m with a record.
func (m model) with(r record) model {
	m.StoppedAt, m.Lag, m.LastSourceFetchOffsets = r.stoppedAt, r.lag, r.offsets
	return m
}

// seen is m with what was seen of the mirror topic.
func (m model) seen(mirror kafka.Mirror) model {
	m.MirrorStatus = types.StringValue(string(mirror.Status))
	return m.with(m.record().after(mirror))
}
