package simulator_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

func (b *bench) picture() answer {
	b.t.Helper()
	return b.control("GET", "/state", "").want(200)
}

// arrow finds the one with the name, and wants its ends.
func (a answer) arrow(name, from, to string) string {
	a.t.Helper()
	arrows, _ := a.object()["arrows"].([]any)
	for i := range arrows {
		if path := fmt.Sprintf("arrows.%d", i); a.at(path+".name") == name && a.at(path+".from") == from && a.at(path+".to") == to {
			return path
		}
	}
	a.t.Fatalf("no arrow %s from %s to %s: %v", name, from, to, arrows)
	return ""
}

func TestPage_isOneFile(t *testing.T) {
	t.Parallel()
	b := quick(t)
	for _, path := range []string{"", "/"} {
		page := b.control("GET", path, "").want(200)
		if ct := page.header.Get("Content-Type"); !strings.HasPrefix(ct, "text/html") {
			t.Errorf("content type %s", ct)
		}
		if !strings.Contains(page.header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Error("the page may load things")
		}
		for _, address := range regexp.MustCompile(`https?://[^"'\s)]+`).FindAllString(page.text, -1) {
			if !strings.HasPrefix(address, "http://www.w3.org/2000/svg") { // a name, not an address
				t.Errorf("the page refers to %s", address)
			}
		}
		if strings.Contains(page.text, "innerHTML") {
			t.Error("names from the world could become markup")
		}
	}
	b.control("POST", "/", "").want(404)
}

func TestPicture_chain(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.picture().is("arrows", "[]").is("clusters.0.id", "lkc-primary").is("clusters.0.topics", "[orders payments]").
		is("clusters.0.network", "n-primary").is("clusters.0.connection_type", "PRIVATELINK").is("clusters.0.reachable", "true")
	b.createLink("lkc-jump", "primary-to-jump", "source_cluster_id", "lkc-primary", inboundHalf()).want(201)
	b.pass(1)
	half := b.picture()
	path := half.arrow("primary-to-jump", "lkc-primary", "lkc-jump")
	half.is(path+".alone", "true").is(path+".state", "UNAVAILABLE").is(path+".both", "false")
	b.createLink("lkc-primary", "primary-to-jump", "destination_cluster_id", "lkc-jump", sourceHalf()).want(201)
	b.pass(1)
	b.drLink(nil)
	b.mirror("lkc-jump", "primary-to-jump", "orders")
	b.control("PUT", "/mirrors/lkc-jump/primary-to-jump/orders", `{"lag":[1,2,3]}`).want(204)
	whole := b.picture()
	path = whole.arrow("primary-to-jump", "lkc-primary", "lkc-jump")
	whole.is(path+".alone", "false").is(path+".state", "ACTIVE").is(path+".halves.0.cluster", "lkc-jump").is(path+".halves.1.cluster", "lkc-primary")
	if got := len(whole.object()["arrows"].([]any)); got != 2 {
		t.Errorf("%d arrows, want both halves as one and the other link", got)
	}
	whole.is(whole.arrow("jump-to-dr", "lkc-jump", "lkc-dr")+".mode", "DESTINATION").
		is("clusters.1.mirrors.0.name", "orders").is("clusters.1.mirrors.0.status", "ACTIVE").is("clusters.1.mirrors.0.lag", "6").
		is("clusters.1.mirrors.0.link", "primary-to-jump").is("clusters.1.mirror_count", "1").is("clusters.1.topic_count", "0")

	b.control("PUT", "/clusters/lkc-primary", `{"reachable":false}`).want(204)
	b.pass(1)
	down := b.picture()
	down.is("clusters.0.reachable", "false").is(down.arrow("primary-to-jump", "lkc-primary", "lkc-jump")+".state", "UNAVAILABLE").
		is("clusters.1.mirrors.0.status", "SOURCE_UNAVAILABLE")
	b.control("GET", "/requests", "").want(200)
	if counts := fmt.Sprint(b.control("GET", "/requests", "").object()["counts"]); strings.Contains(counts, "/simulator/") {
		t.Errorf("looking is in the journal: %s", counts)
	}
}

func TestPicture_bidirectionalAndMissing(t *testing.T) {
	t.Parallel()
	b := quick(t)
	b.bidirectional()
	body := linkBody(t, "source_cluster_id", "lkc-elsewhere", map[string]string{"bootstrap.servers": "nowhere:9092"})
	b.kafka("lkc-dr", "POST", "/links?link_name=far&validate_link=false", body).want(201)
	p := b.picture()
	path := p.arrow("bi", "lkc-primary", "lkc-jump")
	p.is(path+".both", "true").is(path+".mode", "BIDIRECTIONAL")
	path = p.arrow("far", "lkc-elsewhere", "lkc-dr")
	p.is(path+".error", "UNRESOLVABLE_BOOTSTRAP_ERROR").is("clusters.5.id", "lkc-elsewhere").is("clusters.5.missing", "true")
}

func TestPicture_networkLinks(t *testing.T) {
	t.Parallel()
	b := start(t)
	service := b.service(byNetwork)
	b.picture().is("network_link_services.0.id", service).is("network_link_services.0.accepts", "[n-west]").is("network_link_services.0.endpoints", "0")
	id := b.endpoint(service)
	b.picture().is("network_links.0.id", id).is("network_links.0.phase", "PROVISIONING").is("network_links.0.from", "n-west").
		is("network_links.0.to", "n-east").is("network_links.0.service", service).is("network_link_services.0.endpoints", "1")
}

// Of very many mirrors the picture shows some: those that need a look first.
func TestPicture_manyMirrors(t *testing.T) {
	t.Parallel()
	sim := many(t, 500)
	b := &bench{t: t, sim: sim, clock: newHandClock()}
	b.kafka("lkc-jump", "POST", "/links/p/mirrors:pause", `{"mirror_topic_names":["t00321"]}`).want(200)
	p := b.picture().is("clusters.1.mirror_count", "500").is("clusters.1.statuses.ACTIVE", "499").is("clusters.1.statuses.PAUSED", "1").
		is("clusters.1.mirrors.0.name", "t00321").is("clusters.1.mirrors.1.name", "t00000").is("clusters.0.topic_count", "502")
	clusters, _ := p.object()["clusters"].([]any)
	jump, _ := clusters[1].(map[string]any)
	if shown, _ := jump["mirrors"].([]any); len(shown) != 100 {
		t.Errorf("%d mirrors are shown", len(shown))
	}
	if !slices.IsSorted(b.kafka("lkc-jump", "GET", "/links/p/mirrors", "").column("mirror_topic_name")) {
		t.Error("the picture has put the mirrors in another order")
	}
}

func TestPicture_emptyWorld(t *testing.T) {
	t.Parallel()
	startWith(t, simulator.World{}, simulator.Options{}).picture().is("clusters", "[]").is("arrows", "[]")
}
