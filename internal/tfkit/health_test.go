package tfkit_test

import (
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

func TestBehind(t *testing.T) {
	t.Parallel()
	var twelve []kafka.MirrorLag
	for p := range int64(12) {
		twelve = append(twelve, kafka.MirrorLag{Partition: 11 - p, Lag: 1, LastSourceFetchOffset: 100 - p})
	}
	for want, lags := range map[string][]kafka.MirrorLag{
		"5 messages behind (last source offset by partition: 0: 7, 1: -1)":                                                                       {{Partition: 1, Lag: 2, LastSourceFetchOffset: -1}, {Partition: 0, Lag: 3, LastSourceFetchOffset: 7}},
		"12 messages behind (last source offset by partition: 0: 89, 1: 90, 2: 91, 3: 92, 4: 93, 5: 94, 6: 95, 7: 96, 8: 97, 9: 98, and 2 more)": twelve,
	} {
		if got := tfkit.Behind(lags); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
