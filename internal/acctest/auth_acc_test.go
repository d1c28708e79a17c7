package acctest_test

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
	"github.com/clusterlinking/terraform-provider-clink/internal/simulator"
)

// nested is an object of a configuration.
type nested = map[string]any

// linkLogin is one way in which a link logs in to its remote cluster.
type linkLogin struct {
	remote  simulator.Cluster // accepts nothing else
	block   nested            // remote_authentication; nil for none
	created map[string]string // settings that the request to create it holds; "*" is any value
	// rotated is the block with other credentials, and alters the names of the
	// settings that this sends.
	rotated nested
	alters  []string
	// wrong is the block with credentials that the cluster does not accept, and
	// words what it says to them.
	wrong nested
	words string
}

// linkLogins are all ways, against clusters whose clients' certificates come from
// this authority.
func linkLogins(t *testing.T) map[string]linkLogin {
	t.Helper()
	clients := acctest.NewAuthority(t, "clients")
	servers := acctest.NewAuthority(t, "servers")
	foreign := acctest.NewAuthority(t, "nobody knows me")
	kafka := func(protocol, mechanism string, change ...func(*simulator.Cluster)) simulator.Cluster {
		c := simulator.Cluster{
			ID: "remote", Kind: simulator.KindKafka, Bootstrap: "remote.example.com:9092", SecurityProtocols: []string{protocol},
			APIKeys: map[string]string{"link": `p"a\s's;`, "link2": "two"}, Topics: []simulator.Topic{{Name: "orders", Partitions: 1}},
		}
		if mechanism != "" {
			c.SASLMechanisms = []string{mechanism}
		}
		for _, f := range change {
			f(&c)
		}
		return c
	}
	cloud := func(mechanism string) simulator.Cluster {
		return kafka("SASL_SSL", mechanism, func(c *simulator.Cluster) { c.ID, c.Kind = "lkc-remote", simulator.KindCloud })
	}
	withCA := func(c *simulator.Cluster) { c.ClientCA = clients.PEM }
	sasl := func(mechanism, user, password string, version int) nested {
		return nested{"mechanism": mechanism, "username": user, "password_wo": password, "password_wo_version": version}
	}
	oauth := func(secret string, version int) nested {
		return nested{
			"token_endpoint_url": "https://idp.example.com/token", "client_id": "app", "client_secret_wo": secret, "client_secret_wo_version": version,
			"identity_pool_id": "pool-a",
		}
	}
	keystore := func(of *acctest.Authority, version int) nested {
		certificate, key := of.Issue("link")
		return nested{"keystore_certificate_chain": certificate, "keystore_key_wo": key, "keystore_wo_version": version}
	}
	with := func(block nested, more nested) nested {
		all := maps.Clone(block)
		maps.Copy(all, more)
		return all
	}
	truststore := nested{"truststore_certificates": servers.PEM}
	const jaas = "sasl.jaas.config"
	chain := []string{"ssl.keystore.certificate.chain", "ssl.keystore.key"}
	scram := func(mechanism string) linkLogin {
		return linkLogin{
			remote: kafka("SASL_SSL", mechanism),
			block:  nested{"sasl": sasl(mechanism, "link", `p"a\s's;`, 1)},
			created: map[string]string{
				"security.protocol": "SASL_SSL", "sasl.mechanism": mechanism,
				jaas: `org.apache.kafka.common.security.scram.ScramLoginModule required username="link" password="p\"a\\s's;";`,
			},
			rotated: nested{"sasl": sasl(mechanism, "link2", "two", 1)}, alters: []string{jaas},
			wrong: nested{"sasl": sasl(mechanism, "link", "no", 1)}, words: "invalid credentials with SASL mechanism " + mechanism,
		}
	}
	mtls := keystore(clients, 1)
	saslAndKeystore := func(password string, keys nested) nested {
		return nested{"sasl": sasl("SCRAM-SHA-512", "link2", password, 1), "tls": with(keys, truststore)}
	}
	return map[string]linkLogin{
		"PLAIN": {
			remote: cloud("PLAIN"),
			block:  nested{"sasl": nested{"username": "link", "password_wo": `p"a\s's;`, "password_wo_version": 1}},
			created: map[string]string{
				"security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN",
				jaas: `org.apache.kafka.common.security.plain.PlainLoginModule required username="link" password="p\"a\\s's;";`,
			},
			rotated: nested{"sasl": nested{"username": "link", "password_wo": `p"a\s's;`, "password_wo_version": 2}}, alters: []string{jaas},
			wrong: nested{"sasl": nested{"username": "link", "password_wo": "no", "password_wo_version": 1}}, words: "Invalid username or password",
		},
		"SCRAM-SHA-256": scram("SCRAM-SHA-256"),
		"SCRAM-SHA-512": scram("SCRAM-SHA-512"),
		"OAUTHBEARER of Confluent Cloud": {
			remote: cloud("OAUTHBEARER"),
			block:  nested{"oauth": oauth("s", 1)},
			created: map[string]string{
				"security.protocol": "SASL_SSL", "sasl.mechanism": "OAUTHBEARER", "sasl.oauthbearer.token.endpoint.url": "https://idp.example.com/token",
				"sasl.login.callback.handler.class": "*",
				jaas:                                `org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId="app" clientSecret="s" extension_logicalCluster="lkc-remote" extension_identityPoolId="pool-a";`,
			},
			rotated: nested{"oauth": oauth("s", 2)}, alters: []string{jaas},
			wrong: nested{"oauth": oauth("no", 1)}, words: "invalid_client",
		},
		"OAUTHBEARER with another pool": {
			remote:  cloud("OAUTHBEARER"),
			block:   nested{"oauth": oauth("s", 1)},
			rotated: nested{"oauth": with(oauth("s", 1), nested{"token_endpoint_url": "https://idp.example.com/v2/token"})}, alters: []string{"sasl.oauthbearer.token.endpoint.url"},
			wrong: nested{"oauth": with(oauth("s", 1), nested{"identity_pool_id": "pool-b"})}, words: "identity pool 'pool-b' is not known",
		},
		"OAUTHBEARER of Apache Kafka": {
			remote:  kafka("SASL_SSL", "OAUTHBEARER"),
			block:   nested{"oauth": oauth("s", 1)},
			rotated: nested{"oauth": with(oauth("s", 1), nested{"scope": "kafka"})}, alters: []string{jaas},
			wrong: nested{"oauth": with(oauth("s", 1), nested{"client_id": "other"})}, words: "invalid_client",
		},
		"mTLS": {
			remote:  kafka("SSL", "", withCA),
			block:   nested{"tls": mtls},
			created: map[string]string{"security.protocol": "SSL", "ssl.keystore.type": "PEM", "ssl.keystore.certificate.chain": mtls["keystore_certificate_chain"].(string), "ssl.keystore.key": mtls["keystore_key_wo"].(string)},
			rotated: nested{"tls": keystore(clients, 1)}, alters: chain,
			wrong: nested{"tls": keystore(foreign, 1)}, words: "SSL handshake failed",
		},
		"TLS with a private authority": {
			remote:  kafka("SSL", ""),
			block:   nested{"tls": truststore},
			created: map[string]string{"security.protocol": "SSL", "ssl.truststore.type": "PEM", "ssl.truststore.certificates": servers.PEM},
			rotated: nested{"tls": nested{"truststore_certificates": servers.PEM + foreign.PEM}}, alters: []string{"ssl.truststore.certificates"},
			wrong: nested{"security_protocol": "PLAINTEXT"}, words: "does not listen with security protocol PLAINTEXT",
		},
		"mTLS is asked for": {
			remote:  kafka("SSL", "", withCA),
			block:   nested{"tls": with(mtls, truststore)},
			rotated: nested{"tls": with(mtls, nested{"truststore_certificates": servers.PEM, "keystore_wo_version": 2})}, alters: []string{"ssl.keystore.key"},
			wrong: nested{"tls": truststore}, words: "SSL handshake failed",
		},
		"SASL over TLS with both, other password": {
			remote: kafka("SASL_SSL", "SCRAM-SHA-512", withCA),
			block:  saslAndKeystore("two", mtls),
			created: map[string]string{
				"security.protocol": "SASL_SSL", "sasl.mechanism": "SCRAM-SHA-512", jaas: "*",
				"ssl.truststore.type": "PEM", "ssl.truststore.certificates": servers.PEM,
				"ssl.keystore.type": "PEM", "ssl.keystore.certificate.chain": "*", "ssl.keystore.key": "*",
			},
			rotated: nested{"sasl": sasl("SCRAM-SHA-512", "link2", "two", 2), "tls": with(mtls, truststore)}, alters: []string{jaas},
			wrong: saslAndKeystore("no", mtls), words: "invalid credentials",
		},
		"SASL over TLS with both, other key": {
			remote:  kafka("SASL_SSL", "SCRAM-SHA-512", withCA),
			block:   saslAndKeystore("two", mtls),
			rotated: saslAndKeystore("two", keystore(clients, 1)), alters: chain,
			wrong: saslAndKeystore("two", nested{"keystore_certificate_chain": mtls["keystore_certificate_chain"], "keystore_key_wo": keystore(clients, 1)["keystore_key_wo"]}),
			words: "the private key does not belong to the certificate",
		},
		"SASL_PLAINTEXT": {
			remote:  kafka("SASL_PLAINTEXT", "PLAIN"),
			block:   nested{"sasl": sasl("PLAIN", "link2", "two", 1), "security_protocol": "SASL_PLAINTEXT"},
			created: map[string]string{"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", jaas: "*"},
			rotated: nested{"sasl": sasl("PLAIN", "link", `p"a\s's;`, 1), "security_protocol": "sasl_plaintext"}, alters: []string{jaas},
			wrong: nested{"sasl": sasl("PLAIN", "link2", "two", 1)}, words: "does not listen with security protocol SASL_SSL",
		},
		"the wrong mechanism": {
			remote:  kafka("SASL_SSL", "SCRAM-SHA-256"),
			block:   nested{"sasl": sasl("scram-sha-256", "link2", "two", 1)},
			rotated: nested{"sasl": sasl("SCRAM-SHA-256", "link2", "two", 7)}, alters: []string{jaas},
			wrong: nested{"sasl": sasl("SCRAM-SHA-512", "link2", "two", 1)}, words: "enabled mechanisms are [SCRAM-SHA-256]",
		},
		"none": {
			remote:  kafka("PLAINTEXT", "", func(c *simulator.Cluster) { c.APIKeys = nil }),
			created: map[string]string{},
			wrong:   nested{"tls": truststore}, words: "does not listen with security protocol SSL",
		},
	}
}

