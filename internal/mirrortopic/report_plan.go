package mirrortopic

// What this package says to users of one mirror topic at plan.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

func replicationNotPossible(factor int64, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("replication_factor"), "Replication Factor Not Possible on Confluent Cloud",
		fmt.Sprintf("On Confluent Cloud every topic has a replication factor of %d, so %d cannot be had. Leave it out.", cloudReplicationFactor, factor))
}

func controlledByMirroring(setting, why string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("config").AtMapKey(setting), "Setting Is Controlled by Mirroring", why)
}

func nameTooLong(prefix string, length int, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("source_topic_name"), "Mirror Topic Name Too Long",
		fmt.Sprintf("With the link's prefix %q in front the mirror topic's name has %d characters; Kafka allows %d.", prefix, length, maxTopicName))
}

// cannotBeNamed says that a mirror topic has another name than the one that it can have.
func (m model) cannotBeNamed(prefix, right string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("mirror_topic_name"), "Mirror Topic Cannot Have This Name",
		fmt.Sprintf("A mirror topic's name is the link's prefix (%q) followed by the source topic's name: %q, not %q. "+
			"Leave mirror_topic_name out; other names need a link with another prefix.", prefix, right, m.MirrorTopicName.ValueString()))
}

func (m model) statusOutOfReach(problem string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("status"), "Mirror Topic Status Cannot Be Reached", fmt.Sprintf("%s. %s", m.called(), problem))
}

// lostByFailover is what a failover does to what is not copied, and the way without.
const lostByFailover = "What is not copied when it is failed over is lost. While the source answers, status = \"PROMOTED\" copies the rest first."

// failoverLoses warns of what a failover would lose.
func (m model) failoverLoses(lag int64, diags *diag.Diagnostics) {
	diags.AddAttributeWarning(path.Root("status"), "Failover Loses What Is Not Copied",
		fmt.Sprintf("%s. It was %s behind its source when this plan looked. %s", m.called(), count(int(lag), "message"), lostByFailover))
}

// laggard is a member of a set that is so many messages behind its source.
type laggard struct {
	source string
	lag    int64
}

// membersLose warns of what a failover of members of a set would lose.
func membersLose(m setModel, behind []laggard, diags *diag.Diagnostics) {
	const most = 10
	slices.SortStableFunc(behind, func(a, b laggard) int { return cmp.Compare(b.lag, a.lag) })
	var sum int64
	var each []string
	for i, topic := range behind {
		sum += topic.lag
		if i < most {
			each = append(each, fmt.Sprintf("%q (%d)", topic.source, topic.lag))
		}
	}
	if more := len(behind) - most; more > 0 {
		each = append(each, fmt.Sprintf("and %d more", more))
	}
	diags.AddAttributeWarning(path.Root("status"), "Failover Loses What Is Not Copied",
		fmt.Sprintf("On %s, %s to be failed over had not copied %s in all when this plan looked: %s. %s",
			m.onLink(), count(len(behind), "mirror topic"), count(int(sum), "message"), strings.Join(each, ", "), lostByFailover))
}
