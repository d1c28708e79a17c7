// Package networking speaks the network link part of Confluent Cloud's
// networking API (v1): network link services, endpoints and associations.
package networking

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// The collections of the API.
const (
	services     = "network-link-services"
	endpoints    = "network-link-endpoints"
	associations = "network-link-service-associations"
)

// pageSize is how many objects a page holds: more than an organisation may have
// endpoints (20), and far below the API's maximum (1000).
const pageSize = "100"

// Client calls the networking API. It is safe for concurrent use.
type Client struct {
	rest *rest.Client

	mu   sync.Mutex
	seen map[string]any // services and endpoints by id, as they were last read
}

// New makes a client; it sends nothing.
func New(r *rest.Client) *Client { return &Client{rest: r, seen: map[string]any{}} }

// Phase is where an object stands in its life. Values that Confluent adds later
// pass through.
type Phase string

// The phases that mean something to Clink (api-contract, D).
const (
	Provisioning   Phase = "PROVISIONING"
	PendingAccept  Phase = "PENDING_ACCEPT" // the service does not accept the endpoint's network yet
	Ready          Phase = "READY"
	Inactive       Phase = "INACTIVE" // the endpoint's network has no Kafka cluster
	Failed         Phase = "FAILED"
	Expired        Phase = "EXPIRED"       // was not accepted in time
	Disconnecting  Phase = "DISCONNECTING" // the service stopped accepting the endpoint
	Disconnected   Phase = "DISCONNECTED"
	Deprovisioning Phase = "DEPROVISIONING"
)

// Ref names another object.
type Ref struct {
	ID string `json:"id"`
}

// Metadata is what the API itself says of an object.
type Metadata struct {
	ResourceName string `json:"resource_name"` // crn://...
	CreatedAt    string `json:"created_at"`    // RFC 3339
}

// Created is when the object was created; the zero time when the API does not say.
func (m Metadata) Created() time.Time {
	t, err := time.Parse(time.RFC3339, m.CreatedAt)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Status is the state of an object.
type Status struct {
	Phase        Phase  `json:"phase"`
	ErrorCode    string `json:"error_code"`
	ErrorMessage string `json:"error_message"`
	ExpiresAt    string `json:"expires_at"` // RFC 3339; of endpoints that wait to be accepted
}

// Filter narrows a list. An object has to match one of the values of each field
// that is not empty.
type Filter struct {
	DisplayName []string
	Phase       []Phase
	Network     []string
	Service     []string // of endpoints only
}

func (f Filter) query() url.Values {
	q := url.Values{}
	for name, values := range map[string][]string{"spec.display_name": f.DisplayName, "spec.network": f.Network, "spec.network_link_service": f.Service} {
		for _, v := range values {
			q.Add(name, v)
		}
	}
	for _, p := range f.Phase {
		q.Add("status.phase", string(p))
	}
	return q
}

// object is what a request body holds.
type object struct {
	Spec any `json:"spec"`
}

// answer is an object as it is answered.
type answer[T any] struct{ object T }

// UnmarshalJSON reads the object.
func (a *answer[T]) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &a.object) }

// Check says whether it is an object at all.
func (a *answer[T]) Check() error {
	if id(a.object) == "" {
		return errors.New("it names no object")
	}
	return nil
}

// id is that of an object of one of the collections.
func id(object any) string {
	switch o := object.(type) {
	case Service:
		return o.ID
	case Endpoint:
		return o.ID
	case Association:
		return o.ID
	default:
		return ""
	}
}

// get reads one object.
func get[T any](ctx context.Context, c *Client, environment, collection, id string) (T, error) {
	var found answer[T]
	err := c.rest.Do(ctx, rest.Call{
		Method: http.MethodGet, Path: []string{collection, id}, Query: url.Values{"environment": {environment}}, Into: &found, Absent: absent(id),
	})
	c.remember(id, found.object, err)
	return found.object, err
}