// toRemote is the configuration of a link on lkc-dr to the remote cluster.
func toRemote(remote simulator.Cluster, block nested) acctest.Object {
	config := acctest.Object{
		"kafka_cluster_id": "lkc-dr", "remote_cluster_id": remote.ID, "link_name": "l", "remote_bootstrap_servers": remote.Bootstrap,
	}
	if block != nil {
		config["remote_authentication"] = block
	}
	return config
}

// sentSettings are the settings of the one request to create a link.
func sentSettings(t *testing.T, w *acctest.World) map[string]string {
	t.Helper()
	requests := w.Requests(http.MethodPost, "/links")
	if len(requests) != 1 {
		t.Fatalf("want one link created, got %+v", requests)
	}
	return settingsOf(requests[0].Body.(map[string]any)["configs"])
}

func settingsOf(list any) map[string]string {
	settings := map[string]string{}
	for _, one := range list.([]any) {
		entry := one.(map[string]any)
		settings[entry["name"].(string)] = fmt.Sprint(entry["value"])
	}
	return settings
}

// changed are the names of what the one request that changed something sent.
func changed(t *testing.T, w *acctest.World) []string {
	t.Helper()
	var found []acctest.Request
	for _, r := range w.Requests("", "/v3/") {
		if r.Method != http.MethodGet {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return nil
	}
	if len(found) != 1 || !strings.HasSuffix(found[0].Path, "configs:alter") {
		t.Fatalf("want one configs:alter, got %+v", found)
	}
	return slices.Sorted(maps.Keys(settingsOf(found[0].Body.(map[string]any)["data"])))
}

// withoutSecrets is a block whose secrets are left out.
func withoutSecrets(block nested) nested {
	if block == nil {
		return nil
	}
	kept := nested{}
	for name, value := range block {
		inner, isBlock := value.(nested)
		switch {
		case isBlock:
			kept[name] = withoutSecrets(inner)
		case !strings.HasSuffix(name, "_wo"):
			kept[name] = value
		}
	}
	return kept
}

func TestProtoLinkLogin(t *testing.T) {
	t.Parallel()
	for name, l := range linkLogins(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const resource = "clink_cluster_link"
			w := acctest.NewWorld(t, func(world *simulator.World, _ *simulator.Options) { world.Clusters = append(world.Clusters, l.remote) })
			p := w.NewProtocol(nil)

			refusedConfig := toRemote(l.remote, l.wrong)
			refused := p.Apply(resource, acctest.Step{}, p.Plan(resource, acctest.Step{}, refusedConfig), refusedConfig)
			if !refused.Diagnostics.Errors().Says("", l.words) {
				t.Errorf("wrong credentials: want an error with %q, got %s", l.words, refused.Diagnostics)
			}
			w.ForgetRequests()

			state := p.Create(resource, toRemote(l.remote, l.block))
			if d := state.Diagnostics; len(d) > 0 {
				t.Errorf("creating it: %s", d)
			}
			sent := sentSettings(t, w)
			active := func() {
				t.Helper()
				if got := status(w, "lkc-dr/links/l", "link_state"); got != "ACTIVE" {
					t.Errorf("the link is %v", got)
				}
			}
			active()
			if l.created != nil {
				want := maps.Clone(l.created)
				for setting, value := range want {
					if value == "*" {
						want[setting] = sent[setting]
					}
				}
				maps.Copy(want, map[string]string{"link.mode": "DESTINATION", "connection.mode": "OUTBOUND", "bootstrap.servers": l.remote.Bootstrap})
				if !maps.Equal(sent, want) || slices.Contains(slices.Collect(maps.Values(want)), "") {
					t.Errorf("sent %v, want %v", sent, want)
				}
			}

			// The same again, and without the secret: the server keeps what it has.
			state = p.Read(resource, state)
			for _, block := range []nested{l.block, withoutSecrets(l.block)} {
				planned := p.Plan(resource, state, toRemote(l.remote, block))
				if d := planned.Diagnostics; len(d) > 0 || !reflect.DeepEqual(planned.Object, state.Object) {
					t.Errorf("planning again changes %v to %v %s", state.Object, planned.Object, d)
				}
			}
			if l.rotated == nil {
				return
			}
			// What changes cannot be left out.
			if secret := !strings.HasPrefix(strings.Join(l.alters, ""), "ssl.truststore") && l.alters[0] != "sasl.oauthbearer.token.endpoint.url"; secret {
				without := p.Plan(resource, state, toRemote(l.remote, withoutSecrets(l.rotated)))
				if !without.Diagnostics.Errors().Says("", "Missing Secret") {
					t.Errorf("rotating without the secret: %s", without.Diagnostics)
				}
			}
			w.ForgetRequests()
			config := toRemote(l.remote, l.rotated)
			planned := p.Plan(resource, state, config)
			if d := planned.Diagnostics; len(d) > 0 || len(planned.Replace) > 0 {
				t.Errorf("planning other credentials replaces %v %s", planned.Replace, d)
			}
			rotated := p.Apply(resource, state, planned, config)
			if d := rotated.Diagnostics; len(d) > 0 {
				t.Errorf("rotating: %s", d)
			}
			if got := changed(t, w); !slices.Equal(got, l.alters) {
				t.Errorf("rotating sent %v, want %v", got, l.alters)
			}
			active()
		})
	}
}

