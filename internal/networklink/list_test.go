package networklink_test

import (
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

func TestProtoList(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	service := p.Create(serviceType, serviceConfig(acctest.Object{"accept": map[string]any{"network_ids": []any{"n-west"}}})).Object["id"].(string)
	endpoint := p.Create(endpointType, endpointConfig(service, acctest.Object{"display_name": "writes"})).Object["id"].(string)
	for _, c := range []struct {
		resource, id, environment, name string
		ask                             acctest.Object
	}{
		{serviceType, service, "env-east", service, acctest.Object{"environment_id": "env-east", "network_ids": []any{"n-east"}}},
		{endpointType, endpoint, "env-west", "writes", acctest.Object{"environment_id": "env-west", "network_link_service_ids": []any{service}}},
	} {
		found, d := p.List(c.resource, c.ask, true, 0)
		if len(d) > 0 || len(found) != 1 || found[0].Name != c.name || !equal(found[0].Identity, acctest.Object{"environment_id": c.environment, "id": c.id}) {
			t.Fatalf("%s: %v %s", c.resource, found, d)
		}
		if imported := p.Import(c.resource, c.environment+"/"+c.id); !equal(found[0].Object, imported.Object) {
			t.Errorf("%s: listed %v, imported %v", c.resource, found[0].Object, imported.Object)
		}
		if none, d := p.List(c.resource, acctest.Object{"environment_id": c.environment, "network_ids": []any{"n-x"}}, false, 0); len(none)+len(d) > 0 {
			t.Errorf("%s: %v %s", c.resource, none, d)
		}
	}
}
