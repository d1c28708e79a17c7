package clusterlink_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

const (
	certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
	privateKey  = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"
)

// tlsBlock is a link that logs in with these arguments of tls.
func tlsBlock(arguments ...string) map[string]any {
	tls := map[string]any{}
	for i := 0; i+1 < len(arguments); i += 2 {
		tls[arguments[i]] = arguments[i+1]
	}
	return map[string]any{"remote_authentication": map[string]any{"sasl": map[string]any{"username": "K", "password_wo": "S"}, "tls": tls}}
}

func tlsAt(argument string) string {
	return remoteAuth + `.AttributeName("tls").AttributeName("` + argument + `")`
}

func TestProtoValidate(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	at := func(name string) string { return fmt.Sprintf("AttributeName(%q)", name) }
	key := func(name, key string) string { return fmt.Sprintf("AttributeName(%q).ElementKeyString(%q)", name, key) }
	for name, c := range map[string]struct {
		change map[string]any
		at     string
		words  []string
	}{
		"link to itself":            {map[string]any{"remote_cluster_id": "lkc-dr"}, at("remote_cluster_id"), []string{"Itself"}},
		"an address for an id":      {map[string]any{"remote_cluster_id": "pkc-1.us-east-1.aws.confluent.cloud:9092"}, at("remote_cluster_id"), []string{"address"}},
		"an environment for an id":  {map[string]any{"kafka_cluster_id": "env-1"}, at("kafka_cluster_id"), []string{"environment"}},
		"upper case cloud id":       {map[string]any{"kafka_cluster_id": "LKC-1"}, at("kafka_cluster_id"), []string{"lkc-abc123"}},
		"empty id":                  {map[string]any{"kafka_cluster_id": ""}, at("kafka_cluster_id"), []string{"empty"}},
		"link name":                 {map[string]any{"link_name": "my link"}, at("link_name"), []string{"letters"}},
		"mode":                      {map[string]any{"link_mode": "sideways"}, at("link_mode"), []string{"DESTINATION", "BIDIRECTIONAL"}},
		"connection mode":           {map[string]any{"connection_mode": "BOTH"}, at("connection_mode"), []string{"INBOUND"}},
		"inbound source":            {map[string]any{"link_mode": "source", "connection_mode": "inbound"}, at("connection_mode"), []string{"opens the connection"}},
		"inbound with credentials":  {map[string]any{"connection_mode": "INBOUND", "remote_bootstrap_servers": nil}, at("remote_authentication"), []string{"OUTBOUND half"}},
		"local login of dest.":      {map[string]any{"local_authentication": login("K", "S")}, at("local_authentication"), []string{"DESTINATION/OUTBOUND"}},
		"local address of dest.":    {map[string]any{"local_bootstrap_servers": "b:9092"}, at("local_bootstrap_servers"), []string{"DESTINATION/OUTBOUND"}},
		"remote connection mode":    {map[string]any{"remote_connection_mode": "INBOUND"}, at("remote_connection_mode"), []string{"BIDIRECTIONAL"}},
		"REST URL":                  {map[string]any{"remote_bootstrap_servers": "https://pkc-jump:443"}, at("remote_bootstrap_servers"), []string{"REST API"}},
		"no port":                   {map[string]any{"remote_bootstrap_servers": "pkc-jump"}, at("remote_bootstrap_servers"), []string{"host:port"}},
		"protocol of the address":   {map[string]any{"remote_bootstrap_servers": "PLAINTEXT://pkc-jump:9092"}, at("remote_bootstrap_servers"), []string{"begins with PLAINTEXT://", "remote_authentication speaks SASL_SSL"}},
		"two protocols":             {map[string]any{"remote_bootstrap_servers": "SASL_SSL://a:9092,SSL://b:9092"}, at("remote_bootstrap_servers"), []string{"SASL_SSL and SSL"}},
		"no time":                   {map[string]any{"timeouts": map[string]any{"create": "0s"}}, at("timeouts") + `.AttributeName("create")`, []string{"timeouts.create", "nothing can be done"}},
		"white space at an id":      {map[string]any{"remote_cluster_id": "lkc-jump\n"}, at("remote_cluster_id"), []string{"trimspace"}},
		"prefix":                    {map[string]any{"prefix": "a b"}, at("prefix"), []string{"letters"}},
		"empty prefix":              {map[string]any{"prefix": ""}, at("prefix"), []string{"Leave prefix out"}},
		"two logins":                {map[string]any{"remote_authentication": map[string]any{"sasl": map[string]any{"username": "K"}, "oauth": map[string]any{"token_endpoint_url": "https://i", "client_id": "c"}}}, at("remote_authentication") + `.AttributeName("oauth")`, []string{"either"}},
		"protocol without login":    {map[string]any{"remote_authentication": map[string]any{"security_protocol": "SASL_SSL"}}, at("remote_authentication") + `.AttributeName("security_protocol")`, []string{"needs"}},
		"key without certificate":   {map[string]any{"remote_authentication": map[string]any{"tls": map[string]any{"keystore_key_wo": privateKey}}}, at("remote_authentication") + `.AttributeName("tls").AttributeName("keystore_key_wo")`, []string{"Half"}},
		"mechanism":                 {map[string]any{"remote_authentication": map[string]any{"sasl": map[string]any{"username": "K", "mechanism": "MD5"}}}, at("remote_authentication") + `.AttributeName("sasl").AttributeName("mechanism")`, []string{"SCRAM-SHA-512"}},
		"managed key":               {map[string]any{"config": map[string]any{"link.mode": "SOURCE"}}, key("config", "link.mode"), []string{"link_mode"}},
		"prefix key":                {map[string]any{"config": map[string]any{"cluster.link.prefix": "x"}}, key("config", "cluster.link.prefix"), []string{"argument prefix"}},
		"the prefix that is none":   {map[string]any{"config": map[string]any{"link.prefix": "x"}}, key("config", "link.prefix"), []string{"argument prefix"}},
		"source.* keys":             {map[string]any{"config": map[string]any{"source.sasl.mechanism": "PLAIN"}}, key("config", "source.sasl.mechanism"), []string{"remote_authentication"}},
		"secret key":                {map[string]any{"config": map[string]any{"sasl.jaas.config": "x"}}, key("config", "sasl.jaas.config"), []string{"config_wo"}},
		"block's key":               {map[string]any{"config": map[string]any{"sasl.mechanism": "PLAIN"}}, key("config", "sasl.mechanism"), []string{"remote_authentication"}},
		"key without a value":       {map[string]any{"config": map[string]any{"acl.sync.ms": nil}}, key("config", "acl.sync.ms"), []string{"null"}},
		"key given twice":           {map[string]any{"config": map[string]any{"x.y": "1"}, "config_wo": map[string]any{"x.y": "2"}}, key("config_wo", "x.y"), []string{"config as well"}},
		"managed write-only key":    {map[string]any{"config_wo": map[string]any{"bootstrap.servers": "2"}}, key("config_wo", "bootstrap.servers"), []string{"remote_bootstrap_servers"}},
		"REST port":                 {map[string]any{"remote_bootstrap_servers": "pkc-1.us-east-1.aws.confluent.cloud:443"}, at("remote_bootstrap_servers"), []string{"port 443", "9092"}},
		"only commas":               {map[string]any{"remote_bootstrap_servers": " , "}, at("remote_bootstrap_servers"), []string{"empty"}},
		"file name for a chain":     {tlsBlock("keystore_certificate_chain", "chain.pem"), tlsAt("keystore_certificate_chain"), []string{"remote_authentication.tls.keystore_certificate_chain is a file name", "file("}},
		"key store for authorities": {tlsBlock("truststore_certificates", "trust.jks"), tlsAt("truststore_certificates"), []string{"openssl pkcs12"}},
		"key in the chain":          {tlsBlock("keystore_certificate_chain", certificate+privateKey), tlsAt("keystore_certificate_chain"), []string{"Private Key Where None Belongs", "make a new key"}},
		"older key":                 {tlsBlock("keystore_certificate_chain", certificate, "keystore_key_wo", strings.ReplaceAll(privateKey, "PRIVATE", "RSA PRIVATE")), tlsAt("keystore_key_wo"), []string{"PKCS#8", "openssl pkcs8"}},
		"encrypted key":             {tlsBlock("keystore_certificate_chain", certificate, "keystore_key_wo", strings.ReplaceAll(privateKey, "PRIVATE", "ENCRYPTED PRIVATE")), tlsAt("keystore_key_wo"), []string{"password is not given"}},
		"chain for the key":         {tlsBlock("keystore_certificate_chain", certificate, "keystore_key_wo", certificate), tlsAt("keystore_key_wo"), []string{"where the private key belongs"}},
		"key password alone":        {map[string]any{"remote_authentication": map[string]any{"sasl": map[string]any{"username": "K", "password_wo": "S"}, "tls": map[string]any{"key_password_wo": "p"}}}, tlsAt("key_password_wo"), []string{"without remote_authentication.tls.keystore_certificate_chain"}},
		"certificates in the clear": {map[string]any{"remote_authentication": map[string]any{"security_protocol": "SASL_PLAINTEXT", "sasl": map[string]any{"username": "K", "password_wo": "S"}, "tls": map[string]any{"truststore_certificates": certificate}}}, at("remote_authentication") + `.AttributeName("tls")`, []string{"SASL_PLAINTEXT", "uses no certificates"}},
		"key in a setting":          {map[string]any{"config": map[string]any{"x.y": privateKey}}, key("config", "x.y"), []string{"private key"}},
		"SCRAM for Cloud":           {map[string]any{"remote_authentication": map[string]any{"sasl": map[string]any{"username": "K", "password_wo": "S", "mechanism": "scram-sha-512"}}}, remoteAuth + `.AttributeName("sasl").AttributeName("mechanism")`, []string{"Not a Login of Confluent Cloud", "PLAIN"}},
		"Cloud in the clear":        {map[string]any{"remote_authentication": map[string]any{"security_protocol": "SASL_PLAINTEXT", "sasl": map[string]any{"username": "K", "password_wo": "S"}}}, remoteAuth + `.AttributeName("security_protocol")`, []string{"over TLS only"}},
		"Kerberos for Cloud":        {map[string]any{"config": map[string]any{"sasl.mechanism": "GSSAPI"}, "remote_authentication": nil}, key("config", "sasl.mechanism"), []string{"Not a Login of Confluent Cloud"}},
		"config in the clear":       {map[string]any{"config": map[string]any{"security.protocol": "SASL_PLAINTEXT"}, "remote_authentication": nil}, key("config", "security.protocol"), []string{"over TLS only"}},
		"block's write-only secret": {map[string]any{"config_wo": map[string]any{"sasl.jaas.config": "2"}}, key("config_wo", "sasl.jaas.config"), []string{"remote_authentication"}},
	} {
		if d := p.Validate(typeName, link(c.change)).Errors(); !d.Says(c.at, c.words...) || len(d) != 1 {
			t.Errorf("%s: want one error on %s that says %v, got %s", name, c.at, c.words, d)
		}
	}
}

