package mirrortopic

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
)

// setModel is a set of mirror topics as Terraform knows it.
type setModel struct {
	KafkaClusterID   types.String   `tfsdk:"kafka_cluster_id"`
	LinkName         types.String   `tfsdk:"link_name"`
	SourceTopicNames types.List     `tfsdk:"source_topic_names"`
	Status           types.String   `tfsdk:"status"`
	Config           types.Map      `tfsdk:"config"`
	DeletionPolicy   types.String   `tfsdk:"deletion_policy"`
	MirrorTopics     types.Map      `tfsdk:"mirror_topics"`
	ID               types.String   `tfsdk:"id"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

// setIdentity is what tells one set from another.
type setIdentity struct {
	KafkaClusterID types.String `tfsdk:"kafka_cluster_id"`
	LinkName       types.String `tfsdk:"link_name"`
	Glob           types.String `tfsdk:"source_topic_glob"`
}

// member is a mirror topic of a set, as mirror_topics has it.
type member struct {
	name   types.String // of the mirror topic; unknown while the link's prefix is
	status types.String // null for one that nobody has seen, unknown for one that is to change
	record record
}

var memberType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"mirror_topic_name": types.StringType, "mirror_status": types.StringType,
	"stopped_at": types.StringType, "lag": types.Int64Type, "last_source_fetch_offsets": types.MapType{ElemType: types.Int64Type},
}}

// seen is m with what was seen of the mirror topic.
func (m member) seen(mirror kafka.Mirror) member {
	m.status, m.record = types.StringValue(string(mirror.Status)), m.record.after(mirror)
	return m
}

// is is the status of a member.
func (m member) is() kafka.MirrorStatus { return kafka.MirrorStatus(m.status.ValueString()) }

// identity gives the parts of the id.
func (m setModel) identity() setIdentity {
	return setIdentity{m.KafkaClusterID, m.LinkName, types.StringNull()}
}

// id is unknown as long as one of its parts is.
func (m setModel) id() types.String {
	if m.KafkaClusterID.IsUnknown() || m.LinkName.IsUnknown() {
		return types.StringUnknown()
	}
	return types.StringValue(m.KafkaClusterID.ValueString() + "/" + m.LinkName.ValueString())
}

// topic is one mirror topic of the set, as clink_mirror_topic has it.
func (m setModel) topic(source string) model {
	return model{KafkaClusterID: m.KafkaClusterID, LinkName: m.LinkName, SourceTopicName: types.StringValue(source), Status: m.Status, Config: m.Config}
}

// wanted is the wish in capital letters.
func (m setModel) wanted() string { return strings.ToUpper(m.Status.ValueString()) }

// policy is the deletion policy in capital letters.
func (m setModel) policy() string { return strings.ToUpper(m.DeletionPolicy.ValueString()) }

// sources are the names of the source topics, and whether all of them are known.
func (m setModel) sources() (names []string, known bool) { return texts(m.SourceTopicNames) }

// texts are the known elements of a list of strings, and whether these are all.
func texts(list types.List) (values []string, all bool) {
	if list.IsUnknown() {
		return nil, false
	}
	elements := list.Elements()
	values = make([]string, 0, len(elements))
	for _, element := range elements {
		if s, ok := element.(types.String); ok && !s.IsUnknown() && !s.IsNull() {
			values = append(values, s.ValueString())
		}
	}
	return values, len(values) == len(elements)
}

// members are the mirror topics by source topic. It reads the whole map: call it
// once.
func (m setModel) members() map[string]member {
	elements := m.MirrorTopics.Elements()
	all := make(map[string]member, len(elements))
	for source, element := range elements {
		object, ok := element.(types.Object)
		if !ok {
			continue
		}
		parts := object.Attributes()
		name, _ := parts["mirror_topic_name"].(types.String)
		status, _ := parts["mirror_status"].(types.String)
		at, _ := parts["stopped_at"].(types.String)
		lag, _ := parts["lag"].(types.Int64)
		offsets, _ := parts["last_source_fetch_offsets"].(types.Map)
		all[source] = member{name, status, record{at, lag, offsets}}
	}
	return all
}

// withMembers is the set with these mirror topics.
func (m setModel) withMembers(members map[string]member) setModel {
	values := make(map[string]attr.Value, len(members))
	for source, one := range members {
		values[source] = types.ObjectValueMust(memberType.AttrTypes, map[string]attr.Value{
			"mirror_topic_name": one.name, "mirror_status": one.status,
			"stopped_at": one.record.stoppedAt, "lag": one.record.lag, "last_source_fetch_offsets": one.record.offsets,
		})
	}
	m.MirrorTopics = types.MapValueMust(memberType, values)
	return m
}

// joining, leaving and staying are the source topics of a change from one list to
// another, each in the order of its list.
func change(prior, planned []string) (joining, leaving, staying []string) {
	had, wants := present(prior), present(planned)
	for _, source := range planned {
		if had[source] {
			staying = append(staying, source)
		} else {
			joining = append(joining, source)
		}
	}
	for _, source := range prior {
		if !wants[source] {
			leaving = append(leaving, source)
		}
	}
	return joining, leaving, staying
}

func present(names []string) map[string]bool {
	all := make(map[string]bool, len(names))
	for _, name := range names {
		all[name] = true
	}
	return all
}

// parseSetID takes an import id apart: cluster, link, and globs of source topics,
// which may be left out.
func parseSetID(id string) (setIdentity, error) {
	parts := strings.Split(id, "/")
	if len(parts) < 2 || len(parts) > 3 || slices.Contains(parts, "") {
		return setIdentity{}, fmt.Errorf("the import id of a set of mirror topics is <kafka_cluster_id>/<link_name>/<glob of source topics>, "+
			"for example lkc-abc123/primary-to-dr/orders-*, not %q; several globs or names are separated by commas", id)
	}
	who := setIdentity{types.StringValue(parts[0]), types.StringValue(parts[1]), types.StringNull()}
	if len(parts) == 3 {
		who.Glob = types.StringValue(parts[2])
	}
	_, err := who.selects("")
	return who, err
}

// importID is the inverse of parseSetID.
func (i setIdentity) importID() types.String {
	id := i.KafkaClusterID.ValueString() + "/" + i.LinkName.ValueString()
	if !i.Glob.IsNull() {
		id += "/" + i.Glob.ValueString()
	}
	return types.StringValue(id)
}

// selects says whether an import takes in the mirror topic of a source topic.
func (i setIdentity) selects(source string) (bool, error) {
	if i.Glob.IsNull() {
		return true, nil
	}
	found := false
	for glob := range strings.SplitSeq(i.Glob.ValueString(), ",") {
		matches, err := path.Match(strings.TrimSpace(glob), source)
		if err != nil {
			return false, fmt.Errorf("%q is no glob: %w; * stands for any characters, ? for one, [a-c] for one of several", glob, err)
		}
		found = found || matches
	}
	return found, nil
}

// importedWish is the wish to store for members that an import has found, which
// nobody has made yet: they are to stay as they are, as far as one word says that.
func importedWish(members map[string]member) string {
	counts := map[kafka.MirrorStatus]int{}
	for _, one := range members {
		counts[one.is()]++
	}
	switch {
	case counts[kafka.MirrorStopped] == len(members):
		return promoted
	case counts[kafka.MirrorPaused]+counts[kafka.MirrorStopped] == len(members):
		return paused
	default:
		return active
	}
}

// marks are what is remembered of members beside the state.
type marks struct {
	// Observed says that the wish was never made, but found by an import.
	Observed bool `json:"observed,omitempty"`
	// Ended are the source topics of members that were seen STOPPED since the wish was
	// made: a wish to end their mirroring is fulfilled, whatever becomes of them later.
	Ended []string `json:"ended,omitempty"`
	// Unlinked are the source topics of members whose topic is there and that the link
	// no longer knows.
	Unlinked []string `json:"unlinked,omitempty"`
}

// markMembers is the key of the marks in private state.
const markMembers = "members"

// privateReader and privateWriter are private state.
type (
	privateReader interface {
		GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	}
	privateWriter interface {
		SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
	}
)

// marksOf reads the marks.
func marksOf(ctx context.Context, private privateReader, diags *diag.Diagnostics) marks {
	var m marks
	raw, d := private.GetKey(ctx, markMembers)
	diags.Append(d...)
	if raw != nil {
		if err := json.Unmarshal(raw, &m); err != nil {
			diags.AddError("Private State Cannot Be Read", fmt.Sprintf("What the provider remembers of the set beside its state is no JSON that it has written: %v. This is a bug in the provider: please report it.", err))
		}
	}
	return m
}

// store writes the marks.
func (m marks) store(ctx context.Context, private privateWriter, diags *diag.Diagnostics) {
	raw, err := json.Marshal(m)
	if err != nil {
		panic(err) // strings and booleans always can be
	}
	diags.Append(private.SetKey(ctx, markMembers, raw)...)
}

// fulfilled are the members that have ended, of which some are marked already; none
// of those without members remains.
func fulfilled(marked []string, members map[string]member, seen func(source string, m member) bool) []string {
	was := present(marked)
	var ended []string
	for _, source := range slices.Sorted(maps.Keys(members)) {
		if was[source] || seen(source, members[source]) {
			ended = append(ended, source)
		}
	}
	return ended
}
