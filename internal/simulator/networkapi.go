package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// networkingRoutes are the endpoints of contract A.7.
func (s *Simulator) networkingRoutes(mux *http.ServeMux) {
	const base = "/networking/v1"
	for route, op := range map[string]operation{
		"GET " + base + "/network-link-services":          listServices,
		"POST " + base + "/network-link-services":         createService,
		"GET " + base + "/network-link-services/{id}":     getService,
		"PATCH " + base + "/network-link-services/{id}":   updateService,
		"DELETE " + base + "/network-link-services/{id}":  deleteService,
		"GET " + base + "/network-link-endpoints":         listEndpoints,
		"POST " + base + "/network-link-endpoints":        createEndpoint,
		"GET " + base + "/network-link-endpoints/{id}":    getEndpoint,
		"PATCH " + base + "/network-link-endpoints/{id}":  updateEndpoint,
		"DELETE " + base + "/network-link-endpoints/{id}": deleteEndpoint,

		"GET " + base + "/network-link-service-associations":      listAssociations,
		"GET " + base + "/network-link-service-associations/{id}": getAssociation,
	} {
		mux.HandleFunc(route, s.open(cloud(op)))
	}
}

// cloud guards the networking API: a cloud key, and the rate limit, which is
// told in headers (contract E).
func cloud(op operation) operation {
	return func(st *state, c *call) (reply, error) {
		allowed := st.cloudBucket.take(st.now)
		rep, err := reply{}, error(networkError{status: http.StatusTooManyRequests, title: "Too Many Requests", detail: "Rate limit exceeded."})
		if allowed {
			rep, err = authenticated(op)(st, c)
		}
		if err != nil {
			refusal, known := errors.AsType[networkError](err)
			if !known {
				return reply{}, err
			}
			rep = refusal.reply()
		}
		if st.cloudBucket.rate > 0 {
			if rep.header == nil {
				rep.header = make(http.Header)
			}
			rep.header.Set("X-Ratelimit-Limit", strconv.Itoa(int(st.cloudBucket.rate)))
			rep.header.Set("X-Ratelimit-Remaining", strconv.Itoa(int(st.cloudBucket.tokens)))
			rep.header.Set("X-Ratelimit-Reset", "1") // relative seconds
			if !allowed {
				rep.header.Set("Retry-After", "1")
			}
		}
		return rep, nil
	}
}

func authenticated(op operation) operation {
	return func(st *state, c *call) (reply, error) {
		if !st.opensCloud(c.Request) {
			return reply{}, unauthenticated("Invalid API key or secret.")
		}
		return op(st, c)
	}
}

// networkError is one error of the networking API (contract A.8 c).
type networkError struct {
	status    int
	code      string
	title     string
	detail    string
	pointer   string // into the body
	parameter string // of the query
}

func (e networkError) Error() string { return fmt.Sprintf("%d %s: %s", e.status, e.title, e.detail) }

func (e networkError) reply() reply {
	type source struct {
		Pointer   string `json:"pointer,omitempty"`
		Parameter string `json:"parameter,omitempty"`
	}
	type item struct {
		ID     string  `json:"id"`
		Status string  `json:"status"`
		Code   string  `json:"code,omitempty"`
		Title  string  `json:"title,omitempty"`
		Detail string  `json:"detail,omitempty"`
		Source *source `json:"source,omitempty"`
	}
	it := item{ID: newUUID(), Status: strconv.Itoa(e.status), Code: e.code, Title: e.title, Detail: e.detail}
	if e.pointer != "" || e.parameter != "" {
		it.Source = &source{e.pointer, e.parameter}
	}
	rep := reply{status: e.status, body: struct {
		Errors []item `json:"errors"`
	}{[]item{it}}}
	if e.status == http.StatusUnauthorized {
		rep.header = http.Header{"Www-Authenticate": {`Basic realm="api.confluent.cloud"`}}
	}
	return rep
}

func invalidFilter(parameter, detail string) error {
	return networkError{status: http.StatusBadRequest, code: "invalid_filter", title: "Invalid Filter", detail: detail, parameter: parameter}
}

func invalidField(pointer, format string, args ...any) error {
	return networkError{
		status: http.StatusUnprocessableEntity, code: "invalid_configuration", title: "Validation Failed",
		detail: fmt.Sprintf(format, args...), pointer: pointer,
	}
}

func absent(format string, args ...any) error {
	return networkError{status: http.StatusNotFound, title: "Not Found", detail: fmt.Sprintf(format, args...)}
}

