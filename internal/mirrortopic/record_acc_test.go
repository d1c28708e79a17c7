package mirrortopic_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// record expects the record of how mirroring ended.
func record(at, lag, offsets knownvalue.Check) []statecheck.StateCheck {
	is := func(attribute string, want knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(topicAddr, tfjsonpath.New(attribute), want)
	}
	return []statecheck.StateCheck{is("stopped_at", at), is("lag", lag), is("last_source_fetch_offsets", offsets)}
}

var noRecord = record(knownvalue.Null(), knownvalue.Null(), knownvalue.Null())

// lost expects the record of a failover by which two partitions lost this many
// messages each, and had fetched up to this offset.
func lost(each, offset int64) []statecheck.StateCheck {
	return record(
		knownvalue.StringFunc(func(at string) error { _, err := time.Parse(time.RFC3339, at); return err }),
		knownvalue.Int64Exact(2*each),
		knownvalue.MapExact(map[string]knownvalue.Check{"0": knownvalue.Int64Exact(offset), "1": knownvalue.Int64Exact(offset)}),
	)
}

// behind makes a mirror topic be so many messages behind in each partition.
func behind(w *acctest.World, topic string, each, offset int64) {
	w.Do(http.MethodPut, "/simulator/mirrors/lkc-dr/jump-to-dr/"+topic, map[string]any{"lag": each, "last_source_fetch_offset": offset})
}

func TestAccMirrorTopic_recordOfAFailover(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror(""), ConfigStateChecks: noRecord},
		// A lag that comes and goes is no change.
		resource.TestStep{PreConfig: func() { behind(w, "orders", 7, 1200) }, Config: mirror(""), ConfigPlanChecks: empty, ConfigStateChecks: noRecord},
		resource.TestStep{Config: mirror(`status = "PAUSED"`), ConfigPlanChecks: update, ConfigStateChecks: noRecord},
		resource.TestStep{Config: mirror(`status = "FAILED_OVER"`), ConfigPlanChecks: update, ConfigStateChecks: lost(7, 1200)},
		resource.TestStep{Config: mirror(`status = "FAILED_OVER"`), ConfigPlanChecks: empty, ConfigStateChecks: lost(7, 1200)},
		// Another change leaves it alone.
		resource.TestStep{
			Config:           mirror("status = \"FAILED_OVER\"\n  deletion_policy = \"ABANDON\"\n  config = { \"retention.ms\" = \"1000\" }"),
			ConfigPlanChecks: update, ConfigStateChecks: lost(7, 1200),
		},
		// The link takes the history on the cluster with it, and not what is in state.
		resource.TestStep{
			PreConfig:        func() { w.Do(http.MethodDelete, drLink+"?force=true", nil) },
			Config:           mirror("status = \"FAILED_OVER\"\n  deletion_policy = \"ABANDON\"\n  config = { \"retention.ms\" = \"1000\" }"),
			ConfigPlanChecks: empty, ConfigStateChecks: lost(7, 1200),
		},
	)
}

// A failover elsewhere is recorded without a change to plan, and gone when the topic
// mirrors again.
func TestAccMirrorTopic_recordOfAFailoverElsewhere(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror("")},
		resource.TestStep{
			PreConfig: func() { behind(w, "orders", 3, 40); operate(w, "failover", "orders") },
			Config:    mirror(""), ConfigPlanChecks: empty, ConfigStateChecks: lost(3, 40),
		},
		resource.TestStep{PreConfig: func() { force(w, "orders", "ACTIVE") }, Config: mirror(""), ConfigPlanChecks: empty, ConfigStateChecks: noRecord},
	)
}

func TestAccMirrorTopic_recordOfACreateThatEnds(t *testing.T) {
	t.Parallel()
	w := linked(t, "")
	run(t, w,
		resource.TestStep{Config: mirror(`status = "FAILED_OVER"`), ConfigStateChecks: lost(0, -1)},
		resource.TestStep{ResourceName: topicAddr, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"status"}},
	)
}
