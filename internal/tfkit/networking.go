package tfkit

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
)

// CloudNetworking is the way to the networking API. It never calls.
func (c *Connections) CloudNetworking() (*networking.Client, Availability) {
	switch {
	case c == nil || c.NetworkingUnknown:
		return nil, NotYetKnown
	case c.Networking == nil:
		return nil, NotConfigured
	default:
		return c.Networking, Available
	}
}

// RequireNetworking is CloudNetworking where only an API that can be called will
// do: else it adds the error and is nil.
func (c *Connections) RequireNetworking(diags *diag.Diagnostics) *networking.Client {
	client, availability := c.CloudNetworking()
	switch availability {
	case Available:
	case NotConfigured:
		MissingCloud(diags)
	case NotYetKnown:
		diags.AddError("Provider Configuration Not Known Yet",
			"The Cloud API key is not known yet: the provider block's cloud argument depends on something that is made in the same apply. "+
				"This needs a call to Confluent Cloud now. Apply what cloud depends on first (-target), or give its values as variables.")
	}
	return client
}

// MissingCloud adds the error that says how to give credentials for Confluent
// Cloud.
func MissingCloud(diags *diag.Diagnostics) {
	diags.AddError("Confluent Cloud Not Configured",
		"Network links are made through Confluent Cloud's networking API, and the provider has no credentials for it. Give a Cloud API key (not one of a Kafka cluster):\n\n"+
			"  provider \"clink\" {\n    cloud = { api_key = \"...\", api_secret = \"...\" }\n  }\n\n"+
			"The environment variables CONFLUENT_CLOUD_API_KEY and CONFLUENT_CLOUD_API_SECRET do as well.")
}
