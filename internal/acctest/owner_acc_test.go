package acctest_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const ownedLink = `
resource "clink_cluster_link" %q {
  kafka_cluster_id         = "lkc-dr"
  remote_cluster_id        = "lkc-jump"
  link_name                = "l"
  remote_bootstrap_servers = "pkc-jump:9092"
  remote_authentication    = { sasl = { username = "JUMPKEY", password_wo = "JUMPSECRET", password_wo_version = 1 } }
}
`

const ownedMirror = `
resource "clink_mirror_topic" %q {
  kafka_cluster_id  = "lkc-dr"
  link_name         = clink_cluster_link.%s.link_name
  source_topic_name = %q
}
`

const ownedNetworkLink = `
resource "clink_network_link_service" %[1]q {
  environment_id = "env-east"
  network_id     = "n-east"
  accept         = { network_ids = ["n-west"] }
}
resource "clink_network_link_endpoint" %[1]q {
  environment_id          = "env-west"
  network_id              = "n-west"
  network_link_service_id = clink_network_link_service.%[1]s.id
}
`

// An object that moves to another address without a moved block is neither
// deleted nor made anew: the plan says what to write, and with that it is kept.
func TestAccOwner_movesWithoutMoved(t *testing.T) {
	t.Parallel()
	link := func(name string) string { return fmt.Sprintf(ownedLink, name) }
	for name, c := range map[string]struct{ before, after, moved string }{
		"a mirror topic that is renamed": {
			link("l") + fmt.Sprintf(ownedMirror, "a", "l", "t1"), link("l") + fmt.Sprintf(ownedMirror, "b", "l", "t1"),
			"moved {\n  from = clink_mirror_topic.a\n  to = clink_mirror_topic.b\n}",
		},
		"a link that is renamed": {link("l"), link("k"), "moved {\n  from = clink_cluster_link.l\n  to = clink_cluster_link.k\n}"},
		"a network link service": {
			fmt.Sprintf(ownedNetworkLink, "a"), fmt.Sprintf(ownedNetworkLink, "b"),
			"moved {\n  from = clink_network_link_service.a\n  to = clink_network_link_service.b\n}\nmoved {\n  from = clink_network_link_endpoint.a\n  to = clink_network_link_endpoint.b\n}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "t1", "partitions_count": 1})
			unsent := func() {
				if sent := w.Requests(http.MethodDelete, ""); len(sent) > 0 {
					t.Errorf("deleted: %v", sent)
				}
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Factories(),
				Steps: []resource.TestStep{
					{Config: w.Provider() + c.before},
					{Config: w.Provider() + c.after, ExpectError: regexp.MustCompile(`(?s)Moves to Another Address.*moved \{`)},
					{PreConfig: unsent, Config: w.Provider() + c.after + c.moved},
					{PreConfig: unsent, Config: w.Provider() + c.after, PlanOnly: true},
				},
			})
		})
	}
}

