package clusterlink_test

import (
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// object is a link object named "pair" on one cluster towards another one.
func object(cluster, remote string, change map[string]any) acctest.Object {
	config := link(map[string]any{
		"kafka_cluster_id": cluster, "remote_cluster_id": remote, "link_name": "pair", "remote_bootstrap_servers": remote + ":9092",
		"remote_authentication": login("K", "S"),
	})
	maps.Copy(config, change)
	return config
}

func waiting(cluster, remote string, change map[string]any) acctest.Object {
	config := object(cluster, remote, change)
	config["connection_mode"] = "INBOUND"
	delete(config, "remote_bootstrap_servers")
	delete(config, "remote_authentication")
	return config
}

func sourceOf(cluster, remote string, change map[string]any) acctest.Object {
	config := object(cluster, remote, change)
	config["link_mode"], config["local_authentication"] = "source", login("L", "S")
	return config
}

var (
	bothWays   = map[string]any{"link_mode": "BIDIRECTIONAL"}
	connecting = map[string]any{"link_mode": "BIDIRECTIONAL", "remote_connection_mode": "INBOUND", "local_authentication": login("L", "S")}
)

// Two link objects of one configuration are held against each other, whichever of
// them is planned first.
func TestProtoPlan_halvesThatAreNoPair(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	const name = `AttributeName("link_name")`
	for c, test := range map[string]struct {
		a, b    acctest.Object
		warning bool
		words   []string
	}{
		"SOURCE to a half that connects itself": {object("lkc-jump", "lkc-primary", nil), sourceOf("lkc-primary", "lkc-jump", nil), false, []string{"Do Not Fit", "SOURCE/OUTBOUND", "DESTINATION/OUTBOUND", `connection_mode = "INBOUND"`}},
		"two SOURCE halves":                     {sourceOf("lkc-jump", "lkc-primary", nil), sourceOf("lkc-primary", "lkc-jump", nil), false, []string{"Do Not Fit", "leave both clusters"}},
		"DESTINATION does not wait for itself":  {waiting("lkc-jump", "lkc-primary", nil), object("lkc-primary", "lkc-jump", nil), false, []string{"Do Not Fit", `link_mode = "SOURCE"`}},
		"two that wait":                         {waiting("lkc-jump", "lkc-primary", nil), waiting("lkc-primary", "lkc-jump", nil), false, []string{"Do Not Fit", `link_mode = "SOURCE"`}},
		"DESTINATION with BIDIRECTIONAL":        {waiting("lkc-jump", "lkc-primary", nil), object("lkc-primary", "lkc-jump", bothWays), false, []string{"Do Not Fit", "BIDIRECTIONAL on both clusters"}},
		"two BIDIRECTIONAL that wait":           {waiting("lkc-jump", "lkc-primary", bothWays), waiting("lkc-primary", "lkc-jump", bothWays), false, []string{"Do Not Fit", "both halves wait"}},
		"the other one waits":                   {waiting("lkc-jump", "lkc-primary", bothWays), object("lkc-primary", "lkc-jump", bothWays), false, []string{"Other Half Waits", `remote_connection_mode = "INBOUND"`, "local_authentication", `"lkc-primary"`}},
		"the other half is another cluster's":   {waiting("lkc-jump", "lkc-primary", nil), sourceOf("lkc-primary", "lkc-dr", nil), false, []string{"Do Not Face", "change places", "another link_name"}},
		"another name":                          {waiting("lkc-jump", "lkc-primary", nil), sourceOf("lkc-primary", "lkc-jump", map[string]any{"link_name": "Pair"}), true, []string{"Different Names", "link_name = clink_cluster_link"}},
		"offsets one way": {
			object("lkc-jump", "lkc-primary", bothWays),
			object("lkc-primary", "lkc-jump", map[string]any{"link_mode": "BIDIRECTIONAL", "config": map[string]any{"consumer.offset.sync.enable": "true", "consumer.offset.group.filters": groups}}),
			true,
			[]string{"Offsets Go One Way", `true on cluster "lkc-primary"`, `no offsets arrive at "lkc-jump"`},
		},

		"a pair":                            {waiting("lkc-jump", "lkc-primary", nil), sourceOf("lkc-primary", "lkc-jump", nil), false, nil},
		"a bidirectional pair":              {object("lkc-jump", "lkc-primary", bothWays), object("lkc-primary", "lkc-jump", bothWays), false, nil},
		"one of it waits":                   {waiting("lkc-jump", "lkc-primary", bothWays), object("lkc-primary", "lkc-jump", connecting), false, nil},
		"both connect, as one is to":        {object("lkc-jump", "lkc-primary", bothWays), object("lkc-primary", "lkc-jump", connecting), false, nil},
		"two links of one name":             {object("lkc-jump", "lkc-primary", nil), object("lkc-primary", "lkc-jump", nil), false, nil},
		"a chain of one name":               {object("lkc-jump", "lkc-primary", nil), object("lkc-dr", "lkc-jump", nil), false, nil},
		"a source that somebody else has":   {waiting("lkc-jump", "lkc-primary", nil), sourceOf("lkc-primary", "lkc-dr", map[string]any{"link_name": "other"}), false, nil},
		"modes that are not known yet":      {waiting("lkc-jump", "lkc-primary", nil), object("lkc-primary", "lkc-jump", map[string]any{"link_mode": acctest.Unknown{}}), false, nil},
		"a remote cluster not known yet":    {waiting("lkc-jump", "lkc-primary", nil), sourceOf("lkc-primary", "lkc-jump", map[string]any{"remote_cluster_id": acctest.Unknown{}}), false, nil},
		"offsets that are not known yet":    {object("lkc-jump", "lkc-primary", bothWays), object("lkc-primary", "lkc-jump", map[string]any{"link_mode": "BIDIRECTIONAL", "config": acctest.Unknown{}}), false, nil},
		"an unknown mode of the other half": {waiting("lkc-jump", "lkc-primary", bothWays), object("lkc-primary", "lkc-jump", map[string]any{"link_mode": "BIDIRECTIONAL", "local_authentication": login("L", "S"), "remote_connection_mode": acctest.Unknown{}}), false, nil},
	} {
		for order, configs := range map[string][2]acctest.Object{"": {test.a, test.b}, ", the other way round": {test.b, test.a}} {
			p := w.NewProtocol(nil)
			if d := p.Plan(typeName, acctest.Step{}, configs[0]).Diagnostics; len(d) > 0 {
				t.Errorf("%s%s: the first half alone: %s", c, order, d)
			}
			d := p.Plan(typeName, acctest.Step{}, configs[1]).Diagnostics
			said := d.Errors()
			if test.warning {
				said = d.Warnings()
			}
			switch {
			case len(test.words) == 0 && len(d) > 0:
				t.Errorf("%s%s: %s", c, order, d)
			case len(test.words) > 0 && (len(d) != 1 || !said.Says("", test.words...) || d[0].Attribute == nil):
				t.Errorf("%s%s: want one on an argument that says %v, got %s", c, order, test.words, d)
			case test.warning && strings.Contains(c, "name") && d[0].Attribute.String() != name:
				t.Errorf("%s%s: %s", c, order, d)
			}
		}
	}
}

const groups = `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`

// Both halves on one cluster is a mistake of its own; the same link twice is another.
func TestProtoValidate_bothHalvesOnOneCluster(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	d := w.NewProtocol(nil).ValidateTogether(typeName, waiting("lkc-jump", "lkc-primary", nil), sourceOf("lkc-jump", "lkc-primary", nil))
	if len(d) != 1 || !d.Errors().Says(`AttributeName("kafka_cluster_id")`, "Both Halves on One Cluster", "change places") {
		t.Error(d)
	}
	d = w.NewProtocol(nil).ValidateTogether(typeName, link(nil), link(nil))
	if len(d) != 1 || !d.Errors().Says(`AttributeName("link_name")`, "Two Owners") {
		t.Error(d)
	}
}

// What may be a pair of its own is left alone: several pairs between two clusters,
// and a half that another configuration has made.
func TestProtoPlan_anotherNameMayBeMeant(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	second := map[string]any{"link_name": "second"}
	p := w.NewProtocol(nil)
	for _, config := range []acctest.Object{waiting("lkc-jump", "lkc-primary", nil), sourceOf("lkc-primary", "lkc-jump", nil), waiting("lkc-jump", "lkc-primary", second)} {
		if d := p.Plan(typeName, acctest.Step{}, config).Diagnostics; len(d) > 0 {
			t.Error(d)
		}
	}
	made := w.NewProtocol(nil).Create(typeName, waiting("lkc-jump", "lkc-primary", nil))
	p = w.NewProtocol(nil)
	p.Plan(typeName, acctest.Step{}, waiting("lkc-jump", "lkc-primary", second))
	if d := p.Plan(typeName, acctest.Step{}, sourceOf("lkc-primary", "lkc-jump", nil)).Diagnostics; len(d) > 0 || made.Object == nil {
		t.Errorf("another configuration has made the other half: %s", d)
	}
}

// Halves that exist are not judged anew: only that they are two different links, and
// a change that lets offsets go one way, is said.
func TestProtoPlan_halvesThatExist(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	here := waiting("lkc-jump", "lkc-primary", bothWays)
	there := object("lkc-primary", "lkc-jump", connecting)
	there["remote_bootstrap_servers"], there["remote_authentication"], there["local_authentication"] = "pkc-jump:9092", login("JUMPKEY", "JUMPSECRET"), login("PRIMARYKEY", "PRIMARYSECRET")
	first := p.Create(typeName, here)
	second := p.Create(typeName, there)
	first = p.Read(typeName, first)
	p = w.NewProtocol(nil)
	for _, d := range []acctest.Diagnostics{p.Plan(typeName, first, here).Diagnostics, p.Plan(typeName, second, there).Diagnostics} {
		if len(d) > 0 {
			t.Errorf("a pair that works: %s", d)
		}
	}

	with := maps.Clone(there)
	with["config"] = map[string]any{"consumer.offset.sync.enable": "true", "consumer.offset.group.filters": groups}
	p = w.NewProtocol(nil)
	p.Plan(typeName, second, with)
	if d := p.Plan(typeName, first, here).Diagnostics; !d.Warnings().Says("", "Offsets Go One Way") {
		t.Errorf("a change of the half that is planned first: %s", d)
	}

	// Somebody makes one half anew.
	w.Do(http.MethodDelete, "/kafka/v3/clusters/lkc-jump/links/pair", nil)
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/links?link_name=pair", map[string]any{
		"remote_cluster_id": "lkc-primary",
		"configs":           []any{map[string]any{"name": "link.mode", "value": "BIDIRECTIONAL"}, map[string]any{"name": "connection.mode", "value": "INBOUND"}},
	})
	p = w.NewProtocol(nil)
	first, second = p.Read(typeName, first), p.Read(typeName, second)
	p.Plan(typeName, first, here)
	if d := p.Plan(typeName, second, there).Diagnostics; !d.Warnings().Says(`AttributeName("link_name")`, "Two Different Links", first.Object["cluster_link_id"].(string), second.Object["cluster_link_id"].(string)) {
		t.Errorf("two halves of different links: %s", d)
	}
}