func TestProtoValidate_saysNothingOfWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	for name := range link(nil) {
		if d := p.Validate(typeName, link(map[string]any{name: acctest.Unknown{}})); len(d) > 0 {
			t.Errorf("%s: %s", name, d)
		}
	}
	for name, change := range map[string]map[string]any{
		"all that matters is unknown": {"link_mode": acctest.Unknown{}, "connection_mode": acctest.Unknown{}, "local_authentication": acctest.Unknown{}, "remote_connection_mode": acctest.Unknown{}, "config": acctest.Unknown{}, "config_wo": acctest.Unknown{}},
		"mode unknown":                {"link_mode": acctest.Unknown{}, "local_authentication": login("K", "S")},
		"connection unknown":          {"connection_mode": acctest.Unknown{}},
		"unknown within":              {"remote_authentication": map[string]any{"sasl": acctest.Unknown{}}, "config": map[string]any{"acl.sync.ms": acctest.Unknown{}}},
	} {
		if d := p.Validate(typeName, link(change)); len(d) > 0 {
			t.Errorf("%s: %s", name, d)
		}
		if d := p.Plan(typeName, acctest.Step{}, link(change)).Diagnostics; len(d) > 0 {
			t.Errorf("plan, %s: %s", name, d)
		}
	}
}

