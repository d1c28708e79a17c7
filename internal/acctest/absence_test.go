package acctest_test

import (
	"net/http"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// A 404 that is not the API's own word about the object takes nothing out of
// state, and makes no deletion succeed.
func TestProto_strange404KeepsWhatExists(t *testing.T) {
	t.Parallel()
	const links = "/kafka/v3/clusters/lkc-dr/links"
	link := acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "l", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": map[string]any{"sasl": map[string]any{"username": "JUMPKEY", "password_wo": "JUMPSECRET"}},
	}
	service := acctest.Object{"environment_id": "env-east", "network_id": "n-east"}
	for name, c := range map[string]struct {
		resource string
		before   []string // resources that it needs
		config   acctest.Object
		path     string
	}{
		"link":    {"clink_cluster_link", nil, link, links},
		"mirror":  {"clink_mirror_topic", []string{"clink_cluster_link"}, acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "l", "source_topic_name": "t"}, "/kafka/v3/clusters/lkc-dr"},
		"service": {"clink_network_link_service", nil, service, "/networking/v1"},
	} {
		for who, body := range map[string]string{
			"a gateway": "<html><h1>404 Not Found</h1></html>", "nobody": "", "the route": `{"error_code":404,"message":"HTTP 404 Not Found"}`,
			"the cluster": `{"error_code":404,"message":"Cluster lkc-dr cannot be found."}`, "a stranger": `{"errors":[{"status":"404","detail":"Not Found"}]}`,
		} {
			t.Run(name+", "+who, func(t *testing.T) {
				t.Parallel()
				w := acctest.NewWorld(t)
				w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "t", "partitions_count": 1})
				if c.before != nil {
					w.NewProtocol(nil).Create(c.before[0], link)
				}
				made := w.NewProtocol(nil).Create(c.resource, c.config)
				w.Fault(acctest.Fault{Path: "^" + c.path, Times: -1, Status: http.StatusNotFound, Body: body})

				read := w.NewProtocol(nil).Read(c.resource, made)
				if read.Object == nil || len(read.Diagnostics.Errors()) == 0 {
					t.Errorf("the read left %v and said %s", read.Object, read.Diagnostics)
				}
				if !read.Diagnostics.Errors().Says("", "rest_endpoint", "nothing is taken out of state") {
					t.Errorf("what to check is not said: %s", read.Diagnostics)
				}
				p := w.NewProtocol(nil)
				gone := p.Apply(c.resource, made, p.Plan(c.resource, made, nil), nil)
				if gone.Object == nil || len(gone.Diagnostics.Errors()) == 0 {
					t.Errorf("the destroy left %v and said %s", gone.Object, gone.Diagnostics)
				}
			})
		}
	}
}

// Where only the object is answered for by a stranger, the list that holds it
// tells that it is there.
func TestProto_listTellsWhatIsThere(t *testing.T) {
	t.Parallel()
	const cluster = "/kafka/v3/clusters/lkc-dr"
	w := acctest.NewWorld(t)
	w.Do(http.MethodPost, "/kafka/v3/clusters/lkc-jump/topics", map[string]any{"topic_name": "t", "partitions_count": 1})
	link := w.NewProtocol(nil).Create("clink_cluster_link", acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": "lkc-jump", "link_name": "l", "remote_bootstrap_servers": "pkc-jump:9092",
		"remote_authentication": map[string]any{"sasl": map[string]any{"username": "JUMPKEY", "password_wo": "JUMPSECRET"}},
	})
	mirror := w.NewProtocol(nil).Create("clink_mirror_topic", acctest.Object{"kafka_cluster_id": "lkc-dr", "link_name": "l", "source_topic_name": "t"})
	service := w.NewProtocol(nil).Create("clink_network_link_service", acctest.Object{"environment_id": "env-east", "network_id": "n-east"})
	kept := func(resource string, state acctest.Step, path string, status int) {
		t.Helper()
		w.Fault(acctest.Fault{Method: http.MethodGet, Path: path, Times: 4, Status: status, Body: `{"error_code":404,"message":"HTTP 404 Not Found"}`})
		if read := w.NewProtocol(nil).Read(resource, state); read.Object == nil || len(read.Diagnostics.Errors()) == 0 {
			t.Errorf("%s: the read left %v and said %s", path, read.Object, read.Diagnostics)
		}
		w.Do(http.MethodDelete, "/simulator/faults", nil)
	}
	kept("clink_cluster_link", link, cluster+"/links/l$", http.StatusNotFound)
	kept("clink_mirror_topic", mirror, "/mirrors/t$", http.StatusNotFound)
	kept("clink_network_link_service", service, "/nls-", http.StatusForbidden)
	w.Do(http.MethodDelete, cluster+"/links/l?force=true", nil)
	kept("clink_mirror_topic", mirror, "/topics/t$", http.StatusNotFound)
}
