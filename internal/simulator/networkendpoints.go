package simulator

type endpointSpec struct {
	Description        string    `json:"description"`
	DisplayName        string    `json:"display_name"`
	Environment        reference `json:"environment"`
	Network            reference `json:"network"`
	NetworkLinkService reference `json:"network_link_service"`
}

type endpointData struct {
	APIVersion string          `json:"api_version"`
	Kind       string          `json:"kind"`
	ID         string          `json:"id"`
	Metadata   networkMetadata `json:"metadata"`
	Spec       endpointSpec    `json:"spec"`
	Status     phaseStatus     `json:"status"`
}

func (c *call) endpointData(e *linkEndpoint) endpointData {
	return endpointData{
		APIVersion: "networking/v1", Kind: "NetworkLinkEndpoint", ID: e.id,
		Metadata: c.metadataOf(e.networkObject, "network-link-endpoints", "network-link-endpoint"),
		Spec: endpointSpec{
			Description: e.description, DisplayName: e.displayName,
			Environment: c.environmentRef(e.environment), Network: c.networkRef(e.network, e.environment),
			NetworkLinkService: c.serviceRef(e.service),
		},
		Status: e.status(),
	}
}

func (e *linkEndpoint) status() phaseStatus {
	s := phaseStatus{Phase: e.phase, ErrorCode: e.errorCode, ErrorMessage: e.errorMessage}
	if !e.expires.IsZero() {
		s.ExpiresAt = instant(e.expires)
	}
	return s
}

// endpointRequest is the body of POST and PATCH.
type endpointRequest struct {
	Spec struct {
		DisplayName        *string    `json:"display_name"`
		Description        *string    `json:"description"`
		Environment        identifier `json:"environment"`
		Network            identifier `json:"network"`
		NetworkLinkService identifier `json:"network_link_service"`
	} `json:"spec"`
}

func (st *state) endpoint(id, environment string) (*linkEndpoint, error) {
	e := st.networking.endpoints[id]
	if e == nil || e.environment != environment {
		return nil, absent("The network link endpoint %s was not found.", id)
	}
	return e, nil
}

func listEndpoints(st *state, c *call) (reply, error) {
	environment, err := st.environment(c)
	if err != nil {
		return reply{}, err
	}
	var data []endpointData
	for _, e := range objects(st.networking.endpoints) {
		if e.environment == environment && c.wants("spec.display_name", e.displayName) && c.wants("spec.network", e.network) &&
			c.wants("spec.network_link_service", e.service.id) && c.wants("status.phase", string(e.phase)) {
			data = append(data, c.endpointData(e))
		}
	}
	return paged(c, "NetworkLinkEndpointList", data)
}

func createEndpoint(st *state, c *call) (reply, error) {
	var req endpointRequest
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
	id := req.Spec.NetworkLinkService.ID
	if id == "" {
		return reply{}, invalidField("/spec/network_link_service/id", "The network link service is required.")
	}
	service := st.networking.services[id] // of any environment of the organisation
	if service == nil {
		return reply{}, absent("The network link service %s was not found.", id)
	}
	if err := st.checkNewEndpoint(network, service); err != nil {
		return reply{}, err
	}
	e := &linkEndpoint{
		networkObject: st.networking.newObject("nle-", environment, network.ID, deref(req.Spec.DisplayName), deref(req.Spec.Description), st.now),
		service:       service,
	}
	st.networking.endpoints[e.id] = e
	st.admitEndpoint(e)
	return accepted(c.endpointData(e).Metadata.Self, c.endpointData(e))
}

// checkNewEndpoint applies the limits of contract D.
func (st *state) checkNewEndpoint(network Network, service *linkService) error {
	if network.ID == service.network {
		return conflict("Network ID for NetworkLinkEndpoint and NetworkLinkService cannot be the same.")
	}
	inNetwork, inOrganization := 0, 0
	for _, other := range st.networking.endpoints {
		inOrganization++
		if other.network != network.ID {
			continue
		}
		inNetwork++
		if other.service == service && other.live() {
			return conflict("Cannot have more than 1 active/in provision/pending accept/disconnected NetworkLinkEndpoint attached to the same NetworkLinkService in the same network.")
		}
	}
	switch {
	case inNetwork >= endpointsPerNetwork:
		return quotaExceeded("network_link_endpoints_per_network", endpointsPerNetwork)
	case inOrganization >= endpointsPerOrganization:
		return quotaExceeded("network_link_endpoints_per_organization", endpointsPerOrganization)
	}
	return nil
}

