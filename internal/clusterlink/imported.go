package clusterlink

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

// noteSecretsNotRead says of an imported link which of its settings no API gives back,
// and where they belong.
func (m model) noteSecretsNotRead(settings kafka.Settings, diags *diag.Diagnostics) {
	var secrets, arguments []string
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		entry := settings[name]
		if entry.Default || entry.ReadOnly || !entry.Sensitive && !linkconfig.Sensitive(name) {
			continue
		}
		secrets = append(secrets, name)
		argument := "config_wo"
		if authenticates, local := linkconfig.Authenticates(name); local {
			argument = "local_authentication"
		} else if authenticates {
			argument = "remote_authentication"
		}
		if !slices.Contains(arguments, argument) {
			arguments = append(arguments, argument)
		}
	}
	if len(secrets) > 0 {
		secretsNotImported(m.LinkName.ValueString(), m.KafkaClusterID.ValueString(), secrets, arguments, diags)
	}
}
