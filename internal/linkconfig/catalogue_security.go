package linkconfig

import "slices"

// saslSettings say how a link logs in, to the remote cluster and, with local.
// in front, to its own.
func saslSettings() []Setting {
	return bothSides([]Setting{
		{
			Name: SecurityProtocol, Type: Enum, Default: "PLAINTEXT", Values: []string{"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"},
			Doc: "How the connection is secured. Confluent Cloud takes `SASL_SSL`, or `SSL` with a client certificate.", Source: "B.1",
		},
		{Name: SASLMechanism, Type: String, Default: "GSSAPI", Doc: "How the link logs in: `PLAIN`, `SCRAM-SHA-256`, `SCRAM-SHA-512`, `OAUTHBEARER`, `GSSAPI` (Kerberos).", Source: "B.1"},
		{Name: SASLJAASConfig, Type: Password, Sensitive: true, Doc: "Login module and credentials. The authentication blocks write it; for Kerberos it goes into `config_wo`.", Source: "B.1"},
		{Name: "sasl.client.callback.handler.class", Type: String, Doc: "Class that answers a SASL client's questions.", Source: fromSecurity},
		{Name: "sasl.login.class", Type: String, Doc: "Class that logs in.", Source: fromSecurity},
		{Name: SASLCallbackHandler, Type: String, Doc: "Class that answers a login's questions; for OAuth the one that fetches tokens.", Source: fromSecurity},
		{Name: SASLTokenEndpoint, Type: String, Doc: "URL where an OAuth identity provider gives tokens.", Source: "B.2"},
		{Name: "sasl.kerberos.service.name", Type: String, Doc: "Name of the principal that the brokers run as.", Source: fromSecurity},
		{Name: "sasl.kerberos.kinit.cmd", Type: String, Default: "/usr/bin/kinit", Doc: "Path of kinit on the brokers.", Source: fromSecurity + "; default: Apache Kafka's client settings"},
		{
			Name: "sasl.kerberos.min.time.before.relogin", Type: Long, Default: "60000",
			Doc: "Least time between two logins, in milliseconds.", Source: fromSecurity + "; default: Apache Kafka's client settings",
		},
		{Name: "sasl.kerberos.ticket.renew.jitter", Type: Double, Default: "0.05", Doc: "Share of random jitter added to the renewal of tickets.", Source: fromSecurity + "; default: Apache Kafka's client settings"},
		{Name: "sasl.kerberos.ticket.renew.window.factor", Type: Double, Default: "0.8", Doc: "Share of a ticket's life after which it is renewed.", Source: fromSecurity + "; default: Apache Kafka's client settings"},
		{
			Name: "sasl.login.refresh.buffer.seconds", Type: Int, Default: "300", Minimum: 0, HasMinimum: true, MinimumFirm: true, Maximum: 3600,
			Doc: "Time before a token's end by which it is refreshed, in seconds.", Source: fromSecurity + "; figures: Apache Kafka's client settings",
		},
		{
			Name: "sasl.login.refresh.min.period.seconds", Type: Int, Default: "60", Minimum: 0, HasMinimum: true, MinimumFirm: true, Maximum: 900,
			Doc: "Least time between two refreshes of a token, in seconds.", Source: fromSecurity + "; figures: Apache Kafka's client settings",
		},
		{Name: "sasl.login.refresh.window.factor", Type: Double, Default: "0.8", Doc: "Share of a token's life after which it is refreshed, from 0.5 to 1.", Source: fromSecurity + "; figures: Apache Kafka's client settings"},
		{Name: "sasl.login.refresh.window.jitter", Type: Double, Default: "0.05", Doc: "Share of random jitter added to the refresh of tokens, from 0 to 0.25.", Source: fromSecurity + "; figures: Apache Kafka's client settings"},
	})
}