// live endpoints occupy their pair of service and network.
func (e *linkEndpoint) live() bool {
	switch e.phase {
	case phaseFailed, phaseExpired, phaseDeprovisioning:
		return false
	default:
		return true
	}
}

func getEndpoint(st *state, c *call) (reply, error) {
	environment, err := st.environment(c)
	if err != nil {
		return reply{}, err
	}
	e, err := st.endpoint(c.PathValue("id"), environment)
	if err != nil {
		return reply{}, err
	}
	return ok(c.endpointData(e))
}

func updateEndpoint(st *state, c *call) (reply, error) {
	var req endpointRequest
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
	e, err := st.endpoint(c.PathValue("id"), environment)
	if err != nil {
		return reply{}, err
	}
	if id := req.Spec.Network.ID; id != "" && id != e.network {
		return reply{}, invalidField("/spec/network/id", "The network cannot be changed.")
	}
	if id := req.Spec.NetworkLinkService.ID; id != "" && id != e.service.id {
		return reply{}, invalidField("/spec/network_link_service/id", "The network link service cannot be changed.")
	}
	e.rename(req.Spec.DisplayName, req.Spec.Description)
	e.updated = st.now
	return ok(c.endpointData(e))
}

func deleteEndpoint(st *state, c *call) (reply, error) {
	environment, err := st.environment(c)
	if err != nil {
		return reply{}, err
	}
	e, err := st.endpoint(c.PathValue("id"), environment)
	if err != nil {
		return reply{}, err
	}
	if e.phase != phaseDeprovisioning {
		st.removeEndpoint(e)
	}
	return noContent()
}

// associationData is how the owner of a service sees an endpoint: by the
// endpoint's id.
type associationData struct {
	APIVersion string          `json:"api_version"`
	Kind       string          `json:"kind"`
	ID         string          `json:"id"`
	Metadata   networkMetadata `json:"metadata"`
	Spec       struct {
		Description         string    `json:"description"`
		DisplayName         string    `json:"display_name"`
		Environment         reference `json:"environment"`
		NetworkLinkEndpoint string    `json:"network_link_endpoint"`
		NetworkLinkService  reference `json:"network_link_service"`
	} `json:"spec"`
	Status phaseStatus `json:"status"`
}

func (c *call) associationData(e *linkEndpoint) associationData {
	data := associationData{
		APIVersion: "networking/v1", Kind: "NetworkLinkServiceAssociation", ID: e.id,
		Metadata: c.metadataOf(e.networkObject, "network-link-service-associations", "network-link-service-association"),
		Status:   e.status(),
	}
	data.Spec.Description, data.Spec.DisplayName = e.description, e.displayName
	data.Spec.Environment = c.environmentRef(e.service.environment)
	data.Spec.NetworkLinkEndpoint = e.id
	data.Spec.NetworkLinkService = c.serviceRef(e.service)
	return data
}

// ownService is the service that a request about associations names.
func (st *state) ownService(c *call) (*linkService, error) {
	environment, err := st.environment(c)
	if err != nil {
		return nil, err
	}
	id := c.query.Get("spec.network_link_service")
	if id == "" {
		return nil, invalidFilter("spec.network_link_service", "The spec.network_link_service parameter is required.")
	}
	return st.service(id, environment)
}

func listAssociations(st *state, c *call) (reply, error) {
	s, err := st.ownService(c)
	if err != nil {
		return reply{}, err
	}
	var data []associationData
	for _, e := range st.networking.attached(s) {
		if c.wants("status.phase", string(e.phase)) {
			data = append(data, c.associationData(e))
		}
	}
	return paged(c, "NetworkLinkServiceAssociationList", data)
}

func getAssociation(st *state, c *call) (reply, error) {
	s, err := st.ownService(c)
	if err != nil {
		return reply{}, err
	}
	e := st.networking.endpoints[c.PathValue("id")]
	if e == nil || e.service != s {
		return reply{}, absent("NetworkLinkEndpoints are not found")
	}
	return ok(c.associationData(e))
}
