package simulator_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

const (
	services     = "/networking/v1/network-link-services"
	endpoints    = "/networking/v1/network-link-endpoints"
	associations = "/networking/v1/network-link-service-associations"
)

func (b *bench) cloud(method, path, body string) answer {
	b.t.Helper()
	return b.as("CLOUD", method, path, body)
}

// service makes one in n-east that accepts as told, and returns its id.
func (b *bench) service(accept string) string {
	b.t.Helper()
	return b.cloud("POST", services, `{"spec":{"display_name":"svc","description":"d","environment":{"id":"env-east"},"network":{"id":"n-east"}`+accept+`}}`).want(202).at("id")
}

// endpoint makes one in n-west and returns its id.
func (b *bench) endpoint(service string) string {
	b.t.Helper()
	return b.cloud("POST", endpoints, `{"spec":{"display_name":"ep","environment":{"id":"env-west"},"network":{"id":"n-west"},"network_link_service":{"id":"`+service+`"}}}`).want(202).at("id")
}

func (b *bench) phaseIs(id, phase string) answer {
	b.t.Helper()
	return b.cloud("GET", endpoints+"/"+id+"?environment=env-west", "").want(200).is("status.phase", phase)
}

func (b *bench) accept(service, accept string) {
	b.t.Helper()
	b.cloud("PATCH", services+"/"+service, `{"spec":{"environment":{"id":"env-east"},"accept":`+accept+`}}`).want(200)
}

const (
	byNetwork     = `,"accept":{"networks":["n-west"]}`
	byEnvironment = `,"accept":{"environments":["env-west"]}`
	nobody        = ``
)

func TestNetworkLink_service(t *testing.T) {
	t.Parallel()
	b := start(t)
	created := b.cloud("POST", services, `{"spec":{"display_name":"svc","description":"d","environment":{"id":"env-east"},"network":{"id":"n-east"},"accept":{"environments":["env-west"],"networks":["n-west"]}}}`).want(202).
		is("api_version", "networking/v1").is("kind", "NetworkLinkService").is("status.phase", "READY").
		is("spec.display_name", "svc").is("spec.description", "d").is("spec.environment.id", "env-east").is("spec.network.id", "n-east").
		is("spec.accept.environments", "[env-west]").is("spec.accept.networks", "[n-west]")
	id := created.at("id")
	if !strings.HasPrefix(id, "nls-") || len(id) != 10 || created.header.Get("Location") != created.at("metadata.self") {
		t.Errorf("id %s, Location %s, self %s", id, created.header.Get("Location"), created.at("metadata.self"))
	}
	if name := created.at("metadata.resource_name"); !strings.HasSuffix(name, "/environment=env-east/network=n-east/network-link-service="+id) {
		t.Errorf("resource name %s", name)
	}
	b.clock.advance(time.Hour)
	b.cloud("PATCH", services+"/"+id, `{"spec":{"environment":{"id":"env-east"},"display_name":"new"}}`).want(200).
		is("spec.display_name", "new").is("spec.description", "d").is("spec.accept.networks", "[n-west]").
		is("metadata.updated_at", "2026-01-02T04:04:05.000000Z").is("metadata.created_at", "2026-01-02T03:04:05.000000Z")
	b.accept(id, `{"environments":[],"networks":[]}`)
	b.cloud("GET", services+"/"+id+"?environment=env-east", "").want(200).is("spec.accept", "<nil>")
	b.cloud("GET", services+"/"+id+"?environment=env-west", "").want(404)
	b.cloud("DELETE", services+"/"+id+"?environment=env-east", "").want(204)
	b.cloud("GET", services+"/"+id+"?environment=env-east", "").want(404).is("errors.0.detail", "The network link service "+id+" was not found.").is("errors.0.status", "404")
}

