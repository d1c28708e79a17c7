package networklink_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const everything = `
  display_name = "reads"
  description  = "for the west"
  accept = { environment_ids = ["env-west"], network_ids = ["n-west"] }`

func TestAccNetworkLinkService_basic(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w,
		resource.TestStep{
			Config: service(""), ConfigPlanChecks: action(serviceAddr, plancheck.ResourceActionCreate),
			ConfigStateChecks: values(serviceAddr, "id", regexp.MustCompile(`^nls-`), "environment_id", "env-east", "network_id", "n-east",
				"display_name", nil, "description", nil, "accept", nil, "phase", "READY", "resource_name", regexp.MustCompile(`^crn://.*network-link-service=nls-`), "timeouts", nil),
		},
		resource.TestStep{
			PreConfig: func() {
				sent(t, w, `POST network-link-services {"environment":{"id":"env-east"},"network":{"id":"n-east"}}`)
				w.ForgetRequests()
			},
			Config: service(""), ConfigPlanChecks: empty,
		},
		resource.TestStep{ResourceName: serviceAddr, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: importID(serviceAddr)},
	)
	sent(t, w, `DELETE network-link-services`)
}

func TestAccNetworkLinkService_updateAndRemoval(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	step := func(before []string, config string, checks ...any) resource.TestStep {
		return resource.TestStep{
			PreConfig: func() { sent(t, w, before...); w.ForgetRequests() },
			Config:    config, ConfigPlanChecks: action(serviceAddr, plancheck.ResourceActionUpdate), ConfigStateChecks: values(serviceAddr, checks...),
		}
	}
	run(t, w,
		resource.TestStep{
			Config:            service(everything),
			ConfigStateChecks: values(serviceAddr, "display_name", "reads", "accept.environment_ids", []string{"env-west"}, "accept.network_ids", []string{"n-west"}),
		},
		resource.TestStep{ResourceName: serviceAddr, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: importID(serviceAddr)},
		step(
			[]string{`POST network-link-services {"accept":{"environments":["env-west"],"networks":["n-west"]},"description":"for the west","display_name":"reads","environment":{"id":"env-east"},"network":{"id":"n-east"}}`},
			service(`
  display_name = "reads from the east"
  description  = "for the west"
  accept = { environment_ids = ["env-west"], network_ids = ["n-west"] }`), "display_name", "reads from the east",
		),
		step(
			[]string{`PATCH network-link-services {"display_name":"reads from the east","environment":{"id":"env-east"}}`},
			service(`
  display_name = "reads from the east"
  description  = "anybody"
  accept = { environment_ids = ["env-west"], network_ids = ["n-west"] }`), "description", "anybody",
		),
		// One entry out, one in: accept goes as a whole.
		step(
			[]string{`PATCH network-link-services {"description":"anybody","environment":{"id":"env-east"}}`},
			service(`
  display_name = "reads from the east"
  description  = "anybody"
  accept = { environment_ids = ["env-west"], network_ids = ["n-other"] }`), "accept.network_ids", []string{"n-other"},
		),
		// One list out.
		step(
			[]string{`PATCH network-link-services {"accept":{"environments":["env-west"],"networks":["n-other"]},"environment":{"id":"env-east"}}`},
			service(`
  display_name = "reads from the east"
  description  = "anybody"
  accept = { network_ids = ["n-other"] }`), "accept.environment_ids", nil,
		),
		// An empty list in place of none is no change to send.
		step(
			[]string{`PATCH network-link-services {"accept":{"environments":[],"networks":["n-other"]},"environment":{"id":"env-east"}}`},
			service(`
  display_name = "reads from the east"
  description  = "anybody"
  accept = { environment_ids = [], network_ids = ["n-other"] }`), "accept.environment_ids", []string{},
		),
		// Everything out: cleared and revoked on the server.
		step([]string{}, service(""), "display_name", nil, "description", nil, "accept", nil),
		resource.TestStep{
			PreConfig: func() {
				sent(t, w, `PATCH network-link-services {"accept":{"environments":[],"networks":[]},"description":"","display_name":"","environment":{"id":"env-east"}}`)
			},
			Config: service(""), ConfigPlanChecks: empty,
		},
		// Timeouts are nothing that the server has.
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    service(`  timeouts = { update = "1m" }`), ConfigPlanChecks: action(serviceAddr, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{PreConfig: func() { sent(t, w) }, Config: service(`  timeouts = { update = "1m" }`), ConfigPlanChecks: empty},
	)
}

func TestAccNetworkLinkService_replacement(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, moreNetworks("env-east", "n-eastern"))
	run(t, w,
		resource.TestStep{Config: service("")},
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config: `resource "clink_network_link_service" "this" {
  environment_id = "env-east"
  network_id     = "n-eastern"
}`,
			ConfigPlanChecks:  planned(plancheck.ExpectResourceAction(serviceAddr, plancheck.ResourceActionDestroyBeforeCreate)),
			ConfigStateChecks: values(serviceAddr, "network_id", "n-eastern"),
		},
		resource.TestStep{
			PreConfig: func() {
				sent(t, w, `DELETE network-link-services`, `POST network-link-services {"environment":{"id":"env-east"},"network":{"id":"n-eastern"}}`)
			},
			Config: `resource "clink_network_link_service" "this" {
  environment_id = "env-west"
  network_id     = "n-west"
}`,
			ConfigPlanChecks:  planned(plancheck.ExpectResourceAction(serviceAddr, plancheck.ResourceActionDestroyBeforeCreate)),
			ConfigStateChecks: values(serviceAddr, "environment_id", "env-west"),
		},
	)
}

