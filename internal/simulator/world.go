package simulator

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// World is what exists when the simulator starts, and again after a reset: the
// contents of world.json. Only the id, kind and bootstrap of a cluster are
// required.
type World struct {
	// CloudAPIKeys open the networking API: key to secret.
	CloudAPIKeys map[string]string `json:"cloud_api_keys,omitempty"`
	OAuthClients []OAuthClient     `json:"oauth_clients,omitempty"`
	Environments []Environment     `json:"environments,omitempty"`
	Networks     []Network         `json:"networks,omitempty"`
	Clusters     []Cluster         `json:"clusters,omitempty"`
}

// OAuthClient is an application that can obtain tokens, and the identity pools
// it may name.
type OAuthClient struct {
	ClientID      string   `json:"client_id"`
	ClientSecret  string   `json:"client_secret"`
	IdentityPools []string `json:"identity_pools,omitempty"`
}

// Environment holds networks and clusters of Confluent Cloud.
type Environment struct {
	ID string `json:"id"`
}

// Network is a Confluent Cloud network. ConnectionType is PRIVATELINK,
// TRANSITGATEWAY or PEERING; network links need PRIVATELINK.
type Network struct {
	ID             string `json:"id"`
	Environment    string `json:"environment"`
	Cloud          string `json:"cloud,omitempty"`
	ConnectionType string `json:"connection_type,omitempty"`
}

// Kinds of cluster: what runs it decides what it supports.
const (
	KindCloud    = "cloud"    // Confluent Cloud
	KindPlatform = "platform" // Confluent Platform
	KindKafka    = "kafka"    // Apache Kafka: can only be the source of a link
)

// Cluster is one Kafka cluster. Without a Network it is public: every link can
// reach it.
type Cluster struct {
	ID          string `json:"id"`
	Kind        string `json:"kind"`
	Type        string `json:"type,omitempty"`
	Version     string `json:"version,omitempty"`
	Environment string `json:"environment,omitempty"`
	Network     string `json:"network,omitempty"`
	// Bootstrap is the address (host:port, several separated by commas) by
	// which links find the cluster.
	Bootstrap         string   `json:"bootstrap"`
	SecurityProtocols []string `json:"security_protocols,omitempty"`
	SASLMechanisms    []string `json:"sasl_mechanisms,omitempty"`
	// APIKeys open both the REST API and the Kafka listener: key to secret.
	APIKeys map[string]string `json:"api_keys,omitempty"`
	// ClientCA holds the authorities, in PEM, of certificates with which
	// clients introduce themselves: links over SSL, and callers of the REST
	// API whose Auth is mtls.
	ClientCA string  `json:"client_ca,omitempty"`
	REST     REST    `json:"rest,omitzero"`
	Topics   []Topic `json:"topics,omitempty"`
	// ConsumerGroups and ACLs can be listed; nothing else comes of them.
	ConsumerGroups []string `json:"consumer_groups,omitempty"`
	ACLs           []ACL    `json:"acls,omitempty"`
}

// Ways to log in to the REST API of a cluster.
const (
	RESTAuthBasic  = "basic"
	RESTAuthBearer = "bearer"
	RESTAuthMTLS   = "mtls"
	RESTAuthNone   = "none"
)

// REST says how a cluster's REST API is opened. An empty Auth is basic when
// the cluster has API keys, none otherwise.
type REST struct {
	Auth string `json:"auth,omitempty"`
}

// Topic exists from the start. Partitions is 6 when absent.
type Topic struct {
	Name       string            `json:"name"`
	Partitions int               `json:"partitions,omitempty"`
	Configs    map[string]string `json:"configs,omitempty"`
}

