package simulator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

type acceptData struct {
	Environments []string `json:"environments"`
	Networks     []string `json:"networks"`
}

type serviceSpec struct {
	Accept      *acceptData `json:"accept,omitempty"`
	Description string      `json:"description"`
	DisplayName string      `json:"display_name"`
	Environment reference   `json:"environment"`
	Network     reference   `json:"network"`
}

type serviceData struct {
	APIVersion string          `json:"api_version"`
	Kind       string          `json:"kind"`
	ID         string          `json:"id"`
	Metadata   networkMetadata `json:"metadata"`
	Spec       serviceSpec     `json:"spec"`
	Status     phaseStatus     `json:"status"`
}

// serviceData describes a service. It is READY from the start: the API knows
// no other phase of services (contract D).
func (c *call) serviceData(s *linkService) serviceData {
	data := serviceData{
		APIVersion: "networking/v1", Kind: "NetworkLinkService", ID: s.id,
		Metadata: c.metadataOf(s.networkObject, "network-link-services", "network-link-service"),
		Spec: serviceSpec{
			Description: s.description, DisplayName: s.displayName,
			Environment: c.environmentRef(s.environment), Network: c.networkRef(s.network, s.environment),
		},
		Status: phaseStatus{Phase: newServicePhase},
	}
	// Empty lists come back as null, or not at all (contract A.7).
	if len(s.acceptEnvironments)+len(s.acceptNetworks) > 0 {
		data.Spec.Accept = &acceptData{Environments: s.acceptEnvironments, Networks: s.acceptNetworks}
	}
	return data
}

// serviceRequest is the body of POST and PATCH.
type serviceRequest struct {
	Spec struct {
		DisplayName *string     `json:"display_name"`
		Description *string     `json:"description"`
		Environment identifier  `json:"environment"`
		Network     identifier  `json:"network"`
		Accept      *acceptData `json:"accept"`
	} `json:"spec"`
}

// service finds the one that the path names in the environment.
func (st *state) service(id, environment string) (*linkService, error) {
	s := st.networking.services[id]
	if s == nil || s.environment != environment {
		return nil, absent("The network link service %s was not found.", id)
	}
	return s, nil
}

// objects sorts services or endpoints by age, newest last.
func objects[T interface{ object() networkObject }](m map[string]T) []T {
	return slices.SortedFunc(maps.Values(m), func(a, b T) int { return a.object().number - b.object().number })
}

func listServices(st *state, c *call) (reply, error) {
	environment, err := st.environment(c)
	if err != nil {
		return reply{}, err
	}
	var data []serviceData
	for _, s := range objects(st.networking.services) {
		if s.environment == environment && c.wants("spec.display_name", s.displayName) &&
			c.wants("spec.network", s.network) && c.wants("status.phase", string(phaseReady)) {
			data = append(data, c.serviceData(s))
		}
	}
	return paged(c, "NetworkLinkServiceList", data)
}

func createService(st *state, c *call) (reply, error) {
	var req serviceRequest
	if err := c.decodeCloud(&req); err != nil {
		return reply{}, err
	}
	environment := req.Spec.Environment.ID
	if environment == "" {
		return reply{}, invalidField("/spec/environment/id", "The environment is required.")
	}
	if err := st.checkEnvironment(environment); err != nil {
		return reply{}, err
	}
	network, err := st.networkOf(req.Spec.Network.ID, environment)
	if err != nil {
		return reply{}, err
	}
	count := 0
	for _, other := range st.networking.services {
		if other.network == network.ID {
			count++
		}
	}
	if count >= servicesPerNetwork {
		return reply{}, conflict("Exceeds the maximum number of network link service (%d) supported per network.", servicesPerNetwork)
	}
	s := &linkService{networkObject: st.networking.newObject("nls-", environment, network.ID, deref(req.Spec.DisplayName), deref(req.Spec.Description), st.now)}
	s.setAccept(req.Spec.Accept)
	st.networking.services[s.id] = s
	return accepted(c.serviceData(s).Metadata.Self, c.serviceData(s))
}

// accepted is the answer to a creation.
func accepted(self string, body any) (reply, error) {
	return reply{status: http.StatusAccepted, header: http.Header{"Location": {self}}, body: body}, nil
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// setAccept replaces the whole list.
func (s *linkService) setAccept(a *acceptData) {
	s.acceptEnvironments, s.acceptNetworks = nil, nil
	if a != nil {
		s.acceptEnvironments, s.acceptNetworks = slices.Clone(a.Environments), slices.Clone(a.Networks)
	}
}

func getService(st *state, c *call) (reply, error) {
	environment, err := st.environment(c)
	if err != nil {
		return reply{}, err
	}
	s, err := st.service(c.PathValue("id"), environment)
	if err != nil {
		return reply{}, err
	}
	return ok(c.serviceData(s))
}

func updateService(st *state, c *call) (reply, error) {
	var req serviceRequest
	if err := c.decodeCloud(&req); err != nil {
		return reply{}, err
	}
	environment := req.Spec.Environment.ID
	if environment == "" {
		return reply{}, invalidField("/spec/environment/id", "The environment is required.")
	}
	if err := st.checkEnvironment(environment); err != nil {
		return reply{}, err
	}
	s, err := st.service(c.PathValue("id"), environment)
	if err != nil {
		return reply{}, err
	}
	if id := req.Spec.Network.ID; id != "" && id != s.network {
		return reply{}, invalidField("/spec/network/id", "The network cannot be changed.")
	}
	s.rename(req.Spec.DisplayName, req.Spec.Description)
	s.updated = st.now
	if req.Spec.Accept != nil {
		s.setAccept(req.Spec.Accept)
		st.acceptChanged(s)
	}
	return ok(c.serviceData(s))
}

func (o *networkObject) rename(displayName, description *string) {
	if displayName != nil {
		o.displayName = *displayName
	}
	if description != nil {
		o.description = *description
	}
}

// deleteService refuses while endpoints are attached: they go first
// (contract D).
func deleteService(st *state, c *call) (reply, error) {
	environment, err := st.environment(c)
	if err != nil {
		return reply{}, err
	}
	s, err := st.service(c.PathValue("id"), environment)
	if err != nil {
		return reply{}, err
	}
	var ids []string
	for _, e := range st.networking.attached(s) {
		ids = append(ids, e.id)
	}
	if len(ids) > 0 {
		return reply{}, networkError{
			status: http.StatusConflict, code: "resource_in_use", title: "Resource In Use",
			detail: fmt.Sprintf(textEndpointsAttached, s.id, strings.Join(ids, ", ")),
		}
	}
	delete(st.networking.services, s.id)
	return noContent()
}