func TestNetworkLink_acceptedEndpoint(t *testing.T) {
	t.Parallel()
	for name, accept := range map[string]string{"by network": byNetwork, "by environment": byEnvironment} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			service := b.service(accept)
			id := b.endpoint(service)
			b.phaseIs(id, "PROVISIONING").is("status.expires_at", "<nil>").is("spec.network_link_service.id", service)
			b.pass(1)
			b.phaseIs(id, "READY")
			b.cloud("GET", associations+"?environment=env-east&spec.network_link_service="+service, "").want(200).
				is("data.0.id", id).is("data.0.kind", "NetworkLinkServiceAssociation").is("data.0.spec.network_link_endpoint", id).
				is("data.0.spec.network_link_service.id", service).is("data.0.status.phase", "READY").is("data.0.spec.environment.id", "env-east")
			b.cloud("GET", associations+"/"+id+"?environment=env-east&spec.network_link_service="+service, "").want(200).is("id", id)

			b.cloud("DELETE", services+"/"+service+"?environment=env-east", "").want(409).is("errors.0.status", "409")
			b.cloud("PATCH", endpoints+"/"+id, `{"spec":{"environment":{"id":"env-west"},"description":"x"}}`).want(200).is("spec.description", "x").is("spec.display_name", "ep")
			b.cloud("PATCH", endpoints+"/"+id, `{"spec":{"environment":{"id":"env-west"},"network":{"id":"n-east"}}}`).want(422)
			b.cloud("DELETE", endpoints+"/"+id+"?environment=env-west", "").want(204)
			b.phaseIs(id, "DEPROVISIONING")
			b.pass(1)
			b.cloud("GET", endpoints+"/"+id+"?environment=env-west", "").want(404).is("errors.0.detail", "The network link endpoint "+id+" was not found.")
			b.cloud("DELETE", services+"/"+service+"?environment=env-east", "").want(204)
		})
	}
}

func TestNetworkLink_waitsForAcceptance(t *testing.T) {
	t.Parallel()
	b := start(t)
	service := b.service(nobody)
	id := b.endpoint(service)
	b.pass(3)
	b.phaseIs(id, "PENDING_ACCEPT").is("status.expires_at", "2026-01-09T03:04:05.000000Z")
	b.accept(service, `{"networks":["n-west"]}`)
	b.phaseIs(id, "PROVISIONING").is("status.expires_at", "<nil>")
	b.pass(1)
	b.phaseIs(id, "READY")
	// Taken back and given again.
	b.accept(service, `{"networks":[]}`)
	b.phaseIs(id, "DISCONNECTING")
	b.pass(1)
	b.phaseIs(id, "DISCONNECTED")
	b.accept(service, `{"environments":["env-west"]}`)
	b.pass(1)
	b.phaseIs(id, "READY")
	b.clock.advance(30 * 24 * time.Hour) // the old deadline means nothing
	b.phaseIs(id, "READY")
}

func TestNetworkLink_expires(t *testing.T) {
	t.Parallel()
	b := start(t)
	service := b.service(nobody)
	id := b.endpoint(service)
	b.clock.advance(7*24*time.Hour - time.Second)
	b.phaseIs(id, "PENDING_ACCEPT")
	b.clock.advance(time.Second)
	b.phaseIs(id, "EXPIRED")
	b.accept(service, `{"networks":["n-west"]}`) // too late
	b.pass(2)
	b.phaseIs(id, "EXPIRED")
	b.endpoint(service) // another one may be made
}

func TestNetworkLink_inactiveWithoutACluster(t *testing.T) {
	t.Parallel()
	w := simulator.DefaultWorld()
	w.Clusters = slices.DeleteFunc(w.Clusters, func(c simulator.Cluster) bool { return c.Network == "n-west" })
	b := startWith(t, w, simulator.Options{Settle: settle})
	id := b.endpoint(b.service(byNetwork))
	b.pass(1)
	b.phaseIs(id, "INACTIVE")
}

