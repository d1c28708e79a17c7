package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/poll"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// The two clusters of each world, and the key that opens both.
const (
	sourceID      = "lkc-source"
	destinationID = "lkc-destination"
	apiKey        = "BENCHKEY"
	apiSecret     = "BENCHSECRET"
)

// world is a simulator that starts anew for each measurement, at one address.
type world struct {
	url    string
	server *http.Server
	now    atomic.Pointer[simulator.Simulator]
}

func newWorld(ctx context.Context) (*world, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w := &world{url: "http://" + listener.Addr().String()}
	w.server = &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.now.Load().ServeHTTP(rw, r)
	})}
	go func() { _ = w.server.Serve(listener) }() // ends with Close
	return w, nil
}

func (w *world) close() {
	if sim := w.now.Load(); sim != nil {
		sim.Close()
	}
	_ = w.server.Close()
}

// topicName is the name of one topic of a round; which link mirrors it stands in it.
func topicName(link, n int) string { return fmt.Sprintf("%s%05d", topicPrefix(link), n) }

func topicPrefix(link int) string { return fmt.Sprintf("topic-%d-", link) }

func linkName(link int) string { return fmt.Sprintf("link-%d", link) }

// begin makes the world of a round: the source topics and the links are there,
// and, if mirrored, all mirror topics.
func (w *world) begin(ctx context.Context, r round, mirrored bool) error {
	cluster := func(id string) simulator.Cluster {
		return simulator.Cluster{
			ID: id, Kind: simulator.KindCloud, Type: "dedicated", Bootstrap: id + ":9092",
			SecurityProtocols: []string{"SASL_SSL"}, SASLMechanisms: []string{"PLAIN"}, APIKeys: map[string]string{apiKey: apiSecret},
		}
	}
	source := cluster(sourceID)
	for n := range r.Topics {
		source.Topics = append(source.Topics, simulator.Topic{Name: topicName(n%r.Links, n)})
	}
	sim, err := simulator.New(simulator.World{Clusters: []simulator.Cluster{source, cluster(destinationID)}},
		simulator.Options{Settle: r.settle, Latency: r.latency, RateLimit: r.RateLimit})
	if err != nil {
		return err
	}
	if old := w.now.Swap(sim); old != nil {
		old.Close()
	}
	for link := range r.Links {
		if err := w.createLink(ctx, link, mirrored); err != nil {
			return err
		}
	}
	if mirrored {
		if err := w.await(ctx, map[string]int{"ACTIVE": r.Topics}); err != nil {
			return err
		}
		// From here on the mirror topics are the configuration's alone.
		for link := range r.Links {
			if err := w.call(ctx, http.MethodDelete, "/links/"+linkName(link)+"/configs/auto.create.mirror.topics.enable", nil); err != nil {
				return err
			}
		}
	}
	return w.control(ctx, http.MethodDelete, "/simulator/requests", nil)
}

// createLink creates a link and waits until it is ACTIVE. With autoCreate, it
// mirrors all topics that are meant for it by itself: thousands in no call at all.
func (w *world) createLink(ctx context.Context, link int, autoCreate bool) error {
	configs := map[string]string{
		"bootstrap.servers": sourceID + ":9092",
		"security.protocol": "SASL_SSL",
		"sasl.mechanism":    "PLAIN",
		"sasl.jaas.config": fmt.Sprintf("org.apache.kafka.common.security.plain.PlainLoginModule required username=%q password=%q;",
			apiKey, apiSecret),
	}
	if autoCreate {
		configs["auto.create.mirror.topics.enable"] = "true"
		configs["auto.create.mirror.topics.filters"] = fmt.Sprintf(
			`{"topicFilters":[{"name":%q,"patternType":"PREFIXED","filterType":"INCLUDE"}]}`, topicPrefix(link))
	}
	type config struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	var list []config
	for name, value := range configs {
		list = append(list, config{name, value})
	}
	if err := w.call(ctx, http.MethodPost, "/links?link_name="+linkName(link), map[string]any{"source_cluster_id": sourceID, "configs": list}); err != nil {
		return err
	}
	_, err := poll.Until(ctx, poll.System{}, patience, func(ctx context.Context) (struct{}, bool, error) {
		p, err := w.picture(ctx)
		for _, arrow := range p.Arrows {
			if arrow.Name == linkName(link) && arrow.State == "ACTIVE" {
				return struct{}{}, true, err
			}
		}
		return struct{}{}, false, err
	})
	return err
}

// patience is how the simulator is watched; watching costs the measured nothing.
var patience = poll.Backoff{First: 20 * time.Millisecond, Max: 200 * time.Millisecond, Factor: 1.5}

// await waits until there are these numbers of mirror topics by status.
func (w *world) await(ctx context.Context, wanted map[string]int) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	last, err := poll.Until(ctx, poll.System{}, patience, func(ctx context.Context) (map[string]int, bool, error) {
		got, err := w.mirrors(ctx)
		return got, maps.Equal(got, wanted), err
	})
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("mirror topics by status are %v instead of %v", last, wanted)
	}
	return err
}

// mirrors are the numbers of mirror topics by status.
func (w *world) mirrors(ctx context.Context) (map[string]int, error) {
	p, err := w.picture(ctx)
	for _, c := range p.Clusters {
		if c.ID == destinationID {
			maps.DeleteFunc(c.Statuses, func(_ string, n int) bool { return n == 0 })
			return c.Statuses, err
		}
	}
	return nil, err
}

// picture is what the simulator's page draws, as far as it is needed here.
type picture struct {
	Clusters []struct {
		ID       string         `json:"id"`
		Statuses map[string]int `json:"statuses"`
	} `json:"clusters"`
	Arrows []struct {
		Name  string `json:"name"`
		State string `json:"state"`
	} `json:"arrows"`
}

func (w *world) picture(ctx context.Context) (picture, error) {
	var p picture
	err := w.control(ctx, http.MethodGet, "/simulator/state", &p)
	return p, err
}

// calls are the requests that reached the simulator since the round began, or
// since the last call of this.
type calls struct {
	All    int            `json:"all"`
	ByKind map[string]int `json:"by_kind"`
	// Limited are those that were answered with 429.
	Limited int `json:"limited"`
}

func (w *world) takeCalls(ctx context.Context) (calls, error) {
	var journal struct {
		Counts   map[string]int `json:"counts"`
		Requests []struct {
			Status int `json:"status"`
		} `json:"requests"`
	}
	if err := w.control(ctx, http.MethodGet, "/simulator/requests", &journal); err != nil {
		return calls{}, err
	}
	c := calls{All: len(journal.Requests), ByKind: map[string]int{}}
	for kind, n := range journal.Counts {
		c.ByKind[strings.Replace(kind, " /kafka/v3/clusters/{cluster_id}", " ", 1)] = n
	}
	for _, r := range journal.Requests {
		if r.Status == http.StatusTooManyRequests {
			c.Limited++
		}
	}
	return c, w.control(ctx, http.MethodDelete, "/simulator/requests", nil)
}

// call asks the REST API of the destination cluster.
func (w *world) call(ctx context.Context, method, path string, body any) error {
	return w.send(ctx, method, "/kafka/v3/clusters/"+destinationID+path, body, nil)
}

// control asks the simulator itself.
func (w *world) control(ctx context.Context, method, path string, answer any) error {
	return w.send(ctx, method, path, nil, answer)
}

func (w *world) send(ctx context.Context, method, path string, body, answer any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, w.url+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.SetBasicAuth(apiKey, apiSecret)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode > 299 {
		return fmt.Errorf("%s %s: %s", method, path, resp.Status)
	}
	if answer == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(answer)
}
