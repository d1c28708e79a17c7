package networklink_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

type terraformState = terraform.State

// deleteAll deletes all objects of a collection in an environment.
func deleteAll(w *acctest.World, environment, path string) {
	for _, id := range ids(w, environment, path) {
		w.Do(http.MethodDelete, path+"/"+id+"?environment="+environment, nil)
	}
}

// ids are the ids of the objects of a collection in an environment.
func ids(w *acctest.World, environment, path string) (found []string) {
	var list struct{ Data []struct{ ID string } }
	if err := json.Unmarshal([]byte(w.Do(http.MethodGet, path+"?page_size=100&environment="+environment, nil)), &list); err != nil {
		panic(err)
	}
	for _, one := range list.Data {
		found = append(found, one.ID)
	}
	return found
}

// endpointTo declares an endpoint that connects to a service that is not
// Terraform's.
func endpointTo(service, more string) string {
	return strings.Replace(endpoint(more), "clink_network_link_service.this.id", fmt.Sprintf("%q", service), 1)
}

func TestAccNetworkLinkEndpoint_basic(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, acctest.Settle(300*time.Millisecond))
	config := service(acceptsWest) + endpoint("")
	run(t, w,
		resource.TestStep{
			Config: config,
			ConfigStateChecks: values(endpointAddr, "id", regexp.MustCompile(`^nle-`), "network_link_service_id", regexp.MustCompile(`^nls-`), "phase", "READY",
				"display_name", nil, "description", nil, "expires_at", nil, "resource_name", regexp.MustCompile(`network-link-endpoint=nle-`)),
		},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: config, ConfigPlanChecks: empty},
		resource.TestStep{ResourceName: endpointAddr, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: importID(endpointAddr)},
	)
	// The endpoint goes first, and is gone when the service goes.
	sent(t, w, `DELETE network-link-endpoints`, `DELETE network-link-services`)
	if left := ids(w, "env-west", endpoints); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAccNetworkLinkEndpoint_updateAndRemoval(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	id := remoteService(w, "n-west")
	step := func(before, config string) resource.TestStep {
		return resource.TestStep{
			PreConfig: func() { sent(t, w, before); w.ForgetRequests() },
			Config:    config, ConfigPlanChecks: action(endpointAddr, plancheck.ResourceActionUpdate),
		}
	}
	w.ForgetRequests()
	run(t, w,
		resource.TestStep{Config: endpointTo(id, "display_name = \"a\"\ndescription = \"b\""), ConfigStateChecks: values(endpointAddr, "display_name", "a", "description", "b")},
		resource.TestStep{ResourceName: endpointAddr, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: importID(endpointAddr)},
		step(fmt.Sprintf(`POST network-link-endpoints {"description":"b","display_name":"a","environment":{"id":"env-west"},"network":{"id":"n-west"},"network_link_service":{"id":%q}}`, id),
			endpointTo(id, "display_name = \"c\"\ndescription = \"b\"")),
		step(`PATCH network-link-endpoints {"display_name":"c","environment":{"id":"env-west"}}`, endpointTo(id, "display_name = \"c\"")),
		step(`PATCH network-link-endpoints {"description":"","environment":{"id":"env-west"}}`, endpointTo(id, `description = "d"`)),
		step(`PATCH network-link-endpoints {"description":"d","display_name":"","environment":{"id":"env-west"}}`, endpointTo(id, `description = ""`)),
		resource.TestStep{
			PreConfig: func() { sent(t, w, `PATCH network-link-endpoints {"description":"","environment":{"id":"env-west"}}`) },
			Config:    endpointTo(id, `description = ""`), ConfigPlanChecks: empty,
		},
	)
}

func TestAccNetworkLinkEndpoint_replacement(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, moreNetworks("env-east", "n-second"), moreNetworks("env-west", "n-western"))
	first := remoteService(w, "n-west", "n-western")
	second := remote(w, services, map[string]any{"environment": ref("env-east"), "network": ref("n-second"), "accept": map[string]any{"environments": []string{"env-west"}}})
	replaced := planned(plancheck.ExpectResourceAction(endpointAddr, plancheck.ResourceActionDestroyBeforeCreate))
	run(t, w,
		resource.TestStep{Config: endpointTo(first, "")},
		resource.TestStep{Config: endpointTo(second, ""), ConfigPlanChecks: replaced, ConfigStateChecks: values(endpointAddr, "network_link_service_id", second)},
		resource.TestStep{Config: strings.Replace(endpointTo(second, ""), "n-west", "n-western", 1), ConfigPlanChecks: replaced, ConfigStateChecks: values(endpointAddr, "network_id", "n-western")},
	)
}

func TestAccNetworkLinkEndpoint_disappears(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	config := endpointTo(remoteService(w, "n-west"), "")
	run(t, w,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { deleteAll(w, "env-west", endpoints) },
			Config:    config, ConfigPlanChecks: action(endpointAddr, plancheck.ResourceActionCreate),
		},
		// The DELETE takes effect, its answer is lost, its repeat finds nothing.
		resource.TestStep{
			PreConfig: func() {
				w.Fault(acctest.Fault{Method: http.MethodDelete, Path: endpoints, Times: 1, After: true, Drop: true})
			},
			Config: config, Destroy: true,
		},
	)
}

