package cfk

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

// The modes of a link, as the server spells them.
const (
	modeDestination   = "DESTINATION"
	modeSource        = "SOURCE"
	modeBidirectional = "BIDIRECTIONAL"
	inbound           = "INBOUND"
	outbound          = "OUTBOUND"
)

// link reads a ClusterLink.
func (r *reader) link(m manifest) Link {
	r.object(m.node, "apiVersion", "kind", "metadata", "spec", "status")
	about := m.fields["metadata"]
	about.path, about.line = "metadata", max(about.line, m.line)
	_, metadata := r.entries(about)
	_, status := r.entries(m.fields["status"])
	if m.fields["spec"].Node == nil {
		r.fail(node{path: "spec", line: m.line}, "it is missing or empty")
		return Link{}
	}
	spec := r.object(m.fields["spec"], "name", "sourceInitiatedLink", "sourceKafkaCluster", "destinationKafkaCluster",
		"configs", "consumerGroupFilters", "aclFilters", "mirrorTopicOptions", "mirrorTopics")
	namespace := r.text(metadata["namespace"])
	source := r.cluster(spec["sourceKafkaCluster"], namespace, r.text(status["sourceKafkaClusterID"]))
	destination := r.cluster(spec["destinationKafkaCluster"], namespace, r.text(status["destinationKafkaClusterID"]))

	// The names are those of a link that the destination opens: there the link is made
	// on the destination. Only with linkMode Source it is made on the source.
	here, there := destination, source
	l := Link{
		Name:     or(r.text(spec["name"]), r.text(status["clusterLinkName"]), r.required(metadata, "name", about)),
		Settings: r.texts(spec["configs"]),
	}
	mode, connection := r.modes(spec["sourceInitiatedLink"])
	if mode == modeSource {
		here, there = source, destination
	}
	l.KafkaClusterID, l.RemoteClusterID = here.id, there.id
	l.set(linkconfig.LinkMode, mode)
	l.set(linkconfig.ConnectionMode, connection)
	if connection == inbound {
		there.leaveConnection(r, becauseInbound)
		here.leaveConnection(r, becauseInbound)
	} else {
		l.set(linkconfig.BootstrapServers, scheme.ReplaceAllString(r.text(there.bootstrap), ""))
		l.Remote = there.login
		if mode == modeDestination {
			here.leaveConnection(r, becauseOneWay)
		} else {
			l.set(linkconfig.LocalBootstrapServers, scheme.ReplaceAllString(r.text(here.bootstrap), ""))
			l.Local = here.login
		}
	}
	r.filters(&l, spec)
	for name := range l.Settings {
		if authenticates, local := linkconfig.Authenticates(name); authenticates && (local && l.Local.Given || !local && l.Remote.Given) {
			delete(l.Settings, name)
			r.leftOut["spec.configs."+name] = becauseLogin
		}
	}
	if mode == modeSource {
		r.leave(spec["mirrorTopics"], becauseSource)
		return l
	}
	l.MirrorTopics = r.mirrorTopics(spec["mirrorTopics"], l.Settings[linkconfig.Prefix])
	return l
}

// scheme is what stands before some addresses, and says nothing to Kafka.
var scheme = regexp.MustCompile(`(?:^|\b)[A-Za-z_]+://`)

// set sets a setting, unless the value is empty.
func (l *Link) set(name, value string) {
	if value != "" {
		l.Settings[name] = value
	}
}

// modes are the link's mode and connection mode.
func (r *reader) modes(n node) (mode, connection string) {
	fields := r.object(n, "linkMode", "connectionMode")
	given := r.oneOf(fields["connectionMode"], inbound, outbound)
	if n.Node == nil {
		return modeDestination, outbound
	}
	switch mode = r.oneOf(fields["linkMode"], modeDestination, modeSource, modeBidirectional); mode {
	case "":
		r.required(fields, "linkMode", n)
		return "", ""
	case modeDestination: // of a link that the source opens
		connection = inbound
	default:
		connection = outbound
	}
	if mode == modeBidirectional {
		return mode, or(given, connection)
	}
	if given != "" && given != connection {
		r.fail(fields["connectionMode"], "it is %q; a source-initiated link with linkMode %q is %s",
			r.text(fields["connectionMode"]), r.text(fields["linkMode"]), connection)
	}
	return mode, connection
}

// cluster is what a manifest says of one of its clusters.
type cluster struct {
	id        string
	bootstrap node
	login     Login
	fields    map[string]node
}

// cluster reads a cluster. seen is its id as Kubernetes has noted it.
func (r *reader) cluster(n node, namespace, seen string) cluster {
	fields := r.object(n, "clusterID", "bootstrapEndpoint", "kafkaRestClassRef", "authentication", "tls")
	r.leave(fields["kafkaRestClassRef"], becauseProviderBlock)
	c := cluster{id: or(r.text(fields["clusterID"]), seen), bootstrap: fields["bootstrapEndpoint"], fields: fields}
	c.login.Given = fields["authentication"].Node != nil || fields["tls"].Node != nil
	tls := r.object(fields["tls"], "enabled", "secretRef", "directoryPathInContainer", "keyPassword")
	c.login.TLS = r.flag(tls["enabled"])
	if c.login.TLS {
		c.login.Certificates = r.secret(tls["secretRef"], namespace)
	} else {
		r.leave(tls["secretRef"], becauseNoTLS)
	}
	r.leave(tls["directoryPathInContainer"], becausePEM)
	r.leave(tls["keyPassword"], becauseKeyPassword)
	r.authentication(&c.login, fields["authentication"], namespace)
	return c
}

