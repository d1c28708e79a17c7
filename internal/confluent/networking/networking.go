// Package networking speaks the network link part of Confluent Cloud's
// networking API (v1): network link services, endpoints and associations.
package networking

import "github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"

// Client calls the networking API. It is safe for concurrent use.
type Client struct{ rest *rest.Client }

// New makes a client; it sends nothing.
func New(r *rest.Client) *Client { return &Client{rest: r} }
