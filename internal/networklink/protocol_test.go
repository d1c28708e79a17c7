package networklink_test

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
	"github.com/clusterlinking/terraform-provider-clink/internal/networklink"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// fastClock is a clock on which pauses are over at once, but count.
type fastClock struct {
	mu     sync.Mutex
	now    time.Time
	pauses int
	// onPause is called at each pause, with how many there were before.
	onPause func(before int)
}

func newFastClock() *fastClock { return &fastClock{now: time.Now(), onPause: func(int) {}} }

func (c *fastClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fastClock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	c.now = c.now.Add(d)
	before := c.pauses
	c.pauses++
	c.mu.Unlock()
	c.onPause(before)
	ch := make(chan time.Time, 1)
	ch <- c.Now()
	return ch
}

// clocked is a provider of the two resources whose waits run on a clock of the
// test's.
type clocked struct {
	provider.Provider
	clock  *fastClock
	client *networking.Client
}

func (clocked) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "clink"
}

func (clocked) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (p clocked) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	resp.ResourceData = &tfkit.Connections{Clock: p.clock, Networking: p.client}
}

func (clocked) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{networklink.NewServiceResource, networklink.NewEndpointResource}
}

func (clocked) DataSources(context.Context) []func() datasource.DataSource { return nil }

func newClocked(t *testing.T, w *acctest.World, clock *fastClock) *acctest.Protocol {
	t.Helper()
	client := networking.New(rest.New(rest.Options{BaseURL: w.URL + "/networking/v1", Authorize: rest.Basic("CLOUDKEY", "CLOUDSECRET")}))
	server, err := providerserver.NewProtocol6WithError(clocked{clock: clock, client: client})()
	if err != nil {
		t.Fatal(err)
	}
	p := acctest.ProtocolOf(t, server)
	if d := p.Configure(map[string]any{}); len(d) > 0 {
		t.Fatal(d)
	}
	return p
}

func serviceConfig(more acctest.Object) acctest.Object {
	return with(acctest.Object{"environment_id": "env-east", "network_id": "n-east"}, more)
}

func endpointConfig(service string, more acctest.Object) acctest.Object {
	return with(acctest.Object{"environment_id": "env-west", "network_id": "n-west", "network_link_service_id": service}, more)
}

func with(config, more acctest.Object) acctest.Object {
	maps.Copy(config, more)
	return config
}

// says fails the test unless the only diagnostic is this warning, or there is
// none when no words are given.
func says(t *testing.T, d acctest.Diagnostics, at string, words ...string) {
	t.Helper()
	if len(words) == 0 {
		if len(d) > 0 {
			t.Errorf("want nothing said, got %s", d)
		}
		return
	}
	if len(d) != 1 || len(d.Warnings()) != 1 || !d.Says(at, words...) {
		t.Errorf("want one warning that says %q, got %s", words, d)
	}
}

func TestProtoEndpoint_nobodyAcceptsItForTenMinutes(t *testing.T) {
	t.Parallel()
	w, clock := acctest.NewWorld(t), newFastClock()
	p := newClocked(t, w, clock)
	began := clock.Now()
	made := p.Create(endpointType, endpointConfig(remoteService(w), nil))
	says(t, made.Diagnostics, "", "PENDING_ACCEPT", "owner of the network link service", "accept.network_ids", "before "+made.Object["expires_at"].(string))
	if waited := clock.Now().Sub(began); waited < 10*time.Minute || waited > 11*time.Minute {
		t.Errorf("waited %s, want ten minutes", waited)
	}
	if made.Object["phase"] != "PENDING_ACCEPT" || !made.Identity() {
		t.Errorf("stored %v", made.Object)
	}
}

func TestProtoEndpoint_networkWithoutCluster(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, emptyNetwork("n-empty"))
	p := newClocked(t, w, newFastClock())
	made := p.Create(endpointType, endpointConfig(remoteService(w, "n-empty"), acctest.Object{"network_id": "n-empty"}))
	says(t, made.Diagnostics, "", "INACTIVE", "no Kafka cluster in its network")
}

