package acctest_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// The recipes of the documentation move a thousand mirror topics from one resource for
// all to one for each, and back, without a request that changes anything.
func TestAccExample_oneOrManyMirrorTopics(t *testing.T) {
	t.Parallel()
	const many = 1000
	names := make([]string, many)
	for i := range names {
		names[i] = fmt.Sprintf("t%04d", i)
	}
	w := acctest.NewWorld(t, documented, func(world *simulator.World, _ *simulator.Options) {
		for _, name := range names {
			world.Clusters[0].Topics = append(world.Clusters[0].Topics, simulator.Topic{Name: name, Partitions: 1})
		}
	})
	e := newExample(t, "resources", append([]string{"TF_VAR_private_api_secret=PRIVATESECRET"}, secrets...)...)
	page := func(resource, name string) string {
		content, err := os.ReadFile(filepath.Join(e.dir, resource, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	e.write("provider.tf", providerOfPages(w)+fmt.Sprintf("locals {\n  shipping_topics = %s\n}\n", `["`+strings.Join(names, `", "`)+`"]`))
	e.write("link.tf", page("clink_cluster_link", "resource.tf"))
	e.terraform("apply", "-auto-approve", "-input=false", "-no-color")
	for _, name := range names {
		w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-east/links/west-to-east/mirrors", map[string]any{"source_topic_name": name})
	}
	for _, step := range []struct{ recipe, does string }{
		{"from-mirror-topic.tf", "1 imported, 0 added, 0 changed, 0 destroyed"},
		{"to-mirror-topic.tf", "1000 imported, 0 added, 0 changed, 0 destroyed"},
		{"from-mirror-topic.tf", "1 imported, 0 added, 0 changed, 0 destroyed"},
	} {
		w.ForgetRequests()
		e.write("topics.tf", page("clink_mirror_topics", step.recipe))
		if out := e.terraform("apply", "-auto-approve", "-input=false", "-no-color"); !strings.Contains(out, step.does) {
			t.Fatalf("%s: want %q, got\n%s", step.recipe, step.does, out[max(0, len(out)-2000):])
		}
		for _, r := range w.Requests("", "/kafka/") {
			if r.Method != http.MethodGet {
				t.Fatalf("%s: sent %s %s", step.recipe, r.Method, r.Path)
			}
		}
	}
}
