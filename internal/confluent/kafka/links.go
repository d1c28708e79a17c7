package kafka

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// LinkState is what a cluster says of a link. Values that Confluent adds later
// pass through.
type LinkState string

// The link states that mean something to Clink (api-contract, F).
const (
	LinkActive      LinkState = "ACTIVE"
	LinkFailed      LinkState = "FAILED"
	LinkUnavailable LinkState = "UNAVAILABLE"
	LinkPaused      LinkState = "PAUSED"
)

// Link is one link object on the cluster that hosts it.
type Link struct {
	Name                 string    `json:"link_name"`
	ClusterLinkID        string    `json:"cluster_link_id"` // the same on both halves
	SourceClusterID      string    `json:"source_cluster_id"`
	DestinationClusterID string    `json:"destination_cluster_id"`
	RemoteClusterID      string    `json:"remote_cluster_id"`
	State                LinkState `json:"link_state"`
	Error                string    `json:"link_error"` // "NO_ERROR" or empty when healthy
	ErrorMessage         string    `json:"link_error_message"`
	Tasks                []Task    `json:"tasks"`
	// Counts are how many mirror topics are in which category; nil from older servers.
	Counts []Count `json:"category_counts"`
}

// Count is how many of a link's mirror topics are in a category, such as ACTIVE or
// IN_ERROR (api-contract, F).
type Count struct {
	Category string `json:"state_category"`
	Count    int64  `json:"count"`
}

// Task is one of the jobs that a link does beside mirroring, such as
// ConsumerOffsetSync.
type Task struct {
	Name   string      `json:"task_name"`
	State  string      `json:"state"` // TaskInError, or one of several that are no error
	Errors []TaskError `json:"errors"`
}

// TaskInError is the state of a task that does not do its job.
const TaskInError = "IN_ERROR"

// TaskError is why.
type TaskError struct {
	Code    string `json:"error_code"`
	Message string `json:"error_message"`
}

// Remote is the id of the cluster at the other end, wherever this version of
// the server puts it.
func (l Link) Remote() string {
	for _, id := range []string{l.RemoteClusterID, l.SourceClusterID, l.DestinationClusterID} {
		if id != "" {
			return id
		}
	}
	return ""
}

// Mode is the link's mode, as its cluster ids tell it: DESTINATION, SOURCE or
// BIDIRECTIONAL; empty when they do not. A server gives the source's id where the
// called cluster is the destination, the destination's where it is the source, and
// neither on a bidirectional link (api-contract, A.1).
func (l Link) Mode() string {
	switch source, destination := l.SourceClusterID != "", l.DestinationClusterID != ""; {
	case source && !destination:
		return "DESTINATION"
	case destination && !source:
		return "SOURCE"
	case !source && !destination && l.RemoteClusterID != "":
		return "BIDIRECTIONAL"
	default:
		return ""
	}
}

// NewLink is what a link is created from. Exactly one of the cluster ids is
// given: the source on a DESTINATION link, the destination on a SOURCE link, the
// remote on a BIDIRECTIONAL one.
type NewLink struct {
	Name                 string    `json:"-"`
	SourceClusterID      string    `json:"source_cluster_id,omitempty"`
	DestinationClusterID string    `json:"destination_cluster_id,omitempty"`
	RemoteClusterID      string    `json:"remote_cluster_id,omitempty"`
	Configs              []Setting `json:"configs"`
	// SkipValidation creates the link although the remote cluster may not answer.
	SkipValidation bool `json:"-"`
	// Secrets are strings within Configs that no log and no error may show.
	Secrets []string `json:"-"`
}

// CreateLink creates a link. The answer has no body, and the link may take a
// moment to become visible. An error may match rest.ErrUnknown.
func (c *Client) CreateLink(ctx context.Context, link NewLink) error {
	defer c.forget(link.Name)
	return c.rest.Do(ctx, c.createLink(link, url.Values{}))
}

// TryLink is CreateLink as a dry run: the server judges, and creates nothing.
func (c *Client) TryLink(ctx context.Context, link NewLink) error {
	call := c.createLink(link, validateOnly())
	call.Repeatable = true
	return c.rest.Do(ctx, call)
}

func (c *Client) createLink(link NewLink, query url.Values) rest.Call {
	call := c.call(http.MethodPost, "links")
	query.Set("link_name", link.Name)
	if link.SkipValidation {
		query.Set("validate_link", "false")
	}
	call.Query, call.Body, call.Secrets = query, link, link.Secrets
	return call
}

// Link reads a link and its tasks. An error matches rest.ErrNotFound only when
// the link does not exist, whatever else may answer 404.
func (c *Client) Link(ctx context.Context, name string) (Link, error) {
	var link Link
	call := c.get("links", name)
	call.Query = url.Values{"include_tasks": {"true"}}
	call.Into, call.Absent = &link, noSuchLink
	return link, c.confirmLink(ctx, name, c.rest.Do(ctx, call))
}

// Links reads all links of the cluster, without their tasks. What is left of half a
// link has no name.
func (c *Client) Links(ctx context.Context) ([]Link, error) {
	var list links
	call := c.get("links")
	call.Into = &list
	err := c.rest.Do(ctx, call)
	return list.Data, err
}

// DeleteLink deletes a link. With force it goes although mirror topics are on it.
// Of errors the same holds as for Link.
func (c *Client) DeleteLink(ctx context.Context, name string, force bool) error {
	defer c.forget(name)
	call := c.call(http.MethodDelete, "links", name)
	if force {
		call.Query = url.Values{"force": {strconv.FormatBool(force)}}
	}
	call.Absent = noSuchLink
	return c.confirmLink(ctx, name, c.rest.Do(ctx, call))
}

// errSettingsMissing says that a link is there and its settings are not.
var errSettingsMissing = errors.New("the server knows the link, but not its settings yet; try again in a moment")

// AuthenticationError is in the link and task errors of a link that is not let in.
const AuthenticationError = "AUTHENTICATION_ERROR"

// LinkView is a link together with its settings.
type LinkView struct {
	Link
	Settings Settings
}

// Paused says whether somebody has paused the link.
func (v LinkView) Paused() bool {
	if setting := v.Settings.Value("cluster.link.paused"); setting != "" {
		return setting == "true"
	}
	return v.State == LinkPaused
}

// LinkView reads a link and its settings. Callers share an answer that is no
// older than maxAge.
func (c *Client) LinkView(ctx context.Context, name string, maxAge time.Duration) (LinkView, error) {
	c.mu.Lock()
	s := c.links[name]
	if s == nil {
		s = &shared[LinkView]{}
		c.links[name] = s
	}
	c.mu.Unlock()
	return s.get(ctx, maxAge, func(ctx context.Context) (LinkView, error) {
		link, err := c.Link(ctx, name)
		if err != nil {
			return LinkView{}, err
		}
		settings, err := c.LinkSettings(ctx, name)
		if errors.Is(err, rest.ErrNotFound) {
			// Deleted in between, or so new that not all of the cluster knows it: only
			// the link itself tells.
			if link, err = c.Link(ctx, name); err == nil {
				err = errSettingsMissing
			}
		}
		return LinkView{link, settings}, err
	})
}

// forget makes later shared reads of a link and its mirror topics ask anew,
// because the link was changed.
func (c *Client) forget(link string) {
	c.mu.Lock()
	if s := c.links[link]; s != nil {
		s.expire()
	}
	c.mu.Unlock()
	c.forgetMirrors(link)
}
