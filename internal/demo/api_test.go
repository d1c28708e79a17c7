package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRead_asksEveryClusterWithItsOwnKey(t *testing.T) {
	t.Parallel()

	mux := http.NewServeMux()
	answer := func(path, body string) {
		mux.HandleFunc("GET /kafka/v3/clusters/"+path, func(w http.ResponseWriter, r *http.Request) {
			if key, secret, _ := r.BasicAuth(); key != "K" || secret != "S" {
				http.Error(w, "wrong key", http.StatusUnauthorized)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		})
	}
	answer("lkc-b/links", `{"data":[{"link_name":"a-to-b"}]}`)
	answer("lkc-b/links/a-to-b", `{"link_name":"a-to-b","source_cluster_id":"lkc-a","destination_cluster_id":null,"link_state":"ACTIVE","tasks":[{"task_name":"AclSync","state":"ACTIVE"}]}`)
	answer("lkc-b/links/a-to-b/configs", `{"data":[{"name":"sasl.jaas.config","value":null},{"name":"link.mode","value":"DESTINATION"},{"name":"connection.mode","value":"OUTBOUND"}]}`)
	answer("lkc-b/links/a-to-b/mirrors", `{"data":[{"link_name":"a-to-b","mirror_topic_name":"t","source_topic_name":"t","mirror_status":"ACTIVE"}]}`)
	answer("lkc-b/topics", `{"data":[{"topic_name":"u"},{"topic_name":"t","partitions_count":3}]}`)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	a := &api{base: server.URL, chain: []cluster{{ID: "lkc-b", Key: "K", Secret: "S"}}}
	found, err := a.read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l, ok := hop(found, cluster{ID: "lkc-a"}, cluster{ID: "lkc-b"})
	if !ok || l.Connection != "OUTBOUND" || l.State != active || tasksOf(l) != "ACLs ACTIVE" {
		t.Errorf("got link %+v", l)
	}
	if got := mirrorStatus(found, cluster{ID: "lkc-b"}, "t"); got != active {
		t.Errorf("the mirror is %s", got)
	}
	if topics := found.Topics["lkc-b"]; len(topics) != 2 || topics[0] != (topic{Name: "t", Partitions: 3}) {
		t.Errorf("got topics %v", topics)
	}

	a.chain[0].Secret = "other"
	if _, err := a.read(t.Context()); err == nil || !strings.Contains(err.Error(), "asking lkc-b for links: 401") {
		t.Errorf("with a wrong key: %v", err)
	}
}
