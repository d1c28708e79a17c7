package simulator

import (
	"net/http"
	"strings"
)

// fallbackPattern serves what no other route does.
const fallbackPattern = "/"

// apiRoutes are all endpoints of the two APIs.
func (s *Simulator) apiRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	for _, prefix := range []string{"/kafka/v3/clusters", "/v3/clusters"} {
		mux.HandleFunc("GET "+prefix, s.open(listClusters))
		kafka := func(route string, op operation) {
			method, path, _ := strings.Cut(route, " ")
			mux.HandleFunc(method+" "+prefix+"/{cluster_id}"+path, s.kafka(op))
		}
		kafka("GET ", getCluster)

		kafka("GET /acls", listACLs)
		kafka("GET /consumer-groups", listConsumerGroups)

		kafka("GET /links", linking(listLinks))
		kafka("POST /links", linking(createLink))
		kafka("POST /links/{$}", linking(createLink)) // as the documentation spells it
		kafka("GET /links/{link_name}", linking(getLink))
		kafka("DELETE /links/{link_name}", linking(deleteLink))

		kafka("GET /links/{link_name}/configs", linking(listLinkConfigs))
		kafka("PUT /links/{link_name}/configs:alter", linking(alterLinkConfigs))
		kafka("GET /links/{link_name}/configs/{config_name}", linking(getLinkConfig))
		kafka("PUT /links/{link_name}/configs/{config_name}", linking(setLinkConfig))
		kafka("DELETE /links/{link_name}/configs/{config_name}", linking(resetLinkConfig))

		kafka("GET /links/-/mirrors", linking(listAllMirrors))
		kafka("GET /links/{link_name}/mirrors", linking(listMirrors))
		kafka("POST /links/{link_name}/mirrors", linking(createMirror))
		kafka("GET /links/{link_name}/mirrors/{mirror_topic_name}", linking(getMirror))
		for _, a := range mirrorActions() {
			kafka("POST /links/{link_name}/mirrors:"+a.name, linking(a.perform))
		}

		kafka("GET /topics", listTopics)
		kafka("POST /topics", createTopic)
		kafka("GET /topics/{topic_name}", getTopic)
		kafka("PATCH /topics/{topic_name}", updateTopic)
		kafka("DELETE /topics/{topic_name}", deleteTopic)
		kafka("GET /topics/-/configs", listAllTopicConfigs)
		kafka("GET /topics/{topic_name}/configs", listTopicConfigs)
		kafka("POST /topics/{topic_name}/configs:alter", alterTopicConfigs)
		kafka("GET /topics/{topic_name}/configs/{config_name}", getTopicConfig)
		kafka("PUT /topics/{topic_name}/configs/{config_name}", setTopicConfig)
		kafka("DELETE /topics/{topic_name}/configs/{config_name}", resetTopicConfig)
		kafka("GET /topics/{topic_name}/partitions", listPartitions)
		kafka("GET /topics/{topic_name}/partitions/{partition_id}", getPartition)
		kafka("GET /topics/{topic_name}/partitions/{partition_id}/replicas", listReplicas)
		kafka("GET /topics/{topic_name}/default-configs", listDefaultTopicConfigs)
	}
	s.networkingRoutes(mux)
	mux.HandleFunc("POST /oauth/token", s.open(issueToken))
	mux.HandleFunc("POST /sts/v1/oauth2/token", s.open(exchangeToken))
	mux.HandleFunc("GET /security/1.0/authenticate", s.open(authenticatePlatform))
	mux.HandleFunc(fallbackPattern, func(w http.ResponseWriter, r *http.Request) { s.fallback(mux, w, r) })
	return mux
}

// open serves what names no cluster.
func (s *Simulator) open(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { s.perform(r.Context(), w, newCall(r), op) }
}

// kafka serves what belongs to one cluster, to whom that cluster admits.
func (s *Simulator) kafka(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.perform(r.Context(), w, newCall(r), func(st *state, c *call) (reply, error) {
			if c.cluster == nil { // not when a held request is tried again
				if err := st.admit(c); err != nil {
					return reply{}, err
				}
			}
			return op(st, c)
		})
	}
}

func (st *state) admit(c *call) error {
	id := c.PathValue("cluster_id")
	cl := st.clusters[id]
	switch {
	case cl == nil:
		return notFound("Cluster %s cannot be found.", id)
	case !cl.reachable:
		return errDropped
	case !cl.bucket.take(st.now):
		return rateLimitError{}
	case !st.opens(cl, c.Request) && cl.restAuth() == RESTAuthBearer:
		return loginError{scheme: "Bearer"}
	case !st.opens(cl, c.Request):
		return unauthorized()
	}
	c.cluster = cl
	return nil
}

// linking guards what only a cluster with Cluster Linking has.
func linking(op operation) operation {
	return func(st *state, c *call) (reply, error) {
		if !c.cluster.hasClusterLinking() {
			return reply{}, kafkaError{http.StatusBadRequest, 40035, textNoClusterLinking}
		}
		return op(st, c)
	}
}

// fallback tells a wrong method from an unknown path, as the server does, but
// with its JSON body instead of ServeMux's text.
func (s *Simulator) fallback(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != fallbackPattern {
			allowed = append(allowed, method)
		}
	}
	err := kafkaError{http.StatusNotFound, http.StatusNotFound, "HTTP 404 Not Found"}
	if len(allowed) > 0 {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		err = kafkaError{http.StatusMethodNotAllowed, http.StatusMethodNotAllowed, "HTTP 405 Method Not Allowed"}
	}
	err.reply().write(w)
}

// malformed answers a path with an empty segment, such as a link without a
// name (contract A.0), which ServeMux would redirect.
func malformed(w http.ResponseWriter, r *http.Request) {
	kafkaError{http.StatusBadRequest, http.StatusBadRequest, "Malformed path: " + r.URL.Path}.reply().write(w)
}
