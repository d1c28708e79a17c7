package acctest_test

import (
	"fmt"
	"net/http"
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
