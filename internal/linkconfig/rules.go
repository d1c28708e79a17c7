package linkconfig

import (
	"fmt"
	"strings"
)

// rule is one rule on how a link's settings fit together.
type rule struct {
	name  string
	check func(Link) []Finding
}

// rules are all rules, each of which speaks by itself. On a SOURCE half, the
// settings that belong on the other one are judged as that alone.
var rules = []rule{
	{"group prefix on a bidirectional link", groupPrefixBidirectional},
	{"group prefix without a prefix", groupPrefixWithoutPrefix},
	{"filters without their feature", filtersWithoutFeature},
	{"feature without filters", featureWithoutFilters},
	{"ACL sync with a prefix", aclSyncWithPrefix},
	{"auto-create with a prefix", autoCreateWithPrefix},
	{"any/any ACL filter", anyACLs},
	{"ACL sync across deployments", aclSyncAcrossDeployments},
	{"sync settings on a SOURCE half", syncOnSource},
	{"prefix on a SOURCE half", prefixOnSource},
	{"long prefix on Cloud", longPrefix},
	{"local settings without use", unusedLocal},
	{"login settings on an INBOUND half", loginOnInbound},
	{"two INBOUND halves", twoInbound},
	{"Cloud without credentials", cloudWithoutCredentials},
	{"login that Cloud does not take", cloudLogin},
}

func groupPrefixBidirectional(l Link) []Finding {
	if l.mode() != modeBidirectional || l.enabled(groupPrefixEnable) != Yes {
		return nil
	}
	return []Finding{fault(groupPrefixEnable, "Group Prefix on a BIDIRECTIONAL Link",
		fmt.Sprintf("%q does not go with link_mode BIDIRECTIONAL: Confluent refuses it as an invalid configuration. Take it out; consumer groups keep their names on both clusters.", groupPrefixEnable))}
}

func groupPrefixWithoutPrefix(l Link) []Finding {
	if mode := l.mode(); mode == "" || mode == modeBidirectional || mode == modeSource || l.prefix() != No || l.enabled(groupPrefixEnable) != Yes {
		return nil
	}
	return []Finding{fault(groupPrefixEnable, "Group Prefix Without a Prefix",
		fmt.Sprintf("%q puts the link's prefix before the names of consumer groups, but the link has none. Give the argument prefix, or take the setting out.", groupPrefixEnable))}
}

// feature is a feature of a link that filters narrow down.
type feature struct{ enable, filters, does string }

func features() []feature {
	return []feature{
		{aclEnable, aclFilters, "copying ACLs"},
		{autoCreateEnable, autoCreateFilters, "creating mirror topics"},
		{OffsetSyncEnable, offsetFilters, "copying consumer offsets"},
	}
}

func filtersWithoutFeature(l Link) []Finding {
	var findings []Finding
	for _, f := range features() {
		if l.mode() == modeSource || l.filtered(f.filters) != Yes || l.enabled(f.enable) != No {
			continue
		}
		is := "is not given"
		if l.given(f.enable) == Yes {
			is = "is false"
		}
		findings = append(findings, fault(f.filters, "Filters Without Their Feature",
			fmt.Sprintf("%q is given, but %q %s: while %s is off, the server clears its filters. Set %q to \"true\", or take the filters out.", f.filters, f.enable, is, f.does, f.enable)))
	}
	return findings
}

func featureWithoutFilters(l Link) []Finding {
	var findings []Finding
	for _, f := range features() {
		if l.mode() == modeSource || l.enabled(f.enable) != Yes || l.filtered(f.filters) != No {
			continue
		}
		setting, _ := Lookup(f.filters)
		form := formOf(setting.Type)
		finding := fault(f.enable, "Feature Without Filters",
			fmt.Sprintf("%q is true, but %q is not given. %s. Give it, such as %s", f.enable, f.filters, form.empty, form.terraform()))
		finding.Severity = form.emptySeverity
		findings = append(findings, finding)
	}
	return findings
}

// terraform is a filter as it is written in Terraform.
func (f filterForm) terraform() string {
	if f.wrapper == wrapperACL {
		return `jsonencode({ aclFilters = [{ resourceFilter = { resourceType = "topic", patternType = "prefixed", name = "orders" }, accessFilter = { operation = "any", permissionType = "any" } }] })`
	}
	return fmt.Sprintf(`jsonencode({ %s = [{ name = "*", patternType = "LITERAL", filterType = "INCLUDE" }] })`, f.wrapper)
}

func aclSyncWithPrefix(l Link) []Finding {
	if l.mode() == modeSource || l.prefix() != Yes || l.enabled(aclEnable) != Yes {
		return nil
	}
	return []Finding{advice(aclEnable, "ACL Sync With a Prefix",
		fmt.Sprintf("%q is true on a link with prefix %q. ACLs are copied as they are, for names without the prefix, and Confluent does not support both on one link. Use another link for ACLs, or do without the prefix.", aclEnable, *l.Prefix))}
}