// Who takes one half away is told of the other one, once for a pair.
func TestProtoPlan_destroyOfAHalf(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	here := waiting("lkc-jump", "lkc-primary", nil)
	there := sourceOf("lkc-primary", "lkc-jump", nil)
	there["remote_bootstrap_servers"], there["remote_authentication"], there["local_authentication"] = "pkc-jump:9092", login("JUMPKEY", "JUMPSECRET"), login("PRIMARYKEY", "PRIMARYSECRET")
	first, second := p.Create(typeName, here), p.Create(typeName, there)
	for name, c := range map[string]struct {
		half  acctest.Step
		words []string
	}{
		"INBOUND": {first, []string{"Data Stops", `on cluster "lkc-jump" stops its data`, `"lkc-primary"`, "costing money"}},
		"SOURCE":  {second, []string{"Data Stops", `on cluster "lkc-primary" stops its data`, `"lkc-jump"`, "costing money"}},
	} {
		if d := p.Plan(typeName, c.half, nil).Diagnostics; len(d) != 1 || !d.Warnings().Says("", c.words...) {
			t.Errorf("%s: %s", name, d)
		}
	}
	alone := link(map[string]any{"link_name": "alone"})
	if d := p.Plan(typeName, p.Create(typeName, alone), nil).Diagnostics; len(d) > 0 {
		t.Errorf("a link that is one object: %s", d)
	}
	// A half that is replaced.
	there["prefix"] = "x-"
	if d := p.Plan(typeName, second, there).Diagnostics.Warnings(); !d.Says(`AttributeName("prefix")`, "Until this half is made again", `"lkc-jump"`) {
		t.Errorf("replacing the SOURCE half: %s", d)
	}
	here["prefix"] = "x-"
	if d := p.Plan(typeName, first, here).Diagnostics.Warnings(); !d.Says(`AttributeName("prefix")`, "replace it as well", "replace_triggered_by") {
		t.Errorf("replacing the INBOUND half: %s", d)
	}
}

// What a user sees: the plan stops before the first of the two is made.
func TestAccClusterLink_halvesThatAreNoPair(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	run(t, w, resource.TestStep{
		Config:      strings.Replace(bidirectional(true), `remote_connection_mode = "INBOUND"`, "", 1),
		ExpectError: regexp.MustCompile(`(?s)Other Half Waits.*remote_connection_mode`),
	})
	if sent := writes(w); len(sent) > 0 {
		t.Errorf("sent %+v", sent)
	}
}
