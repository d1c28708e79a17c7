package linkconfig_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

const (
	allTopics = `{"topicFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`
	allGroups = `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`
	allACLs   = `{"aclFilters":[{"resourceFilter":{"resourceType":"ANY","patternType":"any"},"accessFilter":{"operation":"any","permissionType":"any","principal":""}}]}`
	someACLs  = `{"aclFilters":[{"resourceFilter":{"resourceType":"topic","patternType":"prefixed","name":"orders"},"accessFilter":{"operation":"any","permissionType":"any"}}]}`
)

type settings = map[string]string

func names(n ...string) map[string]bool {
	set := map[string]bool{}
	for _, name := range n {
		set[name] = true
	}
	return set
}

// input is something that a rule needs to know, and how it becomes unknown.
type input string

// Inputs besides the names of settings.
const (
	keys       input = "the keys of config"
	local      input = "the hosting cluster"
	remote     input = "the remote cluster"
	remoteAuth input = "remote_authentication"
	localAuth  input = "local_authentication"
)

// forget is a link of which an input is not known.
func forget(l linkconfig.Link, what input) linkconfig.Link {
	l.Settings, l.Unknown = maps.Clone(l.Settings), maps.Clone(l.Unknown)
	switch what {
	case keys:
		l.KeysUnknown = true
	case local:
		l.Local = linkconfig.Unknown
	case remote:
		l.Remote = linkconfig.Unknown
	case remoteAuth:
		l.HasRemoteAuth = linkconfig.NotKnown
	case localAuth:
		l.HasLocalAuth = linkconfig.NotKnown
	default:
		delete(l.Settings, string(what))
		if l.Unknown == nil {
			l.Unknown = map[string]bool{}
		}
		l.Unknown[string(what)] = true
	}
	return l
}