// A half that waits to be connected to logs in nowhere: whatever Terraform does
// with it, no credentials are sent.
func TestProtoLinkLogin_inboundHalfSendsNothing(t *testing.T) {
	t.Parallel()
	const resource = "clink_cluster_link"
	for mode, remote := range map[string]string{"DESTINATION": "source_cluster_id", "BIDIRECTIONAL": "remote_cluster_id"} {
		w := acctest.NewWorld(t)
		p := w.NewProtocol(nil)
		config := acctest.Object{
			"kafka_cluster_id": "lkc-jump", "remote_cluster_id": "lkc-primary", "link_name": "half", "link_mode": mode, "connection_mode": "INBOUND",
		}
		state := p.Create(resource, config)
		if got := sentSettings(t, w); !maps.Equal(got, map[string]string{"link.mode": mode, "connection.mode": "INBOUND"}) {
			t.Errorf("%s: sent %v", mode, got)
		}
		if body := w.Requests(http.MethodPost, "/links")[0].Body.(map[string]any); body[remote] != "lkc-primary" {
			t.Errorf("%s: sent %v", mode, body)
		}
		w.ForgetRequests()
		config["force_destroy"], config["config_wo_version"] = true, 2
		updated := p.Apply(resource, state, p.Plan(resource, state, config), config)
		if d := updated.Diagnostics; len(d) > 0 {
			t.Errorf("%s: %s", mode, d)
		}
		if sent := changed(t, w); len(sent) > 0 {
			t.Errorf("%s: sent %v", mode, sent)
		}
	}
}

