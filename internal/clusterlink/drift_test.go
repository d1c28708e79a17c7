package clusterlink_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// Somebody has put another link in the place of the one in state: what cannot be
// changed on a link is drift as well, and the plan brings back what the configuration
// wants.
func TestProtoRead_anotherLinkOfTheName(t *testing.T) {
	t.Parallel()
	setting := func(name, value string) any { return map[string]any{"name": name, "value": value} }
	for name, c := range map[string]struct {
		body acctest.Object
		want acctest.Object // in state
	}{
		"to another cluster": {
			acctest.Object{"source_cluster_id": "lkc-primary", "configs": []any{setting("bootstrap.servers", "lkc-primary:9092")}},
			acctest.Object{"remote_cluster_id": "lkc-primary"},
		},
		"in another mode": {
			acctest.Object{"remote_cluster_id": "lkc-jump", "configs": []any{setting("link.mode", "BIDIRECTIONAL"), setting("bootstrap.servers", "pkc-jump:9092")}},
			acctest.Object{"link_mode": "BIDIRECTIONAL"},
		},
		"that waits": {
			acctest.Object{"source_cluster_id": "lkc-jump", "configs": []any{setting("connection.mode", "INBOUND")}},
			acctest.Object{"connection_mode": "INBOUND"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			p := w.NewProtocol(nil)
			config := link(nil)
			state := p.Create(typeName, config)
			w.Do(http.MethodDelete, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr", nil)
			w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-dr/links?link_name=jump-to-dr&validate_link=false", c.body)
			w.ForgetRequests()

			read := w.NewProtocol(nil).Read(typeName, state)
			if !read.Diagnostics.Warnings().Says("", "Made Anew") {
				t.Errorf("reading says %s", read.Diagnostics)
			}
			planned := w.NewProtocol(nil).Plan(typeName, read, config)
			for attribute, value := range c.want {
				if read.Object[attribute] != value {
					t.Errorf("%s is read as %v", attribute, read.Object[attribute])
				}
				if !slices.ContainsFunc(planned.Replace, func(at string) bool { return strings.Contains(at, attribute) }) {
					t.Errorf("%s does not replace the link: %v", attribute, planned.Replace)
				}
			}
			if !planned.Diagnostics.Warnings().Says("", "Link Will Be Replaced") {
				t.Errorf("the plan says %s", planned.Diagnostics)
			}
			for _, r := range w.Requests("", "/links") {
				if r.Method != http.MethodGet {
					t.Errorf("sent %s %s", r.Method, r.Path)
				}
			}
		})
	}
}
