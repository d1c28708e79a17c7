package simulator

import "strconv"

// settingType decides which values a setting takes.
type settingType int

const (
	text settingType = iota
	boolean
	number
	enum
	topicFilters
	groupFilters
	aclFilters
	startOffset
)

// linkSetting is what is known about one setting of cluster links (contract
// B.1, B.2).
type linkSetting struct {
	name string
	kind settingType
	// fallback is the default; nil is null.
	fallback *string
	minimum  int
	values   []string // of an enum
	// cloudReadOnly settings can only be changed on Confluent Platform.
	cloudReadOnly bool
	sensitive     bool
	immutable     bool
	// syncing settings control what the mirroring side does; they have no
	// place on the SOURCE half.
	syncing bool
	shown   shown
}

// shown says where a setting appears among the effective settings although
// nobody set it.
type shown int

const (
	everywhere        shown = iota // one of the 56 recorded names
	newer                          // newer than the recorded answer
	onPlatform                     // not on Confluent Cloud
	onBidirectional                // only on BIDIRECTIONAL links
	onlyWhenSet                    // accepted, but has no row of its own
	platformOnlyFiles              // refused on Confluent Cloud, which takes PEM in line
)

// Names that the simulator itself looks at.
const (
	cfgLinkMode           = "link.mode"
	cfgConnectionMode     = "connection.mode"
	cfgRemoteConnection   = "remote.link.connection.mode"
	cfgPrefix             = "cluster.link.prefix"
	cfgPaused             = "cluster.link.paused"
	cfgBootstrap          = "bootstrap.servers"
	cfgSecurityProtocol   = "security.protocol"
	cfgSASLMechanism      = "sasl.mechanism"
	cfgJAAS               = "sasl.jaas.config"
	cfgKeystoreChain      = "ssl.keystore.certificate.chain"
	cfgKeystoreKey        = "ssl.keystore.key"
	cfgKeystoreFile       = "ssl.keystore.location"
	cfgTokenEndpoint      = "sasl.oauthbearer.token.endpoint.url"
	cfgACLSync            = "acl.sync.enable"
	cfgACLFilters         = "acl.filters"
	cfgAutoCreate         = "auto.create.mirror.topics.enable"
	cfgAutoCreateFilters  = "auto.create.mirror.topics.filters"
	cfgOffsetSync         = "consumer.offset.sync.enable"
	cfgOffsetSyncFilters  = "consumer.offset.group.filters"
	cfgGroupPrefix        = "consumer.group.prefix.enable"
	cfgTopicConfigInclude = "topic.config.sync.include"
	localSide             = "local."
)

// linkCatalogue returns the settings by name.
func linkCatalogue() map[string]linkSetting {
	def := func(v string) *string { return &v }
	flag := func(name string) linkSetting {
		return linkSetting{name: name, kind: boolean, fallback: def("false"), syncing: true}
	}
	interval := func(name string, ms int) linkSetting {
		return linkSetting{name: name, kind: number, fallback: def(strconv.Itoa(ms)), minimum: minSyncInterval, syncing: true}
	}
	filters := func(name string, kind settingType) linkSetting {
		return linkSetting{name: name, kind: kind, fallback: def(""), syncing: true}
	}
	tuning := func(name string, n int) linkSetting {
		return linkSetting{name: name, kind: number, fallback: def(strconv.Itoa(n)), cloudReadOnly: true}
	}
	option := func(name string) linkSetting { return linkSetting{name: name, shown: onlyWhenSet} }
	modes := []string{"DESTINATION", "SOURCE", "BIDIRECTIONAL"}
	connections := []string{"OUTBOUND", "INBOUND"}

	all := []linkSetting{
		{name: cfgLinkMode, kind: enum, fallback: def("DESTINATION"), values: modes, immutable: true},
		{name: cfgConnectionMode, kind: enum, fallback: def("OUTBOUND"), values: connections, immutable: true},
		{name: cfgRemoteConnection, kind: enum, fallback: def(defaultRemoteConnectionMode), values: connections, immutable: true, shown: onBidirectional},
		{name: cfgPrefix, immutable: true},
		{name: cfgBootstrap},
		flag(cfgAutoCreate), filters(cfgAutoCreateFilters, topicFilters),
		flag(cfgOffsetSync), interval("consumer.offset.sync.ms", 30000), filters(cfgOffsetSyncFilters, groupFilters),
		flag(cfgGroupPrefix),
		flag(cfgACLSync), interval("acl.sync.ms", 5000), filters(cfgACLFilters, aclFilters),
		interval("topic.config.sync.ms", 5000),
		{name: cfgTopicConfigInclude, fallback: def(syncedNames()), shown: newer, syncing: true},
		{name: "mirror.start.offset.spec", kind: startOffset, fallback: def("earliest"), shown: newer, syncing: true},
		{name: cfgPaused, kind: boolean, fallback: def("false"), shown: newer},
		{name: "availability.check.ms", kind: number, fallback: def("60000"), shown: onPlatform},
		{name: "availability.check.consecutive.failure.threshold", kind: number, fallback: def("5"), shown: onPlatform},

		{name: "client.dns.lookup", kind: enum, fallback: def("use_all_dns_ips"), values: []string{"use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"}},
		tuning("cluster.link.retry.timeout.ms", 300000),
		{name: "connections.max.idle.ms", kind: number, fallback: def("600000"), minimum: -1, cloudReadOnly: true},
		tuning("metadata.max.age.ms", 300000),
		tuning("num.cluster.link.fetchers", 1),
		tuning("replica.fetch.backoff.ms", 1000),
		tuning("replica.fetch.max.bytes", 5242880),
		tuning("replica.fetch.min.bytes", 1),
		tuning("replica.fetch.response.max.bytes", 10485760),
		tuning("replica.fetch.wait.max.ms", 500),
		{name: "replica.socket.receive.buffer.bytes", kind: number, fallback: def("-1"), minimum: -1},
		tuning("replica.socket.timeout.ms", 30000),
		tuning("request.timeout.ms", 30000),
		tuning("retry.backoff.ms", 100),
		tuning("socket.connection.setup.timeout.max.ms", 30000),
		tuning("socket.connection.setup.timeout.ms", 10000),

		{name: "default.api.timeout.ms", kind: number, shown: onlyWhenSet},
		option("local.bootstrap.servers"), option("local.listener"), option("local.listener.name"),
		option("security.providers"),
	}
	for _, side := range []string{"", localSide} {
		all = append(all, clientSettings(side)...)
	}
	catalogue := make(map[string]linkSetting, len(all))
	for _, s := range all {
		catalogue[s.name] = s
	}
	return catalogue
}

