package main

import (
	"io"
	"maps"
	"strings"
	"testing"
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
	w, err := startWorld(t.Context())
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

func TestRun_saysThatTheBrowserIsMissing(t *testing.T) {
	t.Parallel()
	err := run(t.Context(), []string{"-chromium", "no-such-browser", "-out", t.TempDir()}, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no no-such-browser here: install Debian's package chromium") || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v", err)
	}
}