func TestAccNetworkLinkEndpoint_keptOn403(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	config := endpointTo(remoteService(w, "n-west"), "")
	denied := acctest.Fault{
		Method: http.MethodGet, Path: endpoints + "/nle-", Times: 1, Status: http.StatusForbidden,
		Body: `{"errors":[{"status":"403","code":"user_unauthorized","title":"User Access Unauthorized","detail":"no rights"}]}`,
	}
	run(t, w,
		resource.TestStep{Config: config},
		resource.TestStep{PreConfig: func() { w.Fault(denied) }, Config: config, ExpectError: regexp.MustCompile(`(?s)Unable to Read Network Link Endpoint.*no rights`)},
		resource.TestStep{Config: config, ConfigPlanChecks: empty},
	)
}

// An endpoint that nobody accepts in time stays tracked and untainted, and is
// READY at the next look once it is accepted.
func TestAccNetworkLinkEndpoint_pendingAcceptThenAccepted(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	id := remoteService(w)
	config := endpointTo(id, `timeouts = { create = "1s" }`)
	run(t, w,
		resource.TestStep{
			Config:            config,
			ConfigStateChecks: values(endpointAddr, "phase", "PENDING_ACCEPT", "expires_at", regexp.MustCompile(`^20`), "id", regexp.MustCompile(`^nle-`)),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: empty},
		resource.TestStep{
			PreConfig: func() { accept(w, id, "n-west") },
			Config:    config, ConfigPlanChecks: empty,
		},
		resource.TestStep{Config: config, ConfigStateChecks: values(endpointAddr, "phase", "READY", "expires_at", nil)},
	)
	if posts := w.Requests(http.MethodPost, endpoints); len(posts) != 1 {
		t.Errorf("%d POSTs, want 1", len(posts))
	}
}

func TestAccNetworkLinkEndpoint_failedWaitLeavesItTracked(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]acctest.Fault{
		"never ready": {},
		"no rights":   {Status: http.StatusForbidden, Body: `{"errors":[{"status":"403"}]}`},
		"nonsense":    {Status: http.StatusOK, Body: "<html>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t, acctest.Settle(time.Hour))
			config := endpointTo(remoteService(w, "n-west"), `timeouts = {
    create = "1s"
    delete = "1s"
  }`)
			if fault.Status != 0 {
				fault.Method, fault.Path, fault.Times = http.MethodGet, endpoints+"/nle-", 1
				w.Fault(fault)
			}
			run(t, w,
				resource.TestStep{Config: config, ConfigStateChecks: values(endpointAddr, "phase", "PROVISIONING", "id", regexp.MustCompile(`^nle-`))},
				resource.TestStep{Config: config, ConfigPlanChecks: empty},
				// Nor is one forgotten that does not go.
				resource.TestStep{Config: config, Destroy: true, ExpectError: regexp.MustCompile(`(?s)Unable to Delete Network Link Endpoint.*ran out`)},
				resource.TestStep{
					PreConfig: func() {
						all := w.Get(endpoints + "?environment=env-west")["data"].([]any)
						gone := fmt.Sprintf(`{"errors":[{"status":"404","detail":"The network link endpoint %s was not found."}]}`, all[0].(map[string]any)["id"])
						w.Fault(acctest.Fault{Method: http.MethodDelete, Path: endpoints + "/nle-", Times: 1, Status: http.StatusNotFound, Body: gone})
					},
					Config: config, Destroy: true,
				},
			)
		})
	}
}

func TestAccNetworkLinkEndpoint_failedIsReplaced(t *testing.T) {
	t.Parallel()
	for phase, c := range map[string]struct{ status, want string }{
		"FAILED":  {`{"phase":"FAILED","error_code":"ENDPOINT_LIMIT","error_message":"The account has no more endpoints."}`, `Network Link Endpoint Failed.*is FAILED:\s+The\s+account\s+has\s+no\s+more\s+endpoints\s+\(code\s+ENDPOINT_LIMIT\)`},
		"EXPIRED": {`{"phase":"EXPIRED"}`, `Network Link Endpoint Failed.*is\s+EXPIRED`},
	} {
		t.Run(phase, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			config := endpointTo(remoteService(w, "n-west"), "")
			run(t, w,
				resource.TestStep{
					PreConfig: func() {
						w.Fault(acctest.Fault{Method: http.MethodGet, Path: endpoints + "/nle-", Times: 1, Status: http.StatusOK, Body: `{"id":"nle-1","status":` + c.status + `}`})
					},
					Config: config, ExpectError: regexp.MustCompile(`(?s)` + c.want),
				},
				resource.TestStep{
					Config: config, ConfigPlanChecks: action(endpointAddr, plancheck.ResourceActionDestroyBeforeCreate), ConfigStateChecks: values(endpointAddr, "phase", "READY"),
				},
			)
		})
	}
}

