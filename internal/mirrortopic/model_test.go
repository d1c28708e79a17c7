package mirrortopic

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
)

func str(s string) types.String { return types.StringValue(s) }

func settingsOf(pairs ...string) types.Map {
	values := map[string]attr.Value{}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = str(pairs[i+1])
	}
	return types.MapValueMust(types.StringType, values)
}

func TestParseID(t *testing.T) {
	t.Parallel()
	who, err := parseID("lkc-dr/jump-to-dr/us_orders")
	if err != nil || who.id().ValueString() != "lkc-dr/jump-to-dr/us_orders" {
		t.Errorf("got %v, %v", who, err)
	}
	for _, id := range []string{"", "orders", "lkc-dr/orders", "lkc-dr//orders", "/a/b", "a/b/", "a/b/c/d"} {
		if _, err := parseID(id); err == nil || !strings.Contains(err.Error(), "<kafka_cluster_id>/<link_name>/<mirror_topic_name>") {
			t.Errorf("parseID(%q) gave %v, want an error that names the form", id, err)
		}
	}
}

func TestID_isUnknownWhileAPartIs(t *testing.T) {
	t.Parallel()
	if id := (identity{str("c"), str("l"), types.StringUnknown()}).id(); !id.IsUnknown() {
		t.Errorf("got %s", id)
	}
}