func TestNetworkLink_forcedPhase(t *testing.T) {
	t.Parallel()
	b := start(t)
	id := b.endpoint(b.service(byNetwork))
	b.control("PUT", "/network-link-endpoints/"+id, `{"phase":"FAILED","error_code":"E1","error_message":"no capacity"}`).want(204)
	b.pass(2)
	b.phaseIs(id, "FAILED").is("status.error_code", "E1").is("status.error_message", "no capacity")

	b.control("POST", "/reset", "").want(204)
	id = b.endpoint(b.service(nobody))
	b.control("PUT", "/network-link-endpoints/"+id, `{"expires_at":"2026-01-02T03:05:00Z"}`).want(204)
	b.control("PUT", "/network-link-endpoints/"+id, `{"expires_at":"2026-01-02T03:06:00Z"}`).want(204)
	b.clock.advance(time.Minute) // the later deadline counts
	b.phaseIs(id, "PENDING_ACCEPT").is("status.expires_at", "2026-01-02T03:06:00.000000Z")
	b.clock.advance(time.Minute)
	b.phaseIs(id, "EXPIRED")
}

func TestNetworkLink_carriesAClusterLink(t *testing.T) {
	t.Parallel()
	b := start(t)
	east := settings(map[string]string{"bootstrap.servers": "lkc-east:9092"}, login("", "EAST"))
	create := func() answer {
		return b.createLink("lkc-west", "l", "source_cluster_id", "lkc-east", east)
	}
	create().refused(400, 400, "BOOTSTRAP_TCP_CONNECTION_FAILED_ERROR")
	service := b.service(byNetwork)
	b.endpoint(service)
	create().want(400) // not READY yet
	b.pass(1)
	create().want(201)
	b.pass(1)
	b.linkIs("lkc-west", "l", "ACTIVE")
	b.mirror("lkc-west", "l", "clicks")
	// One way only, and not for source-initiated links.
	west := settings(map[string]string{"bootstrap.servers": "lkc-west:9092"}, login("", "WEST"))
	b.createLink("lkc-east", "back", "source_cluster_id", "lkc-west", west).want(400)
	b.createLink("lkc-east", "si", "source_cluster_id", "lkc-west", inboundHalf()).want(201)
	b.pass(1)
	b.createLink("lkc-west", "si", "destination_cluster_id", "lkc-east", settings(east, login("local.", "WEST"), map[string]string{"link.mode": "SOURCE"})).refused(400, 400, "BOOTSTRAP_TCP")
	// Revoking stops the data.
	b.accept(service, `{}`)
	b.pass(1)
	b.kafka("lkc-west", "GET", "/links/l", "").is("link_state", "UNAVAILABLE").is("link_error", "BOOTSTRAP_TCP_CONNECTION_FAILED_ERROR")
	b.mirrorIs("lkc-west", "l", "clicks", "SOURCE_UNAVAILABLE")
	b.accept(service, `{"networks":["n-west"]}`)
	b.pass(2)
	b.mirrorIs("lkc-west", "l", "clicks", "ACTIVE")
}

