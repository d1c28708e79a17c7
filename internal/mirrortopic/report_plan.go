package mirrortopic

// What this package says to users of one mirror topic at plan.

import (
	"fmt"

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
