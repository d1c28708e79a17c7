package networklink_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

func TestProtoDataNetworkLink(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	service := p.Create(serviceType, serviceConfig(acctest.Object{"display_name": "reads", "accept": map[string]any{"network_ids": []any{"n-west"}}})).Object["id"].(string)
	endpoint := p.Create(endpointType, endpointConfig(service, acctest.Object{"description": "writes"})).Object["id"].(string)
	read := func(source string, ask acctest.Object) acctest.Object {
		t.Helper()
		data := p.ReadData(source, ask)
		if len(data.Diagnostics) > 0 {
			t.Fatalf("%s: %s", source, data.Diagnostics)
		}
		return data.Object
	}
	one := read(serviceType, acctest.Object{"environment_id": "env-east", "id": service})
	if one["network_id"] != "n-east" || one["display_name"] != "reads" || one["description"] != nil || one["phase"] != "READY" || fmt.Sprint(one["accept"]) != "map[environment_ids:[] network_ids:[n-west]]" {
		t.Errorf("service: %v", one)
	}
	one = read(endpointType, acctest.Object{"environment_id": "env-west", "id": endpoint})
	if one["network_link_service_id"] != service || one["description"] != "writes" || one["phase"] != "READY" {
		t.Errorf("endpoint: %v", one)
	}
	for _, c := range []struct {
		source, tells, id string
		ask               acctest.Object
		there             bool
	}{
		{"clink_network_link_services", "network_link_services", service, acctest.Object{"environment_id": "env-east"}, true},
		{"clink_network_link_services", "network_link_services", service, acctest.Object{"environment_id": "env-east", "network_ids": []any{"n-x"}}, false},
		{"clink_network_link_services", "network_link_services", service, acctest.Object{"environment_id": "env-east", "display_names": []any{"reads"}, "phases": []any{"READY"}}, true},
		{"clink_network_link_endpoints", "network_link_endpoints", endpoint, acctest.Object{"environment_id": "env-west", "network_link_service_ids": []any{service}}, true},
		{"clink_network_link_endpoints", "network_link_endpoints", endpoint, acctest.Object{"environment_id": "env-west", "phases": []any{"FAILED"}}, false},
		{"clink_network_link_service_associations", "associations", endpoint, acctest.Object{"environment_id": "env-east", "network_link_service_id": service}, true},
	} {
		all := read(c.source, c.ask)[c.tells].(map[string]any)
		row, there := all[c.id].(map[string]any)
		if there != c.there || len(all) > 1 || there && row["phase"] != "READY" {
			t.Errorf("%s %v: %v", c.source, c.ask, all)
		}
	}
	if d := p.ReadData(serviceType, acctest.Object{"environment_id": "env-east", "id": "nls-none"}).Diagnostics; !d.Errors().Says(`AttributeName("id")`, "nls-none", "env-east") {
		t.Error(d)
	}
	if d := p.ReadData(serviceType, acctest.Object{"environment_id": "env-east", "id": endpoint}).Diagnostics; !d.Errors().Says(`AttributeName("id")`, "nls-...") {
		t.Error(d)
	}
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: "/network-link-services", Times: 1, Status: http.StatusForbidden, Body: `{"errors":[{"detail":"no rights"}]}`})
	if d := p.ReadData("clink_network_link_services", acctest.Object{"environment_id": "env-east"}).Diagnostics; !d.Errors().Says("", "no rights", "NetworkAdmin") {
		t.Error(d)
	}
}
