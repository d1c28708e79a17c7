package acctest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// makeLink creates a link as other tools do: over the REST API.
func makeLink(w *acctest.World, cluster, name, remote, remoteID string, settings map[string]string) {
	configs := []map[string]string{}
	for setting, value := range settings {
		configs = append(configs, map[string]string{"name": setting, "value": value})
	}
	w.Do(http.MethodPost, "/kafka/v3/clusters/"+cluster+"/links?link_name="+name, map[string]any{remote: remoteID, "configs": configs})
}

// makeMirror creates a mirror topic as other tools do.
func makeMirror(w *acctest.World, link, source string) {
	w.Do(http.MethodPost, "/kafka/v3/clusters/"+link+"/mirrors", map[string]any{"source_topic_name": source})
}

// jumpToDR are the settings of a link to lkc-jump.
func jumpToDR(more map[string]string) map[string]string {
	settings := map[string]string{
		"bootstrap.servers": "pkc-jump:9092", "security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN",
		"sasl.jaas.config": linkconfig.JAAS(linkconfig.PlainLoginModule, linkconfig.Option{Name: "username", Value: "JUMPKEY"}, linkconfig.Option{Name: "password", Value: "JUMPSECRET"}),
	}
	maps.Copy(settings, more)
	return settings
}

// adopts plans and applies an example that imports what is there: nothing is added,
// changed or sent. It returns how many requests the plan took.
func (e *example) adopts(w *acctest.World, imported int) (requests int) {
	e.t.Helper()
	w.ForgetRequests()
	plan := e.terraform("plan", "-input=false", "-no-color")
	if want := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy", imported); !strings.Contains(plan, want) {
		e.t.Fatalf("want %q:\n%s", want, plan)
	}
	requests = len(w.Requests("", "/kafka/"))
	e.terraform("apply", "-auto-approve", "-input=false", "-no-color")
	if plan := e.terraform("plan", "-input=false", "-no-color"); !strings.Contains(plan, "No changes.") {
		e.t.Errorf("the plan after the import is not empty:\n%s", plan)
	}
	e.changedNothing(w)
	return requests
}

// changedNothing checks that nothing but reads reached the APIs.
func (e *example) changedNothing(w *acctest.World) {
	e.t.Helper()
	for _, r := range w.Requests("", "/") {
		if r.Method != http.MethodGet && !strings.HasPrefix(r.Path, "/simulator/") {
			e.t.Errorf("sent %v", r)
		}
	}
}

// mirroringMany is a world in which lkc-dr mirrors so many topics of lkc-jump.
func mirroringMany(t *testing.T, many int) *acctest.World {
	t.Helper()
	w := acctest.NewWorld(t, func(world *simulator.World, _ *simulator.Options) {
		for i := range world.Clusters {
			for n := 0; world.Clusters[i].ID == "lkc-jump" && n < many; n++ {
				world.Clusters[i].Topics = append(world.Clusters[i].Topics, simulator.Topic{Name: fmt.Sprintf("topic-%04d", n), Partitions: 1})
			}
		}
	})
	makeLink(w, "lkc-dr", "jump-to-dr", "source_cluster_id", "lkc-jump", jumpToDR(nil))
	for n := range many {
		makeMirror(w, "lkc-dr/links/jump-to-dr", fmt.Sprintf("topic-%04d", n))
	}
	return w
}

// adopter is the example that adopts mirror topics, for the topics that the
// configuration beside it finds.
func adopter(t *testing.T, w *acctest.World) (e *example, topics string) {
	t.Helper()
	names := newExample(t, "adopt-mirror-topics/names", secrets...)
	names.at(w)
	names.terraform("apply", "-auto-approve", "-input=false", "-no-color")
	topics = names.terraform("output", "-json", "topics")
	e = newExample(t, "adopt-mirror-topics", secrets...)
	e.at(w)
	e.write("topics.json", topics)
	return e, topics
}

// Many mirror topics are imported with far fewer requests than there are topics, become
// one resource, and single ones again: nothing is sent for any of that.
func TestAccExample_adoptMirrorTopics(t *testing.T) {
	t.Parallel()
	const many = 100
	w := mirroringMany(t, many)
	e, topics := adopter(t, w)
	if requests := e.adopts(w, many); requests > many/4 {
		t.Errorf("%d topics took %d requests: %v", many, requests, w.Requests("", "/kafka/")[:12])
	}

	set := newExample(t, "adopt-mirror-topics/as-one-resource", secrets...)
	set.at(w)
	set.write("../topics.json", topics)
	set.write("terraform.tfstate", e.state())
	set.adopts(w, 1)
	back := newExample(t, "adopt-mirror-topics", secrets...)
	back.at(w)
	back.write("topics.json", topics)
	back.write("back.tf", "removed {\n  from = clink_mirror_topics.all\n\n  lifecycle {\n    destroy = false\n  }\n}\n")
	back.write("terraform.tfstate", set.state())
	back.adopts(w, many)
}