// rulings are links that a rule speaks on.
func rulings() map[string]struct {
	link linkconfig.Link
	// at is the setting or argument that the finding belongs to.
	at, severity, summary string
	// needs are the inputs without which the rule cannot know.
	needs []input
} {
	type ruling = struct {
		link                  linkconfig.Link
		at, severity, summary string
		needs                 []input
	}
	prefix := new("dr-")
	const mode, connection, remoteMode, prefixed = input(linkconfig.LinkMode), input(linkconfig.ConnectionMode), input(linkconfig.RemoteConnectionMode), input(linkconfig.Prefix)
	return map[string]ruling{
		"group prefix on a bidirectional link": {
			linkconfig.Link{Mode: "bidirectional", Prefix: prefix, Settings: settings{"consumer.group.prefix.enable": "TRUE"}},
			"consumer.group.prefix.enable", e, "Group Prefix on a BIDIRECTIONAL Link",
			[]input{mode, "consumer.group.prefix.enable"},
		},
		"group prefix on a bidirectional link without prefix": {
			linkconfig.Link{Mode: "BIDIRECTIONAL", Settings: settings{"consumer.group.prefix.enable": "true"}},
			"consumer.group.prefix.enable", e, "Group Prefix on a BIDIRECTIONAL Link",
			[]input{mode, "consumer.group.prefix.enable"},
		},
		"group prefix without a prefix": {
			linkconfig.Link{Settings: settings{"consumer.group.prefix.enable": "true"}},
			"consumer.group.prefix.enable", e, "Group Prefix Without a Prefix",
			[]input{mode, prefixed, "consumer.group.prefix.enable"},
		},
		"ACL filters without ACL sync": {
			linkconfig.Link{Settings: settings{"acl.filters": someACLs}},
			"acl.filters", e, "Filters Without Their Feature",
			[]input{"acl.filters", "acl.sync.enable", keys},
		},
		"ACL filters with ACL sync off": {
			linkconfig.Link{Settings: settings{"acl.filters": someACLs, "acl.sync.enable": "false"}},
			"acl.filters", e, "Filters Without Their Feature",
			[]input{"acl.filters", "acl.sync.enable"},
		},
		"topic filters without auto-create": {
			linkconfig.Link{Mode: "BIDIRECTIONAL", Settings: settings{topics: allTopics}},
			topics, e, "Filters Without Their Feature",
			[]input{input(topics), "auto.create.mirror.topics.enable", keys},
		},
		"group filters without offset sync": {
			linkconfig.Link{ConnectionMode: "INBOUND", Settings: settings{groups: allGroups}},
			groups, e, "Filters Without Their Feature",
			[]input{input(groups), "consumer.offset.sync.enable", keys},
		},
		"ACL sync without filters": {
			linkconfig.Link{Settings: settings{"acl.sync.enable": "true"}},
			"acl.sync.enable", e, "Feature Without Filters",
			[]input{"acl.sync.enable", "acl.filters", keys},
		},
		"auto-create with empty filters": {
			linkconfig.Link{Settings: settings{"auto.create.mirror.topics.enable": "true", topics: ""}},
			"auto.create.mirror.topics.enable", e, "Feature Without Filters",
			[]input{"auto.create.mirror.topics.enable", input(topics)},
		},
		"offset sync without filters": {
			linkconfig.Link{Settings: settings{"consumer.offset.sync.enable": "true"}},
			"consumer.offset.sync.enable", w, "Feature Without Filters",
			[]input{"consumer.offset.sync.enable", input(groups), keys},
		},
		"ACL sync with a prefix": {
			linkconfig.Link{Prefix: prefix, Settings: settings{"acl.sync.enable": "true", "acl.filters": someACLs}},
			"acl.sync.enable", w, "ACL Sync With a Prefix",
			[]input{prefixed, "acl.sync.enable"},
		},
		"auto-create with a prefix": {
			linkconfig.Link{Prefix: prefix, Settings: settings{"auto.create.mirror.topics.enable": "true", topics: allTopics}},
			"auto.create.mirror.topics.enable", w, "Auto-Create With a Prefix",
			[]input{prefixed, "auto.create.mirror.topics.enable"},
		},
		"every ACL": {
			linkconfig.Link{Settings: settings{"acl.sync.enable": "true", "acl.filters": allACLs}},
			"acl.filters", w, "ACL Filter Selects Everything",
			[]input{"acl.filters", "acl.sync.enable"},
		},
		"every ACL of topics": {
			linkconfig.Link{Settings: settings{"acl.sync.enable": "true", "acl.filters": strings.Replace(allACLs, `"resourceType":"ANY"`, `"resourceType":"topic"`, 1)}},
			"acl.filters", w, "ACL Filter Selects Everything",
			[]input{"acl.filters", "acl.sync.enable"},
		},
		"no encryption to Cloud": {
			linkconfig.Link{Remote: cloud, Settings: settings{"security.protocol": "sasl_plaintext"}},
			"security.protocol", e, "Not a Login of Confluent Cloud",
			[]input{remote, "security.protocol"},
		},
		"Kerberos to Cloud, from where the data is": {
			linkconfig.Link{Mode: "SOURCE", Local: cloud, Settings: settings{"local.sasl.mechanism": "GSSAPI"}},
			"local.sasl.mechanism", e, "Not a Login of Confluent Cloud",
			[]input{local, "local.sasl.mechanism"},
		},
		"ACL sync from Platform to Cloud": {
			linkconfig.Link{Local: cloud, Remote: platform, Settings: settings{"acl.sync.enable": "true", "acl.filters": someACLs}},
			"acl.sync.enable", e, "ACL Sync Needs Confluent Cloud at Both Ends",
			[]input{local, remote, "acl.sync.enable"},
		},
		"ACL sync from Cloud to Platform": {
			linkconfig.Link{Local: platform, Remote: cloud, Settings: settings{"acl.sync.enable": "true", "acl.filters": someACLs}},
			"acl.sync.enable", e, "ACL Sync Needs Confluent Cloud at Both Ends",
			[]input{local, remote, "acl.sync.enable"},
		},
		"offset sync on a SOURCE half": {
			linkconfig.Link{Mode: "Source", Settings: settings{"consumer.offset.sync.enable": "true"}},
			"consumer.offset.sync.enable", e, "Setting Belongs on the Other Half",
			[]input{mode},
		},
		"start of mirror topics on a SOURCE half, not known": {
			linkconfig.Link{Mode: "SOURCE", Unknown: names("mirror.start.offset.spec")},
			"mirror.start.offset.spec", e, "Setting Belongs on the Other Half",
			[]input{mode},
		},
		"prefix on a SOURCE half": {
			linkconfig.Link{Mode: "SOURCE", Prefix: prefix},
			"prefix", w, "Setting Belongs on the Other Half",
			[]input{mode, prefixed},
		},
		"long prefix": {
			linkconfig.Link{New: true, Local: cloud, Prefix: new("disaster-rec-")},
			"prefix", w, "Long Prefix",
			[]input{local, prefixed},
		},
		"local settings on a DESTINATION link": {
			linkconfig.Link{Settings: settings{"local.sasl.mechanism": "GSSAPI"}},
			"local.sasl.mechanism", w, "Setting Without Use",
			[]input{mode},
		},
		"secret local settings on an INBOUND half": {
			linkconfig.Link{Mode: "BIDIRECTIONAL", ConnectionMode: "INBOUND", WriteOnly: names("local.sasl.jaas.config")},
			"local.sasl.jaas.config", w, "Setting Without Use",
			[]input{mode, connection},
		},
		"local settings where both halves connect": {
			linkconfig.Link{Mode: "BIDIRECTIONAL", RemoteConnectionMode: "outbound", Settings: settings{"local.listener.name": "INTERNAL"}},
			"local.listener.name", w, "Setting Without Use",
			[]input{mode, connection, remoteMode},
		},
		"local_authentication where both halves connect": {
			linkconfig.Link{Mode: "BIDIRECTIONAL", RemoteConnectionMode: "OUTBOUND", HasLocalAuth: linkconfig.Yes},
			"local_authentication", w, "Setting Without Use",
			[]input{mode, connection, remoteMode, localAuth},
		},
		"login on an INBOUND half": {
			linkconfig.Link{ConnectionMode: "inbound", Settings: settings{"sasl.kerberos.service.name": "kafka"}},
			"sasl.kerberos.service.name", e, "INBOUND Half Has No Credentials",
			[]input{mode, connection},
		},
		"secret login on an INBOUND half": {
			linkconfig.Link{Mode: "BIDIRECTIONAL", ConnectionMode: "INBOUND", WriteOnly: names("sasl.jaas.config")},
			"sasl.jaas.config", e, "INBOUND Half Has No Credentials",
			[]input{mode, connection},
		},
		"two INBOUND halves": {
			linkconfig.Link{Mode: "BIDIRECTIONAL", ConnectionMode: "INBOUND", RemoteConnectionMode: "inbound"},
			"remote_connection_mode", e, "Nobody Opens the Connection",
			[]input{mode, connection, remoteMode},
		},
		"Cloud without credentials": {
			linkconfig.Link{New: true, Remote: cloud, HasRemoteAuth: linkconfig.No},
			"remote_authentication", e, "Missing Credentials for the Remote Cluster",
			[]input{connection, remote, remoteAuth, keys},
		},
	}
}

