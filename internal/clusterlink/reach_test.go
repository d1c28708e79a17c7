package clusterlink_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// Why a link does not come through to its remote cluster is said in plain words, on
// the argument to correct, with what to look at; and the server's words with them.
func TestProtoCreate_doesNotComeThrough(t *testing.T) {
	t.Parallel()
	const servers, id = `AttributeName("remote_bootstrap_servers")`, `AttributeName("remote_cluster_id")`
	for name, c := range map[string]struct {
		change map[string]any
		says   string // the server, where the simulator does not come to say it
		at     string
		words  []string
	}{
		"a name that does not resolve": {
			map[string]any{"remote_bootstrap_servers": "nowhere.example:9092"},
			"", servers,
			[]string{`cannot resolve remote_bootstrap_servers = "nowhere.example:9092"`, "not where Terraform runs", "UNRESOLVABLE_BOOTSTRAP_ERROR"},
		},
		"another cluster": {
			map[string]any{"remote_cluster_id": "lkc-other"},
			"", id,
			[]string{`is not remote_cluster_id = "lkc-other"`, "A cluster that was made anew has a new id", "cluster ID mismatch", "lkc-jump"},
		},
		"no broker that answers": {
			nil, "Unable to validate cluster link due to error: Timed out waiting for a node assignment. Call: describeCluster", servers,
			[]string{"No broker of cluster", "port 9092", "443 is the REST API", "remote_authentication.security_protocol", "describeCluster"},
		},
		"no way": {
			map[string]any{"remote_cluster_id": "lkc-primary", "remote_bootstrap_servers": "lkc-primary:9092"},
			"", servers,
			[]string{"there is no way to", "port 9092", "source-initiated", "validate_link = false"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			if c.says != "" {
				w.Fault(acctest.Fault{Method: http.MethodPost, Path: "/links$", Times: 1, Status: http.StatusBadRequest, Body: fmt.Sprintf(`{"error_code":400,"message":%q}`, c.says)})
			}
			p := w.NewProtocol(nil)
			config := link(c.change)
			made := p.Apply(typeName, acctest.Step{}, p.Plan(typeName, acctest.Step{}, config), config)
			if !made.Diagnostics.Errors().Says(c.at, c.words...) || made.Object != nil {
				t.Errorf("says %s; stored %v", made.Diagnostics, made.Object)
			}
		})
	}
}
