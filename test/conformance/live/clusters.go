// Package live runs the private-public-private chain on real clusters, records
// what is said, without secrets, and shows where the simulator would have answered
// differently.
package live

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
)

// The environment variables that describe the clusters. Each of the roles PRIMARY,
// JUMP and DR has an _ID, a _REST_ENDPOINT, an _API_KEY and an _API_SECRET after the
// prefix; JUMP, which the others connect to, has a _BOOTSTRAP, too.
const (
	confirmVariable = "CLINK_LIVE"
	confirmation    = "yes-change-my-clusters"
	prefix          = "CLINK_LIVE_"
)

// Cluster is one of the three of the chain.
type Cluster struct {
	Role         string // PRIMARY, JUMP or DR
	ID           string
	RESTEndpoint string // without /kafka/v3; reachable from here
	Bootstrap    string // of JUMP
	APIKey       string
	APISecret    string
}

// StandInKey and StandInSecret stand for the credentials in what is recorded, and
// are those of the simulated cluster on which it is replayed.
func (c Cluster) StandInKey() string { return c.Role + "-KEY" }

// StandInSecret is told with StandInKey.
func (c Cluster) StandInSecret() string { return c.Role + "-SECRET" }

// Clusters reads the clusters from the environment. The error is one line, and
// refuses when nobody has confirmed that the clusters may be changed.
func Clusters(getenv func(string) string) ([]Cluster, error) {
	if getenv(confirmVariable) != confirmation {
		return nil, fmt.Errorf("this creates and deletes links and topics on real clusters: set %s=%s to confirm", confirmVariable, confirmation)
	}
	var (
		all     []Cluster
		missing []string
	)
	for _, role := range []string{"PRIMARY", "JUMP", "DR"} {
		read := func(name string) string {
			value := getenv(prefix + role + name)
			if value == "" {
				missing = append(missing, prefix+role+name)
			}
			return value
		}
		c := Cluster{
			Role: role, ID: read("_ID"), RESTEndpoint: strings.TrimRight(read("_REST_ENDPOINT"), "/"),
			APIKey: read("_API_KEY"), APISecret: read("_API_SECRET"),
		}
		if role == "JUMP" {
			c.Bootstrap = read("_BOOTSTRAP")
		}
		if u, err := url.Parse(c.RESTEndpoint); c.RESTEndpoint != "" && (err != nil || u.Host == "") {
			return nil, fmt.Errorf("%s%s_REST_ENDPOINT is no URL: %q", prefix, role, c.RESTEndpoint)
		}
		all = append(all, c)
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("not set: %s", strings.Join(missing, ", "))
	}
	return all, nil
}

// owner is the cluster that a path of the REST API names.
func owner(clusters []Cluster, path string) Cluster {
	for _, c := range clusters {
		if strings.Contains(path+"/", "/clusters/"+c.ID+"/") {
			return c
		}
	}
	return Cluster{}
}

// longestFirst orders what is replaced so that no part of a secret remains.
func longestFirst(a, b [2]string) int { return cmp.Compare(len(b[0]), len(a[0])) }