// ReadWorld decodes a world.json. Unknown fields are errors, so that a
// misspelt setting does not go unnoticed.
func ReadWorld(r io.Reader) (World, error) {
	var w World
	d := json.NewDecoder(r)
	if err := d.Decode(&w); err != nil {
		return World{}, fmt.Errorf("reading world: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return World{}, errors.New("reading world: more than one JSON value")
	}
	return w, nil
}

// UnmarshalJSON decodes a world as strictly as [ReadWorld] does.
func (w *World) UnmarshalJSON(b []byte) error {
	type plain World // without this method, or it would call itself
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode((*plain)(w))
}

// validate finds what would make the world contradict itself.
func (w World) validate() error {
	var errs []error
	wrong := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	environments := make(map[string]bool)
	for _, e := range w.Environments {
		if e.ID == "" {
			wrong("an environment has no id")
		}
		if environments[e.ID] {
			wrong("environment %q is there twice", e.ID)
		}
		environments[e.ID] = true
	}
	networks := make(map[string]bool)
	for _, n := range w.Networks {
		if n.ID == "" {
			wrong("a network has no id")
		}
		if networks[n.ID] {
			wrong("network %q is there twice", n.ID)
		}
		networks[n.ID] = true
		if !environments[n.Environment] {
			wrong("network %q: unknown environment %q", n.ID, n.Environment)
		}
	}
	clusters := make(map[string]bool)
	addresses := make(map[string]string)
	for _, c := range w.Clusters {
		if clusters[c.ID] {
			wrong("cluster %q is there twice", c.ID)
		}
		clusters[c.ID] = true
		for _, err := range c.faults() {
			wrong("cluster %q: %w", c.ID, err)
		}
		for _, a := range bootstrapAddresses(c.Bootstrap) {
			if other, taken := addresses[a]; taken {
				wrong("cluster %q: bootstrap %s is also that of %q", c.ID, a, other)
			}
			addresses[a] = c.ID
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("world: %w", err)
	}
	return nil
}

func (c Cluster) faults() []error {
	var errs []error
	wrong := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if c.ID == "" {
		wrong("no id")
	}
	if c.Bootstrap == "" {
		wrong("no bootstrap")
	}
	switch c.Kind {
	case KindCloud, KindPlatform, KindKafka:
	default:
		wrong("kind %q is none of cloud, platform, kafka", c.Kind)
	}
	if _, err := parseRelease(c.Version); err != nil {
		errs = append(errs, err)
	}
	if c.ClientCA != "" && !x509.NewCertPool().AppendCertsFromPEM([]byte(c.ClientCA)) {
		wrong("client_ca holds no certificate in PEM")
	}
	switch c.REST.Auth {
	case "", RESTAuthBasic, RESTAuthBearer, RESTAuthMTLS, RESTAuthNone:
	default:
		wrong("rest.auth %q is none of basic, bearer, mtls, none", c.REST.Auth)
	}
	for _, a := range c.ACLs {
		if err := a.fault(); err != nil {
			wrong("acl of %q: %w", a.Principal, err)
		}
	}
	topics := make(map[string]bool)
	for _, t := range c.Topics {
		if err := checkTopicName(t.Name); err != nil {
			wrong("topic %q: %w", t.Name, err)
		}
		if topics[t.Name] {
			wrong("topic %q is there twice", t.Name)
		}
		topics[t.Name] = true
		if t.Partitions < 0 {
			wrong("topic %q has %d partitions", t.Name, t.Partitions)
		}
	}
	return errs
}

// DefaultWorld is the world of the private-public-private guide: a private
// primary and a private disaster recovery cluster that cannot reach each
// other, a public jump cluster between them; and apart from these two AWS
// PrivateLink networks with a cluster each, for network links.
func DefaultWorld() World {
	cloud := func(id, bootstrap, environment, network, key string, topics ...Topic) Cluster {
		return Cluster{
			ID: id, Kind: KindCloud, Type: "dedicated", Environment: environment, Network: network,
			Bootstrap:         bootstrap,
			SecurityProtocols: []string{"SASL_SSL"},
			SASLMechanisms:    []string{"PLAIN", "OAUTHBEARER"},
			APIKeys:           map[string]string{key + "KEY": key + "SECRET"},
			REST:              REST{Auth: RESTAuthBasic},
			Topics:            topics,
		}
	}
	topic := func(name string) Topic { return Topic{Name: name, Partitions: 6} }
	return World{
		CloudAPIKeys: map[string]string{"CLOUDKEY": "CLOUDSECRET"},
		OAuthClients: []OAuthClient{{ClientID: "app", ClientSecret: "s", IdentityPools: []string{"pool-a"}}},
		Environments: []Environment{{ID: "env-guide"}, {ID: "env-east"}, {ID: "env-west"}},
		Networks: []Network{
			{ID: "n-primary", Environment: "env-guide", Cloud: "azure", ConnectionType: "PRIVATELINK"},
			{ID: "n-dr", Environment: "env-guide", Cloud: "azure", ConnectionType: "PRIVATELINK"},
			{ID: "n-east", Environment: "env-east", Cloud: "aws", ConnectionType: "PRIVATELINK"},
			{ID: "n-west", Environment: "env-west", Cloud: "aws", ConnectionType: "PRIVATELINK"},
		},
		Clusters: []Cluster{
			cloud("lkc-primary", "lkc-primary:9092", "env-guide", "n-primary", "PRIMARY", topic("orders"), topic("payments")),
			cloud("lkc-jump", "pkc-jump:9092", "env-guide", "", "JUMP"),
			cloud("lkc-dr", "lkc-dr:9092", "env-guide", "n-dr", "DR"),
			cloud("lkc-east", "lkc-east:9092", "env-east", "n-east", "EAST", topic("clicks")),
			cloud("lkc-west", "lkc-west:9092", "env-west", "n-west", "WEST"),
		},
	}
}
