// Package kafka speaks the cluster linking part of Confluent's Kafka REST API
// (v3): links, their settings, mirror topics and what can be done with them, and
// the few calls on topics that these need.
package kafka

import (
	"context"
	"net/http"
	"net/url"
	"sync"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// Client calls the REST API of one Kafka cluster. It is safe for concurrent use,
// and made for it: reads made at the same moment share a call, and so do
// waits and operations on the mirror topics of a link.
type Client struct {
	rest      *rest.Client
	clusterID string

	mu         sync.Mutex
	links      map[string]*shared[LinkView]
	mirrors    map[string]*mirrorReads
	topics     topicReads
	batches    map[batchKey]*batch
	topicWaits *poller[Topic]
	crowd      *crowd
}

// New makes a client for the cluster with this id; it sends nothing.
func New(r *rest.Client, clusterID string) *Client {
	c := &Client{
		rest: r, clusterID: clusterID,
		links: map[string]*shared[LinkView]{}, mirrors: map[string]*mirrorReads{}, batches: map[batchKey]*batch{},
		crowd: newCrowd(),
	}
	c.topicWaits = newPoller(c.crowd, c.topicsByName, c.topic)
	return c
}

// ClusterID is the id of the cluster that the client calls.
func (c *Client) ClusterID() string { return c.clusterID }

// Endpoint is the base URL of the cluster's REST API.
func (c *Client) Endpoint() string { return c.rest.BaseURL() }

// Unreachable is why the cluster gives no answer, once that is known, or nil.
func (c *Client) Unreachable() error { return c.rest.Unreachable() }

// Ping asks the cluster for itself, to find out whether it answers at all.
func (c *Client) Ping(ctx context.Context) error { return c.rest.Do(ctx, c.get()) }

// validateOnly asks for a dry run.
func validateOnly() url.Values { return url.Values{"validate_only": {"true"}} }

// call starts a request on a path below the cluster.
func (c *Client) call(method string, path ...string) rest.Call {
	return rest.Call{Method: method, Path: append([]string{"clusters", c.clusterID}, path...)}
}

func (c *Client) get(path ...string) rest.Call { return c.call(http.MethodGet, path...) }