func TestAccNetworkLinkEndpoint_limitsAreNamed(t *testing.T) {
	t.Parallel()
	networks := []string{"n-1", "n-2", "n-3", "n-4", "n-5"}
	w := acctest.NewWorld(t, moreNetworks("env-east", networks...))
	for _, n := range networks {
		to := remote(w, services, map[string]any{"environment": ref("env-east"), "network": ref(n)})
		remote(w, endpoints, map[string]any{"environment": ref("env-west"), "network": ref("n-west"), "network_link_service": ref(to)})
	}
	limits := `An\s+organisation\s+can\s+have\s+20\s+network\s+link\s+endpoints,\s+a\s+network\s+5`
	run(t, w, resource.TestStep{Config: endpointTo(remoteService(w), ""), ExpectError: regexp.MustCompile(`(?s)Unable to Create Network Link Endpoint.*network_id +=.*quota_exceeded.*` + limits)})

	w = acctest.NewWorld(t)
	to := remoteService(w)
	remote(w, endpoints, map[string]any{"environment": ref("env-west"), "network": ref("n-west"), "network_link_service": ref(to), "display_name": "theirs"})
	run(t, w, resource.TestStep{Config: endpointTo(to, ""), ExpectError: regexp.MustCompile(`(?s)Cannot have more than 1.*terraform\s+import.*` + limits)})
}

// A network that the plan knows to be the service's own is refused before
// anything is called.
func TestAccNetworkLinkEndpoint_sameNetworkAsService(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	both := service("") + strings.NewReplacer("env-west", "env-east", "n-west", "n-east").Replace(endpoint(""))
	run(t, w,
		resource.TestStep{Config: service("")},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: both, ExpectError: regexp.MustCompile(`(?s)Endpoint and Service in the Same Network.*network_id +=`)},
	)
	sent(t, w, `DELETE network-link-services`)
}

func TestAccNetworkLinkEndpoint_lostAnswer(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	config := endpointTo(remoteService(w, "n-west"), `display_name = "mine"`)
	run(t, w,
		resource.TestStep{
			PreConfig: func() {
				w.Fault(acctest.Fault{Method: http.MethodPost, Path: endpoints, Times: 1, After: true, Status: http.StatusBadGateway, Body: "<html>"})
			},
			Config: config, ConfigStateChecks: values(endpointAddr, "phase", "READY", "display_name", "mine"),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: empty},
	)
	if posts := w.Requests(http.MethodPost, endpoints); len(posts) != 1 {
		t.Errorf("%d POSTs, want 1", len(posts))
	}
}

// What somebody else made is not taken over.
func TestAccNetworkLinkEndpoint_lostRequest(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, moreNetworks("env-west", "n-western"))
	to := remoteService(w, "n-west", "n-western")
	remote(w, endpoints, map[string]any{"environment": ref("env-west"), "network": ref("n-western"), "network_link_service": ref(to), "display_name": "mine"})
	run(t, w, resource.TestStep{
		PreConfig: func() {
			w.Fault(acctest.Fault{Method: http.MethodPost, Path: endpoints, Times: 1, Status: http.StatusServiceUnavailable, Body: `{"errors":[{"detail":"try later"}]}`})
		},
		Config:      endpointTo(to, `display_name = "mine"`),
		ExpectError: regexp.MustCompile(`(?s)Whether the network link endpoint was created is not known.*try later.*import\s+id\s+env-west/nle-`),
	})
}

func TestAccNetworkLinkEndpoint_deleteOfAServiceInUse(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w,
		resource.TestStep{Config: service(acceptsWest)},
		resource.TestStep{
			PreConfig: func() {
				remote(w, endpoints, map[string]any{"environment": ref("env-west"), "network": ref("n-west"), "network_link_service": ref(ids(w, "env-east", services)[0])})
			},
			Config: service(acceptsWest), Destroy: true, ExpectError: regexp.MustCompile(`(?s)Unable to Delete Network Link Service.*Delete\s+its\s+endpoints\s+first`),
		},
		resource.TestStep{PreConfig: func() { deleteAll(w, "env-west", endpoints) }, Config: service(acceptsWest), ConfigPlanChecks: empty},
	)
}

func TestAccNetworkLinkEndpoint_badInput(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for name, c := range map[string]struct{ config, want string }{
		"no service id": {endpointTo("n-east", ""), `"n-east"\s+is\s+not\s+the\s+id\s+of\s+a\s+network\s+link\s+service,\s+which\s+looks\s+like\s+nls-...`},
		"empty":         {endpointTo("", ""), `The\s+network\s+link\s+service\s+id\s+is\s+empty`},
		"space":         {endpointTo("nls- abc", ""), `white\s+space`},
		"name":          {endpointTo("nls-abc123", `display_name = " "`), `display_name\s+is\s+given\s+but\s+empty`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, w, resource.TestStep{Config: c.config, PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)` + c.want)})
		})
	}
}
