package clusterlink_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const remoteAuth = `AttributeName("remote_authentication")`

// oauth is a block that logs in by OAuth.
func oauth(secret any) map[string]any {
	return map[string]any{"oauth": map[string]any{"token_endpoint_url": "https://idp.example.com/token", "client_id": "c", "client_secret_wo": secret}}
}

// mtls is a block that logs in with a client certificate.
func mtls(key, password any) map[string]any {
	return map[string]any{"tls": map[string]any{"keystore_certificate_chain": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "keystore_key_wo": key, "key_password_wo": password}}
}

// byHand is a link that logs in by its settings.
func byHand(password string, version int) acctest.Object {
	return link(map[string]any{
		"remote_authentication": nil,
		"config":                map[string]any{"security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN"},
		"config_wo":             map[string]any{"sasl.jaas.config": `org.apache.kafka.common.security.plain.PlainLoginModule required username="JUMPKEY" password="` + password + `";`},
		"config_wo_version":     version,
	})
}

func TestProtoSecrets_thatCannotBeMeant(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	auth := func(block map[string]any) map[string]any { return map[string]any{"remote_authentication": block} }
	local := map[string]any{"link_mode": "SOURCE", "local_authentication": login("K", "")}
	writeOnly := func(name, value string) map[string]any {
		return map[string]any{"remote_authentication": nil, "config_wo": map[string]any{name: value}}
	}
	in := func(block, argument string) string {
		return remoteAuth + `.AttributeName("` + block + `").AttributeName("` + argument + `")`
	}
	for name, c := range map[string]struct {
		change map[string]any
		at     string
		words  []string
	}{
		"empty password":              {auth(login("K", "")), in("sasl", "password_wo"), []string{"Empty Secret", "remote_authentication.sasl.password_wo"}},
		"password of spaces":          {auth(login("K", " \t")), in("sasl", "password_wo"), []string{"Empty Secret"}},
		"empty client secret":         {auth(oauth("")), in("oauth", "client_secret_wo"), []string{"Empty Secret"}},
		"empty key":                   {auth(mtls("", nil)), in("tls", "keystore_key_wo"), []string{"Empty Secret"}},
		"empty key password":          {auth(mtls("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n", "")), in("tls", "key_password_wo"), []string{"Empty Secret"}},
		"empty local password":        {local, `AttributeName("local_authentication").AttributeName("sasl").AttributeName("password_wo")`, []string{"Empty Secret", "local_authentication.sasl.password_wo"}},
		"empty setting":               {writeOnly("sasl.jaas.config", ""), `AttributeName("config_wo").ElementKeyString("sasl.jaas.config")`, []string{"Empty Secret", `config_wo["sasl.jaas.config"]`}},
		"line break":                  {auth(login("K", "secret\n")), in("sasl", "password_wo"), []string{"Line Break", "trimspace"}},
		"line break of Windows":       {auth(oauth("secret\r\n")), in("oauth", "client_secret_wo"), []string{"Line Break"}},
		"block without anything":      {auth(map[string]any{}), remoteAuth, []string{"Logs In With Nothing", "lkc-jump"}},
		"TLS without a certificate":   {auth(map[string]any{"tls": map[string]any{}}), remoteAuth, []string{"Logs In With Nothing"}},
		"truststore only":             {auth(map[string]any{"tls": map[string]any{"endpoint_identification_algorithm": "https"}}), remoteAuth, []string{"Logs In With Nothing"}},
		"no encryption and no login":  {auth(map[string]any{"security_protocol": "PLAINTEXT"}), remoteAuth, []string{"Logs In With Nothing"}},
		"TLS that nobody asks for":    {auth(map[string]any{"security_protocol": "SSL"}), remoteAuth, []string{"Logs In With Nothing"}},
		"local login without a login": {map[string]any{"link_mode": "SOURCE", "local_authentication": map[string]any{}}, `AttributeName("local_authentication")`, []string{"Logs In With Nothing", "lkc-dr"}},
	} {
		if d := p.Validate(typeName, link(c.change)).Errors(); !d.Says(c.at, c.words...) || len(d) != 1 {
			t.Errorf("%s: want one error on %s that says %v, got %s", name, c.at, c.words, d)
		}
	}
	if d := p.Validate(typeName, link(auth(login("K", " secret")))); len(d) != 1 || !d.Warnings().Says(in("sasl", "password_wo"), "White Space") {
		t.Errorf("white space: %s", d)
	}
	for name, change := range map[string]map[string]any{
		"PEM ends with a line break":  auth(mtls("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n", nil)),
		"so does JAAS out of a file":  writeOnly("sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"K\" password=\"S\";\n"),
		"a secret that is not given":  auth(login("K", nil)),
		"a secret that is not known":  auth(login("K", acctest.Unknown{})),
		"a block that is not known":   auth(map[string]any{"tls": acctest.Unknown{}}),
		"a certificate not known yet": auth(map[string]any{"tls": map[string]any{"keystore_certificate_chain": acctest.Unknown{}}}),
		"plain Kafka lets anybody in": {"remote_cluster_id": "kafka1", "remote_authentication": map[string]any{}},
		"remote not known yet":        {"remote_cluster_id": acctest.Unknown{}, "remote_authentication": map[string]any{}},
	} {
		if d := p.Validate(typeName, link(change)); len(d) > 0 {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// However a link logs in: a change that leaves it without a login is refused.
func TestProtoSecrets_stay(t *testing.T) {
	t.Parallel()
	without := func(config acctest.Object, argument, key string) acctest.Object {
		inner := map[string]any{}
		for name, value := range config[argument].(map[string]any) {
			if name != key {
				inner[name] = value
			}
		}
		config[argument] = inner
		return config
	}
	for name, c := range map[string]struct {
		from, to acctest.Object
		at       string // empty: it is no loss
	}{
		"block taken out":              {link(nil), link(map[string]any{"remote_authentication": nil}), remoteAuth},
		"jaas taken out":               {byHand("JUMPSECRET", 1), without(byHand("JUMPSECRET", 2), "config_wo", "sasl.jaas.config"), `AttributeName("config")`},
		"jaas kept, by its version":    {byHand("JUMPSECRET", 1), without(byHand("JUMPSECRET", 1), "config_wo", "sasl.jaas.config"), ""},
		"protocol taken out":           {byHand("JUMPSECRET", 1), without(byHand("JUMPSECRET", 1), "config", "security.protocol"), `AttributeName("config")`},
		"from the block to settings":   {link(nil), byHand("JUMPSECRET", 1), ""},
		"from settings to the block":   {byHand("JUMPSECRET", 1), link(nil), ""},
		"address taken out":            {link(nil), link(map[string]any{"remote_bootstrap_servers": nil}), `AttributeName("remote_bootstrap_servers")`},
		"secret left out, no new wish": {link(nil), link(map[string]any{"remote_authentication": login("JUMPKEY", nil)}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			state := w.NewProtocol(nil).Create(typeName, c.from)
			d := w.NewProtocol(nil).Plan(typeName, state, c.to).Diagnostics.Errors()
			if c.at == "" && len(d) > 0 || c.at != "" && (len(d) != 1 || !d.Says(c.at, "Cannot Be Taken Away")) {
				t.Errorf("want an error on %q, got %s", c.at, d)
			}
		})
	}
}

// A repair raises no alarm, however long the server takes to see it.
func TestProtoUpdate_waitsForARepair(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t, acctest.Settle(time.Second))
	wrong := login("JUMPKEY", "wrong")
	state := w.NewProtocol(nil).Create(typeName, link(map[string]any{"remote_authentication": wrong, "validate_link": false}))
	right := login("JUMPKEY", "JUMPSECRET")
	right["sasl"].(map[string]any)["password_wo_version"] = 2
	config := link(map[string]any{"remote_authentication": right, "validate_link": false})
	p := w.NewProtocol(nil)
	repaired := p.Apply(typeName, state, p.Plan(typeName, state, config), config)
	if len(repaired.Diagnostics) > 0 {
		t.Errorf("repaired, and still: %s", repaired.Diagnostics)
	}
}

// To plan a destroy, Terraform refreshes and plans as if to create what is gone.
func TestProtoDestroy_ofWhatIsGoneAsksForNoSecret(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	state := w.NewProtocol(nil).Create(typeName, link(nil))
	w.Do(http.MethodDelete, "/kafka/v3/clusters/lkc-dr/links/jump-to-dr", nil)
	config := link(map[string]any{"remote_authentication": login("JUMPKEY", nil)})
	p := w.NewProtocol(nil)
	if read := p.Read(typeName, state); read.Object != nil {
		t.Fatalf("still there: %v", read.Object)
	}
	if d := p.Plan(typeName, acctest.Step{}, config).Diagnostics; len(d.Errors()) > 0 || !d.Warnings().Says("", "Missing Secret", "makes it anew") {
		t.Errorf("got %s", d)
	}
	// Another run creates it in earnest.
	if d := w.NewProtocol(nil).Plan(typeName, acctest.Step{}, config).Diagnostics.Errors(); !d.Says("", "Missing Secret", "remote_authentication.sasl.password_wo") {
		t.Errorf("got %s", d)
	}
}

// The same certificates with the line ends of another system are no change.
func TestProtoPlan_lineEndsOfCertificatesMeanNothing(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	config := func(pem string) acctest.Object {
		auth := login("JUMPKEY", "JUMPSECRET")
		auth["tls"] = map[string]any{"truststore_certificates": pem}
		return link(map[string]any{"remote_authentication": auth, "validate_link": false})
	}
	state := p.Read(typeName, p.Create(typeName, config(certificate)))
	planned := p.Plan(typeName, state, config(strings.ReplaceAll("\n"+certificate, "\n", "\r\n")))
	if !reflect.DeepEqual(planned.Object, state.Object) {
		t.Errorf("plans %v -> %v", state.Object["remote_authentication"], planned.Object["remote_authentication"])
	}
}

// Somebody switches the check of host names off: the plan shows it, and apply puts it
// right, whether or not the configuration says anything of it.
func TestProtoPlan_driftInHowALinkLogsIn(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]map[string]any{
		"nothing said": login("JUMPKEY", "JUMPSECRET"),
		"said":         {"sasl": map[string]any{"username": "JUMPKEY", "password_wo": "JUMPSECRET"}, "tls": map[string]any{"endpoint_identification_algorithm": "https"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			p := w.NewProtocol(nil)
			config := link(map[string]any{"remote_authentication": block})
			state := p.Read(typeName, p.Create(typeName, config))
			if planned := p.Plan(typeName, state, config); !reflect.DeepEqual(planned.Object, state.Object) {
				t.Fatalf("plans %v -> %v", state.Object, planned.Object)
			}
			const setting = "/kafka/v3/clusters/lkc-dr/links/jump-to-dr/configs/ssl.endpoint.identification.algorithm"
			w.Do(http.MethodPut, setting, map[string]string{"value": ""})
			p = w.NewProtocol(nil)
			state = p.Read(typeName, state)
			planned := p.Plan(typeName, state, config)
			if reflect.DeepEqual(planned.Object, state.Object) {
				t.Fatal("the plan does not show it")
			}
			if d := p.Apply(typeName, state, planned, config).Diagnostics; len(d.Errors()) > 0 {
				t.Fatal(d)
			}
			if is := w.Get(setting)["value"]; is != "https" {
				t.Errorf("the setting is %v", is)
			}
		})
	}
}

// What config manages beside a block is no drift of the block.
func TestProtoPlan_settingBesideTheBlock(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	p := w.NewProtocol(nil)
	config := link(map[string]any{"config": map[string]any{"ssl.endpoint.identification.algorithm": ""}})
	state := p.Read(typeName, p.Create(typeName, config))
	if planned := p.Plan(typeName, state, config); !reflect.DeepEqual(planned.Object, state.Object) {
		t.Errorf("plans %v -> %v", state.Object, planned.Object)
	}
}