func autoCreateWithPrefix(l Link) []Finding {
	if l.mode() == modeSource || l.prefix() != Yes || l.enabled(autoCreateEnable) != Yes {
		return nil
	}
	return []Finding{advice(autoCreateEnable, "Auto-Create With a Prefix",
		fmt.Sprintf("%q is true on a link with prefix %q. Such mirror topics are reported not to be mirrored on by a further link (chaining). Where that is wanted, do without one of the two.", autoCreateEnable, *l.Prefix))}
}

func anyACLs(l Link) []Finding {
	value, known := l.value(aclFilters)
	if !known || value == "" || l.mode() == modeSource || l.enabled(aclEnable) != Yes {
		return nil
	}
	root, err := parseJSON(value)
	if err != nil {
		return nil
	}
	listed := root.get(wrapperACL)
	if listed == nil {
		return nil
	}
	for i, item := range listed.items {
		resource := item.get("resourceFilter")
		if matchesAny(resource, "patternType", "name") && matchesAny(item.get("accessFilter"), "operation", "permissionType", "principal", "host") {
			which := "every ACL"
			if !matchesAny(resource, "resourceType") {
				which += fmt.Sprintf(" on resources of type %q", resource.textOf("resourceType"))
			}
			finding := advice(aclFilters, "ACL Filter Selects Everything",
				fmt.Sprintf("aclFilters[%d] selects %s. ACL sync makes the destination equal to the source in what its filters select: it deletes ACLs that were made on the destination and are not on the source. "+
					"Where the destination has ACLs of its own, narrow the filter down to what is managed on the source, such as a resource name or a principal.", i, which))
			finding.Path = fmt.Sprintf("aclFilters[%d]", i)
			return []Finding{finding}
		}
	}
	return nil
}

// matchesAny reports whether an object of an ACL filter leaves everything open.
// ACLs that another link made are selected by their link's id only.
func matchesAny(n *node, keys ...string) bool {
	if n == nil {
		return false
	}
	if ids := n.get("clusterLinkIds"); ids != nil && len(ids.items) > 0 {
		return false
	}
	for _, key := range keys {
		value := n.get(key)
		if value != nil && value.kind != jsonNull && value.text != "" && value.text != "*" && !strings.EqualFold(value.text, "any") {
			return false
		}
	}
	return true
}

func aclSyncAcrossDeployments(l Link) []Finding {
	if l.Local == Unknown || l.Remote == Unknown || l.Local == l.Remote || l.mode() == modeSource || l.enabled(aclEnable) != Yes {
		return nil
	}
	return []Finding{fault(aclEnable, "ACL Sync Needs Confluent Cloud at Both Ends",
		fmt.Sprintf("%q is true, but this link joins %s (the hosting cluster) and %s (the remote one). ACLs are copied to or from Confluent Cloud only between two clusters of the same Confluent Cloud organisation. Take %q and %q out.",
			aclEnable, clusterKind(l.Local), clusterKind(l.Remote), aclEnable, aclFilters))}
}

func clusterKind(d Deployment) string {
	if d == Platform {
		return "Confluent Platform or Apache Kafka"
	}
	return d.String()
}

func syncOnSource(l Link) []Finding {
	if l.mode() != modeSource {
		return nil
	}
	var findings []Finding
	for _, name := range l.names() {
		if setting, _ := Lookup(name); setting.Carrier == Arriving && setting.Argument == "" {
			findings = append(findings, fault(name, "Setting Belongs on the Other Half",
				fmt.Sprintf("%q is about data where it arrives, and this is the SOURCE half. Give it to the other half, on the destination cluster: the one with link_mode DESTINATION and connection_mode INBOUND.", name)))
		}
	}
	return findings
}

func prefixOnSource(l Link) []Finding {
	if l.mode() != modeSource || l.prefix() != Yes {
		return nil
	}
	return []Finding{{
		Severity: Warning, Argument: "prefix", Summary: "Setting Belongs on the Other Half",
		Detail: "prefix names mirror topics where they are created, and this is the SOURCE half. Give it to the other half, on the destination cluster: the one with link_mode DESTINATION and connection_mode INBOUND.",
	}}
}

// cloudPrefixLength is how long a prefix may be on Confluent Cloud (contract B.1;
// third-party notes, so it is advice only).
const cloudPrefixLength = 12

func longPrefix(l Link) []Finding {
	if !l.New || l.Local != Cloud || l.prefix() != Yes || len(*l.Prefix) <= cloudPrefixLength {
		return nil
	}
	return []Finding{{
		Severity: Warning, Argument: "prefix", Summary: "Long Prefix",
		Detail: fmt.Sprintf("prefix %q has %d characters. Confluent Cloud is reported to take at most %d.", *l.Prefix, len(*l.Prefix), cloudPrefixLength),
	}}
}