// tlsSettings say how the connection is encrypted.
func tlsSettings() []Setting {
	// Confluent Cloud has no files of its users: certificates go in line (Configuring
	// Security Credentials, note on keystore and truststore).
	file := func(name, doc string) Setting {
		return Setting{Name: name, Type: String, Cloud: Refused, Doc: doc, Source: fromSecurity}
	}
	secret := func(name, doc string) Setting {
		return Setting{Name: name, Type: Password, Sensitive: true, Doc: doc, Source: fromSecurity}
	}
	// Where there is no file there is no password of one: what is given in line as PEM
	// takes none.
	filePassword := func(name, doc string) Setting {
		return Setting{Name: name, Type: Password, Sensitive: true, Cloud: Refused, Doc: doc, Source: fromSecurity + "; Apache Kafka's client settings"}
	}
	return append(
		bothSides([]Setting{
			{Name: "ssl.cipher.suites", Type: List, Doc: "Cipher suites to offer. Default: Java's.", Source: fromSecurity},
			{Name: "ssl.enabled.protocols", Type: List, Default: "TLSv1.2,TLSv1.3", Doc: "Versions of TLS to offer.", Source: fromSecurity},
			{Name: EndpointAlgorithm, Type: String, Default: "https", Doc: "How a server's name is checked: `https`, or empty for not at all.", Source: fromSecurity},
			{Name: "ssl.engine.factory.class", Type: String, Doc: "Class that makes TLS engines.", Source: fromSecurity},
			{Name: "ssl.keymanager.algorithm", Type: String, Default: "SunX509", Doc: "Algorithm of the key manager.", Source: fromSecurity + "; default: Apache Kafka's client settings"},
			{Name: "ssl.trustmanager.algorithm", Type: String, Default: "PKIX", Doc: "Algorithm of the trust manager.", Source: "Apache Kafka's client settings"},
			{Name: "ssl.protocol", Type: String, Default: "TLSv1.3", Doc: "Version of TLS to prefer.", Source: fromSecurity},
			{Name: "ssl.provider", Type: String, Doc: "Java security provider.", Source: fromSecurity},
			{Name: "ssl.secure.random.implementation", Type: String, Doc: "Source of random numbers.", Source: "Apache Kafka's client settings"},
			{Name: KeystoreType, Type: String, Default: "JKS", Doc: "Form of the keystore: `PEM`, `JKS` or `PKCS12`; in line only `PEM`.", Source: fromSecurity},
			{Name: TruststoreType, Type: String, Default: "JKS", Doc: "Form of the truststore: `PEM`, `JKS` or `PKCS12`; in line only `PEM`.", Source: fromSecurity},
			file("ssl.keystore.location", "File of the keystore, at the same place on every broker. Not on Confluent Cloud: give it in line."),
			file("ssl.truststore.location", "File of the truststore, at the same place on every broker. Not on Confluent Cloud: give it in line."),
			filePassword("ssl.keystore.password", "Password of the file of the keystore. Not on Confluent Cloud, which has no such file."),
			filePassword("ssl.truststore.password", "Password of the file of the truststore. Not on Confluent Cloud, which has no such file."),
			secret(KeyPassword, "Password of the private key."),
			secret(KeystoreChain, "Client certificate chain, PEM, in line."),
			secret(KeystoreKey, "Private key, PEM, in line."),
			secret(TruststoreCerts, "Certificate authorities to trust, PEM, in line."),
		}),
		Setting{Name: "security.providers", Type: List, Carrier: Connecting, Doc: "Classes of Java security providers.", Source: "B.2"},
	)
}

// bothSides are settings for the connection to the remote cluster, and the same
// with local. in front for the one to the cluster that hosts the link.
func bothSides(settings []Setting) []Setting {
	locals := slices.Clone(settings)
	for i := range settings {
		settings[i].Carrier, locals[i].Carrier = Connecting, LoggingIn
		locals[i].Name = LocalPrefix + settings[i].Name
		locals[i].Doc = "As `" + settings[i].Name + "`, for the cluster that hosts the link."
		if slices.Contains(authentication, settings[i].Name) {
			settings[i].Block, locals[i].Block = "remote_authentication", "local_authentication"
		}
	}
	return append(settings, locals...)
}