// clientSettings are those of the Kafka client that connects to the remote
// cluster, or with side "local." to the hosting one.
func clientSettings(side string) []linkSetting {
	def := func(v string) *string { return &v }
	all := []linkSetting{
		{name: cfgSecurityProtocol, kind: enum, fallback: def("PLAINTEXT"), values: []string{"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"}},
		{name: cfgSASLMechanism, fallback: def("GSSAPI")},
		{name: cfgJAAS, sensitive: true},

		{name: "ssl.cipher.suites"},
		{name: "ssl.enabled.protocols", fallback: def("TLSv1.2,TLSv1.3")},
		{name: "ssl.endpoint.identification.algorithm", fallback: def("https")},
		{name: "ssl.key.password", sensitive: true},
		{name: cfgKeystoreChain, sensitive: true},
		{name: cfgKeystoreKey, sensitive: true},
		{name: "ssl.keystore.type", fallback: def("JKS")},
		{name: "ssl.protocol", fallback: def("TLSv1.3")},
		{name: "ssl.truststore.certificates", sensitive: true},
		{name: "ssl.truststore.type", fallback: def("JKS")},

		{name: cfgKeystoreFile, shown: platformOnlyFiles},
		{name: "ssl.truststore.location", shown: platformOnlyFiles},
		{name: "ssl.keystore.password", sensitive: true, shown: platformOnlyFiles},
		{name: "ssl.truststore.password", sensitive: true, shown: platformOnlyFiles},
	}
	for _, name := range []string{
		"sasl.client.callback.handler.class", "sasl.kerberos.kinit.cmd",
		"sasl.kerberos.service.name", "sasl.kerberos.ticket.renew.jitter", "sasl.kerberos.ticket.renew.window.factor",
		"sasl.login.callback.handler.class", "sasl.login.class", "sasl.login.refresh.window.factor",
		"sasl.login.refresh.window.jitter", cfgTokenEndpoint,
		"ssl.engine.factory.class", "ssl.keymanager.algorithm", "ssl.provider", "ssl.secure.random.implementation",
		"ssl.trustmanager.algorithm",
	} {
		all = append(all, linkSetting{name: name, shown: onlyWhenSet})
	}
	for _, name := range []string{"sasl.kerberos.min.time.before.relogin", "sasl.login.refresh.buffer.seconds", "sasl.login.refresh.min.period.seconds"} {
		all = append(all, linkSetting{name: name, kind: number, shown: onlyWhenSet})
	}
	for i := range all {
		all[i].name = side + all[i].name
	}
	return all
}

// listed reports whether the link shows the setting although nobody set it.
func (s linkSetting) listed(l *link, recordedOnly bool) bool {
	switch s.shown {
	case everywhere:
		return true
	case newer:
		return !recordedOnly
	case onPlatform:
		return l.host.Kind != KindCloud
	case onBidirectional:
		return l.mode == modeBidirectional && !recordedOnly
	default:
		return false
	}
}

// readOnly reports whether the setting cannot be set on links of the cluster.
func (s linkSetting) readOnly(c *cluster) bool {
	return c.Kind == KindCloud && (s.cloudReadOnly || s.shown == platformOnlyFiles)
}