// Two addresses that claim one object are told at plan, before anything is made.
func TestAccOwner_twoClaims(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]string{
		"links":   fmt.Sprintf(ownedLink, "l") + fmt.Sprintf(ownedLink, "k"),
		"mirrors": fmt.Sprintf(ownedLink, "l") + fmt.Sprintf(ownedMirror, "a", "l", "t1") + fmt.Sprintf(ownedMirror, "b", "l", "t1"),
		"services": `
resource "clink_network_link_service" "s" {
  count          = 2
  environment_id = "env-east"
  network_id     = "n-east"
}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Factories(),
				Steps:                    []resource.TestStep{{Config: w.Provider() + config, ExpectError: regexp.MustCompile(`(?s)Two Owners.*destroy\s+=\s+false`)}},
			})
			if made := w.Requests(http.MethodPost, "lkc-dr"); len(made) > 0 {
				t.Errorf("made %v", made)
			}
		})
	}
}

// A replacement is no move, and one of several topics may go.
func TestAccOwner_replacementAndRemoval(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for _, topic := range []string{"t1", "t2"} {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": topic, "partitions_count": 1})
	}
	link, a, b := w.Provider()+fmt.Sprintf(ownedLink, "l"), fmt.Sprintf(ownedMirror, "a", "l", "t1"), fmt.Sprintf(ownedMirror, "b", "l", "t2")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(),
		Steps: []resource.TestStep{
			{Config: link + a + b},
			{Config: link + a + b, Taint: []string{"clink_mirror_topic.a"}},
			{Config: link + a},
			{Config: link + fmt.Sprintf(ownedMirror, "a", "l", "t2")},
		},
	})
}

// A list that grows at its head shifts what each index has: what one index leaves,
// the next one takes, and the topic in between would be deleted and copied anew.
func TestAccOwner_shiftedByCount(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for _, topic := range []string{"t0", "t1"} {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": topic, "partitions_count": 1})
	}
	config := func(topics string) string {
		return w.Provider() + fmt.Sprintf(ownedLink, "l") + fmt.Sprintf(`
locals { topics = %s }
resource "clink_mirror_topic" "t" {
  count             = length(local.topics)
  kafka_cluster_id  = "lkc-dr"
  link_name         = clink_cluster_link.l.link_name
  source_topic_name = local.topics[count.index]
}`, topics)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(),
		Steps: []resource.TestStep{
			{Config: config(`["t1"]`)},
			{Config: config(`["t0", "t1"]`), ExpectError: regexp.MustCompile(`(?s)Moves to Another Address.*moved \{`)},
			{
				PreConfig: func() {
					if sent := w.Requests(http.MethodDelete, ""); len(sent) > 0 {
						t.Errorf("deleted: %v", sent)
					}
				},
				Config: config(`["t0"]`), // another topic at the same index is no move
			},
		},
	})
}

// create_before_destroy is a replacement like any other.
func TestAccOwner_createBeforeDestroy(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for _, topic := range []string{"t1", "t2"} {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": topic, "partitions_count": 1})
	}
	config := func(topic string) string {
		mirror := strings.Replace(fmt.Sprintf(ownedMirror, "a", "l", topic), "\n}", "\n  lifecycle { create_before_destroy = true }\n}", 1)
		return w.Provider() + fmt.Sprintf(ownedLink, "l") + mirror
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(),
		Steps:                    []resource.TestStep{{Config: config("t1")}, {Config: config("t2")}, {Config: config("t2"), PlanOnly: true}},
	})
}

// Other keys of for_each, and a move into a module, by the real terraform: the plan
// fails, nothing is deleted, and a moved block makes it a plan without changes.
func TestAccOwner_otherKeysAndModules(t *testing.T) {
	t.Parallel()
	mirror := func(name, topics string) string {
		return fmt.Sprintf(`
resource "clink_mirror_topic" %q {
  for_each          = tomap(%s)
  kafka_cluster_id  = "lkc-dr"
  link_name         = "l"
  source_topic_name = each.value
}
`, name, topics)
	}
	const before = `{ "0" = "t1", "1" = "t2" }`
	for name, c := range map[string]struct{ after, module, moved string }{
		"other keys": {
			after: mirror("m", `{ "t1" = "t1", "t2" = "t2" }`),
			moved: "moved {\n  from = clink_mirror_topic.m[\"0\"]\n  to = clink_mirror_topic.m[\"t1\"]\n}\nmoved {\n  from = clink_mirror_topic.m[\"1\"]\n  to = clink_mirror_topic.m[\"t2\"]\n}\n",
		},
		"into a module": {
			after: "module \"topics\" {\n  source = \"./topics\"\n}\n", module: "terraform {\n  required_providers {\n    clink = { source = \"clusterlinking/clink\" }\n  }\n}\n" + mirror("m", before),
			moved: "moved {\n  from = clink_mirror_topic.m\n  to = module.topics.clink_mirror_topic.m\n}\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			for _, topic := range []string{"t1", "t2"} {
				w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": topic, "partitions_count": 1})
			}
			e := newExample(t, "resources")
			required := "terraform {\n  required_providers {\n    clink = { source = \"clusterlinking/clink\" }\n  }\n}\n"
			config := required + w.Provider() + fmt.Sprintf(ownedLink, "l")
			e.write("main.tf", config+strings.ReplaceAll(mirror("m", before), `link_name         = "l"`, "link_name         = clink_cluster_link.l.link_name"))
			e.terraform("apply", "-auto-approve", "-input=false", "-no-color")
			w.ForgetRequests()
			if c.module != "" {
				if err := os.Mkdir(filepath.Join(e.dir, "topics"), 0o755); err != nil {
					t.Fatal(err)
				}
				e.write("topics/main.tf", c.module)
			}
			e.write("main.tf", config+c.after)
			e.terraform("get")
			out, failed := e.fails("apply", "-auto-approve", "-input=false", "-no-color")
			if !failed || !strings.Contains(out, "Object Moves to Another Address") || !strings.Contains(out, "moved {") {
				t.Errorf("without a moved block: %s", out)
			}
			e.write("main.tf", config+c.after+c.moved)
			if out := e.terraform("apply", "-auto-approve", "-input=false", "-no-color"); !strings.Contains(out, "0 added, 0 changed, 0 destroyed") {
				t.Errorf("with moved blocks: %s", out)
			}
			for _, r := range w.Requests("", "/kafka/") {
				if r.Method != http.MethodGet {
					t.Errorf("sent %v", r)
				}
			}
		})
	}
}

// A provider block in a test file of terraform test serves all of its runs, and has no
// address claimed twice because it is planned and applied.
func TestProtoOwner_runsOfATestAreApart(t *testing.T) {
	t.Parallel()
	const link = "clink_cluster_link"
	w := acctest.NewWorld(t)
	config := acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "jump-to-dr", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": map[string]any{"sasl": map[string]any{"username": "JUMPKEY", "password_wo": "JUMPSECRET"}},
	}
	var block map[string]any
	p := w.NewProtocol(func(b map[string]any) { block = b })
	for name, c := range map[string]struct {
		configure func(map[string]any) acctest.Diagnostics
		refused   bool
	}{
		"a run":          {p.Configure, true},
		"runs of a test": {p.ConfigureForTests, false},
	} {
		c.configure(block)
		first, second := p.ValidateNext(link, config), p.ValidateNext(link, config)
		if refused := second.Errors().Says("", "Object Has Two Owners"); len(first) > 0 || refused != c.refused {
			t.Errorf("%s: %s, %s", name, first, second)
		}
	}
}