func TestProtoEndpoint_acceptedWhileItWaits(t *testing.T) {
	t.Parallel()
	w, clock := acctest.NewWorld(t), newFastClock()
	id := remoteService(w)
	clock.onPause = func(before int) {
		if before == 20 {
			accept(w, id, "n-west")
		}
	}
	made := newClocked(t, w, clock).Create(endpointType, endpointConfig(id, nil))
	says(t, made.Diagnostics, "")
	if made.Object["phase"] != "READY" || made.Object["expires_at"] != nil {
		t.Errorf("stored %v", made.Object)
	}
}

// An endpoint that is not visible yet is waited for; one that was visible and is
// not any more is an error.
func TestProtoEndpoint_visibility(t *testing.T) {
	t.Parallel()
	notFound := acctest.Fault{Method: http.MethodGet, Path: endpoints + "/nle-", Status: http.StatusNotFound, Body: `{"errors":[{"status":"404"}]}`}
	w, clock := acctest.NewWorld(t), newFastClock()
	notFound.Times = 5
	w.Fault(notFound)
	says(t, newClocked(t, w, clock).Create(endpointType, endpointConfig(remoteService(w, "n-west"), nil)).Diagnostics, "")

	w, clock = acctest.NewWorld(t), newFastClock()
	clock.onPause = func(before int) {
		if before == 3 {
			deleteAll(w, "env-west", endpoints)
		}
	}
	p, config := newClocked(t, w, clock), endpointConfig(remoteService(w), nil)
	made := p.Apply(endpointType, acctest.Step{}, p.Plan(endpointType, acctest.Step{}, config), config)
	if !made.Diagnostics.Errors().Says("", "not there any more") || made.Object == nil {
		t.Errorf("got %s, stored %v", made.Diagnostics, made.Object)
	}
}

func TestProtoEndpoint_healthWarnings(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	id := remoteService(w, "n-west")
	p := newClocked(t, w, newFastClock())
	config := endpointConfig(id, nil)
	made := p.Create(endpointType, config)
	says(t, p.Plan(endpointType, p.Read(endpointType, made), config).Diagnostics, "")

	accept(w, id)
	read := p.Read(endpointType, made)
	says(t, read.Diagnostics, "")
	says(t, p.Plan(endpointType, read, config).Diagnostics, "", "DISCONNECTED", "stopped accepting it", "carry no data")
	if read.Object["phase"] != "DISCONNECTED" {
		t.Errorf("phase %v", read.Object["phase"])
	}
	// Nothing is said of what is to be destroyed.
	says(t, newClocked(t, w, newFastClock()).Plan(endpointType, read, nil).Diagnostics, "")

	w.Fault(acctest.Fault{
		Method: http.MethodGet, Path: endpoints + "/nle-", Times: 1, Status: http.StatusOK,
		Body: `{"id":"nle-1","status":{"phase":"FAILED","error_code":"E42","error_message":"it broke."}}`,
	})
	says(t, p.Plan(endpointType, p.Read(endpointType, made), config).Diagnostics, "", "is FAILED: it broke (code E42)", "Replace it (-replace)")
	// A phase that is not known passes through, and is no ground for a warning.
	w.Fault(acctest.Fault{Method: http.MethodGet, Path: endpoints + "/nle-", Times: 1, Status: http.StatusOK, Body: `{"id":"nle-1","status":{"phase":"RESTING"}}`})
	read = p.Read(endpointType, made)
	says(t, p.Plan(endpointType, read, config).Diagnostics, "")
	if read.Object["phase"] != "RESTING" {
		t.Errorf("phase %v", read.Object["phase"])
	}
}

func TestProtoEndpoint_vanished(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := newClocked(t, w, newFastClock())
	made := p.Create(endpointType, endpointConfig(remoteService(w, "n-west"), nil))
	deleteAll(w, "env-west", endpoints)
	read := p.Read(endpointType, made)
	says(t, read.Diagnostics, "", "no longer there")
	if read.Object != nil || !read.Identity() {
		t.Errorf("kept %v, identity %v", read.Object, read.Identity())
	}
}