func TestAlterations_nameOnlyWhatChanges(t *testing.T) {
	t.Parallel()
	got := alterations(map[string]string{"same": "1", "changed": "1", "removed": "1"}, map[string]string{"same": "1", "changed": "2", "added": "1"})
	want := []kafka.Alteration{{Name: "added", Value: new("1")}, {Name: "changed", Value: new("2")}, {Name: "removed"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if none := alterations(map[string]string{"a": "1"}, map[string]string{"a": "1"}); len(none) > 0 {
		t.Errorf("got %v for no change", none)
	}
}

func TestApplied(t *testing.T) {
	t.Parallel()
	list := []kafka.Alteration{{Name: "a", Value: new("1")}, {Name: "b"}}
	for name, c := range map[string]struct {
		settings kafka.Settings
		want     bool
	}{
		"all shown":     {kafka.Settings{"a": {Value: new("1")}, "b": {Value: new("x"), Default: true}}, true},
		"reset is gone": {kafka.Settings{"a": {Value: new("1")}}, true},
		"not yet set":   {kafka.Settings{"a": {Value: new("0")}}, false},
		"not yet reset": {kafka.Settings{"a": {Value: new("1")}, "b": {Value: new("x")}}, false},
		"nothing shown": {kafka.Settings{}, false},
	} {
		if got := applied(list, c.settings); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestManaged_followsTheServerForItsOwnKeysOnly(t *testing.T) {
	t.Parallel()
	server := kafka.Settings{"a": {Value: new("changed")}, "b": {Value: new("1")}, "foreign": {Value: new("1")}}
	if got := (model{Config: settingsOf("a", "1", "b", "1", "vanished", "1")}).managed(server); !got.Equal(settingsOf("a", "changed", "b", "1")) {
		t.Errorf("got %s", got)
	}
	if got := (model{Config: types.MapNull(types.StringType)}).managed(server); !got.IsNull() {
		t.Errorf("got %s for a config that is null", got)
	}
	if got := (model{Config: settingsOf()}).managed(server); got.IsNull() || len(got.Elements()) > 0 {
		t.Errorf("got %s for a config that is empty", got)
	}
}

func TestImportable_takesWhatIsSetAndIndependent(t *testing.T) {
	t.Parallel()
	const validation = "confluent.value.schema.validation"
	got := importable(kafka.Settings{
		validation:                            {Value: new("true")},
		"confluent.key.schema.validation":     {Value: new("false"), Default: true},
		"confluent.placement.constraints":     {Value: new("{}"), ReadOnly: true},
		"confluent.tier.enable":               {Sensitive: true},
		"retention.ms":                        {Value: new("1")},
		"confluent.key.subject.name.strategy": {},
	})
	if !got.Equal(settingsOf(validation, "true")) {
		t.Errorf("got %s", got)
	}
	if none := importable(kafka.Settings{"retention.ms": {Value: new("1")}}); !none.IsNull() {
		t.Errorf("got %s where there is nothing to take", none)
	}
}

func TestIndependent(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"confluent.key.schema.validation":               true,
		"confluent.value.subject.name.strategy":         true,
		"confluent.placement.constraints":               true,
		"confluent.tier.local.hotset.ms":                true,
		"confluent.segment.speculative.prefetch.enable": false,
		"retention.ms":   false,
		"cleanup.policy": false,
	} {
		if got := independent(name); got != want {
			t.Errorf("independent(%q) = %v", name, got)
		}
	}
}

func TestFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		wanted types.String
		is     kafka.MirrorStatus
		want   string
	}{
		{str("ACTIVE"), kafka.MirrorPaused, "PAUSED"},     // a pause made elsewhere is drift
		{str("Paused"), kafka.MirrorPaused, "Paused"},     // spelled as before
		{str("ACTIVE"), kafka.MirrorStopped, "ACTIVE"},    // what happened is no wish
		{str("PROMOTED"), kafka.MirrorActive, "PROMOTED"}, // brought back
		{str("Failed_Over"), kafka.MirrorPaused, "Failed_Over"},
		{str("PAUSED"), kafka.MirrorLinkFailed, "PAUSED"}, // it will be paused again when the link is back
		{str("ACTIVE"), "NEW_WORD", "ACTIVE"},             // a status of tomorrow
		{types.StringNull(), kafka.MirrorStopped, "PROMOTED"},
		{types.StringNull(), kafka.MirrorFailed, "ACTIVE"},
		{types.StringNull(), kafka.MirrorPaused, "PAUSED"},
	} {
		if got := found(c.wanted, c.is); got.ValueString() != c.want {
			t.Errorf("found(%s, %s) = %s, want %s", c.wanted, c.is, got, c.want)
		}
	}
}

func TestCreateRequest(t *testing.T) {
	t.Parallel()
	got := model{SourceTopicName: str("orders"), MirrorTopicName: str("us_orders"), ReplicationFactor: types.Int64Value(3), Config: settingsOf("b", "2", "a", "1")}.createRequest()
	want := kafka.NewMirror{SourceTopicName: "orders", MirrorTopicName: "us_orders", ReplicationFactor: 3, Configs: []kafka.Setting{{Name: "a", Value: new("1")}, {Name: "b", Value: new("2")}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestCheckName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxTopicName)
	for name, c := range map[string]struct {
		prefix, source, configured types.String
		want                       types.String
		fails                      bool
	}{
		"filled in":                 {prefix: str("us_"), source: str("orders"), configured: types.StringUnknown(), want: str("us_orders")},
		"without prefix":            {prefix: types.StringNull(), source: str("orders"), configured: types.StringUnknown(), want: str("orders")},
		"right":                     {prefix: str("us_"), source: str("orders"), configured: str("us_orders"), want: str("us_orders")},
		"wrong":                     {prefix: str("us_"), source: str("orders"), configured: str("orders"), want: str("orders"), fails: true},
		"prefix not known":          {prefix: types.StringUnknown(), source: str("orders"), configured: str("any"), want: str("any")},
		"prefix not known, no name": {prefix: types.StringUnknown(), source: str("orders"), configured: types.StringUnknown(), want: types.StringUnknown()},
		"source not known":          {prefix: str("us_"), source: types.StringUnknown(), configured: str("any"), want: str("any")},
		"just fits":                 {prefix: types.StringNull(), source: str(long), configured: types.StringUnknown(), want: str(long)},
		"too long":                  {prefix: str("u"), source: str(long), configured: types.StringUnknown(), want: types.StringUnknown(), fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			m := model{SourceTopicName: c.source, MirrorTopicName: c.configured}
			if ok := checkName(&m, c.prefix, &diags); ok == c.fails || diags.HasError() != c.fails {
				t.Errorf("ok is %v with %v", ok, diags)
			}
			if !m.MirrorTopicName.Equal(c.want) {
				t.Errorf("got %s, want %s", m.MirrorTopicName, c.want)
			}
		})
	}
}