func conflict(format string, args ...any) error {
	return networkError{
		status: http.StatusConflict, code: "resource_already_exists", title: "Resource Already exists",
		detail: fmt.Sprintf(format, args...),
	}
}

func quotaExceeded(quota string, limit int) error {
	return networkError{
		status: http.StatusPaymentRequired, code: "quota_exceeded", title: "Network Link Quota Exceeded",
		detail: fmt.Sprintf(textQuota, quota, limit),
	}
}

// environment is the query parameter that every request without a body needs.
func (st *state) environment(c *call) (string, error) {
	id := c.query.Get("environment")
	if id == "" {
		return "", invalidFilter("environment", "The environment parameter is required.")
	}
	return id, st.checkEnvironment(id)
}

// checkEnvironment: what one has no rights to and what does not exist look the
// same.
func (st *state) checkEnvironment(id string) error {
	if !slices.ContainsFunc(st.world.Environments, func(e Environment) bool { return e.ID == id }) {
		return networkError{
			status: http.StatusForbidden, code: "user_unauthorized", title: "User Access Unauthorized",
			detail: "The user is not authorized to access environment " + id + ".",
		}
	}
	return nil
}

// networkOf finds a PrivateLink network in the environment.
func (st *state) networkOf(id, environment string) (Network, error) {
	i := slices.IndexFunc(st.world.Networks, func(n Network) bool { return n.ID == id && n.Environment == environment })
	switch {
	case id == "":
		return Network{}, invalidField("/spec/network/id", "The network is required.")
	case i < 0:
		return Network{}, invalidField("/spec/network/id", "The network %s was not found in environment %s.", id, environment)
	case st.world.Networks[i].ConnectionType != "" && !oneOf(st.world.Networks[i].ConnectionType, "PRIVATELINK"):
		return Network{}, invalidField("/spec/network/id", "A network link can only be associated with a Private Link network.")
	}
	if cloud := st.world.Networks[i].Cloud; cloud != "" && !oneOf(cloud, "aws") {
		return Network{}, invalidField("/spec/network/id", textNotOnAWS)
	}
	return st.world.Networks[i], nil
}

// decodeCloud reads a body of the networking API.
func (c *call) decodeCloud(v any) error {
	if err := json.Unmarshal(c.body, v); err != nil {
		return networkError{status: http.StatusBadRequest, code: "invalid_json", title: "Bad Request", detail: "The body is not valid JSON: " + err.Error()}
	}
	return nil
}

// identifier is a reference in a request.
type identifier struct {
	ID string `json:"id"`
}

// reference is a reference in an answer.
type reference struct {
	Environment  string `json:"environment,omitempty"`
	ID           string `json:"id"`
	Related      string `json:"related"`
	ResourceName string `json:"resource_name"`
}

type networkMetadata struct {
	CreatedAt    string `json:"created_at"`
	ResourceName string `json:"resource_name"`
	Self         string `json:"self"`
	UpdatedAt    string `json:"updated_at"`
}

const organization = "crn://confluent.cloud/organization=simulated"

func environmentCRN(id string) string { return organization + "/environment=" + id }

func (c *call) metadataOf(o networkObject, collection, kind string) networkMetadata {
	return networkMetadata{
		CreatedAt: instant(o.created), UpdatedAt: instant(o.updated),
		ResourceName: environmentCRN(o.environment) + "/network=" + o.network + "/" + kind + "=" + o.id,
		Self:         c.cloudURL(collection, o.id, o.environment),
	}
}

func (c *call) cloudURL(collection, id, environment string) string {
	return c.origin() + "/networking/v1/" + collection + "/" + id + "?environment=" + environment
}

func (c *call) environmentRef(id string) reference {
	return reference{ID: id, Related: c.origin() + "/v2/environments/" + id, ResourceName: environmentCRN(id)}
}

func (c *call) networkRef(id, environment string) reference {
	return reference{
		ID: id, Environment: environment, Related: c.cloudURL("networks", id, environment),
		ResourceName: environmentCRN(environment) + "/network=" + id,
	}
}

func (c *call) serviceRef(s *linkService) reference {
	return reference{
		ID: s.id, Environment: s.environment, Related: c.cloudURL("network-link-services", s.id, s.environment),
		ResourceName: environmentCRN(s.environment) + "/network=" + s.network + "/network-link-service=" + s.id,
	}
}

func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

// phaseStatus is the status of every networking object.
type phaseStatus struct {
	ErrorCode    string `json:"error_code,omitempty"`
	ErrorMessage string `json:"error_message,omitempty"`
	ExpiresAt    string `json:"expires_at,omitempty"`
	Phase        phase  `json:"phase"`
}
