package networking

import (
	"context"
	"encoding/json"
	"slices"
)

// Service is a network link service: it lets networks connect to the one that it
// belongs to.
type Service struct {
	ID       string      `json:"id"` // nls-...
	Metadata Metadata    `json:"metadata"`
	Spec     ServiceSpec `json:"spec"`
	Status   Status      `json:"status"`
}

// ServiceSpec is what a service is created from.
type ServiceSpec struct {
	DisplayName string  `json:"display_name,omitempty"`
	Description string  `json:"description,omitempty"`
	Environment Ref     `json:"environment"`
	Network     Ref     `json:"network"`
	Accept      *Accept `json:"accept,omitempty"` // nil accepts nobody
}

// Accept says who may connect: the networks that are listed, and all networks of
// the environments that are listed.
type Accept struct {
	Environments []string `json:"environments"`
	Networks     []string `json:"networks"`
}

// MarshalJSON writes both lists, because the API replaces accept as a whole.
func (a Accept) MarshalJSON() ([]byte, error) {
	lists := map[string][]string{"environments": {}, "networks": {}}
	lists["environments"] = append(lists["environments"], a.Environments...)
	lists["networks"] = append(lists["networks"], a.Networks...)
	return json.Marshal(lists)
}

// ServiceChange is a change of a service; nil leaves a field as it is.
type ServiceChange struct {
	DisplayName *string
	Description *string
	Accept      *Accept // as a whole
}

// CreateService creates a service. An error may match rest.ErrUnknown: then look
// for it with Services.
func (c *Client) CreateService(ctx context.Context, spec ServiceSpec) (Service, error) {
	return create[Service](ctx, c, services, spec)
}

// Service reads a service. An error matches rest.ErrNotFound only when there is none of
// this id, whatever else may answer 404.
func (c *Client) Service(ctx context.Context, environment, id string) (Service, error) {
	found, err := get[Service](ctx, c, environment, services, id)
	return found, confirm(ctx, environment, id, err, c.Services)
}

// SeenService is what the last read of a service found. It makes no call, and is
// false when this client has read no such service.
func (c *Client) SeenService(id string) (Service, bool) { return seenAs[Service](c, id) }

// Services lists the services of an environment.
func (c *Client) Services(ctx context.Context, environment string, filter Filter) ([]Service, error) {
	return list[Service](ctx, c, environment, services, filter.query())
}

// UpdateService changes a service.
func (c *Client) UpdateService(ctx context.Context, environment, id string, change ServiceChange) (Service, error) {
	return update[Service](ctx, c, services, id, struct {
		Environment Ref     `json:"environment"`
		DisplayName *string `json:"display_name,omitempty"`
		Description *string `json:"description,omitempty"`
		Accept      *Accept `json:"accept,omitempty"`
	}{Ref{environment}, change.DisplayName, change.Description, change.Accept})
}

// DeleteService deletes a service. One that endpoints are attached to is refused.
func (c *Client) DeleteService(ctx context.Context, environment, id string) error {
	return confirm(ctx, environment, id, c.remove(ctx, environment, services, id), c.Services)
}

// Same reports whether both accept the same; nil accepts nobody, as empty lists do.
func (a *Accept) Same(b *Accept) bool {
	lists := func(a *Accept) (environments, networks []string) {
		if a == nil {
			return nil, nil
		}
		return sorted(a.Environments), sorted(a.Networks)
	}
	environmentsA, networksA := lists(a)
	environmentsB, networksB := lists(b)
	return slices.Equal(environmentsA, environmentsB) && slices.Equal(networksA, networksB)
}

// sorted gives each value once, in order.
func sorted(values []string) []string { return slices.Compact(slices.Sorted(slices.Values(values))) }