// Topics that are paused, or have ended, are imported as what they are.
func TestAccExample_adoptMirrorTopicsOfAnyStatus(t *testing.T) {
	t.Parallel()
	w := mirroringMany(t, 4)
	for verb, topic := range map[string]string{"pause": "topic-0001", "failover": "topic-0002", "promote": "topic-0003"} {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr/mirrors:"+verb, map[string]any{"mirror_topic_names": []string{topic}})
	}
	e, topics := adopter(t, w)
	if strings.Count(topics, `"PROMOTED"`) != 2 || strings.Count(topics, `"PAUSED"`) != 1 {
		t.Errorf("found %s", topics)
	}
	e.adopts(w, 4)
}

func TestAccExample_fromTheConfluentCLI(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	e := newExample(t, "from-the-confluent-cli", secrets...)
	e.at(w)
	for _, half := range []struct{ cluster, remote, remoteID, file string }{
		{"lkc-jump", "source_cluster_id", "lkc-primary", "primary-to-jump.jump.config"},
		{"lkc-primary", "destination_cluster_id", "lkc-jump", "primary-to-jump.primary.config"},
	} {
		text, err := os.ReadFile(filepath.Join(e.dir, half.file))
		if err != nil {
			t.Fatal(err)
		}
		settings, err := linkconfig.ParseProperties(string(text))
		if err != nil {
			t.Fatal(err)
		}
		makeLink(w, half.cluster, "primary-to-jump", half.remote, half.remoteID, settings)
	}
	makeMirror(w, "lkc-jump/links/primary-to-jump", "orders")
	e.adopts(w, 3)
	if state := e.state(); strings.Contains(state, "JUMPSECRET") || strings.Contains(state, "PRIMARYSECRET") {
		t.Error("the state holds a secret")
	}
}

func TestAccExample_fromConfluentForKubernetes(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	for _, topic := range []string{"orders", "payments"} {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": topic})
	}
	makeLink(w, "lkc-dr", "jump-to-dr", "source_cluster_id", "lkc-jump", jumpToDR(map[string]string{
		"cluster.link.prefix": "jump.", "consumer.offset.sync.enable": "true",
		"consumer.offset.group.filters": `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`,
	}))
	makeMirror(w, "lkc-dr/links/jump-to-dr", "orders")
	makeMirror(w, "lkc-dr/links/jump-to-dr", "payments")
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr/mirrors:pause", map[string]any{"mirror_topic_names": []string{"jump.payments"}})
	e := newExample(t, "from-confluent-for-kubernetes", secrets...)
	e.at(w)
	e.adopts(w, 3)
	var outputs map[string]struct {
		Value map[string]map[string]string `json:"value"`
	}
	if err := json.Unmarshal([]byte(e.terraform("output", "-json")), &outputs); err != nil {
		t.Fatal(err)
	}
	todo := outputs["to_do_by_hand"].Value
	if !strings.Contains(todo["secrets"]["remote_authentication.sasl"], "kafka/jump-login") || todo["left_out"]["spec.destinationKafkaCluster.kafkaRestClassRef"] == "" {
		t.Errorf("to do: %v", todo)
	}
}

// What Terraform generates for an import validates and plans empty, and tells where a
// secret belongs.
func TestAccImport_generatedConfigurationPlansEmpty(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	e := newExample(t, "from-the-official-provider/before", secrets...)
	e.withStandIn("registry.terraform.io/confluentinc/confluent")
	e.at(w)
	e.terraform("apply", "-auto-approve", "-input=false", "-no-color")
	ids := regexp.MustCompile(`(?:nl[se]-\w+|lkc-\w+/[^"]+)`).FindAllString(e.state(), -1)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) != 12 {
		t.Fatalf("found %v", ids)
	}
	g := newExample(t, "from-the-official-provider/after", secrets...)
	g.at(w)
	main, err := os.ReadFile(filepath.Join(g.dir, "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	provider, _, _ := strings.Cut(string(main), "# A source-initiated link")
	imports := ""
	for i, id := range ids {
		kind := "mirror_topic"
		switch {
		case strings.HasPrefix(id, "nls-"):
			kind, id = "network_link_service", "env-east/"+id
		case strings.HasPrefix(id, "nle-"):
			kind, id = "network_link_endpoint", "env-west/"+id
		case strings.Count(id, "/") == 1:
			kind = "cluster_link"
		}
		imports += fmt.Sprintf("import {\n  to = clink_%s.n%d\n  id = %q\n}\n", kind, i, id)
	}
	if err := os.Remove(filepath.Join(g.dir, "moved.tf")); err != nil {
		t.Fatal(err)
	}
	g.write("main.tf", provider+imports)
	g.write("versions.tf", "terraform {\n  required_providers {\n    clink = { source = \"clusterlinking/clink\" }\n  }\n}\n")
	w.ForgetRequests()
	g.terraform("plan", "-input=false", "-no-color", "-generate-config-out=generated.tf")
	g.terraform("validate", "-no-color")
	generated, err := os.ReadFile(filepath.Join(g.dir, "generated.tf"))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(generated); strings.Contains(text, "SECRET") || strings.Count(text, "resource \"clink_") != 12 {
		t.Errorf("generated:\n%s", text)
	}
	g.adopts(w, 12)
}
