// Package cfk reads the ClusterLink manifests of Confluent for Kubernetes as facts
// about a link and its mirror topics. It is pure: text in, facts out. Its sources are
// Confluent's page "Manage Cluster Linking for Confluent Platform Using Confluent for
// Kubernetes", the CRD clusterlinks.platform.confluent.io, and the examples in
// confluentinc/confluent-kubernetes-examples.
package cfk

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Link is what a manifest says of a link, and of its mirror topics. What is empty is
// not said.
type Link struct {
	KafkaClusterID  string // of the cluster that hosts the link
	RemoteClusterID string
	Name            string
	// Settings are those of the link by name, as the server knows them.
	Settings map[string]string
	// Remote and Local are how the link logs in to the cluster at the other end, and
	// to its own.
	Remote, Local Login
	MirrorTopics  []MirrorTopic
	// LeftOut holds why a field has no counterpart, by its path.
	LeftOut map[string]string
}

// MirrorTopic is a mirror topic on the cluster that hosts the link.
type MirrorTopic struct {
	Name, Source      string
	Status            string // ACTIVE, PAUSED, PROMOTED or FAILED_OVER
	ReplicationFactor int64  // 0: the cluster's own
	Config            map[string]string
}

// Kind is how a link logs in.
type Kind string

// The kinds of logins.
const (
	None     Kind = ""
	Plain    Kind = "plain"
	OAuth    Kind = "oauth"
	MTLS     Kind = "mtls"
	Kerberos Kind = "kerberos"
	Other    Kind = "other" // that nothing else is known of
)

// Login is how a link logs in to a cluster. Its secrets are in Kubernetes.
type Login struct {
	Given         bool // whether the manifest says anything of it
	Kind          Kind
	TLS           bool
	TokenEndpoint string // with OAuth
	// Secret and Certificates name the Kubernetes secrets, with the namespace and the
	// field that refers to them.
	Secret, Certificates string
}

// manifest is one document of the text.
type manifest struct {
	node
	apiVersion, kind string
	fields           map[string]node
}

// ParseClusterLink reads a text of YAML or JSON that holds one ClusterLink, in any
// number of documents; kubectl's lists count as documents. Errors name the line,
// counted from 1, and the field.
func ParseClusterLink(text string) (Link, error) {
	r := &reader{leftOut: map[string]string{}}
	all, err := r.documents(text)
	if err != nil {
		return Link{}, err
	}
	var found *manifest
	for i := range all {
		m := &all[i]
		switch {
		case m.kind != "ClusterLink":
			r.leftOut[fmt.Sprintf("line %d", m.line)] = fmt.Sprintf("A %s is no ClusterLink.", or(m.kind, "document without a kind"))
		case m.apiVersion != "platform.confluent.io/v1beta1":
			r.fail(node{path: "apiVersion", line: m.line}, "it is %q; Clink reads platform.confluent.io/v1beta1", m.apiVersion)
		case found != nil:
			r.fail(node{path: "kind", line: m.line}, "%s", twoLinks(found.line))
		default:
			found = m
		}
	}
	if found == nil && r.err == nil {
		return Link{}, errors.New("line 1: kind: the text holds no ClusterLink")
	}
	if r.err != nil {
		return Link{}, r.err
	}
	link := r.link(*found)
	link.LeftOut = r.leftOut
	return link, r.err
}

// yamlError is how the YAML library says on which line it stumbled.
var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// documents are the objects of the text.
func (r *reader) documents(text string) ([]manifest, error) {
	var all []manifest
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var raw yaml.Node
		err := decoder.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return all, r.err
		}
		if err != nil {
			where, what := "1", err.Error()
			if match := yamlError.FindStringSubmatch(what); match != nil {
				where, what = or(match[1], where), match[2]
			}
			return nil, fmt.Errorf("line %s: it is no YAML: %s", where, what)
		}
		if len(raw.Content) == 1 {
			all = append(all, r.objects(r.at(raw.Content[0], ""))...)
		}
		if r.err != nil {
			return nil, r.err
		}
	}
}

// objects are the Kubernetes objects of a document: one, or those of a list.
func (r *reader) objects(n node) []manifest {
	if n.Node == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		n.path = "the document"
	}
	_, fields := r.entries(n)
	for name, field := range fields {
		field.path = name
		fields[name] = field
	}
	m := manifest{node: n, apiVersion: r.text(fields["apiVersion"]), kind: r.text(fields["kind"]), fields: fields}
	if m.kind != "List" && m.kind != "ClusterLinkList" {
		return []manifest{m}
	}
	var all []manifest
	for _, item := range r.list(fields["items"]) {
		all = append(all, r.objects(item)...)
	}
	return all
}

// or is the first of the texts that is not empty.
func or(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