// Two links of one configuration cannot have one prefix on a cluster.
func TestProtoValidate_samePrefix(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	validate := func(configs ...acctest.Object) acctest.Diagnostics {
		return w.NewProtocol(nil).ValidateTogether(typeName, configs...)
	}
	first, second := link(map[string]any{"prefix": "x-"}), link(map[string]any{"link_name": "other", "prefix": "x-"})
	if d := validate(first, second); len(d) != 1 || !d.Errors().Says(`AttributeName("prefix")`, "Two links", `"x-"`) {
		t.Error(d)
	}
	for name, other := range map[string]map[string]any{
		"another prefix":  {"link_name": "other", "prefix": "y-"},
		"another cluster": {"kafka_cluster_id": "lkc-east", "prefix": "x-"},
		"not known":       {"link_name": "other", "prefix": acctest.Unknown{}},
		"none":            {"link_name": "other"},
	} {
		if d := validate(link(nil), link(other)); len(d) > 0 {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// A misspelt name may be the cause of the error beside it.
func TestProtoValidate_didYouMeanBesideAnError(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	d := p.Validate(typeName, link(map[string]any{"config": map[string]any{
		"consumer.offsets.sync.enable": "true", "consumer.offset.group.filters": `{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]}`,
		"acl.sync.ms": "soon",
	}}))
	if len(d.Errors()) == 0 || !d.Warnings().Says("", "consumer.offset.sync.enable") {
		t.Error(d)
	}
}
