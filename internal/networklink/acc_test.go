package networklink_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// The networking API, and what the tests declare.
const (
	services     = "/networking/v1/network-link-services"
	endpoints    = "/networking/v1/network-link-endpoints"
	serviceAddr  = "clink_network_link_service.this"
	endpointAddr = "clink_network_link_endpoint.this"
	serviceType  = "clink_network_link_service"
	endpointType = "clink_network_link_endpoint"
)

// service declares a service in the network of the cluster that links read from.
func service(more string) string {
	return fmt.Sprintf("resource \"clink_network_link_service\" \"this\" {\n  environment_id = \"env-east\"\n  network_id = \"n-east\"\n%s\n}\n", more)
}

// endpoint declares an endpoint that connects to it.
func endpoint(more string) string {
	return fmt.Sprintf("resource \"clink_network_link_endpoint\" \"this\" {\n  environment_id = \"env-west\"\n  network_id = \"n-west\"\n  network_link_service_id = clink_network_link_service.this.id\n%s\n}\n", more)
}

const acceptsWest = `  accept = { network_ids = ["n-west"] }`

// run runs steps against a world; the provider block is added to each.
func run(t *testing.T, w *acctest.World, steps ...resource.TestStep) {
	t.Helper()
	for i := range steps {
		if steps[i].Config != "" {
			steps[i].Config = w.Provider() + steps[i].Config
		}
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories(), Steps: steps})
}

// planned are plan checks, in the order of a test's reading.
func planned(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

var empty = planned(plancheck.ExpectEmptyPlan())

func action(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return planned(plancheck.ExpectResourceAction(address, action))
}

// values checks attributes, given as name and value; nil stands for null.
func values(address string, pairs ...any) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for i := 0; i < len(pairs); i += 2 {
		want := knownvalue.Check(knownvalue.Null())
		switch v := pairs[i+1].(type) {
		case string:
			want = knownvalue.StringExact(v)
		case *regexp.Regexp:
			want = knownvalue.StringRegexp(v)
		case []string:
			var all []knownvalue.Check
			for _, one := range v {
				all = append(all, knownvalue.StringExact(one))
			}
			want = knownvalue.SetExact(all)
		}
		at := tfjsonpath.New(strings.Split(pairs[i].(string), ".")[0])
		for _, inner := range strings.Split(pairs[i].(string), ".")[1:] {
			at = at.AtMapKey(inner)
		}
		checks = append(checks, statecheck.ExpectKnownValue(address, at, want))
	}
	return checks
}

// sent fails the test unless exactly these requests with these bodies changed
// something since the journal was emptied.
func sent(t *testing.T, w *acctest.World, want ...string) {
	t.Helper()
	var got []string
	for _, r := range w.Requests("", "/networking/") {
		if r.Method == http.MethodGet {
			continue
		}
		line := r.Method + " " + collection(r.Path)
		if r.Body != nil && r.Body != "" {
			raw, err := json.Marshal(r.Body.(map[string]any)["spec"])
			if err != nil {
				t.Fatal(err)
			}
			line += " " + string(raw)
		}
		got = append(got, line)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("requests that change something:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// collection is the part of a path that names what is called.
func collection(path string) string {
	return strings.Split(strings.TrimPrefix(path, "/networking/v1/"), "/")[0]
}

// importID is the import id of what stands at an address.
func importID(address string) resource.ImportStateIdFunc {
	return func(s *terraform.State) (string, error) {
		found := s.RootModule().Resources[address]
		if found == nil {
			return "", fmt.Errorf("%s is not in state", address)
		}
		return found.Primary.Attributes["environment_id"] + "/" + found.Primary.ID, nil
	}
}

// moreNetworks adds networks with a cluster each, for limits and replacements.
func moreNetworks(environment string, ids ...string) acctest.Option {
	return func(world *simulator.World, _ *simulator.Options) {
		for _, id := range ids {
			world.Networks = append(world.Networks, simulator.Network{ID: id, Environment: environment, Cloud: "aws", ConnectionType: "PRIVATELINK"})
			world.Clusters = append(world.Clusters, simulator.Cluster{
				ID: "lkc-" + strings.TrimPrefix(id, "n-"), Kind: "cloud", Type: "dedicated", Environment: environment, Network: id,
				Bootstrap: "lkc-" + id + ":9092", APIKeys: map[string]string{"K" + id: "S" + id},
			})
		}
	}
}

// remote is a service or an endpoint that is made without Terraform.
func remote(w *acctest.World, path string, spec map[string]any) (id string) {
	var made struct{ ID string }
	if err := json.Unmarshal([]byte(w.Do("POST", path, map[string]any{"spec": spec})), &made); err != nil {
		panic(err)
	}
	return made.ID
}

func ref(id string) map[string]string { return map[string]string{"id": id} }

// remoteService is a service in n-east that accepts these networks.
func remoteService(w *acctest.World, accepts ...string) (id string) {
	return remote(w, services, map[string]any{"environment": ref("env-east"), "network": ref("n-east"), "accept": map[string]any{"networks": accepts}})
}

// accept replaces what a service accepts.
func accept(w *acctest.World, service string, networks ...string) {
	w.Do("PATCH", services+"/"+service, map[string]any{"spec": map[string]any{"environment": ref("env-east"), "accept": map[string]any{"networks": networks}}})
}

// emptyNetwork adds a network of env-west that has no cluster.
func emptyNetwork(id string) acctest.Option {
	return func(world *simulator.World, _ *simulator.Options) {
		world.Networks = append(world.Networks, simulator.Network{ID: id, Environment: "env-west", Cloud: "aws", ConnectionType: "PRIVATELINK"})
	}
}

// equal compares values of a protocol answer.
func equal(a, b any) bool { return reflect.DeepEqual(a, b) }
