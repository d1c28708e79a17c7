package main

import (
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

const dom = `<html><body><section id="hint" hidden=""><p>x > y</p></section>
<article class="cluster" data-cluster="lkc-a" data-state="reachable"><div class="mirror ok" data-mirror="orders" data-on="lkc-a" data-status="ACTIVE" data-lag="0"></div></article>
<div class="link ok" data-link="l" data-direction="lkc-a->lkc-b" data-state="ACTIVE"></div>
<div data-link="m" data-state="FAILED" data-direction="lkc-a&lt;-&gt;lkc-b"></div><div class="tunnel" data-network-link="nle-1" data-phase="READY"></div></body></html>`

func onIt() document {
	return document{
		clusters:     map[string]string{"lkc-a": "reachable"},
		links:        map[string]string{"l lkc-a->lkc-b": "ACTIVE", "m lkc-a<->lkc-b": "FAILED"},
		mirrors:      map[string]string{"lkc-a/orders": "ACTIVE"},
		networkLinks: map[string]string{"endpoint 1": "READY"},
	}
}

func TestParse_findsPartsByName(t *testing.T) {
	t.Parallel()
	if missing := parse(dom).lacks(onIt()); len(missing) > 0 {
		t.Errorf("missing: %v", missing)
	}
}

func TestLacks_tellsEveryDifference(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*document){
		`cluster lkc-b: "reachable", not ""`:                 func(d *document) { d.clusters["lkc-b"] = "reachable" },
		`link l lkc-a->lkc-b: "PAUSED", not "ACTIVE"`:        func(d *document) { d.links["l lkc-a->lkc-b"] = "PAUSED" },
		`link m lkc-a<->lkc-b: should not be there`:          func(d *document) { delete(d.links, "m lkc-a<->lkc-b") },
		`mirror topic lkc-a/orders: "STOPPED", not "ACTIVE"`: func(d *document) { d.mirrors["lkc-a/orders"] = "STOPPED" },
		`network link endpoint 2: "READY", not ""`:           func(d *document) { d.networkLinks["endpoint 2"] = "READY" },
		`the hint for an empty world: shown false`:           func(d *document) { d.hint = true },
	} {
		wanted := onIt()
		change(&wanted)
		missing := parse(dom).lacks(wanted)
		if len(missing) != 1 || missing[0] != name {
			t.Errorf("missing %q, want %q", missing, name)
		}
	}
}

// What the browser is to find must be true of the world.
func TestBuild_makesWhatThePictureSays(t *testing.T) {
	t.Parallel()
	w, err := startWorld(t.Context(), simulator.DefaultWorld(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.stop)
	if err := w.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.change(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, after := chainPicture(), changedPicture()
	if maps.Equal(before.mirrors, after.mirrors) || maps.Equal(before.links, after.links) {
		t.Error("the change changes nothing")
	}
}

func TestBuildMany_makesWhatItSays(t *testing.T) {
	t.Parallel()
	w, err := startWorld(t.Context(), manyWorld(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.stop)
	d, err := w.buildMany(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(d.clusters) != manyClusters || len(d.links) != manyLinks || len(d.mirrors) != manyLinks {
		t.Errorf("it says %s", d.found())
	}
}

func TestComplaints(t *testing.T) {
	t.Parallel()
	const fine = `<div id="measured" data-width="1440" data-top="60" data-bottom="899" data-off-wire="" data-covered="" data-down="a" data-problems="a,b"></div>`
	for name, test := range map[string]struct{ from, to, want string }{
		"all is well":   {"x", "x", ""},
		"wide":          {`width="1440"`, `width="5200"`, "the page is 5200 pixels wide, the window 1440"},
		"blank":         {`top="60" data-bottom="899"`, `top="1800" data-bottom="1900"`, "clusters are drawn from 1800 to 1900 pixels, the window has 900"},
		"label astray":  {`off-wire=""`, `off-wire="l,m"`, "labels are not on their wires: [l m]"},
		"label hidden":  {`covered=""`, `covered="l"`, "labels are hidden by others: [l]"},
		"outage unseen": {`down="a"`, `down=""`, "0 links look as if a cluster of theirs is down, not 1"},
		"words missing": {`"a,b"`, `"a"`, "1 problems are told in words, not 2"},
	} {
		m, err := parseMeasured(strings.Replace(fine, test.from, test.to, 1))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := strings.Join(m.complaints(1, 2), "; "); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if _, err := parseMeasured(`<div id="measured"></div>`); err == nil {
		t.Error("a page that was not measured is fine")
	}
}

func TestRun_saysThatTheBrowserIsMissing(t *testing.T) {
	t.Parallel()
	err := run(t.Context(), []string{"-chromium", "no-such-browser", "-out", t.TempDir()}, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no no-such-browser here: install Debian's package chromium") || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v", err)
	}
}
