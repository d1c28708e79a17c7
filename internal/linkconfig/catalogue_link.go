package linkconfig

// Sources that several settings share. The letters are sections of the REST
// contract; C1 is the recorded answer of Confluent Cloud to a list of a link's
// settings (contract B.2).
const (
	fromPage     = "B.1; Configure and Manage Cluster Links on Confluent Cloud"
	fromRecord   = "B.2 (C1)"
	fromSecurity = "B.2; Configuring Security Credentials, Confluent Cloud"
	fromPlatform = "B.2; Configuration Options for Cluster Linking, Confluent Platform"
)

// The features of a link that a pair of settings turns on and filters.
const (
	aclEnable         = "acl.sync.enable"
	aclFilters        = "acl.filters"
	autoCreateEnable  = "auto.create.mirror.topics.enable"
	autoCreateFilters = "auto.create.mirror.topics.filters"
	offsetFilters     = "consumer.offset.group.filters"
	groupPrefixEnable = "consumer.group.prefix.enable"
	startOffsetSpec   = "mirror.start.offset.spec"
)

// linkSettings say what a link is.
func linkSettings() []Setting {
	return []Setting{
		{
			Name: LinkMode, Type: Enum, Default: "DESTINATION", Values: []string{"DESTINATION", "SOURCE", "BIDIRECTIONAL"},
			Cloud: CreateOnly, Platform: CreateOnly, Argument: "link_mode",
			Doc:    "Direction of the data as seen from the hosting cluster. `SOURCE` since Confluent Platform 7.1 over REST, `BIDIRECTIONAL` since 7.5.",
			Source: fromPage + "; versions: A.9",
		},
		{
			Name: ConnectionMode, Type: Enum, Default: "OUTBOUND", Values: []string{"OUTBOUND", "INBOUND"},
			// That the server refuses a change is what Confluent's provider assumes; no word of the server's was found.
			Cloud: CreateOnly, Platform: CreateOnly, Argument: "connection_mode",
			Doc:    "Whether this half opens the connection or waits for it.",
			Source: "B.1",
		},
		{
			Name: RemoteConnectionMode, Type: Enum, Values: []string{"OUTBOUND", "INBOUND"}, // default not known
			Cloud: CreateOnly, Platform: CreateOnly, Carrier: Bidirectional, Argument: "remote_connection_mode", Since: "Confluent Platform 7.5",
			Doc:    "Connection mode of the other half of a bidirectional link.",
			Source: "B.1; Advanced options for bidirectional Cluster Linking",
		},
		{
			Name: Prefix, Type: String, Cloud: CreateOnly, Platform: CreateOnly, Carrier: Arriving, Argument: "prefix",
			Doc:    "What the names of all mirror topics on the link begin with.",
			Source: fromPage,
		},
		{
			Name: BootstrapServers, Type: List, Carrier: Connecting, Argument: "remote_bootstrap_servers",
			Doc:    "Addresses of the remote cluster.",
			Source: "B.1",
		},
		{
			Name: LocalBootstrapServers, Type: List, Carrier: LoggingIn, Argument: "local_bootstrap_servers",
			Doc:    "Addresses by which the link reaches the cluster that hosts it.",
			Source: "Private-Public-Private guide",
		},
		{
			Name: "local.listener", Type: String, Carrier: LoggingIn, Cloud: Undocumented,
			Doc:    "What Confluent's CLI sends beside local credentials, with the value `SASL_SSL`. The documented setting is `local.listener.name`.",
			Source: "Confluent's CLI",
		},
		{
			Name: "local.listener.name", Type: String, Carrier: LoggingIn, Cloud: Undocumented,
			Doc:    "Listener of the hosting cluster that the link uses, on Confluent Platform.",
			Source: fromPlatform,
		},
		{
			Name: "cluster.link.paused", Type: Boolean, Default: "false", Cloud: Undocumented,
			Doc:    "Pauses the link and with it every mirror topic on it.",
			Source: "B.1",
		},
		{
			Name: "cluster.link.retry.timeout.ms", Type: Int, Default: "300000", Cloud: ReadOnly,
			Doc:    "How long failures of a mirror topic are retried before it counts as failed, in milliseconds.",
			Source: fromRecord,
		},
		{
			Name: "availability.check.ms", Type: Int, Default: "60000", Cloud: Undocumented, // not in C1
			Doc:    "How often the link checks that it reaches its source, in milliseconds.",
			Source: "B.1",
		},
		{
			Name: "availability.check.consecutive.failure.threshold", Type: Int, Default: "5", Cloud: Undocumented,
			Doc:    "How many checks in a row must fail before the source counts as unavailable.",
			Source: "B.1",
		},
		{
			Name: "num.cluster.link.fetchers", Type: Int, Default: "1", Cloud: ReadOnly,
			Doc:    "Threads that fetch from each source broker.",
			Source: fromRecord,
		},
	}
}

