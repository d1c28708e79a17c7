package networklink_test

import (
	"net/http"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// again creates an object in a new run.
func again(w *acctest.World, resource string, config acctest.Object, provider func(map[string]any)) acctest.Step {
	p := w.NewProtocol(provider)
	return p.Apply(resource, acctest.Step{}, p.Plan(resource, acctest.Step{}, config), config)
}

// A provider that was killed after a create has told Terraform nothing: the next
// apply finds what it made.
func TestProtoNetworkLink_takesOverItsOwnObject(t *testing.T) {
	t.Parallel()
	for resource, configure := range map[string]func(*acctest.World) acctest.Object{
		serviceType: func(*acctest.World) acctest.Object {
			return serviceConfig(acctest.Object{"display_name": "ours", "description": "for west", "accept": map[string]any{"network_ids": []any{"n-west"}}})
		},
		endpointType: func(w *acctest.World) acctest.Object {
			return endpointConfig(remoteService(w, "n-west"), acctest.Object{"display_name": "ours"})
		},
	} {
		w := acctest.NewWorld(t)
		config := configure(w)
		before := w.NewProtocol(nil).Create(resource, config)
		w.ForgetRequests()
		made := again(w, resource, config, nil)
		if len(made.Diagnostics.Errors()) > 0 || !made.Diagnostics.Warnings().Says("", "is there already", "adopt_existing") || made.Object["id"] != before.Object["id"] {
			t.Errorf("%s: got %s, %v", resource, made.Diagnostics, made.Object)
		}
		if created := w.Requests(http.MethodPost, "/networking/"); len(created) != 1 {
			t.Errorf("%s: sent %v", resource, created)
		}
		p := w.NewProtocol(nil)
		read := p.Read(resource, made)
		if planned := p.Plan(resource, read, config); !equal(planned.Object, read.Object) {
			t.Errorf("%s: the next plan changes %v to %v", resource, read.Object, planned.Object)
		}
	}
}

func TestProtoNetworkLink_doesNotTakeOverAnotherObject(t *testing.T) {
	t.Parallel()
	never := func(block map[string]any) { block["adopt_existing"] = "never" }
	failed := func(w *acctest.World, id string) {
		w.Do(http.MethodPut, "/simulator/network-link-endpoints/"+id, map[string]any{"phase": "FAILED"})
		w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/network-link-endpoints$", Times: 1, Status: http.StatusConflict, Body: `{"errors":[{"status":"409","detail":"there is one"}]}`})
	}
	for name, c := range map[string]struct {
		resource string
		change   acctest.Object
		provider func(map[string]any)
		meddle   func(*acctest.World, string)
		words    string
	}{
		"service of another name":     {serviceType, acctest.Object{"display_name": "other"}, nil, nil, "not the one that this configuration describes"},
		"service for others":          {serviceType, acctest.Object{"accept": map[string]any{"network_ids": []any{"n-west"}}}, nil, nil, "not the one"},
		"service, never":              {serviceType, nil, never, nil, "adopt_existing"},
		"endpoint of another purpose": {endpointType, acctest.Object{"description": "other"}, nil, nil, "not the one"},
		"endpoint, never":             {endpointType, nil, never, nil, "adopt_existing"},
		"endpoint that failed":        {endpointType, nil, nil, failed, "does not recover"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			config := serviceConfig
			if c.resource == endpointType {
				id := remoteService(w, "n-west")
				config = func(change acctest.Object) acctest.Object { return endpointConfig(id, change) }
			}
			before := w.NewProtocol(nil).Create(c.resource, config(nil))
			id := before.Object["id"].(string)
			if c.meddle != nil {
				c.meddle(w, id)
			}
			w.ForgetRequests()
			made := again(w, c.resource, config(c.change), c.provider)
			environment := before.Object["environment_id"].(string)
			if !made.Diagnostics.Errors().Says(`AttributeName("network_id")`, c.words, "terraform import <address of this resource> "+environment+"/"+id) || made.Object["id"] != nil {
				t.Errorf("got %s, %v", made.Diagnostics, made.Object)
			}
			if changed := w.Requests(http.MethodPatch, "/networking/"); len(changed) > 0 {
				t.Errorf("sent %v", changed)
			}
		})
	}
}