// leaveConnection leaves out how to connect to a cluster.
func (c cluster) leaveConnection(r *reader, why string) {
	for _, name := range []string{"bootstrapEndpoint", "authentication", "tls"} {
		r.leave(c.fields[name], why)
	}
}

// authentication reads how to log in to a cluster.
func (r *reader) authentication(l *Login, n node, namespace string) {
	fields := r.object(n, "type", "jaasConfig", "jaasConfigPassThrough", "oauthbearer", "oauthSettings")
	if n.Node == nil {
		return
	}
	kinds := map[string]Kind{
		"none": None, "plain": Plain, "oauth": OAuth, "oauthbearer": OAuth, "mtls": MTLS, "kerberos": Kerberos, "scram": Other, "digest": Other,
	}
	r.required(fields, "type", n)
	l.Kind = kinds[r.oneOf(fields["type"], slices.Sorted(maps.Keys(kinds))...)]
	for _, name := range []string{"jaasConfig", "jaasConfigPassThrough", "oauthbearer"} {
		reference := r.object(fields[name], "secretRef", "directoryPathInContainer")
		l.Secret = or(l.Secret, r.secret(reference["secretRef"], namespace))
		r.leave(reference["directoryPathInContainer"], becauseDirectory)
	}
	oauth := r.object(fields["oauthSettings"], "tokenEndpointUri")
	l.TokenEndpoint = r.text(oauth["tokenEndpointUri"])
	if l.Kind == Other {
		r.leave(fields["type"], becauseMechanism)
	}
}

// secret names a Kubernetes secret and the field that refers to it.
func (r *reader) secret(n node, namespace string) string {
	name := r.text(n)
	if name == "" {
		return ""
	}
	if namespace != "" {
		name = namespace + "/" + name
	}
	return fmt.Sprintf("Kubernetes secret %s, by %s", name, n.path)
}

// filters reads the fields that are settings of the link by another name.
func (r *reader) filters(l *Link, spec map[string]node) {
	if groups := spec["consumerGroupFilters"]; groups.Node != nil {
		l.set("consumer.offset.group.filters", r.named("groupFilters", groups))
	}
	if acls := r.list(spec["aclFilters"]); len(acls) > 0 {
		list := []map[string]map[string]string{}
		for _, entry := range acls {
			fields := r.object(entry, "resourceFilter", "accessFilter")
			list = append(list, map[string]map[string]string{
				"resourceFilter": r.texts(fields["resourceFilter"]), "accessFilter": r.texts(fields["accessFilter"]),
			})
		}
		l.set("acl.filters", written("aclFilters", list))
	}
	options := r.object(spec["mirrorTopicOptions"], "prefix", "autoCreateTopics")
	l.set(linkconfig.Prefix, r.text(options["prefix"]))
	automatic := r.object(options["autoCreateTopics"], "enabled", "topicFilters")
	if options["autoCreateTopics"].Node == nil {
		return
	}
	enabled := r.flag(automatic["enabled"])
	l.set("auto.create.mirror.topics.enable", fmt.Sprint(enabled))
	switch topics := automatic["topicFilters"]; {
	case topics.Node == nil:
	case enabled:
		l.set("auto.create.mirror.topics.filters", r.named("topicFilters", topics))
	default:
		r.leave(topics, becauseNotAutomatic)
	}
}

// named are filters by name.
func (r *reader) named(wrapper string, n node) string {
	list := []map[string]string{}
	for _, entry := range r.list(n) {
		fields := r.texts(entry)
		if fields["patternType"] == "" {
			fields["patternType"] = "LITERAL"
		}
		list = append(list, fields)
	}
	return written(wrapper, list)
}

// written writes the value of a setting that holds filters.
func written(wrapper string, list any) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]any{wrapper: list}); err != nil {
		return "" // texts can always be written
	}
	return strings.TrimSpace(text.String())
}

// mirrorTopics reads the mirror topics of a link with this prefix.
func (r *reader) mirrorTopics(n node, prefix string) []MirrorTopic {
	statuses := map[string]string{"": "ACTIVE", "ACTIVE": "ACTIVE", "PAUSE": "PAUSED", "PROMOTE": "PROMOTED", "FAILOVER": "FAILED_OVER"}
	var topics []MirrorTopic
	first := map[string]int{}
	for _, entry := range r.list(n) {
		fields := r.object(entry, "name", "sourceTopicName", "state", "configs", "replicationFactor", "direction")
		t := MirrorTopic{
			Name: r.required(fields, "name", entry), Source: r.text(fields["sourceTopicName"]),
			Status:            statuses[r.oneOf(fields["state"], "ACTIVE", "PAUSE", "PROMOTE", "FAILOVER")],
			ReplicationFactor: r.number(fields["replicationFactor"]), Config: r.texts(fields["configs"]),
		}
		if r.oneOf(fields["direction"], "toDestination", "toSource") == "toSource" {
			r.leave(entry, becauseElsewhere(t.Name))
			continue
		}
		source, prefixed := strings.CutPrefix(t.Name, prefix)
		switch line, twice := first[t.Name]; {
		case twice:
			r.fail(fields["name"], "%q is given again, after line %d", t.Name, line)
		case !prefixed || t.Source != "" && t.Source != source:
			r.fail(fields["name"], "it is %q, and has to be the prefix %q followed by the name of the source topic", t.Name, prefix)
		}
		t.Source, first[t.Name] = source, entry.line
		topics = append(topics, t)
	}
	return topics
}