func TestCheckLink_speaks(t *testing.T) {
	t.Parallel()
	for name, r := range rulings() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := linkconfig.CheckLink(r.link)
			if len(got) != 1 {
				t.Fatalf("%d findings, want one: %+v", len(got), got)
			}
			f := got[0]
			if f.Setting+f.Argument != r.at || f.Severity.String() != r.severity || f.Summary != r.summary || !strings.HasSuffix(f.Detail, ".") && !strings.HasSuffix(f.Detail, ")") {
				t.Errorf("\n got %s at %s%s: %s: %s\nwant %s at %s: %s", f.Severity, f.Setting, f.Argument, f.Summary, f.Detail, r.severity, r.at, r.summary)
			}
		})
	}
}

func TestCheckLink_isSilentOnWhatItCannotKnow(t *testing.T) {
	t.Parallel()
	for name, r := range rulings() {
		for _, what := range r.needs {
			for _, f := range linkconfig.CheckLink(forget(r.link, what)) {
				if f.Summary == r.summary && f.Setting+f.Argument == r.at {
					t.Errorf("%s: without %s it still says: %s", name, what, f.Detail)
				}
			}
		}
	}
}

// Every input matters to some rule, and each rule has a ruling.
func TestRulings_areComplete(t *testing.T) {
	t.Parallel()
	spoken := map[string]bool{}
	needed := map[input]bool{}
	for _, r := range rulings() {
		for _, rule := range linkconfig.SpeakingRules(r.link) {
			spoken[rule] = true
		}
		for _, what := range r.needs {
			needed[what] = true
		}
	}
	for _, what := range []input{keys, local, remote, remoteAuth, localAuth, "link.mode", "connection.mode", "remote.link.connection.mode", "cluster.link.prefix"} {
		if !needed[what] {
			t.Errorf("nothing needs %s", what)
		}
	}
	for _, rule := range linkconfig.RuleNames() {
		if !spoken[rule] {
			t.Errorf("no ruling for: %s", rule)
		}
	}
}