// unusedLocal finds settings for the connection to the hosting cluster on links
// that do not make one. On a bidirectional OUTBOUND link whose other half's
// connection mode is not given they may be of use.
func unusedLocal(l Link) []Finding {
	mode, connection := l.mode(), l.connection()
	if mode == "" || connection == "" || mode == modeSource ||
		(mode == modeBidirectional && connection == outbound && l.remoteConnection() != outbound) {
		return nil
	}
	why := fmt.Sprintf("this %s/%s link does not log in to the cluster that hosts it", mode, connection)
	if l.remoteConnection() == outbound {
		why = "where both halves of a bidirectional link are OUTBOUND, each logs in to the other cluster only"
	}
	var findings []Finding
	for _, name := range l.names() {
		if strings.HasPrefix(name, LocalPrefix) {
			findings = append(findings, advice(name, "Setting Without Use", fmt.Sprintf("%q is stored but has no use: %s. Take it out.", name, why)))
		}
	}
	if mode == modeBidirectional && connection == outbound && l.HasLocalAuth == Yes {
		findings = append(findings, Finding{
			Severity: Warning, Argument: "local_authentication", Summary: "Setting Without Use",
			Detail: fmt.Sprintf("local_authentication is stored but has no use: %s. Take it out.", why),
		})
	}
	return findings
}

// loginOnInbound finds login settings on a half that logs in nowhere.
func loginOnInbound(l Link) []Finding {
	if mode := l.mode(); l.connection() != inbound || mode == "" || mode == modeSource {
		return nil
	}
	var findings []Finding
	for _, name := range l.names() {
		if setting, _ := Lookup(name); setting.Carrier == Connecting {
			findings = append(findings, fault(name, "INBOUND Half Has No Credentials",
				fmt.Sprintf("%q says how a link logs in to the remote cluster, and an INBOUND half waits for the other half to connect. Give it to the OUTBOUND half.", name)))
		}
	}
	return findings
}

func twoInbound(l Link) []Finding {
	if l.mode() != modeBidirectional || l.connection() != inbound || l.remoteConnection() != inbound {
		return nil
	}
	return []Finding{{
		Severity: Error, Argument: "remote_connection_mode", Summary: "Nobody Opens the Connection",
		Detail: "connection_mode and remote_connection_mode are both INBOUND, so both halves would wait. Leave remote_connection_mode out here, and give the other half connection_mode = \"OUTBOUND\" and remote_connection_mode = \"INBOUND\".",
	}}
}

// cloudWithoutCredentials finds new links to Confluent Cloud that have nothing
// to log in with.
func cloudWithoutCredentials(l Link) []Finding {
	if !l.New || l.Remote != Cloud || l.connection() != outbound || l.HasRemoteAuth != No ||
		l.given(SASLJAASConfig) != No || l.given(KeystoreKey) != No {
		return nil
	}
	return []Finding{{
		Severity: Error, Argument: "remote_authentication", Summary: "Missing Credentials for the Remote Cluster",
		Detail: "The remote cluster is on Confluent Cloud, which lets nobody in without credentials, and this link opens the connection. Give remote_authentication, with an API key of the remote cluster for example: { sasl = { username = \"<key>\", password_wo = <secret> } }.",
	}}
}

// cloudLogin finds settings by which nobody gets into Confluent Cloud: it takes API keys
// (PLAIN), OAuth and client certificates, over TLS (Confluent Cloud, authentication).
func cloudLogin(l Link) []Finding {
	var findings []Finding
	for _, side := range []struct {
		prefix string
		at     Deployment
	}{{"", l.Remote}, {LocalPrefix, l.Local}} {
		if side.at != Cloud {
			continue
		}
		if protocol := l.Settings[side.prefix+SecurityProtocol]; strings.HasSuffix(strings.ToUpper(protocol), "PLAINTEXT") {
			findings = append(findings, fault(side.prefix+SecurityProtocol, "Not a Login of Confluent Cloud",
				fmt.Sprintf("%q is %q, and Confluent Cloud takes connections over TLS only. Write SASL_SSL, or SSL with a client certificate.", side.prefix+SecurityProtocol, protocol)))
		}
		if mechanism := l.Settings[side.prefix+SASLMechanism]; mechanism != "" && !strings.EqualFold(mechanism, "PLAIN") && !strings.EqualFold(mechanism, "OAUTHBEARER") {
			findings = append(findings, fault(side.prefix+SASLMechanism, "Not a Login of Confluent Cloud",
				fmt.Sprintf("%q is %q. Confluent Cloud lets nobody in by that: write PLAIN (an API key) or OAUTHBEARER.", side.prefix+SASLMechanism, mechanism)))
		}
	}
	return findings
}
