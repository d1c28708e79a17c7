package networking

import (
	"context"
)

// Endpoint is a network link endpoint: it connects the network that it belongs to
// with that of a service.
type Endpoint struct {
	ID       string       `json:"id"` // nle-...
	Metadata Metadata     `json:"metadata"`
	Spec     EndpointSpec `json:"spec"`
	Status   Status       `json:"status"`
}

// EndpointSpec is what an endpoint is created from.
type EndpointSpec struct {
	DisplayName string `json:"display_name,omitempty"`
	Description string `json:"description,omitempty"`
	Environment Ref    `json:"environment"`
	Network     Ref    `json:"network"`
	Service     Ref    `json:"network_link_service"`
}

// EndpointChange is a change of an endpoint; nil leaves a field as it is.
type EndpointChange struct {
	DisplayName *string
	Description *string
}

// CreateEndpoint creates an endpoint. An error may match rest.ErrUnknown: then
// look for it with Endpoints.
func (c *Client) CreateEndpoint(ctx context.Context, spec EndpointSpec) (Endpoint, error) {
	return create[Endpoint](ctx, c, endpoints, spec)
}

// Endpoint reads an endpoint. An error matches rest.ErrNotFound only when there is none of
// this id, whatever else may answer 404.
func (c *Client) Endpoint(ctx context.Context, environment, id string) (Endpoint, error) {
	found, err := get[Endpoint](ctx, c, environment, endpoints, id)
	return found, confirm(ctx, environment, id, err, c.Endpoints)
}

// SeenEndpoint is what the last read of an endpoint found. It makes no call, and
// is false when this client has read no such endpoint.
func (c *Client) SeenEndpoint(id string) (Endpoint, bool) { return seenAs[Endpoint](c, id) }

// Endpoints lists the endpoints of an environment.
func (c *Client) Endpoints(ctx context.Context, environment string, filter Filter) ([]Endpoint, error) {
	return list[Endpoint](ctx, c, environment, endpoints, filter.query())
}

// UpdateEndpoint changes an endpoint.
func (c *Client) UpdateEndpoint(ctx context.Context, environment, id string, change EndpointChange) (Endpoint, error) {
	return update[Endpoint](ctx, c, endpoints, id, struct {
		Environment Ref     `json:"environment"`
		DisplayName *string `json:"display_name,omitempty"`
		Description *string `json:"description,omitempty"`
	}{Ref{environment}, change.DisplayName, change.Description})
}

// DeleteEndpoint deletes an endpoint; the API does it in the background.
func (c *Client) DeleteEndpoint(ctx context.Context, environment, id string) error {
	return confirm(ctx, environment, id, c.remove(ctx, environment, endpoints, id), c.Endpoints)
}