func TestNetworkLink_refusals(t *testing.T) {
	t.Parallel()
	post := func(spec string) string { return `{"spec":{` + spec + `}}` }
	const (
		east = `"environment":{"id":"env-east"}`
		west = `"environment":{"id":"env-west"}`
	)
	for name, tc := range map[string]struct {
		method, path, body string
		status             int
		at, words          string
	}{
		"list without environment":     {"GET", services, "", 400, "errors.0.source.parameter", "environment"},
		"unknown environment":          {"GET", services + "?environment=env-x", "", 403, "errors.0.code", "user_unauthorized"},
		"page size":                    {"GET", services + "?environment=env-east&page_size=1001", "", 400, "errors.0.source.parameter", "page_size"},
		"page token":                   {"GET", services + "?environment=env-east&page_token=!", "", 400, "errors.0.source.parameter", "page_token"},
		"no JSON":                      {"POST", services, "{", 400, "errors.0.status", "400"},
		"service without environment":  {"POST", services, post(`"network":{"id":"n-east"}`), 422, "errors.0.source.pointer", "/spec/environment/id"},
		"service without network":      {"POST", services, post(east), 422, "errors.0.source.pointer", "/spec/network/id"},
		"network of another place":     {"POST", services, post(east + `,"network":{"id":"n-west"}`), 422, "errors.0.code", "invalid_configuration"},
		"network of another kind":      {"POST", services, post(east + `,"network":{"id":"n-peered"}`), 422, "errors.0.detail", "can only be associated with a Private Link network"},
		"second service":               {"POST", services, post(east + `,"network":{"id":"n-east"}`), 409, "errors.0.detail", "Exceeds the maximum number of network link service (1) supported per network."},
		"unknown service":              {"GET", services + "/nls-x?environment=env-east", "", 404, "errors.0.title", "Not Found"},
		"patch without environment":    {"PATCH", services + "/SERVICE", post(`"display_name":"x"`), 422, "errors.0.source.pointer", "/spec/environment/id"},
		"patch network":                {"PATCH", services + "/SERVICE", post(east + `,"network":{"id":"n-2"}`), 422, "errors.0.source.pointer", "/spec/network/id"},
		"endpoint without service":     {"POST", endpoints, post(west + `,"network":{"id":"n-west"}`), 422, "errors.0.source.pointer", "/spec/network_link_service/id"},
		"endpoint for no service":      {"POST", endpoints, post(west + `,"network":{"id":"n-west"},"network_link_service":{"id":"nls-x"}`), 404, "errors.0.detail", "nls-x"},
		"endpoint in the same network": {"POST", endpoints, post(east + `,"network":{"id":"n-east"},"network_link_service":{"id":"SERVICE"}`), 409, "errors.0.detail", "cannot be the same"},
		"second endpoint":              {"POST", endpoints, post(west + `,"network":{"id":"n-west"},"network_link_service":{"id":"SERVICE"}`), 409, "errors.0.detail", "Cannot have more than 1"},
		"endpoint of another place":    {"GET", endpoints + "/ENDPOINT?environment=env-east", "", 404, "errors.0.detail", "was not found"},
		"unknown endpoint":             {"DELETE", endpoints + "/nle-x?environment=env-west", "", 404, "errors.0.detail", "The network link endpoint nle-x was not found."},
		"associations of no service":   {"GET", associations + "?environment=env-east", "", 400, "errors.0.source.parameter", "spec.network_link_service"},
		"unknown association":          {"GET", associations + "/nle-x?environment=env-east&spec.network_link_service=SERVICE", "", 404, "errors.0.detail", "NetworkLinkEndpoints are not found"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := simulator.DefaultWorld()
			w.Networks = append(w.Networks, simulator.Network{ID: "n-peered", Environment: "env-east", ConnectionType: "PEERING"})
			b := startWith(t, w, simulator.Options{Settle: settle})
			service := b.service(byNetwork)
			fill := strings.NewReplacer("SERVICE", service, "ENDPOINT", b.endpoint(service))
			a := b.cloud(tc.method, fill.Replace(tc.path), fill.Replace(tc.body)).want(tc.status)
			if got := a.at(tc.at); !strings.Contains(got, tc.words) {
				t.Errorf("%s is %q, want %q", tc.at, got, tc.words)
			}
			if a.at("errors.0.id") == "<nil>" || a.at("errors.0.status") != fmt.Sprint(tc.status) {
				t.Errorf("body %s", a.text)
			}
		})
	}
}

func TestNetworkLink_needsACloudKey(t *testing.T) {
	t.Parallel()
	b := quick(t)
	for _, key := range []string{"", "EAST"} {
		if a := b.as(key, "GET", services+"?environment=env-east", "").want(401).is("errors.0.code", "user_unauthenticated"); a.header.Get("WWW-Authenticate") == "" {
			t.Error("no WWW-Authenticate")
		}
	}
}

