package networking

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// Association is an endpoint as the owner of the service sees it, who may have no
// right to read the endpoint itself.
type Association struct {
	ID     string          `json:"id"` // the endpoint's (api-contract, G 20)
	Spec   AssociationSpec `json:"spec"`
	Status Status          `json:"status"`
}

// AssociationSpec is what an association says of the endpoint.
type AssociationSpec struct {
	DisplayName string `json:"display_name"`
	Description string `json:"description"`
	Endpoint    string `json:"network_link_endpoint"` // nle-...
	Environment Ref    `json:"environment"`
	Service     Ref    `json:"network_link_service"`
}

// Association reads how an endpoint is associated with a service. environment is
// the service's.
func (c *Client) Association(ctx context.Context, environment, service, endpoint string) (Association, error) {
	var found Association
	err := c.rest.Do(ctx, rest.Call{
		Method: http.MethodGet, Path: []string{associations, endpoint}, Into: &found, Absent: absent(endpoint),
		Query: url.Values{"environment": {environment}, "spec.network_link_service": {service}},
	})
	return found, err
}

// Associations lists the endpoints that are associated with a service, in any of
// the phases if some are given. environment is the service's.
func (c *Client) Associations(ctx context.Context, environment, service string, phases ...Phase) ([]Association, error) {
	all, err := list[Association](ctx, c, environment, associations, Filter{Service: []string{service}, Phase: phases}.query())
	if noAssociations(err) {
		return nil, nil
	}
	return all, err
}

// noAssociations says that the API answered "none" the way it says "not found",
// which it also does of a service that does not exist (api-contract, A.8 c).
func noAssociations(err error) bool {
	api, ok := errors.AsType[*rest.APIError](err)
	return ok && errors.Is(err, rest.ErrNotFound) && api.Says("NetworkLinkEndpoints are not found")
}