func TestProtoService_revocationIsAnnounced(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := newClocked(t, w, newFastClock())
	set := func(ids ...any) []any { return ids }
	both := map[string]any{"environment_ids": set("env-west"), "network_ids": set("n-west", "n-other")}
	made := p.Create(serviceType, serviceConfig(acctest.Object{"accept": both}))
	for name, c := range map[string]struct {
		accept any
		words  []string
	}{
		"same":               {both, nil},
		"more":               {map[string]any{"environment_ids": set("env-west", "env-x"), "network_ids": set("n-west", "n-other")}, nil},
		"one entry":          {map[string]any{"environment_ids": set("env-west"), "network_ids": set("n-west")}, []string{`no longer accept "n-other".`, "stop carrying data"}},
		"one list":           {map[string]any{"environment_ids": set("env-west")}, []string{`"n-other", "n-west"`}},
		"all":                {nil, []string{`"env-west", "n-other", "n-west"`}},
		"unknown":            {acctest.Unknown{}, nil},
		"unknown list":       {map[string]any{"environment_ids": acctest.Unknown{}, "network_ids": set("n-west", "n-other")}, nil},
		"unknown entry":      {map[string]any{"environment_ids": set("env-west"), "network_ids": set("n-west", acctest.Unknown{})}, nil},
		"unknown, other out": {map[string]any{"environment_ids": set("env-x"), "network_ids": set("n-west", acctest.Unknown{})}, []string{`no longer accept "env-west".`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			planned := p.Plan(serviceType, made, serviceConfig(acctest.Object{"accept": c.accept}))
			says(t, planned.Diagnostics, `AttributeName("accept")`, c.words...)
		})
	}
	// Another network is another service: nothing is revoked, all goes.
	another := newClocked(t, w, newFastClock())
	says(t, another.Plan(serviceType, made, serviceConfig(acctest.Object{"network_id": "n-x", "accept": map[string]any{"network_ids": set("n-west")}})).Diagnostics, `AttributeName("network_id")`, "Will Be Replaced")
}

func TestProtoService_unknownValuesAreNotJudged(t *testing.T) {
	t.Parallel()
	p := newClocked(t, acctest.NewWorld(t), newFastClock())
	for name, config := range map[string]acctest.Object{
		"accept":  serviceConfig(acctest.Object{"accept": acctest.Unknown{}}),
		"list":    serviceConfig(acctest.Object{"accept": map[string]any{"network_ids": acctest.Unknown{}}}),
		"entry":   serviceConfig(acctest.Object{"accept": map[string]any{"network_ids": []any{acctest.Unknown{}}}}),
		"network": serviceConfig(acctest.Object{"network_id": acctest.Unknown{}, "accept": map[string]any{"network_ids": []any{"n-east"}}}),
		"name":    serviceConfig(acctest.Object{"display_name": acctest.Unknown{}}),
	} {
		if d := p.Validate(serviceType, config); len(d) > 0 {
			t.Errorf("%s: %s", name, d)
		}
		if d := p.Plan(serviceType, acctest.Step{}, config).Diagnostics; len(d) > 0 {
			t.Errorf("%s: %s", name, d)
		}
	}
	if d := p.Validate(serviceType, serviceConfig(acctest.Object{"accept": map[string]any{"network_ids": []any{"n-east", acctest.Unknown{}}}})); !d.Says(`AttributeName("accept").AttributeName("network_ids")`, "its own") && !d.Says("", "Own Network") {
		t.Errorf("own network beside an unknown one: %s", d)
	}
}