func TestAccNetworkLinkService_disappears(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w,
		resource.TestStep{Config: service("")},
		resource.TestStep{
			PreConfig: func() { deleteAll(w, "env-east", services) },
			Config:    service(""), ConfigPlanChecks: action(serviceAddr, plancheck.ResourceActionCreate),
		},
		// Deleted by somebody else between plan and apply: what was wanted.
		resource.TestStep{
			PreConfig: func() {
				w.Fault(acctest.Fault{Method: http.MethodDelete, Path: services, Times: 1, After: true, Status: http.StatusServiceUnavailable})
			},
			Config: service(""), Destroy: true,
		},
	)
}

func TestAccNetworkLinkService_keptOn403(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	const denied = `{"errors":[{"status":"403","code":"user_unauthorized","title":"User Access Unauthorized","detail":"no rights"}]}`
	run(t, w,
		resource.TestStep{Config: service("")},
		resource.TestStep{
			PreConfig: func() {
				w.Fault(acctest.Fault{Method: http.MethodGet, Path: services + "/nls-", Times: 1, Status: http.StatusForbidden, Body: denied})
			},
			Config: service(""), ExpectError: regexp.MustCompile(`(?s)Unable to Read Network Link Service.*no rights.*NetworkAdmin`),
		},
		// A 403 while it waits for the end of a delete does not say that it is gone.
		resource.TestStep{
			PreConfig: func() {
				w.Fault(acctest.Fault{Method: http.MethodDelete, Path: services + "/nls-", Times: 1, Status: http.StatusForbidden, Body: denied})
			},
			Config: service(""), Destroy: true, ExpectError: regexp.MustCompile(`(?s)Unable to Delete Network Link Service.*no rights`),
		},
		resource.TestStep{Config: service(""), ConfigPlanChecks: empty},
	)
}

func TestAccNetworkLinkService_driftIsRepaired(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	var id string
	run(t, w,
		resource.TestStep{
			Config: service(everything),
			Check: func(s *terraformState) error {
				id = s.RootModule().Resources[serviceAddr].Primary.ID
				return nil
			},
		},
		resource.TestStep{
			PreConfig: func() {
				w.Do(http.MethodPatch, services+"/"+id, map[string]any{"spec": map[string]any{
					"environment": ref("env-east"), "display_name": "", "description": "other", "accept": map[string]any{"environments": []string{"env-east"}},
				}})
				w.ForgetRequests()
			},
			Config: service(everything), ConfigPlanChecks: action(serviceAddr, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{
			PreConfig: func() {
				sent(t, w, `PATCH network-link-services {"accept":{"environments":["env-west"],"networks":["n-west"]},"description":"for the west","display_name":"reads","environment":{"id":"env-east"}}`)
			},
			Config: service(everything), ConfigPlanChecks: empty,
		},
	)
}

func TestAccNetworkLinkService_limitIsNamed(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	remote(w, services, map[string]any{"environment": ref("env-east"), "network": ref("n-east"), "display_name": "theirs"})
	run(t, w,
		resource.TestStep{Config: service(""), ExpectError: regexp.MustCompile(`(?s)Unable to Create Network Link Service.*with clink_network_link_service.this.*Exceeds the maximum number.*terraform\s+import.*A\s+network\s+can\s+have\s+1\s+network\s+link\s+service`)},
		resource.TestStep{
			PreConfig: func() {
				w.Fault(acctest.Fault{
					Method: http.MethodPost, Path: services, Times: 1, Status: http.StatusPaymentRequired,
					Body: `{"errors":[{"status":"402","code":"quota_exceeded","title":"Quota Exceeded","detail":"network_link_service_per_network"}]}`,
				})
			},
			Config: service(""), ExpectError: regexp.MustCompile(`(?s)network_link_service_per_network.*quota_exceeded.*A\s+network\s+can\s+have\s+1`),
		},
	)
}

func TestAccNetworkLinkService_faultStandsOnItsArgument(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w, resource.TestStep{
		Config: `resource "clink_network_link_service" "this" {
  environment_id = "env-east"
  network_id     = "n-nowhere"
}`,
		ExpectError: regexp.MustCompile(`(?s)Unable to Create Network Link Service.*network_id +=.*n-nowhere was not found`),
	})
}

func TestAccNetworkLinkService_lostAnswer(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]acctest.Fault{
		"5xx":        {Status: http.StatusServiceUnavailable},
		"connection": {Drop: true},
		"no body":    {Status: http.StatusAccepted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			fault.Method, fault.Path, fault.Times, fault.After = http.MethodPost, services, 1, true
			run(t, w,
				resource.TestStep{
					PreConfig:         func() { w.Fault(fault) },
					Config:            service(everything),
					ConfigStateChecks: values(serviceAddr, "phase", "READY", "display_name", "reads"),
				},
				resource.TestStep{Config: service(everything), ConfigPlanChecks: empty},
			)
			if posts := w.Requests(http.MethodPost, services); len(posts) != 1 {
				t.Errorf("%d POSTs, want 1", len(posts))
			}
		})
	}
}