// manyNetworks adds n networks to env-east and as many to env-west.
func manyNetworks(n int) simulator.World {
	w := simulator.DefaultWorld()
	for i := range n {
		for _, side := range []string{"east", "west"} {
			w.Networks = append(w.Networks, simulator.Network{ID: fmt.Sprintf("n-%s-%d", side, i), Environment: "env-" + side, ConnectionType: "PRIVATELINK"})
		}
	}
	return w
}

func (b *bench) numberedService(i int) string {
	b.t.Helper()
	return b.cloud("POST", services, fmt.Sprintf(`{"spec":{"display_name":"svc-%d","environment":{"id":"env-east"},"network":{"id":"n-east-%d"}}}`, i%3, i)).want(202).at("id")
}

func TestNetworkLink_quotas(t *testing.T) {
	t.Parallel()
	b := startWith(t, manyNetworks(6), simulator.Options{})
	var ids []string
	for i := range 6 {
		ids = append(ids, b.numberedService(i))
	}
	connect := func(network int, service string) answer {
		return b.cloud("POST", endpoints, fmt.Sprintf(`{"spec":{"environment":{"id":"env-west"},"network":{"id":"n-west-%d"},"network_link_service":{"id":%q}}}`, network, service))
	}
	for network := range 4 {
		for service := range 5 {
			connect(network, ids[service]).want(202)
		}
	}
	connect(0, ids[5]).want(402).is("errors.0.code", "quota_exceeded").is("errors.0.detail", "The quota network_link_endpoints_per_network (5) is exceeded.")
	connect(4, ids[0]).want(402).is("errors.0.detail", "The quota network_link_endpoints_per_organization (20) is exceeded.")
}

func TestNetworkLink_pagesAndFilters(t *testing.T) {
	t.Parallel()
	b := startWith(t, manyNetworks(25), simulator.Options{})
	var want []string
	for i := range 25 {
		want = append(want, b.numberedService(i))
	}
	var got []string
	pages := 0
	for path := services + "?environment=env-east"; path != ""; pages++ {
		page := b.cloud("GET", path, "").want(200).is("kind", "NetworkLinkServiceList").is("metadata.total_size", "25")
		got = append(got, page.column("id")...)
		path = ""
		if next := page.at("metadata.next"); next != "<nil>" {
			u, err := url.Parse(next)
			if err != nil {
				t.Fatal(err)
			}
			path = u.RequestURI()
		}
	}
	if pages != 3 || !slices.Equal(got, want) {
		t.Errorf("%d pages: %v", pages, got)
	}
	if n := len(b.cloud("GET", services+"?environment=env-east&page_size=99", "").column("id")); n != 25 {
		t.Errorf("page of 99: %d", n)
	}
	for filter, n := range map[string]int{
		"spec.display_name=svc-0":                                        9,
		"spec.display_name=svc-0&spec.display_name=svc-1":                17,
		"spec.network=n-east-3&spec.network=n-east-4&status.phase=READY": 2,
		"status.phase=FAILED":                                            0,
	} {
		if got := len(b.cloud("GET", services+"?environment=env-east&page_size=99&"+filter, "").column("id")); got != n {
			t.Errorf("%s: %d, want %d", filter, got, n)
		}
	}
}

func TestNetworkLink_endpointFilters(t *testing.T) {
	t.Parallel()
	b := quick(t)
	service := b.service(byNetwork)
	id := b.endpoint(service)
	for filter, want := range map[string][]string{
		"":                                      {id},
		"&spec.network_link_service=" + service: {id},
		"&spec.network_link_service=nls-x":      nil,
		"&spec.network=n-west&status.phase=READY&spec.display_name=ep": {id},
		"&status.phase=PENDING_ACCEPT":                                 nil,
	} {
		if got := b.cloud("GET", endpoints+"?environment=env-west"+filter, "").want(200).column("id"); !slices.Equal(got, want) {
			t.Errorf("%s: %v", filter, got)
		}
	}
	if got := b.cloud("GET", associations+"?environment=env-east&spec.network_link_service="+service+"&status.phase=FAILED", "").want(200).column("id"); got != nil {
		t.Errorf("associations %v", got)
	}
}