func TestProtoNetworkLink_importRoundTrip(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := newClocked(t, w, newFastClock())
	config := serviceConfig(acctest.Object{"display_name": "x", "accept": map[string]any{"network_ids": []any{"n-west"}}})
	service := p.Create(serviceType, config)
	endpointWants := endpointConfig(service.Object["id"].(string), acctest.Object{"description": "y"})
	endpoint := p.Create(endpointType, endpointWants)
	for _, c := range []struct {
		kind   string
		made   acctest.Step
		config acctest.Object
	}{{serviceType, service, config}, {endpointType, endpoint, endpointWants}} {
		id := c.config["environment_id"].(string) + "/" + c.made.Object["id"].(string)
		for how, imported := range map[string]acctest.Step{"id": p.Import(c.kind, id), "identity": p.ImportByIdentity(c.kind, c.made)} {
			if len(imported.Diagnostics) > 0 || !imported.Identity() {
				t.Errorf("%s by %s: %s", c.kind, how, imported.Diagnostics)
				continue
			}
			planned := p.Plan(c.kind, imported, c.config)
			for name, before := range imported.Object {
				if after := planned.Object[name]; !equal(before, after) {
					t.Errorf("%s by %s: %s plans %v -> %v", c.kind, how, name, before, after)
				}
			}
		}
	}
}

// While the Cloud key is not known, what is in state stays as it is; an import
// has nothing to keep.
func TestProtoNetworkLink_cloudNotKnownYet(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	made := w.NewProtocol(nil).Create(serviceType, serviceConfig(nil))
	w.ForgetRequests()
	p := w.NewProtocol(func(block map[string]any) {
		block["cloud"] = map[string]any{"endpoint": w.URL, "api_key": acctest.Unknown{}, "api_secret": acctest.Unknown{}}
	})
	read := p.Read(serviceType, made)
	says(t, read.Diagnostics, "", "kept as it is")
	if !equal(read.Object, made.Object) || !read.Identity() {
		t.Errorf("read %v", read.Object)
	}
	says(t, p.Plan(serviceType, read, serviceConfig(acctest.Object{"display_name": "x"})).Diagnostics, "")
	says(t, p.Plan(endpointType, acctest.Step{}, endpointConfig("nls-abc123", nil)).Diagnostics, "")
	if d := p.Import(serviceType, "env-east/"+made.Object["id"].(string)).Diagnostics; !d.Errors().Says("", "Not Known Yet") {
		t.Errorf("import: %s", d)
	}
	if calls := w.Requests("", "/networking/"); len(calls) > 0 {
		t.Errorf("called: %v", calls)
	}
}

func TestProtoNetworkLink_cloudNotConfigured(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	made := w.NewProtocol(nil).Create(serviceType, serviceConfig(nil))
	p := w.NewProtocol(func(block map[string]any) { delete(block, "cloud") })
	for what, d := range map[string]acctest.Diagnostics{
		"service":  p.Plan(serviceType, acctest.Step{}, serviceConfig(nil)).Diagnostics,
		"endpoint": p.Plan(endpointType, acctest.Step{}, endpointConfig("nls-abc123", nil)).Diagnostics,
		"destroy":  p.Plan(serviceType, made, nil).Diagnostics,
		"read":     p.Read(serviceType, made).Diagnostics,
	} {
		if len(d) != 1 || !d.Errors().Says("", "cloud = {", "CONFLUENT_CLOUD_API_KEY", "CONFLUENT_CLOUD_API_SECRET") {
			t.Errorf("%s: %s", what, d)
		}
	}
}

// A create that is interrupted leaves the endpoint tracked.
func TestProtoEndpoint_timeoutIsShorterThanPatience(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, acctest.Settle(time.Hour))
	p := w.NewProtocol(nil)
	made := p.Create(endpointType, endpointConfig(remoteService(w, "n-west"), acctest.Object{"timeouts": map[string]any{"create": "300ms"}}))
	says(t, made.Diagnostics, "", "not seen READY", "is PROVISIONING", "create timeout ran out")
}

func TestProtoNetworkLink_docsCarryTheNotice(t *testing.T) {
	t.Parallel()
	for name, schema := range newClocked(t, acctest.NewWorld(t), newFastClock()).Schema().ResourceSchemas {
		for _, words := range []string{"31 December 2026", "`eu-central-1`", "`ap-southeast-2`"} {
			if !strings.Contains(schema.Block.Description, words) {
				t.Errorf("%s does not say %q", name, words)
			}
		}
	}
}