func TestCheckLink_accepts(t *testing.T) {
	t.Parallel()
	prefix := new("dr-")
	sync := settings{
		"consumer.offset.sync.enable": "true", groups: allGroups, "auto.create.mirror.topics.enable": "true", topics: allTopics,
		"acl.sync.enable": "true", "acl.filters": someACLs, "mirror.start.offset.spec": "latest",
	}
	kerberos := settings{"security.protocol": "SASL_SSL", "sasl.mechanism": "GSSAPI", "sasl.kerberos.service.name": "kafka"}
	for name, l := range map[string]linkconfig.Link{
		"nothing":                            {},
		"a new link without settings":        {New: true, Local: cloud, Remote: cloud, HasRemoteAuth: linkconfig.Yes, HasLocalAuth: linkconfig.No},
		"everything synced, Cloud":           {New: true, Local: cloud, Remote: cloud, HasRemoteAuth: linkconfig.Yes, Settings: sync},
		"everything synced, Platform":        {Local: platform, Remote: platform, Settings: sync},
		"everything synced, INBOUND":         {Local: cloud, Remote: cloud, ConnectionMode: "INBOUND", Settings: sync},
		"everything synced, two-way":         {Local: cloud, Remote: cloud, Mode: "BIDIRECTIONAL", Settings: sync},
		"groups with a prefix":               {Prefix: prefix, Settings: settings{"consumer.group.prefix.enable": "true", "consumer.offset.sync.enable": "true", groups: allGroups}},
		"group prefix off":                   {Mode: "BIDIRECTIONAL", Settings: settings{"consumer.group.prefix.enable": "false"}},
		"a prefix of twelve":                 {New: true, Local: cloud, Prefix: new("twelve-long-")},
		"a long prefix on Platform":          {New: true, Local: platform, Prefix: new("a-very-long-prefix-")},
		"a long prefix that is there":        {Local: cloud, Prefix: new("a-very-long-prefix-")},
		"everything off":                     {Settings: settings{"acl.sync.enable": "false", "acl.filters": "", "auto.create.mirror.topics.enable": "false", "consumer.offset.sync.enable": "false"}},
		"SOURCE with both logins":            {New: true, Mode: "SOURCE", Local: cloud, Remote: cloud, HasRemoteAuth: linkconfig.Yes, HasLocalAuth: linkconfig.Yes, Settings: settings{"local.sasl.login.class": "x"}},
		"Kerberos":                           {New: true, Local: platform, Remote: platform, HasRemoteAuth: linkconfig.No, Settings: kerberos, WriteOnly: names("sasl.jaas.config")},
		"a client certificate to Cloud":      {New: true, Remote: cloud, HasRemoteAuth: linkconfig.No, WriteOnly: names("ssl.keystore.key")},
		"JAAS by hand to Cloud":              {New: true, Remote: cloud, HasRemoteAuth: linkconfig.No, WriteOnly: names("sasl.jaas.config")},
		"an old link taken over":             {Remote: cloud, HasRemoteAuth: linkconfig.No},
		"plain Kafka":                        {New: true, Local: platform, Remote: platform, HasRemoteAuth: linkconfig.No},
		"two-way, the other half waits":      {Mode: "BIDIRECTIONAL", RemoteConnectionMode: "INBOUND", HasLocalAuth: linkconfig.Yes, Settings: settings{"local.sasl.login.class": "x"}},
		"two-way, the other half unsaid":     {Mode: "BIDIRECTIONAL", HasLocalAuth: linkconfig.Yes, Settings: settings{"local.sasl.login.class": "x"}},
		"two-way, waiting":                   {Mode: "BIDIRECTIONAL", ConnectionMode: "INBOUND", RemoteConnectionMode: "OUTBOUND"},
		"SOURCE/INBOUND is told elsewhere":   {Mode: "SOURCE", ConnectionMode: "INBOUND", Settings: kerberos},
		"a broken boolean is told elsewhere": {Settings: settings{"acl.sync.enable": "maybe", "acl.filters": someACLs}},
		"a broken filter is told elsewhere":  {Settings: settings{"acl.sync.enable": "true", "acl.filters": "{"}},
		"ACLs that a link made":              {Settings: settings{"acl.sync.enable": "true", "acl.filters": strings.Replace(allACLs, `"principal":""`, `"clusterLinkIds":["x"]`, 1)}},
		"one principal's ACLs":               {Settings: settings{"acl.sync.enable": "true", "acl.filters": strings.Replace(allACLs, `"principal":""`, `"principal":"User:a"`, 1)}},
		"a feature hidden in config_wo":      {WriteOnly: names("acl.sync.enable"), Settings: settings{"acl.filters": someACLs}},
	} {
		if got := linkconfig.CheckLink(l); len(got) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestCheckLink_sortsErrorsFirst(t *testing.T) {
	t.Parallel()
	got := linkconfig.CheckLink(linkconfig.Link{
		Mode: "SOURCE", Prefix: new("x"),
		Settings: settings{"topic.config.sync.ms": "9000", "acl.sync.enable": "true", "acl.filters": allACLs, topics: allTopics},
	})
	var at []string
	for _, f := range got {
		at = append(at, f.Setting+f.Argument)
	}
	want := []string{"acl.filters", "acl.sync.enable", topics, "topic.config.sync.ms", "prefix"}
	if !slices.Equal(at, want) || got[len(got)-1].Severity != linkconfig.Warning {
		t.Errorf("got %v, want %v", at, want)
	}
}