// syncSettings say what a link copies, where its data arrives.
func syncSettings() []Setting {
	settings := []Setting{
		{
			Name: aclEnable, Type: Boolean, Default: "false",
			Doc:    "Copies ACLs from the source. Between two Confluent Cloud clusters of one organisation; not together with a prefix. Needs `acl.filters`.",
			Source: fromPage,
		},
		{
			Name: "acl.sync.ms", Type: Int, Default: "5000", Minimum: 1000, HasMinimum: true, MinimumFirm: true,
			Doc:    "How often ACLs are copied, in milliseconds.",
			Source: fromPage + "; minimum: Configurations for ACL Sync",
		},
		{
			Name: aclFilters, Type: ACLFilters,
			Doc:    "Which ACLs are copied. ACLs on the destination that match and are not on the source are deleted. Cleared by the server when `acl.sync.enable` is turned off.",
			Source: fromPage + "; B.4",
		},
		{
			Name: autoCreateEnable, Type: Boolean, Default: "false",
			Doc:    "Creates a mirror topic for each matching topic of the source. Needs `auto.create.mirror.topics.filters`.",
			Source: fromPage,
		},
		{
			Name: autoCreateFilters, Type: TopicFilters,
			Doc:    "Which topics get a mirror topic. Cleared by the server when `auto.create.mirror.topics.enable` is turned off.",
			Source: fromPage + "; B.4",
		},
		{
			Name: OffsetSyncEnable, Type: Boolean, Default: "false",
			Doc:    "Copies committed offsets of consumer groups. Copies nothing without `consumer.offset.group.filters`.",
			Source: fromPage,
		},
		{
			// The minimum is in third-party notes only (features 2.1, row 5).
			Name: "consumer.offset.sync.ms", Type: Int, Default: "30000", Minimum: 1000, HasMinimum: true,
			Doc:    "How often offsets are copied, in milliseconds.",
			Source: fromPage,
		},
		{
			Name: offsetFilters, Type: GroupFilters,
			Doc:    "Which consumer groups' offsets are copied. Cleared by the server when `consumer.offset.sync.enable` is turned off.",
			Source: fromPage + "; B.4",
		},
		{
			Name: groupPrefixEnable, Type: Boolean, Default: "false",
			Doc:    "Puts the link's prefix before the names of consumer groups, too. Needs `prefix`; never on a `BIDIRECTIONAL` link.",
			Source: fromPage + "; B.3",
		},
		{
			// The minimum is an analogy with acl.sync.ms (B.1: not verified).
			Name: "topic.config.sync.ms", Type: Int, Default: "5000", Minimum: 1000, HasMinimum: true,
			Doc:    "How often the settings of topics are copied, in milliseconds.",
			Source: fromPage,
		},
		{
			Name: TopicConfigSyncInclude, Type: List,
			Doc:    "Which settings of topics are copied besides the ones that always are. Default: a list of the server's.",
			Source: "B.1, B.5",
		},
		{
			Name: startOffsetSpec, Type: StartOffset, Default: "earliest",
			Doc:    "Where new mirror topics start: `earliest`, `latest`, or a time such as `2026-01-31T08:00:00.000`. Mirror topics that exist keep their start.",
			Source: fromPage,
		},
	}
	for i := range settings {
		settings[i].Carrier = Arriving
	}
	return settings
}

// clientSettings tune the clients inside a link. Cloud lists most of them as
// read-only (C1); there they are what Confluent runs.
func clientSettings() []Setting {
	number := func(name string, kind Type, value string, minimum int64, cloud Access, doc string) Setting {
		// The minimums are Kafka's for clients and brokers.
		return Setting{
			Name: name, Type: kind, Default: value, Minimum: minimum, HasMinimum: true, MinimumFirm: true, Cloud: cloud,
			Doc: doc, Source: fromRecord + "; minimum: Apache Kafka's client and broker settings",
		}
	}
	return []Setting{
		{
			Name: "client.dns.lookup", Type: Enum, Default: "use_all_dns_ips", Values: []string{"use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"},
			Doc: "How names of brokers are resolved.", Source: fromRecord + "; values: Apache Kafka's client settings",
		},
		number("connections.max.idle.ms", Long, "600000", -1, ReadOnly, "When idle connections are closed, in milliseconds."),
		number("metadata.max.age.ms", Long, "300000", 0, ReadOnly, "How often metadata is read anew, in milliseconds."),
		number("replica.fetch.backoff.ms", Int, "1000", 0, ReadOnly, "How long a fetch waits after an error, in milliseconds."),
		number("replica.fetch.max.bytes", Int, "5242880", 0, ReadOnly, "Bytes to fetch of one partition at a time."),
		number("replica.fetch.min.bytes", Int, "1", 0, ReadOnly, "Bytes that a fetch waits for."),
		number("replica.fetch.response.max.bytes", Int, "10485760", 0, ReadOnly, "Bytes of one whole answer to a fetch."),
		number("replica.fetch.wait.max.ms", Int, "500", 0, ReadOnly, "How long a fetch waits for its bytes, in milliseconds."),
		number("replica.socket.receive.buffer.bytes", Int, "-1", -1, Settable, "Receive buffer of fetching sockets, in bytes; -1 is the operating system's."),
		number("replica.socket.timeout.ms", Int, "30000", 0, ReadOnly, "Timeout of fetching sockets, in milliseconds."),
		number("request.timeout.ms", Int, "30000", 0, ReadOnly, "How long a request waits for its answer, in milliseconds."),
		number("retry.backoff.ms", Long, "100", 0, ReadOnly, "How long a request waits before it is tried again, in milliseconds."),
		number("socket.connection.setup.timeout.ms", Long, "10000", 0, ReadOnly, "How long a connection may take to open, in milliseconds."),
		number("socket.connection.setup.timeout.max.ms", Long, "30000", 0, ReadOnly, "The longest that a connection may take to open after failures, in milliseconds."),
		{
			Name: "default.api.timeout.ms", Type: Int, Default: "60000", Minimum: 0, HasMinimum: true, MinimumFirm: true, Cloud: Undocumented,
			Doc: "Timeout of admin requests, in milliseconds, on Confluent Platform.", Source: fromPlatform + "; default and minimum: Apache Kafka's admin client settings",
		},
	}
}
