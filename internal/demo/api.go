package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// cluster is one of the chain, with the key that opens its REST API.
type cluster struct {
	ID, Key, Secret string
}

// snapshot is what the clusters of a chain say at one moment.
type snapshot struct {
	Links   []link
	Mirrors []mirror
	Topics  map[string][]topic // by cluster
}

// link is a link object on the cluster that hosts it: one half of a source-initiated link.
type link struct {
	Cluster      string
	Name         string `json:"link_name"`
	Source       string `json:"source_cluster_id"`
	Destination  string `json:"destination_cluster_id"`
	State        string `json:"link_state"`
	Error        string `json:"link_error"`
	ErrorMessage string `json:"link_error_message"`
	Tasks        []task `json:"tasks"`
	Mode         string
	Connection   string
}

type task struct {
	Name  string `json:"task_name"`
	State string `json:"state"`
}

type mirror struct {
	Cluster string
	Link    string `json:"link_name"`
	Topic   string `json:"mirror_topic_name"`
	Source  string `json:"source_topic_name"`
	Status  string `json:"mirror_status"`
}

type topic struct {
	Name       string `json:"topic_name"`
	Partitions int    `json:"partitions_count"`
}

// api reads the REST API of the clusters, not terraform's state: what is shown is what there is.
type api struct {
	base  string
	chain []cluster
}

// list is the envelope of every collection.
type list[T any] struct {
	Data []T `json:"data"`
}

func (a *api) read(ctx context.Context) (snapshot, error) {
	found := snapshot{Topics: map[string][]topic{}}
	for _, c := range a.chain {
		links, err := get[list[link]](ctx, a, c, "links")
		if err != nil {
			return snapshot{}, err
		}
		for _, l := range links.Data {
			if l, err = a.readLink(ctx, c, l.Name); err != nil {
				return snapshot{}, err
			}
			found.Links = append(found.Links, l)
			mirrors, err := get[list[mirror]](ctx, a, c, "links/"+url.PathEscape(l.Name)+"/mirrors")
			if err != nil {
				return snapshot{}, err
			}
			for _, m := range mirrors.Data {
				m.Cluster = c.ID
				found.Mirrors = append(found.Mirrors, m)
			}
		}
		topics, err := get[list[topic]](ctx, a, c, "topics")
		if err != nil {
			return snapshot{}, err
		}
		slices.SortFunc(topics.Data, func(x, y topic) int { return strings.Compare(x.Name, y.Name) })
		found.Topics[c.ID] = topics.Data
	}
	return found, nil
}

// readLink reads one link with its tasks and its two modes, which are settings.
func (a *api) readLink(ctx context.Context, c cluster, name string) (link, error) {
	path := "links/" + url.PathEscape(name)
	l, err := get[link](ctx, a, c, path+"?include_tasks=true")
	if err != nil {
		return link{}, err
	}
	l.Cluster = c.ID
	type setting struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	settings, err := get[list[setting]](ctx, a, c, path+"/configs")
	if err != nil {
		return link{}, err
	}
	for _, s := range settings.Data {
		switch s.Name {
		case "link.mode":
			l.Mode = s.Value
		case "connection.mode":
			l.Connection = s.Value
		}
	}
	return l, nil
}

// get reads one resource below a cluster.
func get[T any](ctx context.Context, a *api, c cluster, path string) (T, error) {
	var body T
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.base+"/kafka/v3/clusters/"+c.ID+"/"+path, nil)
	if err != nil {
		return body, err
	}
	req.SetBasicAuth(c.Key, c.Secret)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return body, fmt.Errorf("asking %s: %w", c.ID, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return body, fmt.Errorf("asking %s for %s: %s", c.ID, path, resp.Status)
	}
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		return body, fmt.Errorf("asking %s for %s: %w", c.ID, path, err)
	}
	return body, nil
}