// The half that connects carries two sets of credentials, each of them where it
// belongs, and rotates the one without touching the other. Neither is what Clink
// itself logs in with.
func TestProtoLinkLogin_bothSidesApart(t *testing.T) {
	t.Parallel()
	const resource = "clink_cluster_link"
	clients := acctest.NewAuthority(t, "clients")
	certificate, key := clients.Issue("link")
	platform := simulator.Cluster{
		ID: "platform", Kind: simulator.KindPlatform, Version: "7.6.0", Bootstrap: "platform.internal:9093",
		SecurityProtocols: []string{"SSL"}, ClientCA: clients.PEM, APIKeys: map[string]string{"admin": "adminsecret"},
	}
	w := acctest.NewWorld(t, func(world *simulator.World, _ *simulator.Options) { world.Clusters = append(world.Clusters, platform) })
	p := w.NewProtocol(func(block map[string]any) {
		block["kafka_clusters"].(nested)["platform"] = nested{"rest_endpoint": w.URL, "api_key": "admin", "api_secret": "adminsecret"}
	})
	p.Create(resource, acctest.Object{
		"kafka_cluster_id": "lkc-jump", "remote_cluster_id": "platform", "link_name": "hybrid", "connection_mode": "INBOUND",
	})
	w.ForgetRequests()
	half := func(cloudVersion, platformVersion int) acctest.Object {
		return acctest.Object{
			"kafka_cluster_id": "platform", "remote_cluster_id": "lkc-jump", "link_name": "hybrid", "link_mode": "SOURCE", "remote_bootstrap_servers": "pkc-jump:9092",
			"remote_authentication": nested{"sasl": nested{"username": "JUMPKEY", "password_wo": "JUMPSECRET", "password_wo_version": cloudVersion}},
			"local_authentication":  nested{"tls": nested{"keystore_certificate_chain": certificate, "keystore_key_wo": key, "keystore_wo_version": platformVersion}},
		}
	}
	state := p.Create(resource, half(1, 1))
	if d := state.Diagnostics; len(d) > 0 {
		t.Errorf("creating it: %s", d)
	}
	want := map[string]string{
		"link.mode": "SOURCE", "connection.mode": "OUTBOUND", "bootstrap.servers": "pkc-jump:9092", "security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN",
		"sasl.jaas.config":        `org.apache.kafka.common.security.plain.PlainLoginModule required username="JUMPKEY" password="JUMPSECRET";`,
		"local.security.protocol": "SSL", "local.ssl.keystore.type": "PEM", "local.ssl.keystore.certificate.chain": certificate, "local.ssl.keystore.key": key,
	}
	if got := sentSettings(t, w); !maps.Equal(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
	if got := status(w, "lkc-jump/links/hybrid", "link_state"); got != "ACTIVE" {
		t.Errorf("the link is %v", got)
	}
	w.ForgetRequests()
	for _, c := range []struct {
		config acctest.Object
		alters string
	}{{half(2, 1), "sasl.jaas.config"}, {half(2, 2), "local.ssl.keystore.key"}} {
		state = p.Apply(resource, state, p.Plan(resource, state, c.config), c.config)
		if d := state.Diagnostics; len(d) > 0 {
			t.Errorf("rotating: %s", d)
		}
		if sent := changed(t, w); !slices.Equal(sent, []string{c.alters}) {
			t.Errorf("want %s alone, got %v", c.alters, sent)
		}
		w.ForgetRequests()
	}
}

// There is no key distribution centre to prove Kerberos against: what is sent is
// what the configuration says, and the JAAS line goes nowhere else.
func TestProtoLinkLogin_kerberosIsSentAsGiven(t *testing.T) {
	t.Parallel()
	const resource = "clink_cluster_link"
	remote := simulator.Cluster{ID: "kerberos", Kind: simulator.KindKafka, Bootstrap: "kerberos.example.com:9092", SecurityProtocols: []string{"SASL_SSL"}, SASLMechanisms: []string{"GSSAPI"}}
	host := simulator.Cluster{ID: "platform", Kind: simulator.KindPlatform, Version: "7.6.0", Bootstrap: "platform.internal:9092"}
	w := acctest.NewWorld(t, func(world *simulator.World, _ *simulator.Options) {
		world.Clusters = append(world.Clusters, remote, host)
	})
	p := w.NewProtocol(func(block map[string]any) {
		block["kafka_clusters"].(nested)["platform"] = nested{"rest_endpoint": w.URL}
	})
	const jaas = `com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true storeKey=true keyTab="/etc/security/keytabs/link.keytab" principal="link@EXAMPLE.COM";`
	config := toRemote(remote, nil)
	config["kafka_cluster_id"] = "platform"
	config["config"] = nested{"security.protocol": "SASL_SSL", "sasl.mechanism": "GSSAPI", "sasl.kerberos.service.name": "kafka"}
	config["config_wo"], config["config_wo_version"] = nested{"sasl.jaas.config": jaas}, 1
	if d := p.Validate(resource, config); len(d) > 0 {
		t.Fatal(d)
	}
	state := p.Create(resource, config)
	if d := state.Diagnostics; len(d) > 0 {
		t.Errorf("creating it: %s", d)
	}
	want := map[string]string{
		"link.mode": "DESTINATION", "connection.mode": "OUTBOUND", "bootstrap.servers": "kerberos.example.com:9092",
		"security.protocol": "SASL_SSL", "sasl.mechanism": "GSSAPI", "sasl.kerberos.service.name": "kafka", "sasl.jaas.config": jaas,
	}
	if got := sentSettings(t, w); !maps.Equal(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
	if state.Object["config_wo"] != nil || strings.Contains(fmt.Sprint(state.Object), "keytab") {
		t.Errorf("state holds it: %v", state.Object)
	}
	state = p.Read(resource, state)
	if planned := p.Plan(resource, state, config); !reflect.DeepEqual(planned.Object, state.Object) {
		t.Errorf("planning again changes %v to %v", state.Object, planned.Object)
	}
}