func TestAccNetworkLinkService_badInput(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for name, c := range map[string]struct{ config, want string }{
		"empty accept":    {service(`accept = {}`), `accept = {}.*lists\s+neither\s+environment_ids\s+nor\s+network_ids`},
		"empty lists":     {service(`accept = { environment_ids = [], network_ids = [] }`), `Empty Accept`},
		"own network":     {service(`accept = { network_ids = ["n-east"] }`), `Service Accepts Its Own Network`},
		"not a network":   {service(`accept = { network_ids = ["env-west"] }`), `"env-west" is not the id of a network`},
		"not an env":      {service(`accept = { environment_ids = ["n-west"] }`), `"n-west" is not the id of an environment`},
		"empty entry":     {service(`accept = { network_ids = [""] }`), `The network id is empty`},
		"null entry":      {service(`accept = { network_ids = [null] }`), `(?i)null`},
		"empty name":      {service(`display_name = ""`), `display_name is given but empty`},
		"bad timeout":     {service(`timeouts = { create = "soon" }`), `(?i)duration`},
		"slash":           {`resource "clink_network_link_service" "this" {` + "\n environment_id = \"env-east\"\n network_id = \"n-east/x\"\n}", `white space or a slash`},
		"empty id":        {`resource "clink_network_link_service" "this" {` + "\n environment_id = \"\"\n network_id = \"n-east\"\n}", `The environment id is empty`},
		"prefix alone":    {`resource "clink_network_link_service" "this" {` + "\n environment_id = \"env-\"\n network_id = \"n-east\"\n}", `"env-" is not the id`},
		"missing network": {`resource "clink_network_link_service" "this" {` + "\n environment_id = \"env-east\"\n}", `The argument "network_id" is required`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, w, resource.TestStep{Config: c.config, PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)` + c.want)})
		})
	}
}

func TestAccNetworkLinkService_import(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	step := func(id, want string) resource.TestStep {
		return resource.TestStep{
			Config: service(""), ResourceName: serviceAddr, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(`(?s)` + want),
		}
	}
	run(t, w,
		resource.TestStep{Config: service("")},
		step("nls-abc123", `Malformed Import Id.*<environment_id>/<id>`),
		step("env-east/nle-abc123", `Malformed Import Id`),
		step("env-east/", `Malformed Import Id`),
		step("/nls-abc123", `Malformed Import Id`),
		step("env-east/nls-abc/123", `Malformed Import Id`),
		step("env-east/nls-abc123", `(?i)non-existent`),
	)
}

func TestAccNetworkLink_cloudNotConfigured(t *testing.T) {
	t.Parallel()
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories(), Steps: []resource.TestStep{{
		Config: "provider \"clink\" {}\n" + service(""), PlanOnly: true,
		ExpectError: regexp.MustCompile(`(?s)Confluent Cloud Not Configured.*cloud = \{.*CONFLUENT_CLOUD_API_KEY\s+and\s+CONFLUENT_CLOUD_API_SECRET`),
	}}})
}
