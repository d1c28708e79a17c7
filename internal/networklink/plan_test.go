package networklink_test

import (
	"fmt"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// Whoever takes a part of a network link away is told what stops, and what stays.
func TestProtoNetworkLink_cutIsSaid(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	service := p.Create(serviceType, serviceConfig(acctest.Object{"accept": map[string]any{"network_ids": []any{"n-west"}}}))
	id := service.Object["id"].(string)
	endpoint := p.Create(endpointType, endpointConfig(id, nil))

	says(t, w.NewProtocol(nil).Plan(endpointType, endpoint, nil).Diagnostics, "", "destroys the network link endpoint", "stop carrying data", "costing money")
	says(t, w.NewProtocol(nil).Plan(serviceType, service, nil).Diagnostics, "", "destroys the network link service", "stop carrying data", "costing money", "only after all endpoints")
	elsewhere := acctest.NewWorld(t)
	notAccepted := elsewhere.NewProtocol(nil)
	config := endpointConfig(remoteService(elsewhere), acctest.Object{"timeouts": map[string]any{"create": "1s"}})
	says(t, notAccepted.Plan(endpointType, notAccepted.Create(endpointType, config), nil).Diagnostics, "") // it carries no data
	says(t, w.NewProtocol(nil).Plan(endpointType, endpoint, endpointConfig(id, acctest.Object{"network_id": "n-other"})).Diagnostics, `AttributeName("network_id")`, "Will Be Replaced", "no data in between")
	says(t, w.NewProtocol(nil).Plan(serviceType, service, serviceConfig(acctest.Object{"network_id": "n-other", "accept": map[string]any{"network_ids": []any{"n-west"}}})).Diagnostics,
		`AttributeName("network_id")`, "Will Be Replaced", "has to be replaced, too")
	says(t, w.NewProtocol(nil).Plan(serviceType, service, serviceConfig(nil)).Diagnostics, `AttributeName("accept")`, "no longer accept", `"n-west"`, "costing money")
	says(t, w.NewProtocol(nil).Plan(endpointType, endpoint, endpointConfig(id, acctest.Object{"display_name": "other"})).Diagnostics, "")
}

// More endpoints than a network can have are said before some of them are made, in
// whichever order they are planned, and not of endpoints that are all there already.
func TestProtoEndpoint_limitsAreCountedAtPlan(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	config := func(network, service string) acctest.Object {
		return endpointConfig(service, acctest.Object{"network_id": network})
	}
	there := w.NewProtocol(nil).Create(endpointType, config("n-west", remoteService(w, "n-west")))
	plan := func(configs []acctest.Object, existing int) (all acctest.Diagnostics) {
		p := w.NewProtocol(nil)
		for i, c := range configs {
			all = append(all, p.ValidateNext(endpointType, c)...)
			prior := acctest.Step{}
			if i >= existing {
				prior = there
			}
			for _, d := range p.Plan(endpointType, prior, c).Diagnostics {
				if d.Summary == "More Endpoints Than a Network May Have" || d.Summary == "More Endpoints Than an Organisation May Have" {
					all = append(all, d)
				}
			}
		}
		return all
	}
	var five, six, many []acctest.Object
	for i := range 21 {
		c := config("n-west", fmt.Sprintf("nls-%d", i))
		if i < 5 {
			five = append(five, c)
		}
		if i < 6 {
			six = append(six, c)
		}
		many = append(many, config(fmt.Sprintf("n-%d", i), "nls-1"))
	}
	says(t, plan(five, 5), "")
	says(t, plan(six, 6), `AttributeName("network_id")`, "more than 5", `"n-west"`)
	says(t, plan(six, 1), `AttributeName("network_id")`, "more than 5") // the new one is planned first
	says(t, plan(six, 0), "")                                           // the limit has been raised
	says(t, plan(many, 21), `AttributeName("network_id")`, "more than 20")
}

// A key of a Kafka cluster in the place of the Cloud API key is named as such.
func TestProtoNetworkLink_keyOfAKafkaCluster(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(func(block map[string]any) {
		cloud := block["cloud"].(map[string]any)
		cloud["api_key"], cloud["api_secret"] = "DRKEY", "DRSECRET"
	})
	config := serviceConfig(nil)
	d := p.Apply(serviceType, acctest.Step{}, p.Plan(serviceType, acctest.Step{}, config), config).Diagnostics
	if !d.Errors().Says("", "credentials in cloud", "no key of a Kafka cluster is") {
		t.Error(d)
	}
}
