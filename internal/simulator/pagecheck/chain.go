package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
)

// all are the clusters of the simulator's default world.
func all() map[string]string {
	return map[string]string{
		"lkc-primary": "reachable", "lkc-jump": "reachable", "lkc-dr": "reachable", "lkc-east": "reachable", "lkc-west": "reachable",
	}
}

func emptyPicture() document { return document{clusters: all(), hint: true} }

// chainPicture is what build makes.
func chainPicture() document {
	return document{
		clusters: all(),
		links: map[string]string{
			"primary-to-jump lkc-primary->lkc-jump": "ACTIVE",
			"jump-to-dr lkc-jump->lkc-dr":           "ACTIVE",
			"jump-and-dr lkc-jump<->lkc-dr":         "UNAVAILABLE",
			"east-to-west lkc-east->lkc-west":       "ACTIVE",
		},
		mirrors: map[string]string{
			"lkc-jump/orders": "ACTIVE", "lkc-jump/payments": "PAUSED", "lkc-dr/orders": "ACTIVE", "lkc-west/clicks": "ACTIVE",
		},
		networkLinks: map[string]string{"endpoint 1": "READY"},
	}
}

// changedPicture is what change leaves: the primary has gone, and the last
// cluster of the chain has been failed over.
func changedPicture() document {
	p := chainPicture()
	p.clusters["lkc-primary"] = "unreachable"
	p.links["primary-to-jump lkc-primary->lkc-jump"] = "UNAVAILABLE"
	maps.Copy(p.mirrors, map[string]string{
		"lkc-jump/orders": "SOURCE_UNAVAILABLE", "lkc-dr/orders": "STOPPED", "lkc-dr/payments": "ACTIVE",
	})
	return p
}

// build makes the private-public-private chain, a link over a network link,
// and one that cannot connect.
func (w *world) build(ctx context.Context) error {
	const kafka = "/kafka/v3/clusters/"
	link := func(key, cluster, name, idField, remote string, configs ...map[string]string) step {
		return step{key, "POST", kafka + cluster + "/links?validate_link=false&link_name=" + name, map[string]any{idField: remote, "configs": settings(configs...)}}
	}
	mirror := func(key, cluster, link, topic string) step {
		return step{key, "POST", kafka + cluster + "/links/" + link + "/mirrors", map[string]any{"source_topic_name": topic}}
	}
	bidirectional := map[string]string{"link.mode": "BIDIRECTIONAL"}
	service := step{"CLOUD", "POST", "/networking/v1/network-link-services", map[string]any{"spec": map[string]any{
		"display_name": "east", "environment": id("env-east"), "network": id("n-east"), "accept": map[string]any{"networks": []string{"n-west"}},
	}}}
	made, err := w.do(ctx, service)
	if err != nil {
		return err
	}
	for _, s := range []step{
		link("JUMP", "lkc-jump", "primary-to-jump", "source_cluster_id", "lkc-primary", map[string]string{"link.mode": "DESTINATION", "connection.mode": "INBOUND"}),
		link("PRIMARY", "lkc-primary", "primary-to-jump", "destination_cluster_id", "lkc-jump",
			map[string]string{"link.mode": "SOURCE", "bootstrap.servers": "pkc-jump:9092"}, login("", "JUMP"), login("local.", "PRIMARY")),
		link("DR", "lkc-dr", "jump-to-dr", "source_cluster_id", "lkc-jump", map[string]string{"bootstrap.servers": "pkc-jump:9092"}, login("", "JUMP")),
		mirror("JUMP", "lkc-jump", "primary-to-jump", "orders"),
		mirror("JUMP", "lkc-jump", "primary-to-jump", "payments"),
		mirror("DR", "lkc-dr", "jump-to-dr", "orders"),
		{"JUMP", "POST", kafka + "lkc-jump/links/primary-to-jump/mirrors:pause", map[string]any{"mirror_topic_names": []string{"payments"}}},
		{"", "PUT", "/simulator/mirrors/lkc-jump/primary-to-jump/payments", map[string]any{"lag": 1250}},
		link("DR", "lkc-dr", "jump-and-dr", "remote_cluster_id", "lkc-jump", bidirectional, map[string]string{"bootstrap.servers": "pkc-jump:9092", "cluster.link.prefix": "b."}, login("", "JUMP")),
		link("JUMP", "lkc-jump", "jump-and-dr", "remote_cluster_id", "lkc-dr", bidirectional, map[string]string{"bootstrap.servers": "lkc-dr:9092", "cluster.link.prefix": "b."}, login("", "DR")),
		{"CLOUD", "POST", "/networking/v1/network-link-endpoints", map[string]any{"spec": map[string]any{
			"display_name": "west", "environment": id("env-west"), "network": id("n-west"), "network_link_service": id(made.ID),
		}}},
		link("WEST", "lkc-west", "east-to-west", "source_cluster_id", "lkc-east", map[string]string{"bootstrap.servers": "lkc-east:9092"}, login("", "EAST")),
		mirror("WEST", "lkc-west", "east-to-west", "clicks"),
	} {
		if _, err := w.do(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// change lets the primary go down and brings the last cluster to life.
func (w *world) change(ctx context.Context) error {
	const links = "/kafka/v3/clusters/lkc-dr/links/jump-to-dr"
	for _, s := range []step{
		{"", "PUT", "/simulator/clusters/lkc-primary", map[string]any{"reachable": false}},
		{"DR", "POST", links + "/mirrors", map[string]any{"source_topic_name": "payments"}},
		{"DR", "POST", links + "/mirrors:failover", map[string]any{"mirror_topic_names": []string{"orders"}}},
	} {
		if _, err := w.do(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func id(of string) map[string]any { return map[string]any{"id": of} }

// login is the client configuration for one side, with a key such as JUMP.
func login(side, key string) map[string]string {
	return map[string]string{
		side + "security.protocol": "SASL_SSL", side + "sasl.mechanism": "PLAIN",
		side + "sasl.jaas.config": fmt.Sprintf(`org.apache.kafka.common.security.plain.PlainLoginModule required username="%[1]sKEY" password="%[1]sSECRET";`, key),
	}
}

func settings(sets ...map[string]string) []map[string]string {
	list := []map[string]string{}
	for _, set := range sets {
		for name, value := range set {
			list = append(list, map[string]string{"name": name, "value": value})
		}
	}
	return list
}

// step is one request; key is one such as JUMP, whose secret is JUMPSECRET.
type step struct {
	key, method, path string
	body              any
}

// answer is what is read of answers.
type answer struct {
	ID   string `json:"id"`
	Data []struct {
		Error *string `json:"error_message"`
	} `json:"data"`
}

func (w *world) do(ctx context.Context, s step) (answer, error) {
	body, err := json.Marshal(s.body)
	if err != nil {
		return answer{}, err
	}
	req, err := http.NewRequestWithContext(ctx, s.method, w.url+s.path, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if s.key != "" {
		req.SetBasicAuth(s.key+"KEY", s.key+"SECRET")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return answer{}, fmt.Errorf("%s %s: %s: %s", s.method, s.path, resp.Status, strings.TrimSpace(string(text)))
	}
	var a answer
	if len(text) > 0 {
		if err := json.Unmarshal(text, &a); err != nil {
			return answer{}, err
		}
	}
	for _, row := range a.Data {
		if row.Error != nil {
			return answer{}, fmt.Errorf("%s %s: %s", s.method, s.path, *row.Error)
		}
	}
	return a, nil
}