// absent reads that the object with this id does not exist: the API names it
// (api-contract, A.8 c).
func absent(id string) func(*rest.APIError) bool {
	return func(e *rest.APIError) bool { return e.Says(id) && e.Says("not found") }
}

// confirm lets the environment's list decide over a refusal that says nothing of
// the object: Confluent Cloud may answer 403 for one that is gone, and a gateway
// 404 for any.
func confirm[T any](
	ctx context.Context, environment, wanted string, err error, every func(context.Context, string, Filter) ([]T, error),
) error {
	return rest.Confirm(ctx, err, func(ctx context.Context) (bool, error) {
		all, err := every(ctx, environment, Filter{})
		return slices.ContainsFunc(all, func(one T) bool { return id(one) == wanted }), err
	}, http.StatusNotFound, http.StatusForbidden)
}

// create sends a new object. An error may match rest.ErrUnknown.
func create[T any](ctx context.Context, c *Client, collection string, spec any) (T, error) {
	var made T
	err := c.rest.Do(ctx, rest.Call{Method: http.MethodPost, Path: []string{collection}, Body: object{spec}, Into: &made})
	return made, err
}

// update changes what spec holds. Sent twice it has the effect of once.
func update[T any](ctx context.Context, c *Client, collection, id string, spec any) (T, error) {
	var changed T
	err := c.rest.Do(ctx, rest.Call{
		Method: http.MethodPatch, Path: []string{collection, id}, Body: object{spec}, Into: &changed, Repeatable: true,
	})
	return changed, err
}

func (c *Client) remove(ctx context.Context, environment, collection, id string) error {
	return c.rest.Do(ctx, rest.Call{
		Method: http.MethodDelete, Path: []string{collection, id}, Query: url.Values{"environment": {environment}}, Absent: absent(id),
	})
}

// page is one of a list.
type page[T any] struct {
	Metadata struct {
		Next string `json:"next"`
	} `json:"metadata"`
	Data rest.Items[T] `json:"data"`
}

// Check says whether it is a list at all.
func (p *page[T]) Check() error {
	if p.Data == nil {
		return errors.New("it has no list")
	}
	return nil
}

// maxPages is how many pages a list may have: a hundred times what an organisation
// can fill.
const maxPages = 100

// list reads all pages of a collection.
func list[T any](ctx context.Context, c *Client, environment, collection string, query url.Values) ([]T, error) {
	query.Set("environment", environment)
	query.Set("page_size", pageSize)
	var all []T
	seen := map[string]bool{"": true}
	for {
		var page page[T]
		call := rest.Call{Method: http.MethodGet, Path: []string{collection}, Query: query, Into: &page, Absent: func(e *rest.APIError) bool { return e.Says("not found") }}
		if err := c.rest.Do(ctx, call); err != nil {
			return nil, err
		}
		all = append(all, page.Data...)
		token, err := pageToken(page.Metadata.Next)
		switch {
		case err != nil:
			return nil, fmt.Errorf("listing %s: %w", collection, err)
		case token == "":
			return all, nil
		case seen[token]:
			return nil, fmt.Errorf("listing %s: page %q comes again", collection, token)
		case len(seen) >= maxPages:
			return nil, fmt.Errorf("listing %s: it has more than %d pages", collection, maxPages)
		}
		seen[token] = true
		query.Set("page_token", token)
	}
}

// pageToken takes the token out of the URL of the next page; empty after the last.
func pageToken(next string) (string, error) {
	u, err := url.Parse(next)
	if err != nil {
		return "", fmt.Errorf("the address of the next page is no URL: %w", err)
	}
	return u.Query().Get("page_token"), nil
}

// remember keeps what a read found.
func (c *Client) remember(id string, found any, err error) {
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[id] = found
}

// seenAs is what remember kept of an object.
func seenAs[T any](c *Client, id string) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.seen[id].(T)
	return found, ok
}
