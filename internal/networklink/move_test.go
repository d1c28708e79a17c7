package networklink_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

func TestProtoMove(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	accepting := serviceConfig(acctest.Object{"display_name": "reads", "description": "for west", "accept": map[string]any{"network_ids": []any{"n-west"}}})
	service := w.NewProtocol(nil).Create(serviceType, accepting).Object["id"].(string)
	connecting := endpointConfig(service, acctest.Object{"display_name": "writes"})
	endpoint := w.NewProtocol(nil).Create(endpointType, connecting).Object["id"].(string)
	w.ForgetRequests()
	for _, c := range []struct {
		resource, from, state string
		config                acctest.Object
	}{
		{serviceType, "confluent_network_link_service", fmt.Sprintf(`{"id":%q,"display_name":"reads","description":"for west","environment":[{"id":"env-east"}],"network":[{"id":"n-east"}],"accept":[{"environments":[],"networks":["n-west"]}],"resource_name":"crn://x","timeouts":null}`, service), accepting},
		{endpointType, "confluent_network_link_endpoint", fmt.Sprintf(`{"id":%q,"display_name":"writes","description":"","environment":[{"id":"env-west"}],"network":[{"id":"n-west"}],"network_link_service":[{"id":%q}],"resource_name":"crn://x","timeouts":null}`, endpoint, service), connecting},
	} {
		p := w.NewProtocol(nil)
		moved := p.Move(c.resource, "registry.terraform.io/confluentinc/confluent", c.from, c.state)
		if len(moved.Diagnostics) > 0 || !moved.Identity() {
			t.Fatalf("%s: %s", c.from, moved.Diagnostics)
		}
		if planned := p.Plan(c.resource, moved, c.config); !equal(planned.Object, moved.Object) || len(planned.Replace) > 0 {
			t.Errorf("%s: the plan changes %v to %v", c.from, moved.Object, planned.Object)
		}
	}
	for _, r := range w.Requests("", "/networking/") {
		if r.Method != http.MethodGet {
			t.Errorf("sent %v", r)
		}
	}
}
